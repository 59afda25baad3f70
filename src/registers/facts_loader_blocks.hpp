// What the parts of the loader hand to each other; nobody else includes this.
#pragma once

#include "registers/facts_loader.hpp"

namespace leye::registers {

// The answers to the queries about a block of people, before they are read.
struct FactsLoader::PersonRows {
  store::Rows persons, employments, unemployment, education, insurance, grants;
  std::optional<store::Rows> records;
};

struct FactsLoader::Organisations {
  explicit Organisations(const Vocabulary& vocabulary) : facts(vocabulary) {}
  policy::Facts facts;
  std::vector<RowsByKey> keys;
  std::optional<store::Rows> records;
  std::unordered_multimap<std::int64_t, std::size_t> records_of;  // organisation → place in records
};

}  // namespace leye::registers
