// An example as plain facts: what the solver found, then made smaller and rounder for as long as
// what it shows stays true. Nothing is shown that explain/ does not say of these very facts.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/proof/encoding.hpp"

namespace leye::policy::proof {

struct DraftCell {
  State state = State::unknown;
  Fraction value;    // a day as its number; money in fen
  std::string text;  // of a text
};

struct DraftRow {
  EntityIndex entity = -1;
  std::int32_t from = -1;
  FactIndex by = -1;
  bool related = false;
  bool present = true;
  std::int64_t copies = 1;
  std::int32_t same_as = -1;  // an earlier row, which this one is
  std::map<FactIndex, DraftCell> cells;
};

struct Draft {
  Day today;
  std::vector<DraftRow> rows;              // as in the world; 0: the subject
  std::map<std::string, bool> judgements;  // of the subject
  std::map<std::string, Choices> choices;  // by measure
};

// Of the example that the logic holds.
Draft draft_of(World& world, std::span<const Encoding* const> measures);

// The subject is row 0 of its entity.
Facts facts_of(const Draft& draft, const Vocabulary& vocabulary);

Answer answer_of(const Draft& draft, const Facts& facts, const Plan& plan, const Measure& measure);

using Claim = std::function<bool(const Draft&, const Facts&)>;

// Fewer facts and rounder values, as long as the claim holds. False if it does not hold at all.
bool make_readable(Draft& draft, const Vocabulary& vocabulary, const Plan& plan,
                   const Claim& claim);

// A known fact of the draft: 招用.人员.出生日期, employment.person.birth_date, 1990-01-01.
struct DraftLine {
  std::string label;
  std::string fact;
  std::string value;
};
std::vector<DraftLine> lines_of(const Draft& draft, const Vocabulary& vocabulary);

}  // namespace leye::policy::proof
