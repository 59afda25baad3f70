#include "policy/meaning/periods.hpp"

#include <fmt/format.h>

#include "policy/meaning/grants_rule.hpp"

namespace leye::policy {

bool Periods::read(const Block& block) {
  switch (block.form()) {
    case Form::by_month: months(block); return true;
    case Form::months_max: longest(block); return true;
    case Form::pro_rata: counting(block, Counting::share); return true;
    case Form::whole_months: counting(block, Counting::whole); return true;
    case Form::cap_all:
    case Form::cap_all_year: cap(block); return true;
    default: return false;
  }
}

void Periods::months(const Block& block) {
  line_ = &block;
  from_ = expressions_.read(block.tree()[0], Type::day, "起始日");
  until_ = expressions_.read(block.tree()[1], Type::day, "截止日");
}

void Periods::counting(const Block& block, Counting counting) {
  if (line_ == nullptr || counting_ != Counting::touched)
    return expressions_.reporter().error(
        {"counting_of_months", block.tree().at,
         "按日折算、整月 只写一个, 写在 按月 之后 / one of pro rata and whole months, after "
         "`month by month`"});
  counting_ = counting;
}

Typed Periods::owner(const Tree& path, Span at) {
  const auto owner = expressions_.scope().path(path);
  if (!owner.ok()) return {};
  if (grants_owner(owner, expressions_.scope().vocabulary())) return owner;
  expressions_.reporter().error({"bad_limit", at,
                                 "按人员或单位计 / this counts by person or by organisation",
                                 "如 每 招用.人员 / such as: per employment.person"});
  return {};
}

void Periods::longest(const Block& block) {
  const auto& tree = block.tree();
  auto& reporter = expressions_.reporter();
  const auto limit = expressions_.read(tree[0], Type::duration, "最长");
  if (limit.ok() && limit.unit != DurationUnit::months)
    return reporter.error(
        {"wrong_type", tree[0].at, "最长 以月或年计 / the longest is given in months or years"});
  if (line_ == nullptr || max_line_ != nullptr)
    return reporter.error({"longest_without_months", tree.at,
                           "最长 写一次, 写在 按月 之后 / `at most … per …` stands once, after "
                           "`month by month`"});
  max_line_ = &block;
  max_ = limit;
  max_owner_ = owner(tree[1], tree.at);
}

void Periods::cap(const Block& block) {
  const auto& tree = block.tree();
  CapLine line{&block, expressions_.read(tree[0], Type::money, "累计限额"), owner(tree[1], tree.at),
               tree.form == Form::cap_all_year};
  if (line.yearly && measure_.event_on < 0)
    return expressions_.reporter().error(
        {"bad_limit", tree.at, "按年累计写在 有效 之后 / a yearly cap follows `in force`"});
  if (line.limit.ok() && line.owner.ok()) caps_.push_back(std::move(line));
}

// The months from one day to another, both included.
Typed Periods::count(const Typed& from, const Typed& until) {
  auto& nodes = expressions_.nodes();
  const auto one = nodes.constant(Type::count, {1, 1});
  Typed out;
  out.type = Type::count;
  switch (counting_) {
    case Counting::touched: {
      const auto first = nodes.unary(Op::month_of, Type::month, from.node);
      const auto last = nodes.unary(Op::month_of, Type::month, until.node);
      const auto apart = nodes.binary(Op::subtract, Type::count, last, first);
      out.node = nodes.binary(Op::add, Type::count, apart, one);
      break;
    }
    case Counting::whole: {
      const auto after = nodes.binary(Op::add, Type::day, until.node, one);
      out.node = nodes.binary(Op::full_months, Type::count, from.node, after);
      break;
    }
    case Counting::share:
      out.type = Type::ratio;
      out.node = nodes.binary(Op::month_share, Type::ratio, from.node, until.node);
  }
  const auto zero = nodes.constant(out.type, {0, 1});
  out.node = nodes.binary(Op::greatest, out.type, out.node, zero);
  return out;
}

// What is left of the longest, after a line that says so while nothing is left; -1: no such limit.
std::int32_t Periods::used_months(std::vector<Draft>& drafts) {
  if (!max_.ok() || !max_owner_.ok()) return -1;
  auto& nodes = expressions_.nodes();
  const auto& vocabulary = expressions_.scope().vocabulary();
  GrantFilter filter{{measure_.name.id}, -1, {}};
  filter.value = [&](const GrantFact& fact) {
    return count(fact("period_from"), fact("period_until"));
  };
  const auto used = live_grants(Op::sum, max_owner_, filter, vocabulary, nodes);
  CHECK(used.has_value());
  auto draft =
      conditions_.leaf(*max_line_, nodes.binary(Op::less, Type::boolean, used->node, max_.node));
  draft.condition.found = used->node;
  draft.condition.limit = max_.node;
  draft.condition.fixed = true;
  draft.condition.label_zh = "享受月数没有满 (" + draft.condition.label_zh + ")";
  draft.condition.label_en = "months are left (" + draft.condition.label_en + ")";
  drafts.push_back(std::move(draft));
  const auto left = nodes.binary(Op::subtract, Type::count, max_.node, used->node);
  return nodes.binary(Op::greatest, used->type, left, nodes.constant(used->type, {0, 1}));
}

// Of the months that are paid.
std::int32_t Periods::last_day(std::int32_t months, std::int32_t left) {
  auto& nodes = expressions_.nodes();
  const auto one = nodes.constant(Type::count, {1, 1});
  const auto day_before = [&](std::int32_t day) {
    return nodes.binary(Op::subtract, Type::day, day, one);
  };
  if (counting_ == Counting::whole)
    return day_before(nodes.binary(Op::add_months, Type::day, from_.node, months));
  if (left < 0) return until_.node;
  std::int32_t end = -1;
  if (counting_ == Counting::touched) {
    const auto first = nodes.unary(Op::month_of, Type::month, from_.node);
    const auto after = nodes.binary(Op::add, Type::month, first, months);
    end = nodes.unary(Op::month_start, Type::day, after);
  } else {
    const auto whole = nodes.rounded(Op::round_up, Type::count, left, {1, 1});
    end = nodes.binary(Op::add_months, Type::day, from_.node, whole);
  }
  return nodes.binary(Op::least, Type::day, until_.node, day_before(end));
}

Typed Periods::all_months(const Typed& monthly, std::vector<Draft>& drafts) {
  auto& nodes = expressions_.nodes();
  const auto counted = count(from_, until_);
  const auto zero = nodes.constant(counted.type, {0, 1});
  auto some = conditions_.leaf(*line_, nodes.binary(Op::less, Type::boolean, zero, counted.node));
  some.condition.found = counted.node;
  some.condition.limit = zero;
  some.condition.label_zh = "有应发的月份 (" + some.condition.label_zh + ")";
  some.condition.label_en = "there are months to pay for (" + some.condition.label_en + ")";
  drafts.push_back(std::move(some));
  const auto left = used_months(drafts);
  if (left >= 0)
    measure_.months_cap = {*grants_owner(max_owner_, expressions_.scope().vocabulary()), left,
                           monthly.node, -1, counting_};
  measure_.months =
      left < 0 ? counted.node : nodes.binary(Op::least, counted.type, counted.node, left);
  measure_.period_from = from_.node;
  measure_.period_until = last_day(measure_.months, left);
  auto out = monthly;
  out.node = nodes.binary(Op::multiply, Type::money, monthly.node, measure_.months);
  return out;
}

Typed Periods::capped(const Typed& amount, std::vector<Draft>& drafts) {
  auto& nodes = expressions_.nodes();
  const auto& vocabulary = expressions_.scope().vocabulary();
  auto out = amount;
  for (const auto& line : caps_) {
    GrantFilter filter{{measure_.name.id}, line.yearly ? measure_.event_on : -1, {}};
    filter.value = [](const GrantFact& fact) { return fact("amount"); };
    const auto paid = live_grants(Op::sum, line.owner, filter, vocabulary, nodes);
    CHECK(paid.has_value());
    const auto limit = nodes.rounded(Op::round_down, Type::money, line.limit.node, {1, 1});
    auto draft =
        conditions_.leaf(*line.block, nodes.binary(Op::less, Type::boolean, paid->node, limit));
    draft.condition.found = paid->node;
    draft.condition.limit = limit;
    draft.condition.fixed = true;
    draft.condition.label_zh = "累计没有满 (" + draft.condition.label_zh + ")";
    draft.condition.label_en = "something is left (" + draft.condition.label_en + ")";
    drafts.push_back(std::move(draft));
    const auto left = nodes.binary(Op::subtract, Type::money, limit, paid->node);
    const auto scope = grants_owner(line.owner, vocabulary);
    measure_.caps.push_back({*scope, line.yearly ? LimitPeriod::year : LimitPeriod::life, left});
    out.node = nodes.binary(Op::least, Type::money, out.node, left);
  }
  return out;
}

}  // namespace leye::policy
