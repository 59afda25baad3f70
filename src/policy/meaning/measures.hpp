// A measure: whom it is for, when it is in force, its conditions, its amount.
#pragma once

#include <vector>

#include "policy/meaning/conditions.hpp"

namespace leye::policy {

struct MeasureText {
  const Block* block = nullptr;
  const Document* document = nullptr;
  std::string heading;
  std::string clause;     // "二(二)8"
  std::string sentences;  // "二(二)8 句2–4、6"
  std::string summary;
};

// All measures of the pack by label and id: for 不得重复 and for grants.measure.
struct PackNames {
  std::string document;  // its official number
  Outside outside;
  Terms terms;
  std::map<std::string, std::string, std::less<>> measures;  // label or id → id
};

// Whether a declaration is a measure: 补贴, 贷款, 服务, …
bool is_measure(Form form);

// Exclusions must be complete in `plan`: each measure gets a condition for those it belongs to.
Measure read_measure(const MeasureText& text, const Plan& plan, const PackNames& names,
                     const Vocabulary& vocabulary, Reporter& reporter);

}  // namespace leye::policy
