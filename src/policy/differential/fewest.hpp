// Fewer rows and fewer known facts, as long as something stays so.
#pragma once

#include <functional>
#include <string>

#include "policy/differential/limits.hpp"
#include "policy/facts/facts.hpp"

namespace leye::policy::differential {

// What is left of the facts; `stays` holds for them as it did for all. Asked some hundred times.
Facts fewest_rows(const Vocabulary& vocabulary, const Used& used, const Facts& facts,
                  const std::function<bool(const Facts&)>& stays);
// The same, and with no more known facts than it takes.
Facts fewest(const Vocabulary& vocabulary, const Used& used, const Facts& facts,
             const std::function<bool(const Facts&)>& stays);

// "person[0].birth_date = 2001-03-04", one a line, of all that is not unknown.
std::string listed(const Facts& facts);

}  // namespace leye::policy::differential
