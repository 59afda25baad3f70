// Facts as JSON, for `leye eval` and for questions without a register.
//
//   {"persons": [{"id": "p1", "birth_date": "2000-01-01"}],
//    "organisations": [{"uscc": "91…", "kind": "enterprise"}],
//    "employments": [{"person": "p1", "employer": "91…", "start_date": "2023-08-01"}],
//    "grants": []}
//
// Names are the vocabulary's English ones; money in yuan as a decimal string. A fact that is absent
// or null is unknown; "none" is known not to exist. A list that is given is complete; one that is
// not given may hold anything. Rows are referred to by their "id", else by identity number or
// credit code, else by position from 0. What a person decided where a rule leaves it to judgement
// stands in the subject: "judgements": {"outstanding": true}. Anything that is not understood is an
// error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "policy/facts/facts.hpp"

namespace leye::policy {

struct NamedFacts {
  Facts facts;
  std::vector<std::vector<std::string>> names;  // of each entity's rows
};

// At most 64 MiB.
Result<NamedFacts> read_facts_json(std::string_view json, const Vocabulary& vocabulary);

}  // namespace leye::policy
