// Seals: the committed records, hashed in order into a chain; and its examination.
//
// A seal takes, of each writer, the records that follow those already sealed, up to the first
// number that is not there yet. Its digest covers the digest of the seal before it and every
// record's content and MAC; its own MAC needs a key that is not in the database. Cutting the tail
// is seen against an anchor: the head of the chain, noted outside the database.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "audit/record.hpp"
#include "store/transaction.hpp"

namespace leye::audit {

// Seals what waits; the number of records sealed (0 too when another server is sealing).
Result<std::int64_t> seal(store::Connection& connection, const Cipher& cipher, Instant now);

// The head of the chain, for noting elsewhere.
struct Anchor {
  std::int64_t seal = 0;
  std::string digest;  // hexadecimal
};
Result<std::optional<Anchor>> head(store::Connection& connection);

// Appends the head to a file, one line "seal digest moment", synced to disk; nothing if it is
// there already.
Status note_anchor(store::Connection& connection, const std::filesystem::path& file, Instant now);
Result<std::vector<Anchor>> read_anchors(const std::filesystem::path& file);

struct Verification {
  std::int64_t records = 0;
  std::int64_t sealed = 0;
  std::int64_t seals = 0;
  std::vector<std::string> problems;  // the first hundred
  bool good() const { return problems.empty(); }
};

// Reads the whole audit once, in memory bounded by one seal.
Result<Verification> verify(store::Connection& connection, const Cipher& cipher,
                            const std::vector<Anchor>& anchors = {});

}  // namespace leye::audit
