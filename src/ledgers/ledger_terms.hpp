// The names a ledger's file uses, looked up: "job.employer.name" to a relation and a fact. For
// ledger_file.cpp and ledger_terms.cpp only.
#pragma once

#include "ledgers/ledger.hpp"

namespace leye::ledgers {

Error wrong(std::string what, std::string fix);

// A path to a fact, or count(relation); relations over references are added on the way.
Result<Term> find_term(Ledger& ledger, const Vocabulary& vocabulary, std::string_view path);

// "job = employment where in force; form is flexible"
Status add_relation(Ledger& ledger, const Vocabulary& vocabulary, std::string_view text);

// "category is hard_to_employ; in force"
Result<std::vector<Condition>> read_conditions(Ledger& ledger, const Vocabulary& vocabulary,
                                               std::size_t relation, std::string_view text);

const Entity& entity_of(const Ledger& ledger, const Term& term);

}  // namespace leye::ledgers
