#include "policy/edges/witness.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "policy/edges/added_rows.hpp"
#include "policy/explain/reading.hpp"
#include "policy/facts/spelling.hpp"

namespace leye::policy::edges {
namespace {

constexpr std::size_t candidates_max = 600;
constexpr std::size_t grown_max = 20;  // candidates that are tried with records added
constexpr std::int64_t records_max = 12;
constexpr std::int64_t ratio_grain = 10'000;  // a share is moved by hundredths of a percent

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

// Of a cell: not a fact of a row, but the day of application.
constexpr EntityIndex of_the_day = -2;

// One fact of one row, and what it was before.
struct Cell {
  EntityIndex entity = -1;
  Row row = -1;
  FactIndex fact = -1;
  FactType type = FactType::count;
  Value before;
};

struct Range {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

Range range_of(FactType type) {
  const auto first = Day::from_civil(1900, 1, 1).value();
  const auto last = Day::from_civil(2199, 12, 31).value();
  switch (type) {
    case FactType::day: return {first.number(), last.number()};
    case FactType::month: return {std::int64_t{1900} * 12, std::int64_t{2199} * 12 + 11};
    case FactType::money: return {0, std::int64_t{1} << 50};
    case FactType::ratio: return {0, 1000 * ratio_grain};
    default: return {0, std::int64_t{1} << 31};
  }
}

bool can_move(FactType type) {
  return type == FactType::day || type == FactType::month || type == FactType::money ||
         type == FactType::ratio || type == FactType::count;
}

void set(Facts& facts, const Cell& cell, std::int64_t number) {
  if (cell.type == FactType::ratio)
    return facts.set(cell.entity, cell.row, cell.fact, Ratio::make(number, ratio_grain).value());
  facts.set(cell.entity, cell.row, cell.fact, number);
}

void set_back(Facts& facts, const Cell& cell) {
  const auto& before = cell.before;
  if (before.state == State::none) return facts.set_none(cell.entity, cell.row, cell.fact);
  if (before.state == State::unknown) return facts.set_unknown(cell.entity, cell.row, cell.fact);
  if (cell.type == FactType::ratio)
    return facts.set(cell.entity, cell.row, cell.fact,
                     Ratio::make(before.low.top, before.low.bottom).value());
  facts.set(cell.entity, cell.row, cell.fact, before.low.top);
}

std::int64_t number_of(const Cell& cell) {
  if (cell.type != FactType::ratio) return cell.before.low.top;
  return cell.before.low.top * ratio_grain / cell.before.low.bottom;
}

}  // namespace

class WitnessSearch::Inside {
 public:
  Inside(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary,
         std::vector<differential::CaseFacts>& cases)
      : plan_(plan), measure_(measure), reading_(plan, measure, vocabulary) {
    for (auto& each : cases) {
      if (each.subject != measure.subject) continue;
      Evaluator evaluator(plan, measure, each.facts, each.on);
      for (Row row = 0; row < static_cast<Row>(each.facts.size(measure.subject)); ++row) {
        const auto answer = evaluator.evaluate(row);
        candidates_.push_back({&each, row, rank(answer)});
      }
    }
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
    if (candidates_.size() > candidates_max) candidates_.resize(candidates_max);
  }

  std::optional<Witness> find(const Edge& edge) {
    edge_ = &edge;
    std::optional<Witness> best;
    int best_score = -1;
    watch();
    const auto keep = [&](std::optional<Witness> found) {
      const int score = found ? score_of(*found) : -1;
      if (score > best_score) {
        best_score = score;
        best = std::move(found);
      }
      return best && best->decides;
    };
    for (const auto& candidate : candidates_) {
      candidate_ = &candidate;
      if (move_each_fact(keep)) return best;
    }
    const auto aggregate = aggregate_of(edge);
    if (aggregate < 0) return best;
    const AddedRows added(plan_, measure_, aggregate);
    for (std::size_t i = 0; i < std::min(candidates_.size(), grown_max); ++i) {
      auto grown = *candidates_[i].facts;
      const Candidate with_more{&grown, candidates_[i].row, candidates_[i].rank};
      candidate_ = &with_more;
      if (aggregate == edge.found) {
        if (keep(more_and_more(added))) return best;
      } else if (added.add(grown.facts, with_more.row, grown.on, edge.choices)) {
        if (move_each_fact(keep)) return best;
      }
    }
    return best;
  }

 private:
  struct Candidate {
    differential::CaseFacts* facts = nullptr;
    Row row = -1;
    int rank = 0;
  };
  using Sign = std::optional<int>;  // of found minus limit; none: one of them is not known

  template <class Keep>
  bool move_each_fact(const Keep& keep) {
    stand_on(candidate_->facts->on);
    for (const auto& [cell, node] : cells()) {
      auto found = across(cell, node);
      put_back(cell);
      if (keep(std::move(found))) return true;
    }
    return false;
  }

  // The number of whose rows is compared, or in which the comparison stands; -1: neither.
  std::int32_t aggregate_of(const Edge& edge) const {
    if (at(edge.found).op == Op::count) return edge.found;
    const auto within = reading_.body_of(edge.found);
    return within >= 0 ? within : reading_.body_of(edge.limit);
  }

  // One record after another, from those that are there until there are more than the limit.
  std::optional<Witness> more_and_more(const AddedRows& added) {
    Witness witness;
    witness.on = candidate_->facts->on;
    const auto& name = reading_.name(edge_->found);
    witness.fact_zh = name.label;
    witness.fact_en = name.label_en.empty() ? name.id : name.label_en;
    for (std::int64_t records = 0; records <= records_max && !witness.over; ++records) {
      if (records > 0 && !added.add(facts(), candidate_->row, witness.on, edge_->choices)) break;
      stand_on(witness.on);
      const auto there = sign();
      if (!there) return std::nullopt;
      auto row = look(fmt::format("+{}", records));
      (*there < 0 ? witness.under : *there == 0 ? witness.at : witness.over) = std::move(row);
    }
    if (!witness.at) return std::nullopt;
    witness.decides = decides(witness);
    return witness;
  }

  static int rank(const Answer& answer) {
    switch (answer.outcome) {
      case Outcome::eligible: return 0;
      case Outcome::not_eligible: return answer.distance;
      case Outcome::undetermined: return 300;
      case Outcome::not_in_force: return 400;
    }
    return 400;
  }

  Facts& facts() { return candidate_->facts->facts; }

  void stand_on(Day day) {
    on_ = day;
    answers_.emplace(plan_, measure_, facts(), day, edge_->choices);
    values_.emplace(plan_, watched_, facts(), day, edge_->choices);
  }

  void put(const Cell& cell, std::int64_t number) {
    if (cell.entity == of_the_day)
      stand_on(Day::from_number(static_cast<std::int32_t>(number)));
    else
      set(facts(), cell, number);
  }

  void put_back(const Cell& cell) {
    if (cell.entity == of_the_day)
      stand_on(candidate_->facts->on);
    else
      set_back(facts(), cell);
  }

  const Node& at(std::int32_t index) const { return measure_.nodes[place(index)]; }

  // The measure with no days of validity, giving out what the comparison compares and the rows of
  // the facts that it looks at; in the body of an aggregate, the last row looked at.
  void watch() {
    watched_ = measure_;
    watched_.valid_from = watched_.valid_until = -1;
    watched_.outputs.clear();
    const auto give = [&](std::int32_t node) {
      watched_.outputs.push_back({{}, node, {}, {}, {}});
    };
    give(edge_->found);
    give(edge_->limit);
    facts_met_.clear();
    std::vector<std::uint8_t> met(measure_.nodes.size(), 0);
    std::vector<std::int32_t> next = {edge_->limit, edge_->found};
    while (!next.empty()) {
      const auto index = next.back();
      next.pop_back();
      if (index < 0 || met[place(index)] != 0) continue;
      met[place(index)] = 1;
      const auto& node = at(index);
      const bool fact = node.op == Op::fact && can_move(reading_.declaration(index)->type);
      if (fact || node.op == Op::today) {
        facts_met_.push_back(index);
        give(fact ? node.a : index);
      }
      for (const auto operand : {node.c, node.b, node.a}) next.push_back(operand);
    }
  }

  // The cells that the comparison looked at in this situation; the sides it compares come first.
  std::vector<std::pair<Cell, std::int32_t>> cells() {
    const auto seen = values_->evaluate(candidate_->row).outputs;
    std::vector<std::pair<Cell, std::int32_t>> found;
    for (std::size_t i = 0; i < facts_met_.size(); ++i) take(facts_met_[i], seen[i + 2], found);
    return found;
  }

  void take(std::int32_t index, const Value& owner,
            std::vector<std::pair<Cell, std::int32_t>>& found) {
    const auto& node = at(index);
    if (!owner.known()) return;
    if (node.op == Op::today) {
      found.emplace_back(Cell{of_the_day, -1, -1, FactType::day, owner}, index);
      return;
    }
    const auto type = reading_.declaration(index)->type;
    Cell cell{node.entity, static_cast<Row>(owner.low.top), node.symbol, type, {}};
    if (cell.row < 0 || place(cell.row) >= facts().size(cell.entity)) return;
    cell.before = facts().value(cell.entity, cell.row, cell.fact);
    found.emplace_back(cell, index);
  }

  Sign sign() {
    const auto seen = values_->evaluate(candidate_->row).outputs;
    if (!seen[0].known() || !seen[1].known()) return std::nullopt;
    return compare(seen[0].low, seen[1].low);
  }

  Sign sign_at(const Cell& cell, std::int64_t number) {
    put(cell, number);
    return sign();
  }

  // From `from` in a direction, the last number with the same sign and the first with another.
  struct Step {
    std::int64_t last = 0;
    std::int64_t first = 0;
    int sign = 0;  // of `first`
  };
  std::optional<Step> leave(const Cell& cell, std::int64_t from, int sign_here, int direction) {
    const auto range = range_of(cell.type);
    auto last = from;
    std::int64_t step = 1;
    std::optional<Step> found;
    bool widening = true;
    while (step > 0) {
      const auto next = last + direction * step;
      const bool outside = next < range.low || next > range.high;
      const Sign there = outside ? std::nullopt : sign_at(cell, next);
      if (there && *there == sign_here) {
        last = next;
        step = widening ? step * 2 : step / 2;
        continue;
      }
      if (there) found = Step{last, next, *there};
      widening = false;
      step /= 2;
    }
    if (!found) return std::nullopt;
    found->last = last;
    // What lies beside the last one is what counts, whatever was met further away.
    const Sign beside = sign_at(cell, last + direction);
    if (!beside || *beside == sign_here) return std::nullopt;
    found->first = last + direction;
    found->sign = *beside;
    return found;
  }

  struct Places {
    std::optional<std::int64_t> under, at_low_side, at_high_side, over;
    void take(int sign, std::int64_t number) {
      if (sign < 0) under = number;
      if (sign > 0) over = number;
    }
  };

  std::optional<Places> places(const Cell& cell) {
    std::int64_t from = number_of(cell);
    Sign here;
    if (cell.before.known()) {
      here = sign_at(cell, from);
    } else {  // a fact that is not known is given a likely value first
      const auto range = range_of(cell.type);
      from = cell.type == FactType::day     ? candidate_->facts->on.number()
             : cell.type == FactType::month ? month_of(candidate_->facts->on)
                                            : range.low;
      here = sign_at(cell, from);
    }
    if (!here) return std::nullopt;
    Places places;
    if (*here == 0) {
      const auto down = leave(cell, from, 0, -1);
      const auto up = leave(cell, from, 0, 1);
      for (const auto& step : {down, up}) {
        if (!step) continue;
        places.take(step->sign, step->first);
        (step->sign < 0 ? places.at_low_side : places.at_high_side) = step->last;
      }
      if (!places.at_low_side) places.at_low_side = places.at_high_side;
      if (!places.at_high_side) places.at_high_side = places.at_low_side;
      return places.under || places.over ? std::optional(places) : std::nullopt;
    }
    for (const int direction : {1, -1}) {
      const auto out = leave(cell, from, *here, direction);
      if (!out) continue;
      places.take(*here, out->last);
      if (out->sign != 0) {
        places.take(out->sign, out->first);
        return places;
      }
      (*here < 0 ? places.at_low_side : places.at_high_side) = out->first;
      auto& far_side = *here < 0 ? places.at_high_side : places.at_low_side;
      far_side = out->first;
      if (const auto beyond = leave(cell, out->first, 0, direction)) {
        places.take(beyond->sign, beyond->first);
        far_side = beyond->last;
      }
      return places;
    }
    return std::nullopt;
  }

  static std::int64_t month_of(Day day) {
    const auto civil = day.civil();
    return std::int64_t{civil.year} * 12 + civil.month - 1;
  }

  std::optional<Witness> across(const Cell& cell, std::int32_t node) {
    const auto found = places(cell);
    if (!found) return std::nullopt;
    Witness witness;
    witness.on = candidate_->facts->on;
    const auto& name = reading_.name(node);
    witness.fact_zh = name.label;
    witness.fact_en = name.label_en.empty() ? name.id : name.label_en;
    // At the limit, the situation that stands next to where the answer turns.
    const bool turns_below =
        edge_->relation == Relation::at_least || edge_->relation == Relation::less_than;
    const auto at_limit = turns_below ? found->at_low_side : found->at_high_side;
    witness.under = row(cell, found->under);
    witness.at = row(cell, at_limit);
    witness.over = row(cell, found->over);
    witness.decides = decides(witness);
    return witness;
  }

  std::optional<EdgeRow> row(const Cell& cell, std::optional<std::int64_t> number) {
    if (!number) return std::nullopt;
    put(cell, *number);
    return look(cell.entity == of_the_day ? to_text(on_)
                                          : facts().spelling(cell.entity, cell.row, cell.fact));
  }

  // As everything stands now.
  EdgeRow look(std::string moved) {
    EdgeRow row;
    row.moved = std::move(moved);
    row.answer = answers_->evaluate(candidate_->row);
    const auto seen = values_->evaluate(candidate_->row).outputs;
    row.found = said(edge_->found, seen[0]);
    row.limit = said(edge_->limit, seen[1]);
    return row;
  }

  std::string said(std::int32_t node, const Value& value) const {
    return value.known() ? write_number(at(node).type, value.low) : "?";
  }

  static bool differ(const Answer& a, const Answer& b) {
    return a.outcome != b.outcome || a.amount != b.amount || a.high != b.high;
  }

  static std::vector<const EdgeRow*> rows_of(const Witness& witness) {
    std::vector<const EdgeRow*> rows;
    for (const auto* each : {&witness.under, &witness.at, &witness.over})
      if (*each) rows.push_back(&**each);
    return rows;
  }

  static bool decides(const Witness& witness) {
    bool entitled = false, changes = false;
    const auto rows = rows_of(witness);
    for (const auto* each : rows) {
      entitled = entitled || each->answer.outcome == Outcome::eligible;
      changes = changes || differ(each->answer, rows.front()->answer);
    }
    return entitled && changes;
  }

  static int score_of(const Witness& witness) {
    const auto rows = rows_of(witness);
    int score = static_cast<int>(rows.size());
    for (const auto* each : rows) {
      if (differ(each->answer, rows.front()->answer)) score += 4;
      if (each->answer.outcome == Outcome::eligible) score += 2;
    }
    return score;
  }

  const Plan& plan_;
  const Measure& measure_;
  const Reading reading_;
  std::vector<Candidate> candidates_;
  const Edge* edge_ = nullptr;
  const Candidate* candidate_ = nullptr;
  Measure watched_;                      // see watch()
  std::vector<std::int32_t> facts_met_;  // nodes of facts that may be moved; by watched_.outputs
  Day on_;
  std::optional<Evaluator> answers_;
  std::optional<Evaluator> values_;  // of watched_
};

WitnessSearch::WitnessSearch(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary,
                             std::vector<differential::CaseFacts>& cases)
    : inside_(std::make_unique<Inside>(plan, measure, vocabulary, cases)) {}
WitnessSearch::~WitnessSearch() = default;

std::optional<Witness> WitnessSearch::find(const Edge& edge) { return inside_->find(edge); }

}  // namespace leye::policy::edges
