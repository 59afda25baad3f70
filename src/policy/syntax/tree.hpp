// The tree of a policy line: which form it is, and what stands in its slots.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "policy/syntax/diagnostic.hpp"
#include "policy/syntax/grammar.hpp"

namespace leye::policy {

struct Tree;
using TreePointer = std::shared_ptr<const Tree>;

struct Tree {
  Form form = Form::word;
  Span at;
  std::string text;                   // of word, number, text, date
  std::vector<TreePointer> children;  // the slots in the order of the Chinese pattern

  const Tree& operator[](std::size_t slot) const { return *children[slot]; }
};

}  // namespace leye::policy
