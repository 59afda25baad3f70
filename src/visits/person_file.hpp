// What the registers say of people who are to be visited: what a visitor takes along, and what his
// visit is compared with when it comes in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "visits/tasks.hpp"

namespace leye::visits {

// By field: `phone`, `employment` (employer and first day of work that goes on), `registration`
// (first day of the registration as unemployed in force), `death`, `asked_on`, and `answer:FACT`
// for each question. Canonical; empty where nothing is known.
using Fields = std::map<std::string, std::string>;

struct PersonFile {
  std::int64_t person = 0, place = 0;
  std::string who, place_label;
  std::string number;  // of the ID card; for storing, never to be shown
  Fields fields;
  std::map<std::string, std::int64_t> services;  // by kind, within the last year
};

// In the order of the ids; who is not seen is left out. `survey` may be null.
Result<std::vector<PersonFile>> read_files(store::Transaction& transaction, const VisitDesk& desk,
                                           const std::vector<std::int64_t>& people,
                                           const Survey* survey);

// What the file says otherwise than when the visitor took it along.
struct Difference {
  std::string field;
  std::string seen, now;
  std::string mine;     // what the visitor says; empty: nothing
  bool choose = false;  // he says something else than the file now: one of the two must be taken
};
std::vector<Difference> differences(const Fields& seen, const Fields& now, const Fields& mine);

}  // namespace leye::visits
