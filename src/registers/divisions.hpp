// Filling the administrative divisions, and entering the areas whose registers a database holds.
//
// Divisions come from data/divisions (README there): `code,name` with 2, 4, 6, 9 or 12 digits. In
// the table every code has 12 digits, filled up with zeros, so that a division is a range of codes.
#pragma once

#include <string>
#include <vector>

#include "registers/places.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

// All files of the resource data/divisions, in the order of their codes.
Result<std::vector<Division>> read_divisions();

// Puts them in; names that changed are replaced, codes that are gone stay. Rows added or changed.
Result<std::int64_t> store_divisions(store::Transaction& transaction,
                                     const std::vector<Division>& divisions);

// Enters the area of a schema, if it is not there: "area_621000" is 621000000000 庆阳市.
// not_found: the divisions do not have it.
Status register_area(store::Transaction& transaction, const std::string& area_schema);

}  // namespace leye::registers
