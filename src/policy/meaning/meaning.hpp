// Documents to plan: names, types, units, dates in force, exclusions, paths. Reports everything
// that is wrong at once; the plan may be used only if nothing was an error.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "policy/meaning/reporter.hpp"
#include "policy/plan/plan.hpp"
#include "policy/syntax/document.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

struct Meaning {
  Plan plan;
  std::vector<Diagnostic> diagnostics;         // not those of the syntax
  std::map<std::string, Spellings> spellings;  // by file, for fmt
};

// `imported`: parameters of the packs that this one uses.
Meaning understand(std::span<const Document> documents, std::vector<Parameter> imported,
                   const Vocabulary& vocabulary);

}  // namespace leye::policy
