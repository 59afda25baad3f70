// The registers in the shape that the queries of rules read (policy/sql/layout.hpp, FactsLayout).
//
//   TRY(connection.run_script(rule_views(plan, vocabulary, as_of)));  // for this session
//
// Temporary views over the functions facts_of_… (schema/area): what was valid on a day and known at
// a moment, each fact as rules mean it — codes as positions, months counted, facts of packs taken
// out of `extra`. They hold what the loader (facts_loader.hpp) would load: identities and accounts
// are not readable, relations are complete where the vocabulary says so, households as there, and
// judgements are not known. The session's search path finds the area.
#pragma once

#include "policy/plan/plan.hpp"
#include "registers/facts_loader.hpp"

namespace leye::registers {

// Only what the plan reads: a script of statements.
std::string rule_views(const policy::Plan& plan, const Vocabulary& vocabulary, AsOf as_of);

}  // namespace leye::registers
