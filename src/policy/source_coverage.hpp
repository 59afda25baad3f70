// Whether a pack says what its source says: every sentence of the document, in one clause line at
// least, with the hash of the sentence that was summarised.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "policy/pack.hpp"

namespace leye::policy {

struct SourceCoverage {
  std::vector<Diagnostic> problems;  // sentences that are missing, changed, or not in the source
  std::array<std::size_t, sentence_kinds> by_kind = {};  // by SentenceKind; each sentence once
  std::size_t sentences = 0;                             // of the whole source
  std::size_t covered = 0;

  struct Missing {
    std::string clause;  // of the item
    std::int32_t sentence = 0;
    std::string clause_line;  // ready to be filled in
    std::string text;         // of the source
  };
  std::vector<Missing> missing;
};

// `file`: the name of the source, for diagnostics.
SourceCoverage compare_with_source(const LoadedPack& pack, std::string_view source,
                                   const std::string& file);

// A table of the kinds and the share that is covered, in the pack's language.
std::string to_text(const SourceCoverage& coverage, bool chinese);

}  // namespace leye::policy
