// Versions of the policy pack, whole texts, kept for good: what is in force, was, or will be.
//
// A version is never changed; before its day it may be taken back. It comes into force on its day;
// in force on a day is the latest of those, and of one day the last that was published.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"
#include "workbench/files.hpp"

namespace leye::workbench {

struct Person {
  std::int64_t account = 0;
  std::string name;
};

struct Version {
  std::int64_t number = 0;
  std::string pack;
  std::string title;
  std::optional<std::int64_t> base;
  Day in_force_from;
  std::string origin = "installation";  // or workbench
  std::string digest;       // of its files
  std::string plan_digest;  // of its rules: what cases and grants keep as `pack`
  std::string note;
  std::optional<Person> asked_by, approved_by;  // two of them, if of the workbench
  std::optional<Instant> asked_at, approved_at;
  Instant recorded_at{};
  std::optional<std::int64_t> draft;  // that it was
  std::optional<Person> taken_back_by;  // before its day: it never comes into force
  std::optional<Instant> taken_back_at;
  std::string taken_back_why;

  bool stands() const { return !taken_back_at; }
};

// The latest first, those that were taken back among them.
Result<std::vector<Version>> list_versions(store::Transaction& transaction,
                                           const std::string& pack);
// The first of these that was not taken back; null if there is none.
const Version* latest_standing(const std::vector<Version>& versions);
// not_found: no such version.
Result<Version> find_version(store::Transaction& transaction, std::int64_t number);
// The one in force on the day; none if there is no version at all. On days before the first one
// that is the one.
Result<std::optional<std::int64_t>> version_in_force(store::Transaction& transaction,
                                                     const std::string& pack, Day on);
// The pack of the version that was added last; none if there is no version.
Result<std::optional<std::string>> latest_pack(store::Transaction& transaction);
Result<Files> files_of_version(store::Transaction& transaction, std::int64_t number);

// Its number. Two at the same time: conflict.
Result<std::int64_t> add_version(store::Transaction& transaction, const Version& version,
                                 const Files& files);

}  // namespace leye::workbench
