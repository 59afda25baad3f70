// A ledger and a question as the JSON that schema/area/0130_ledgers.sql puts statements together
// from. For ledger_reader.cpp only.
#pragma once

#include <string>

#include "ledgers/ledger_reader.hpp"

namespace leye::ledgers {

std::string query_of(const Ledger& ledger, const Question& question);

// Of which records these rows are made now, whatever the ledger's conditions say: the row itself
// first, then joined_relations() in their order (ledger_origins of schema/area/0560).
std::string origins_query_of(const Ledger& ledger, const std::vector<std::int64_t>& ids);
std::vector<std::size_t> joined_relations(const Ledger& ledger);  // 0 first

}  // namespace leye::ledgers
