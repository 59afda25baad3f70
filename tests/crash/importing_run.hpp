// One process of the import's kill loop: a sheet, from the file into the register.
#pragma once

#include <string>

#include "registers/import.hpp"

namespace leye::crash {

// What the parent hands to a child in its environment.
struct Sheet {
  std::string dsn;
  std::string kind;
  std::string path;
};

// The day and the minute at which every import of the loop learns what it learns, so that what an
// undisturbed one leaves can be compared in every column.
Day import_day();
Instant import_time();

// What `leye import --confirm` does. Safe to run again after any death.
Result<registers::ImportReport> import_sheet(const Sheet& sheet);

}  // namespace leye::crash
