// The fences of a document, each with its heading and the clause lines that it rests on.
#pragma once

#include <string>
#include <vector>

#include "policy/meaning/block.hpp"
#include "policy/meaning/reporter.hpp"

namespace leye::policy {

struct Section {
  const Document* document = nullptr;
  std::vector<Block> blocks;
  std::string heading;
  std::vector<const ClauseLine*> clauses;
  std::string clause;     // "二(二)8"
  std::string sentences;  // "二(二)8 句2–4、6"
  std::string summary;    // a sentence a line
};

// What they say, in our words, a sentence a line.
std::string summaries_of(const std::vector<const ClauseLine*>& cited);

// Reports coded sentences below which no rule stands, labels in the wrong place, and citations of
// sentences that are not there.
std::vector<Section> read_sections(const Document& document, Reporter& reporter);

}  // namespace leye::policy
