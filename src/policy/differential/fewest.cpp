#include "policy/differential/fewest.hpp"

#include <fmt/format.h>

#include "policy/differential/assembled.hpp"

namespace leye::policy::differential {
namespace {

// Leaves out halves, quarters and so on, down to single rows.
void fewer(const Vocabulary& vocabulary, const Used& used, const Rows& all,
           std::vector<Rows::Source>& rows, const std::function<bool(const Facts&)>& stays) {
  for (auto part = (rows.size() + 1) / 2; part > 0; part = part == 1 ? 0 : (part + 1) / 2) {
    for (std::size_t first = 0; first < rows.size();) {
      const auto before = rows;
      const auto last = std::min(rows.size(), first + part);
      rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(first),
                 rows.begin() + static_cast<std::ptrdiff_t>(last));
      if (stays(assembled(vocabulary, used, all))) continue;
      rows = before;
      first = last;
    }
  }
}

}  // namespace

Facts fewest_rows(const Vocabulary& vocabulary, const Used& used, const Facts& facts,
                  const std::function<bool(const Facts&)>& stays) {
  Rows rows(vocabulary);
  rows.add(facts);
  for (int step = 0; step < 2; ++step)
    for (auto& of_entity : rows.by_entity) fewer(vocabulary, used, rows, of_entity, stays);
  return assembled(vocabulary, used, rows);
}

Facts fewest(const Vocabulary& vocabulary, const Used& used, const Facts& facts,
             const std::function<bool(const Facts&)>& stays) {
  auto left = fewest_rows(vocabulary, used, facts, stays);
  for (const auto& fact : used.facts) {
    for (Row row = 0; row < static_cast<Row>(left.size(fact.entity)); ++row) {
      if (left.value(fact.entity, row, fact.fact).state == State::unknown) continue;
      auto less = left;
      less.set_unknown(fact.entity, row, fact.fact);
      less.link();
      if (stays(less)) left = std::move(less);
    }
  }
  return left;
}

std::string listed(const Facts& facts) {
  std::string text;
  const auto& entities = facts.vocabulary().entities();
  for (std::size_t e = 0; e < entities.size(); ++e) {
    const auto entity = static_cast<EntityIndex>(e);
    for (Row row = 0; row < static_cast<Row>(facts.size(entity)); ++row)
      for (FactIndex fact = 0; fact < static_cast<FactIndex>(entities[e].facts.size()); ++fact) {
        const auto value = facts.value(entity, row, fact);
        if (value.state == State::unknown) continue;
        const auto& declared = entities[e].facts[static_cast<std::size_t>(fact)];
        const bool numbered = declared.type == FactType::reference && value.known();
        text += fmt::format("{}[{}].{} = {}\n", entities[e].id, row, declared.id,
                            numbered ? to_text(value.low) : facts.spelling(entity, row, fact));
      }
  }
  return text;
}

}  // namespace leye::policy::differential
