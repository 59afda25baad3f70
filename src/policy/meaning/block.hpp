// The lines of a fence as blocks: a line, the lines below it, and the table under it.
#pragma once

#include <vector>

#include "policy/syntax/document.hpp"

namespace leye::policy {

struct Block {
  const PolicyLine* line = nullptr;
  std::vector<Block> children;          // statements that could be parsed
  bool incomplete = false;              // a line below it could not be parsed
  std::vector<const PolicyLine*> rows;  // of its table, without the rule line; heading first

  std::string clause;  // "二(二)8 句2": the sentences that it says it rests on, or ""
  std::vector<const ClauseLine*> cited;  // they themselves

  const Tree& tree() const;  // without the labels and citations at its end
  Form form() const { return tree().form; }
  std::vector<const Tree*> notes() const;  // the labels at its end, as written
  std::vector<const Tree*> cites() const;  // its citations: lists of sentences

 private:
  std::vector<const Tree*> tail(Form form) const;
};

std::vector<Block> blocks_of(const PolicyFence& fence);

}  // namespace leye::policy
