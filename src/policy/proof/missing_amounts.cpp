// Codes of a table for which the document names no amount: a certificate of level 2, and only
// levels 5 to 3 are paid for.
#include <algorithm>

#include <fmt/format.h>

#include "policy/proof/asking.hpp"
#include "policy/proof/tables.hpp"

namespace leye::policy::proof {
namespace {

class MissingAmounts {
 public:
  MissingAmounts(Asking& asking, const Table& table)
      : asking_(asking),
        encoding_(asking.encoding()),
        measure_(encoding_.measure()),
        table_(table),
        fact_(node(table.key)) {}

  void run() {
    const auto& entity = asking_.vocabulary().entities()[static_cast<std::size_t>(fact_.entity)];
    const auto& declared = entity.facts[static_cast<std::size_t>(fact_.symbol)];
    const auto* codes = asking_.vocabulary().code_table(declared);
    if (codes == nullptr) return;
    std::string missing, ids;
    bool open = false;
    std::optional<Draft> shown;
    for (std::size_t i = 0; i < codes->codes().size(); ++i) {
      const auto code = static_cast<std::int64_t>(i);
      if (std::find(table_.codes.begin(), table_.codes.end(), code) != table_.codes.end()) continue;
      auto example = somebody_with(code);
      if (!example) {
        open = open || asking_.undecided();
        continue;
      }
      missing += (missing.empty() ? "" : "、") + codes->codes()[i].zh;
      ids += " " + codes->codes()[i].code;
      if (!shown) shown = std::move(example);
    }
    auto name = fmt::format("no_amount {} {}", measure_.name.id, declared.id);
    if (!shown) {
      if (open) asking_.no_example(measure_, std::move(name));
      return;
    }
    auto made = finding_of(Kind::no_amount, std::move(name), {&measure_});
    made.title_zh =
        fmt::format("“{}”的标准没有写 {}: {}", measure_.name.label, declared.zh, missing);
    made.title_en =
        fmt::format("'{}' has no amount for {}: {}", measure_.name.id, declared.id, missing);
    made.particulars = ids;
    made.witness = asking_.witness(*shown, {&measure_});
    asking_.found(std::move(made));
  }

 private:
  const Node& node(std::int32_t index) const {
    return measure_.nodes[static_cast<std::size_t>(index)];
  }

  // Looks at nothing but the key and constants.
  bool about_the_key(std::int32_t index) const {
    if (index == table_.key) return true;
    const auto& asked = node(index);
    if (asked.op == Op::constant) return true;
    const bool plain = asked.op == Op::both || asked.op == Op::either || asked.op == Op::negate ||
                       asked.op == Op::equal;
    if (!plain) return false;
    return about_the_key(asked.a) && (asked.b < 0 || about_the_key(asked.b));
  }

  // The conditions, but for the lines that ask for this code.
  Term otherwise_met(std::int32_t index, bool wanted) {
    const auto& asked = measure_.conditions[static_cast<std::size_t>(index)];
    auto& l = asking_.logic();
    if (asked.kind == ConditionKind::leaf)
      return about_the_key(asked.node) ? l.truth(wanted) : encoding_.holds(index);
    if (asked.kind != ConditionKind::all) return encoding_.holds(index);
    auto found = l.truth(true);
    for (const auto child : asked.children) found = l.both(found, otherwise_met(child, wanted));
    return found;
  }

  // Who has this code and all else, and gets nothing for it.
  std::optional<Draft> somebody_with(std::int64_t code) {
    auto& l = asking_.logic();
    const auto& key = encoding_.node(table_.key);
    const auto has = l.both(l.negate(key.none), l.equal(key.value, l.number(code)));
    const auto met_else = measure_.conditions.empty() ? l.truth(true) : otherwise_met(0, true);
    return asking_.example(
        {encoding_.in_force(), has, met_else}, [&](const Draft& draft, const Facts& facts) {
          const auto answer = asking_.answer(draft, facts, measure_);
          if (answer.outcome == Outcome::eligible) return answer.amount == Money{};
          return answer.outcome == Outcome::not_eligible && answer.distance == 1 &&
                 answer.unknown == 0 && fails_for_the_key(answer.failed);
        });
  }

  bool fails_for_the_key(std::uint64_t failed) const {
    for (const auto& each : measure_.conditions) {
      const bool fails = each.bit >= 0 && (failed >> each.bit & 1) != 0;
      if (fails && about_the_key(each.node)) return true;
    }
    return false;
  }

  Asking& asking_;
  Encoding& encoding_;
  const Measure& measure_;
  const Table& table_;
  const Node& fact_;
};

}  // namespace

void find_missing_amounts(Asking& asking) {
  const auto& measure = asking.encoding().measure();
  for (const auto& table : tables_of(measure)) {
    if (table.key < 0) continue;
    const auto& rest = measure.nodes[static_cast<std::size_t>(table.rows.back().value)];
    const bool nothing =
        rest.op == Op::unset || (rest.op == Op::constant && rest.constant.top == 0);
    if (nothing) MissingAmounts(asking, table).run();
  }
}

}  // namespace leye::policy::proof
