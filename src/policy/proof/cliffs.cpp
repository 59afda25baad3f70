// One more employee, one more yuan, and the money is gone; or a tier is reached, and all of it
// changes at once.
#include <algorithm>

#include <fmt/format.h>

#include "policy/proof/asking.hpp"
#include "policy/proof/tables.hpp"

namespace leye::policy::proof {
namespace {

class Cliffs {
 public:
  explicit Cliffs(Asking& asking)
      : asking_(asking),
        world_(asking.world()),
        encoding_(asking.encoding()),
        measure_(encoding_.measure()) {}

  void run(std::span<const Promise> promises) {
    for (const auto& each : promises)
      if (each.measure == measure_.name.id) promises_.push_back(&each);
    if (measure_.amount >= 0 && !encoding_.unset()) {
      tables_ = tables_of(measure_);
      for (const auto& step : steps()) look(step);
    }
    for (const auto* promise : promises_) asking_.idle("monotone " + promise->path, *promise);
  }

 private:
  const Fact& declared(const Step& step) const {
    const auto& entity =
        asking_.vocabulary().entities()[static_cast<std::size_t>(world_.row(step.row).entity)];
    return entity.facts[static_cast<std::size_t>(step.fact)];
  }

  // Of every number that the measure looks at; what was granted before is no cliff.
  std::vector<Step> steps() const {
    std::vector<Step> found;
    std::vector<std::string> seen;
    for (std::int32_t i = 0; i < world_.row_count(); ++i) {
      const auto& row = world_.row(i);
      const auto& entity = asking_.vocabulary().entities()[static_cast<std::size_t>(row.entity)];
      if (entity.id == "grant") continue;
      for (const auto& [fact, symbol] : row.cells) {
        const Fraction by =
            symbol.type == Type::money ? Fraction{100, 1}
            : symbol.type == Type::ratio && !World::counts_heads(declared({i, fact}))
                ? Fraction{1, 1000}
                : Fraction{1, 1};
        const auto& id = entity.facts[static_cast<std::size_t>(fact)].id;
        const bool year = id == "year" || id.ends_with("_year");  // a name, not a quantity
        if (is_number(symbol.type) && !year) note({i, fact, by}, seen, found);
      }
      if (row.related && row.depth == 1 && has_bands()) note({i, -1, {1, 1}}, seen, found);
    }
    return found;
  }

  // A table of numbers, or a promise: else one row more changes nothing that is looked for.
  bool has_bands() const {
    return !promises_.empty() || std::any_of(tables_.begin(), tables_.end(),
                                             [](const Table& table) { return table.key < 0; });
  }

  // Two rows of one relation are alike: one of them is enough.
  void note(const Step& step, std::vector<std::string>& seen, std::vector<Step>& found) const {
    const auto path = path_of(step);
    for (const auto& each : seen)
      if (each == path) return;
    seen.push_back(path);
    found.push_back(step);
  }

  std::string path_of(const Step& step) const {
    std::string path = step.fact < 0 ? "count" : declared(step).id;
    for (auto at = step.row; at >= 0; at = world_.row(at).from) {
      const auto& row = world_.row(at);
      const auto& entity = asking_.vocabulary().entities()[static_cast<std::size_t>(row.entity)];
      if (row.from < 0) return entity.id + "." + path;
      const auto& above =
          asking_.vocabulary().entities()[static_cast<std::size_t>(world_.row(row.from).entity)];
      path = (row.related ? entity.plural : above.facts[static_cast<std::size_t>(row.by)].id) +
             "." + path;
    }
    return path;
  }

  std::string label_of(const Step& step) const {
    const auto& entity =
        asking_.vocabulary().entities()[static_cast<std::size_t>(world_.row(step.row).entity)];
    return step.fact < 0 ? entity.zh : entity.zh + "的" + declared(step).zh;
  }

  void look(const Step& step) {
    auto& l = asking_.logic();
    l.begin_aside();
    world_.see(step);
    Encoding further(world_, measure_, &encoding_);
    world_.see(std::nullopt);
    const auto amount = encoding_.amount();
    const auto then = l.choose(further.eligible(), further.amount(), l.number(0));
    const bool money =
        step.fact >= 0 && encoding_.world().row(step.row).cells.at(step.fact).type == Type::money;
    const auto slack = l.number(money ? 1000 : 0);
    const auto same = further.defaults();
    if (step.fact >= 0)
      ask(step, Kind::cliff, {encoding_.eligible(), same, l.less(l.add(then, slack), amount)});
    auto tier = l.truth(false);
    for (const auto& table : tables_) {
      if (table.key >= 0) continue;
      tier = l.either(tier, l.negate(l.equal(encoding_.node(table.node).value,
                                             further.node(table.node).value)));
    }
    std::vector<const Promise*> kept;
    for (const auto* promise : promises_) {
      if (promise->path != path_of(step)) continue;
      kept.push_back(promise);
      const auto broken = promise->rising ? l.less(then, amount) : l.less(amount, then);
      ask(step, Kind::not_monotone, {either_way(promise->rising, further), same, broken},
          promise->rising);
    }
    for (const auto* promise : kept) std::erase(promises_, promise);
    ask(step, Kind::jump,
        {encoding_.eligible(), further.eligible(), same, tier, l.less(l.add(amount, slack), then)});
    l.end_aside();
  }

  // Who has it now, or who has it with more.
  Term either_way(bool rising, Encoding& further) {
    return rising ? encoding_.eligible() : further.eligible();
  }

  void ask(const Step& step, Kind kind, std::vector<Term> when, bool falls = false) {
    for (const auto each : when)
      if (asking_.logic().decided(each) == std::optional(false)) return;
    const auto claim = [&](const Draft& draft, const Facts& facts) {
      const auto now = asking_.answer(draft, facts, measure_);
      if (kind != Kind::not_monotone && (now.outcome != Outcome::eligible || now.amount == Money{}))
        return false;
      const auto next = further_on(draft, step);
      const auto then = asking_.answer(next, facts_of(next, asking_.vocabulary()), measure_);
      if (then.outcome == Outcome::undetermined) return false;
      if (kind == Kind::not_monotone)
        return falls ? then.amount < now.amount : now.amount < then.amount;
      if (kind == Kind::cliff) return then.amount < now.amount;
      return then.outcome == Outcome::eligible && now.amount < then.amount;
    };
    const auto example = asking_.example(std::move(when), claim, kind == Kind::not_monotone);
    if (!example) {
      if (asking_.undecided() || (kind == Kind::not_monotone && !asking_.none_at_all()))
        asking_.no_example(measure_,
                           fmt::format("{} {} {}", name(kind), measure_.name.id, path_of(step)));
      return;
    }
    auto made = finding_of(
        kind, fmt::format("{} {} {}", name(kind), measure_.name.id, path_of(step)), {&measure_});
    const bool cliff = kind == Kind::cliff || (kind == Kind::not_monotone && falls);
    made.title_zh =
        fmt::format("“{}”: {}多一{}, {}", measure_.name.label, label_of(step),
                    step.fact < 0 ? "条" : "点", cliff ? "钱就少了或没有了" : "金额一下变多");
    made.title_en = fmt::format("'{}': a little more of {}, and the amount {}", measure_.name.id,
                                path_of(step), cliff ? "falls or is gone" : "jumps up");
    made.witness = asking_.witness(*example, {&measure_});
    const auto next = further_on(*example, step);
    auto then = asking_.witness(next, {&measure_}).answers.front();
    then.note_zh = "多一点: " + shown(next, step);
    then.note_en = "one more: " + shown(next, step);
    made.witness->answers.push_back(std::move(then));
    asking_.found(std::move(made));
  }

  static Draft further_on(Draft draft, const Step& step) {
    auto& row = draft.rows[static_cast<std::size_t>(step.row)];
    if (step.fact < 0) {
      row.copies += row.present ? step.by.top : 0;
      return draft;
    }
    auto& cell = row.cells[step.fact];
    if (cell.state == State::known) cell.value = *add(cell.value, step.by);
    return draft;
  }

  std::string shown(const Draft& draft, const Step& step) const {
    const auto& row = draft.rows[static_cast<std::size_t>(step.row)];
    if (step.fact < 0) return std::to_string(row.copies);
    Draft alone;
    alone.rows = {row};
    alone.rows[0].from = -1;
    alone.rows[0].related = false;
    for (auto& line : lines_of(alone, asking_.vocabulary()))
      if (line.fact.ends_with("." + declared(step).id)) return line.value;
    return {};
  }

  Asking& asking_;
  World& world_;
  Encoding& encoding_;
  const Measure& measure_;
  std::vector<Table> tables_;
  std::vector<const Promise*> promises_;
};

}  // namespace

void find_cliffs(Asking& asking, std::span<const Promise> promises) {
  Cliffs(asking).run(promises);
}

}  // namespace leye::policy::proof
