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

// What a pack brings along from those that it uses: their parameters, and the documents whose
// terms, formulas and categories it may name.
struct Imports {
  std::vector<Parameter> parameters;
  std::vector<const Document*> documents;
};

Meaning understand(std::span<const Document> documents, Imports imports,
                   const Vocabulary& vocabulary);

}  // namespace leye::policy
