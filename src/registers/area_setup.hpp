// An area from nothing: schema brought up to date, divisions stored, the area entered.
//
// May be repeated; the second time it only looks. Takes a connection of a member of leye_owner,
// the first time of a superuser (store/migrate.hpp).
#pragma once

#include <string>

#include "store/migrate.hpp"

namespace leye::registers {

// `area_schema`: "area_621000"; its code must be in data/divisions.
Result<store::MigrationReport> set_up_area(store::Connection& connection,
                                           const std::string& area_schema);

}  // namespace leye::registers
