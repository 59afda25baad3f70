#include "policy/proof/draft.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy::proof {
namespace {

DraftCell cell_of(const Symbol& symbol, World& world) {
  auto& l = world.logic();
  DraftCell cell;
  if (l.truth_of(symbol.none)) {
    cell.state = State::none;
    return cell;
  }
  cell.state = State::known;
  if (symbol.type == Type::reference) return cell;
  if (symbol.type == Type::boolean) {
    cell.value = {l.truth_of(symbol.value) ? 1 : 0, 1};
    return cell;
  }
  cell.value = l.fraction_of(symbol.value);
  if (symbol.type == Type::day) {
    const auto year = static_cast<int>(cell.value.top / 12);
    const auto month = static_cast<int>(cell.value.top % 12) + 1;
    const auto wanted = static_cast<int>(l.fraction_of(symbol.day).top);
    const auto last = month >= 1 ? days_in_month(year, month) : 28;
    const auto day = Day::from_civil(year, month, std::min(wanted, last));
    cell.state = day.ok() ? State::known : State::unknown;
    if (day.ok()) cell.value = {day.value().number(), 1};
  }
  if (symbol.type == Type::text) {
    const auto at = static_cast<std::size_t>(cell.value.top);
    const auto row = cell.value.top - World::row_names;
    const bool named = row >= 0 && row < world.row_count();
    cell.text = named                       ? world.row_name(static_cast<std::int32_t>(row))
                : at < world.texts().size() ? world.texts()[at]
                                            : fmt::format("示例{}", at);
  }
  return cell;
}

void put(Facts& facts, const Vocabulary& vocabulary, EntityIndex entity, Row row, FactIndex fact,
         const DraftCell& cell) {
  if (cell.state == State::unknown) return;
  if (cell.state == State::none) return facts.set_none(entity, row, fact);
  const auto type = vocabulary.entities()[static_cast<std::size_t>(entity)]
                        .facts[static_cast<std::size_t>(fact)]
                        .type;
  const auto whole = cell.value.top;
  switch (type) {
    case FactType::boolean: return facts.set(entity, row, fact, whole != 0);
    case FactType::money: return facts.set(entity, row, fact, Money::fen(whole));
    case FactType::day:
      return facts.set(entity, row, fact, Day::from_number(static_cast<std::int32_t>(whole)));
    case FactType::ratio: {
      const auto ratio = Ratio::make(whole, cell.value.bottom);
      if (ratio.ok()) facts.set(entity, row, fact, ratio.value());
      return;
    }
    case FactType::text: return facts.set_text(entity, row, fact, cell.text);
    case FactType::reference: return;  // by the row that it refers to
    default: return facts.set(entity, row, fact, whole);
  }
}

class Builder {
 public:
  Builder(const Draft& draft, const Vocabulary& vocabulary)
      : draft_(draft), vocabulary_(vocabulary), facts_(vocabulary), children_(draft.rows.size()) {
    for (std::size_t i = 1; i < draft.rows.size(); ++i)
      children_[static_cast<std::size_t>(draft.rows[i].from)].push_back(i);
  }

  Facts build() {
    const auto subject = add(0);
    for (const auto& each : later_)
      if (const auto target = made_.find(each.target); target != made_.end())
        facts_.set_reference(each.entity, each.row, each.fact, target->second);
    for (const auto& [id, holds] : draft_.judgements)
      facts_.set_judgement(draft_.rows[0].entity, subject, id, holds);
    for (std::size_t i = 0; i < vocabulary_.entities().size(); ++i)
      facts_.close(static_cast<EntityIndex>(i));
    facts_.link();
    return std::move(facts_);
  }

 private:
  Row add(std::size_t index) {
    const auto& drawn = draft_.rows[index];
    const auto again = made_.contains(static_cast<std::int32_t>(index)) ? ++copies_ : 0;
    const auto key = again > 0 ? draft_.rows.size() + again : index + 1;  // as World::row_name
    const auto row = facts_.add(drawn.entity, static_cast<std::int64_t>(key));
    made_.try_emplace(static_cast<std::int32_t>(index), row);
    for (const auto& [fact, cell] : drawn.cells)
      put(facts_, vocabulary_, drawn.entity, row, fact, cell);
    for (const auto child : children_[index]) {
      const auto& below = draft_.rows[child];
      if (!below.related) {
        const auto reference = drawn.cells.find(below.by);
        const bool known =
            reference != drawn.cells.end() && reference->second.state == State::known;
        if (known && below.same_as >= 0)
          later_.push_back({drawn.entity, row, below.by, below.same_as});
        else if (known)
          facts_.set_reference(drawn.entity, row, below.by, add(child));
        continue;
      }
      for (std::int64_t i = 0; below.present && i < below.copies; ++i)
        facts_.set_reference(below.entity, add(child), below.by, row);
    }
    return row;
  }

  struct Later {  // a reference to a row that may not be there yet
    EntityIndex entity;
    Row row;
    FactIndex fact;
    std::int32_t target;
  };
  const Draft& draft_;
  const Vocabulary& vocabulary_;
  Facts facts_;
  std::map<std::int32_t, Row> made_;
  std::size_t copies_ = 0;
  std::vector<Later> later_;
  std::vector<std::vector<std::size_t>> children_;
};

// Whether the row stands in the facts: all that leads to it does.
bool is_made(const Draft& draft, std::int32_t index) {
  for (auto at = index; at > 0;) {
    const auto& row = draft.rows[static_cast<std::size_t>(at)];
    if (row.related) {
      if (!row.present) return false;
    } else {
      const auto& cells = draft.rows[static_cast<std::size_t>(row.from)].cells;
      const auto reference = cells.find(row.by);
      if (reference == cells.end() || reference->second.state != State::known) return false;
    }
    at = row.from;
  }
  return true;
}

// Rows that are one and the same: the first that is there stands for all, with what any of them
// knows.
void join(Draft& draft, World& world) {
  std::vector<std::int32_t> group(draft.rows.size());
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = static_cast<std::int32_t>(i);
  for (const auto& [pair, term] : world.sames()) {
    if (!is_made(draft, pair.first) || !is_made(draft, pair.second)) continue;
    if (!world.logic().truth_of(term)) continue;
    const auto joined = group[static_cast<std::size_t>(pair.second)];
    const auto first = group[static_cast<std::size_t>(pair.first)];
    for (auto& each : group)
      if (each == std::max(joined, first)) each = std::min(joined, first);
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i] == static_cast<std::int32_t>(i)) continue;
    draft.rows[i].same_as = group[i];
    auto& stands = draft.rows[static_cast<std::size_t>(group[i])];
    for (const auto& [fact, cell] : draft.rows[i].cells) stands.cells.try_emplace(fact, cell);
  }
}

}  // namespace

Draft draft_of(World& world, std::span<const Encoding* const> measures) {
  auto& l = world.logic();
  Draft draft;
  const auto today = cell_of(world.today(), world);
  draft.today = Day::from_number(static_cast<std::int32_t>(today.value.top));
  for (std::int32_t i = 0; i < world.row_count(); ++i) {
    const auto& row = world.row(i);
    DraftRow drawn{row.entity, row.from, row.by, row.related, l.truth_of(row.present), 1, -1, {}};
    if (row.related) drawn.copies = l.fraction_of(row.copies).top;
    for (const auto& [fact, symbol] : row.cells)
      if (!(row.related && fact == row.by)) drawn.cells[fact] = cell_of(symbol, world);
    draft.rows.push_back(std::move(drawn));
  }
  join(draft, world);
  for (const auto& [key, term] : world.judgements())
    if (key.first == World::subject) draft.judgements[key.second] = l.truth_of(term);
  for (const auto* encoding : measures) {
    auto choices = default_choices(encoding->measure());
    for (std::size_t i = 0; i < choices.values.size(); ++i)
      choices.values[i] = static_cast<std::uint8_t>(l.fraction_of(encoding->option(i)).top);
    draft.choices[encoding->measure().name.id] = std::move(choices);
  }
  return draft;
}

Facts facts_of(const Draft& draft, const Vocabulary& vocabulary) {
  return Builder(draft, vocabulary).build();
}

Answer answer_of(const Draft& draft, const Facts& facts, const Plan& plan, const Measure& measure) {
  const auto chosen = draft.choices.find(measure.name.id);
  Evaluator evaluator(plan, measure, facts, draft.today,
                      chosen == draft.choices.end() ? Choices{} : chosen->second);
  return evaluator.evaluate(0);
}

}  // namespace leye::policy::proof
