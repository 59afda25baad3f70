// Conditions, continued: what 术语, 类别 and 公式 stand for where they are named.
#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/conditions.hpp"

namespace leye::policy {
namespace {

std::string english(const Name& name) {
  return name.label_en.empty() ? spaced(name.id) : name.label_en;
}

}  // namespace

Conditions::Conditions(Expressions& expressions, Measure& measure, const Terms& terms)
    : expressions_(expressions), measure_(measure), terms_(terms) {
  expressions_.read_formulas_with([this](const Tree& tree) { return formula(tree); });
}

const Term* Conditions::find_term(const Tree& word, const Tree& path, Typed& row, bool formula) {
  auto& reporter = expressions_.reporter();
  const auto fits = [&](const Term& term) { return (term.kind == TermKind::formula) == formula; };
  const auto found = terms_.find(word.text);
  if (found == terms_.end() || !fits(found->second)) {
    std::vector<std::string> names;
    for (const auto& [known, term] : terms_)
      if (fits(term)) names.push_back(known);
    const auto meant = nearest(word.text, names);
    const auto fix = meant.empty() ? "" : fmt::format("是否想写 {0} / did you mean {0}", meant);
    if (formula)
      reporter.error({"unknown_formula", word.at,
                      fmt::format("没有叫“{0}”的公式 / there is no formula '{0}'", word.text),
                      fix});
    else
      reporter.error(
          {"unknown_term", word.at,
           fmt::format("没有叫“{0}”的术语或类别 / there is no term or category '{0}'", word.text),
           fix});
    return nullptr;
  }
  const auto& term = found->second;
  reporter.spell(word.at, term.name.label, term.name.id);
  row = expressions_.scope().path(path);
  if (!row.ok()) return nullptr;
  constexpr std::size_t expansions_max = 500;
  const bool again = std::count(inside_.begin(), inside_.end(), term.name.id) > 0;
  const bool too_many = ++expansions_ > expansions_max;
  if (!again && !too_many && row.entity == term.entity) return &term;
  const auto* code = again ? "recursive_term" : too_many ? "too_many_terms" : "term_misused";
  const auto* why = again      ? "术语“{0}”用到了自己 / the term '{0}' uses itself"
                    : too_many ? "术语“{0}”展开得太多 / the term '{0}' unfolds too often"
                               : "术语“{0}”不能用在这里 / the term '{0}' cannot be used here";
  const Span at = {path.at.line, std::min(path.at.column, word.at.column),
                   std::max(path.at.column + path.at.length, word.at.column + word.at.length) -
                       std::min(path.at.column, word.at.column)};
  reporter.error({code, at, fmt::format(fmt::runtime(why), word.text)});
  return nullptr;
}

template <class Read>
auto Conditions::inside(const Term& term, const Typed& row, Span at, Read read) {
  auto& scope = expressions_.scope();
  auto& reporter = expressions_.reporter();
  const auto clause = reporter.clause();
  const auto& document = reporter.document();
  reporter.enter(*term.document);
  reporter.at_clause(term.clause);
  inside_.push_back(term.name.id);
  const auto mark = scope.mark();
  const auto hidden = scope.hide();
  scope.bind(scope.entity(term.entity).zh, scope.entity(term.entity).id, row, at);
  auto result = read(*term.block);
  scope.unhide(hidden);
  scope.release(mark);
  inside_.pop_back();
  reporter.enter(document);
  reporter.at_clause(clause);
  return result;
}

Draft Conditions::of_term(const Block& block) {
  const auto& tree = block.tree();
  no_children(block);
  Typed row;
  const auto* term = find_term(tree[1], tree[0], row, false);
  if (term == nullptr) return leaf(block, -1);
  const bool by_conditions = !term->recognised || tree.form == Form::may_count_as;
  if (tree.form == Form::may_count_as && term->kind != TermKind::category) {
    expressions_.reporter().error(
        {"term_misused", tree[1].at,
         fmt::format("“{0}”不是类别, 写 是 / '{0}' is no category: write `counts as`",
                     tree[1].text)});
    return leaf(block, -1);
  }
  if (tree.form == Form::counts_as_on && by_conditions) {
    expressions_.reporter().error(
        {"term_misused", tree[1].at,
         fmt::format("“{0}”无需认定, 不能问某一天是不是 / '{0}' is not recognised: it has no days",
                     tree[1].text),
         "日期写在条件里 / name the day in its conditions"});
    return leaf(block, -1);
  }
  Draft draft;
  if (by_conditions) {
    draft = inside(*term, row, tree[1].at, [this](const Block& lines) { return all_of(lines); });
    label(draft, block);
    draft.condition.term = term->name.id;
  } else {
    Node today;
    today.op = Op::today;
    today.type = Type::day;
    const auto day = tree.form == Form::counts_as_on
                         ? expressions_.read(tree[2], Type::day, "基准日").node
                         : expressions_.nodes().add(today);
    draft = leaf(block, day < 0 ? -1 : recognised(*term, row, day));
  }
  const bool may = tree.form == Form::may_count_as;
  reword(draft, block, (may ? "可认定为" : "") + term->name.label,
         (may ? "may count as " : "") + english(term->name));
  return draft;
}

// A recognition as this category that began on or before the day, is not out of date on it and had
// not ended.
std::int32_t Conditions::recognised(const Term& term, const Typed& row, std::int32_t day) {
  auto& scope = expressions_.scope();
  auto& nodes = expressions_.nodes();
  const auto& vocabulary = scope.vocabulary();
  const auto* rows = vocabulary.find_entity("recognition");
  CHECK(rows != nullptr);
  const auto index_of = [&](std::string_view id) {
    const auto* fact = rows->find_fact(id);
    CHECK(fact != nullptr);
    return static_cast<FactIndex>(fact - rows->facts.data());
  };
  const auto entity = static_cast<EntityIndex>(rows - vocabulary.entities().data());
  const auto aggregate =
      nodes.open(Op::exists, row, entity, index_of(scope.entity(term.entity).id));
  const auto item = nodes.item(aggregate);
  const auto fact = [&](std::string_view id) {
    return nodes.fact(vocabulary, item, index_of(id)).node;
  };
  const auto truth = [&](Op op, std::int32_t a, std::int32_t b) {
    return nodes.binary(op, Type::boolean, a, b);
  };
  const auto open_or = [&](std::string_view id, Op op) {
    const auto last = fact(id);
    return truth(Op::either, nodes.unary(Op::is_none, Type::boolean, last), truth(op, day, last));
  };
  auto filter = truth(Op::equal, fact("category"), nodes.text(term.name.id));
  filter = truth(Op::both, filter, truth(Op::at_most, fact("recognised_on"), day));
  filter = truth(Op::both, filter, open_or("valid_until", Op::at_most));
  filter = truth(Op::both, filter, open_or("ended_on", Op::less));
  return nodes.close(aggregate, filter, {}).node;
}

// 招用.人员 的 法定退休日
Typed Conditions::formula(const Tree& tree) {
  Typed row;
  const auto* term = find_term(tree[1], tree[0], row, true);
  if (term == nullptr) return {};
  return inside(*term, row, tree[1].at, [this](const Block& lines) {
    Typed result;
    for (const auto& line : lines.children) {
      if (let(line)) continue;
      if (line.form() == Form::result) {
        result = expressions_.read(line.tree()[0]);
        continue;
      }
      expressions_.reporter().error(
          {"unexpected_line", line.tree().at,
           "公式下面只写 设、档次 和 结果 / below a formula: let, tiers and result"});
    }
    return result;
  });
}

}  // namespace leye::policy
