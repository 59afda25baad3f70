#include "policy/meaning/stages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

bool is_rest(const Block& block) { return block.form() == Form::stage_rest; }

}  // namespace

bool Stages::read(const Block& block) {
  switch (block.form()) {
    case Form::stage:
    case Form::stage_rest: stage(block); return true;
    case Form::quota:
    case Form::quota_year:
    case Form::budget:
    case Form::budget_year: quota(block); return true;
    default: return false;
  }
}

void Stages::stage(const Block& block) {
  const auto& tree = block.tree();
  auto& reporter = expressions_.reporter();
  constexpr std::size_t stages_max = 12;
  Line line{&block, {}, {}, {}};
  if (!is_rest(block)) line.part = expressions_.read(tree[0]);
  line.day = expressions_.read(*tree.children.back(), Type::day, "拨付的日期");
  if (!block.children.empty()) line.when = conditions_.all_of(block);
  const bool share = line.part.type == Type::ratio || line.part.type == Type::money;
  if (line.part.ok() && !share)
    reporter.error({"wrong_type", tree[0].at,
                    "拨付的应是比例或金额 / a share or an amount of money is paid",
                    "拨付 50% 于 申请日期 / pay 50% on application day"});
  else if (!lines_.empty() && is_rest(*lines_.back().block))
    reporter.error({"stage_after_rest", tree.at,
                    "“其余”之后不能再有一期 / nothing is left after `pay rest`",
                    "把 其余 写在最后一期 / let `pay rest` be the last line"});
  else if (lines_.empty() && !block.children.empty())
    reporter.error({"stage_conditions", block.children.front().tree().at,
                    "第一期没有自己的条件 / the first stage has no conditions of its own",
                    "写在措施的 条件 下面 / write them below `when`"});
  else if (lines_.size() == stages_max)
    reporter.error({"too_many_stages", tree.at,
                    fmt::format("最多分 {0} 期 / there are at most {0} stages", stages_max)});
  else if ((line.part.ok() || is_rest(block)) && line.day.ok() &&
           (block.children.empty() || line.when.ok()))
    return lines_.push_back(std::move(line));
  broken_ = true;
}

// Constant shares make up the whole; anything else needs a last stage that takes the rest.
bool Stages::complete() const {
  auto& reporter = expressions_.reporter();
  const auto& last = *lines_.back().block;
  Fraction sum;
  bool fixed = true;
  for (const auto& line : lines_) {
    if (!line.part.ok()) continue;
    const auto& node = expressions_.nodes().at(line.part.node);
    fixed = fixed && node.op == Op::constant && line.part.type == Type::ratio;
    const auto more = add(sum, node.constant);
    if (fixed && more) sum = *more;
  }
  const bool rest = is_rest(last);
  const int order = compare(sum, {1, 1});
  const bool whole = rest ? !fixed || order < 0 : fixed && order == 0;
  if (whole && lines_.size() > 1) return true;
  if (lines_.size() == 1 && !broken_)
    reporter.error({"one_stage", last.tree().at,
                    "分期至少有两期 / an amount in stages has two or more",
                    "一次拨付的不必写 拨付 / leave the line out if all is paid at once"});
  if (whole || broken_) return false;
  if (!fixed)
    reporter.error({"stages_open", last.tree().at,
                    "有按金额或按参数拨付的一期, 最后一期应拨其余 / with a part that is no fixed "
                    "share the last stage takes the rest",
                    "拨付 其余 于 … / pay rest on …"});
  else
    reporter.error(
        {"stages_sum", last.tree().at,
         fmt::format("各期之和是 {0}, {1} / the stages make {0}{2}",
                     to_text(*multiply(sum, {100, 1})) + "%", rest ? "没有其余了" : "应是 100%",
                     rest ? ": there is no rest" : ", not 100%"),
         "改比例, 或最后一期写 其余 / change a share, or let the last line be `pay rest on …`"});
  return false;
}

std::int32_t Stages::part_of(const Line& line, std::int32_t whole, std::int32_t before, Op way,
                             std::int64_t grain) {
  auto& nodes = expressions_.nodes();
  const auto left = before < 0 ? whole : nodes.binary(Op::subtract, Type::money, whole, before);
  if (&line == &lines_.back()) return left;
  auto part = line.part.node;
  if (line.part.type == Type::ratio) part = nodes.binary(Op::multiply, Type::money, whole, part);
  part = nodes.rounded(way, Type::money, part, {grain, 1});
  return nodes.binary(Op::least, Type::money, part, left);
}

Typed Stages::due(const Typed& whole, Op way, std::int64_t grain) {
  if (lines_.empty() || !complete()) return whole;
  auto& nodes = expressions_.nodes();
  std::int32_t before = -1;
  std::int32_t due = -1;
  bool certain = true;
  for (const auto& line : lines_) {
    Stage stage;
    const auto number = measure_.stages.size() + 1;
    stage.label_zh = fmt::format("第 {} 期", number);
    stage.label_en = fmt::format("stage {}", number);
    for (const auto* note : line.block->notes())
      (is_chinese(note->text) ? stage.label_zh : stage.label_en) = note->text;
    stage.clause =
        line.block->clause.empty() ? expressions_.reporter().clause() : line.block->clause;
    stage.day = line.day.node;
    stage.part = part_of(line, whole.node, before, way, grain);
    stage.amount = stage.part;
    if (line.when.ok()) {
      certain = false;
      stage.when = line.when.condition.node;
      stage.amount =
          nodes.select(Type::money, stage.when, stage.part, nodes.constant(Type::money, {0, 1}));
    }
    const auto sum = [&](std::int32_t so_far, std::int32_t more) {
      return so_far < 0 ? more : nodes.binary(Op::add, Type::money, so_far, more);
    };
    before = sum(before, stage.part);
    due = sum(due, stage.amount);
    measure_.stages.push_back(std::move(stage));
  }
  auto out = whole;
  if (!certain) out.node = due;
  return out;
}

void Stages::order(const Tree& order) {
  if (order.form != Form::order_rank) return;
  const auto value = expressions_.read(order[0]);
  if (!value.ok()) return;
  if (value.type != Type::count && value.type != Type::ratio && value.type != Type::money)
    return expressions_.reporter().error({"wrong_type", order[0].at,
                                          "评分应是数 / a rank is a number",
                                          "由 评分 总分 / by rank total"});
  measure_.rank = value.node;
}

void Stages::quota(const Block& block) {
  const auto& tree = block.tree();
  auto& reporter = expressions_.reporter();
  const bool money = tree.form == Form::budget || tree.form == Form::budget_year;
  const bool yearly = tree.form == Form::quota_year || tree.form == Form::budget_year;
  const auto same = [&](const Quota& known) { return known.money == money; };
  if (std::any_of(measure_.quotas.begin(), measure_.quotas.end(), same))
    return reporter.error({"quota_twice", tree.at,
                           "总名额、总预算 各写一次 / one quota and one budget stand in a measure",
                           "合成一行 / make one line of it"});
  if (yearly && measure_.event_on < 0)
    return reporter.error({"quota_before_validity", tree.at,
                           "按年的写在 有效 之后 / a yearly one follows `in force`"});
  const auto limit =
      expressions_.read(tree[0], money ? Type::money : Type::count, money ? "总预算" : "总名额");
  if (!money) order(tree[1]);
  if (!limit.ok()) return;
  measure_.quotas.push_back({limit.node, money, yearly ? LimitPeriod::year : LimitPeriod::life,
                             block.clause.empty() ? reporter.clause() : block.clause});
}

}  // namespace leye::policy
