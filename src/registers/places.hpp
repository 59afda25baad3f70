// The areas a database holds, and divisions by their code.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/transaction.hpp"

namespace leye::registers {

struct Area {
  std::int64_t place = 0;
  std::string schema_name;
  std::string name;
};

Result<std::vector<Area>> list_areas(store::Transaction& transaction);

struct Division {
  std::int64_t code = 0;
  std::string name;
  int level = 1;  // 1 province, 2 city, 3 county, 4 township, 5 village
  std::int64_t parent = 0;
};

struct Divisions {
  std::vector<Division> items;
  std::int64_t total = 0;
};

// Those directly below `parent`, by code.
Result<Divisions> divisions_below(store::Transaction& transaction, std::int64_t parent,
                                  std::int64_t size, std::int64_t offset);

// Names by code; codes that are not known are left out.
Result<std::map<std::int64_t, std::string>> place_names(store::Transaction& transaction,
                                                        const std::vector<std::int64_t>& codes);

}  // namespace leye::registers
