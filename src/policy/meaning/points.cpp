// Conditions, continued: 评分, a number of points that is added up line by line.
#include <fmt/format.h>

#include "policy/meaning/conditions.hpp"
#include "policy/meaning/literals.hpp"

namespace leye::policy {
namespace {

bool is_points(Form form) { return form == Form::counts_points || form == Form::deducts_points; }

}  // namespace

std::optional<Fraction> points_of(const Block& block, Reporter& reporter) {
  if (!is_points(block.form())) {
    reporter.error(
        {"not_points", block.tree().at,
         "评分下面写 计 … 分 或 扣 … 分 / below `points`: count … points, deduct … points",
         "计 20 分 \"合同签订率\" / count 20 points \"contracts signed\""});
    return std::nullopt;
  }
  Tree number;  // the number alone, without a unit
  number.form = Form::plain;
  number.at = block.tree()[0].at;
  number.children = {block.tree().children[0]};
  const auto literal = read_literal(number);
  if (!literal.ok()) {
    reporter.error({"bad_number", number.at, literal.error().what, literal.error().fix});
    return std::nullopt;
  }
  auto points = literal.value().value;
  if (block.form() == Form::deducts_points) points.top = -points.top;
  return points;
}

// The sum of the points whose conditions hold; of those that may hold, an interval.
void Conditions::let_points(const Block& block) {
  auto& nodes = expressions_.nodes();
  auto& reporter = expressions_.reporter();
  Typed sum;
  sum.type = Type::count;
  for (const auto& line : block.children) {
    const auto points = points_of(line, reporter);
    if (!points) continue;
    const auto holds = all_of(line);
    if (!holds.ok()) continue;
    if (points->bottom != 1) sum.type = Type::ratio;
    const auto value =
        nodes.select(sum.type, holds.condition.node, nodes.constant(sum.type, *points),
                     nodes.constant(sum.type, {}));
    sum.node = sum.ok() ? nodes.binary(Op::add, sum.type, sum.node, value) : value;
  }
  if (block.children.empty() && !block.incomplete)
    reporter.error({"empty_group", block.tree().at, "评分下面没有分值 / no points stand below",
                    "计 20 分 \"合同签订率\" / count 20 points \"contracts signed\""});
  bind(block.tree()[0], sum, block.tree()[0].at);
}

}  // namespace leye::policy
