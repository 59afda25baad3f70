// Backup and restore of everything but the key.
//
// A backup is a folder: leye.dump (the whole database in pg_dump's custom format, one consistent
// moment) and manifest.json (what it is, its digests, the id of the key its encrypted values need).
// The key file master.key is never part of it: keep it, and its copies, elsewhere. Without the key
// a stolen backup shows no ID number, phone or account; without the key a restore is refused.
//
// After a restore payments are fenced: the books may be behind the bank. A person compares them and
// lifts the fence (funds/paying.hpp).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace leye::cli {

struct BackupFile {
  std::string name;
  std::int64_t bytes = 0;
  std::string sha256;
};

struct BackupManifest {
  std::int64_t format = 1;
  std::string made_at;  // "2026-03-02 01:00:00Z"
  std::string schema_digest;
  std::string postgres_version;
  std::vector<std::string> areas;
  std::string key_id;  // eight digits; empty: the database holds nothing encrypted by a key here
  std::vector<BackupFile> files;
};

// `folder` must not exist or be empty. `key_file` is only read, for its id;
// data keys beside it go along, since they are sealed under it.
Result<BackupManifest> back_up(const std::string& dsn, const std::filesystem::path& key_file,
                               const std::filesystem::path& folder, const Clock& clock);

// Reads the manifest and compares every file with its digest, before anything is touched.
Result<BackupManifest> check_backup(const std::filesystem::path& folder);

// Into an empty database, for a program of the same schema or a newer one. Fences payments in every
// area. conflict when the database holds anything, or `key_file` is not the key it needs.
Status restore_into(const std::string& dsn, const std::filesystem::path& folder,
                    const std::filesystem::path& key_file, const Clock& clock);

}  // namespace leye::cli
