// One record of the audit: who did what to which object, from where, with what result.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/cipher.hpp"
#include "base/clock.hpp"

namespace leye::audit {

struct Record {
  std::optional<std::int64_t> account = {};
  std::optional<std::int64_t> for_account = {};  // under a delegation: whose rights were used
  std::string role = {};
  std::string address = {};
  std::string area_schema = {};
  std::string act = {};          // "read_person", "sign_in", "pay_batch"
  std::string object = {};       // "person:17"; empty when the act has none
  std::string outcome = "done";  // done | refused | failed | abandoned
  std::string detail = {};       // a reason, a count; never a masked value in clear
};

// Where a record stands: its writer, its number in it, when.
struct Position {
  std::int64_t writer = 0;
  std::int64_t number = 0;
  Instant at;
};

// What the record's MAC covers; fields are length-prefixed, so that none runs into the next.
std::string canonical(const Record& record, const Position& position);

Bytes mac_of(const Cipher& cipher, const Record& record, const Position& position);

}  // namespace leye::audit
