// Conditions, continued: names for what is counted, added up or compared over records.
#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/conditions.hpp"
#include "policy/meaning/node_copy.hpp"
#include "policy/meaning/relation_loop.hpp"

namespace leye::policy {
namespace {

// What must stand behind the records, and what may not.
struct Wanted {
  bool value = false;
  bool fits = true;
};

Wanted wanted_of(Op op, const Typed& value) {
  switch (op) {
    case Op::sum: return {true, is_number(value.type)};
    case Op::smallest:
    case Op::largest: return {true, is_ordered(value.type)};
    case Op::distinct: return {true, value.type == Type::reference};
    default: return {};
  }
}

// The facts that say when a record begins and ends.
std::pair<const Fact*, const Fact*> period_of(const Entity& entity) {
  constexpr std::pair<const char*, const char*> usual[] = {{"first_month", "last_month"},
                                                           {"start_date", "end_date"}};
  if (!entity.period_from.empty())
    return {entity.find_fact(entity.period_from), entity.find_fact(entity.period_until)};
  for (const auto& [from, until] : usual) {
    const auto* first = entity.find_fact(from);
    const auto* last = entity.find_fact(until);
    if (first != nullptr && last != nullptr) return {first, last};
  }
  return {};
}

}  // namespace

void Conditions::let_aggregate(const Block& block, Op op) {
  bind(block.tree()[0], aggregated(block, op), block.tree()[0].at);
}

Typed Conditions::aggregated(const Block& block, Op op) {
  auto& scope = expressions_.scope();
  auto& nodes = expressions_.nodes();
  auto& reporter = expressions_.reporter();
  const auto& path = block.tree()[1];
  const auto relation = scope.relation(path);
  if (!relation) return {};
  if (relation->hops.size() > 1 && !may_nest(op)) {
    reporter.error({"nested_relation", path.at,
                    "这里只能是一层记录 / only records of one level may stand here",
                    "先用 存在 或 计数 / use existence of or count of"});
    return {};
  }
  const auto mark = scope.mark();
  RelationLoop loop(op, *relation, scope.vocabulary(), nodes);
  const auto& alias = block.tree()[2];
  scope.bind(alias.text, alias.text, loop.item(), alias.at);
  const auto filter = block.children.empty() ? -1 : all_of(block).condition.node;
  Typed value;
  if (!relation->rest.empty()) {
    value = loop.item();
    for (const auto fact : relation->rest) value = nodes.fact(scope.vocabulary(), value, fact);
  }
  const auto wanted = wanted_of(op, value);
  const bool fits = wanted.value == value.ok() && wanted.fits;
  if (!fits) {
    reporter.error(
        {"aggregate_value", path.at,
         op == Op::distinct ? "这里要写到人员 / name the people to count"
         : wanted.value ? "这里要写到可以相加或比较的一项 / name the fact to add up or compare"
                        : "这里只写到记录, 不写下级事实 / name the records only, no fact of them",
         op == Op::distinct ? "如 单位.招用.人员 / such as organisation.employments.person"
         : wanted.value
             ? "如 单位.单位年度.裁员人数 / such as organisation.organisation_years.layoffs"
             : ""});
  }
  const auto result = loop.close(filter, fits ? value : Typed{});
  scope.release(mark);
  return fits ? result : Typed{};
}

// The sum over the rows that have the value, by their number; none if there is no such row.
void Conditions::let_mean(const Block& block) {
  auto& nodes = expressions_.nodes();
  const auto sum = aggregated(block, Op::sum);
  if (!sum.ok()) return bind(block.tree()[0], {}, block.tree()[0].at);
  const auto least = copy_aggregate(nodes, sum.node, Op::smallest);
  const auto number = copy_aggregate(nodes, sum.node, Op::count);
  const auto type = sum.type == Type::money ? Type::money : Type::ratio;
  auto mean = sum;
  mean.type = type;
  mean.node = nodes.binary(Op::divide, type, sum.node, number);
  mean.node = nodes.binary(Op::given, type, least, mean.node);
  bind(block.tree()[0], mean, block.tree()[0].at);
}

// Months of records that have a beginning and an end; those still running, and those that run
// beyond the month in question, are cut there.
void Conditions::let_months(const Block& block, Op op) {
  auto& scope = expressions_.scope();
  auto& nodes = expressions_.nodes();
  auto& reporter = expressions_.reporter();
  const auto& tree = block.tree();
  const auto failed = [&] { bind(tree[0], {}, tree[0].at); };
  const auto relation = scope.relation(tree[1]);
  if (!relation) return failed();
  const auto month = [&](Typed value) {
    if (value.type != Type::day) return value;
    value.node = nodes.unary(Op::month_of, Type::month, value.node);
    value.type = Type::month;
    return value;
  };
  Node today;
  today.op = Op::today;
  today.type = Type::day;
  Typed end;
  end.type = Type::day;
  if (tree.children.size() > 3)
    end = expressions_.read(tree[3]);
  else
    end.node = nodes.add(today);
  if (!end.ok()) return failed();
  end = month(end);
  const auto [first, last] = period_of(scope.entity(relation->entity()));
  if (relation->hops.size() > 1 || !relation->rest.empty() || first == nullptr || last == nullptr ||
      end.type != Type::month) {
    reporter.error(
        {"aggregate_value", tree[1].at,
         "这里写有起止日期或起止月的记录, 至 后面写日期或月份 / records that begin and end "
         "are expected here, up to a day or a month",
         "如 人员.参保 / such as person.insurance_spells"});
    return failed();
  }
  const auto mark = scope.mark();
  RelationLoop loop(op, *relation, scope.vocabulary(), nodes);
  scope.bind(tree[2].text, tree[2].text, loop.item(), tree[2].at);
  const auto filter = block.children.empty() ? -1 : all_of(block).condition.node;
  const auto& facts = scope.entity(relation->entity()).facts;
  const auto fact = [&](const Fact* declared) {
    const auto index = static_cast<FactIndex>(declared - facts.data());
    return month(nodes.fact(scope.vocabulary(), loop.item(), index)).node;
  };
  Node span;
  span.op = Op::span;
  span.type = Type::month;
  span.a = fact(first);
  const auto until = fact(last);
  const auto running = nodes.unary(Op::is_none, Type::boolean, until);
  const auto cut = nodes.binary(Op::least, Type::month, until, end.node);
  span.b = nodes.select(Type::month, running, end.node, cut);
  span.c = end.node;
  Typed months;
  months.type = Type::count;
  months.node = nodes.add(span);
  const auto result = loop.close(filter, months);
  scope.release(mark);
  bind(tree[0], result, tree[0].at);
}

}  // namespace leye::policy
