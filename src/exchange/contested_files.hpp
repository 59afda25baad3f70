// Files of people and organisations about which somebody has to answer: a department says otherwise
// than the register (contested.hpp), and nobody settled it yet. Within the caller's places.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/transaction.hpp"

namespace leye::exchange {

struct ContestedFile {
  std::optional<std::int64_t> person, organisation;  // one of them
  std::string name;
  std::vector<std::string> facts;   // "person.residence_place"
  std::vector<std::string> owners;  // roles that answer
  std::int64_t open = 0;
  Day due_on;  // the earliest
};

struct ContestedFilter {
  std::string entity = {};  // person, organisation; empty: both
  std::string feed = {};    // empty: any
  std::string owner = {};   // a role; empty: any
  std::optional<Day> due_before = {};
};

struct ContestedFiles {
  std::vector<ContestedFile> files;  // those due first stand first
  std::int64_t total = 0;
};

Result<ContestedFiles> contested_files(store::Transaction& transaction,
                                       const ContestedFilter& filter, std::int64_t limit,
                                       std::int64_t offset);

}  // namespace leye::exchange
