// A ledger and a question as the JSON that schema/area/0130_ledgers.sql puts statements together
// from. For ledger_reader.cpp only.
#pragma once

#include <string>

#include "ledgers/ledger_reader.hpp"

namespace leye::ledgers {

std::string query_of(const Ledger& ledger, const Question& question);

}  // namespace leye::ledgers
