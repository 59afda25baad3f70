#include "policy/meaning/conditions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/meaning/relation_loop.hpp"
#include "policy/syntax/printer.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

std::vector<const Tree*> list_of(const Tree& values) {
  std::vector<const Tree*> words;
  const Tree* rest = &values;
  while (rest->form == Form::list_more) {
    words.push_back(&(*rest)[1]);
    rest = &(*rest)[0];
  }
  words.push_back(&(*rest)[0]);
  std::reverse(words.begin(), words.end());
  return words;
}

}  // namespace

std::string spaced(std::string id) {
  std::replace(id.begin(), id.end(), '_', ' ');
  return id;
}

void Conditions::label(Draft& draft, const Block& block) {
  auto& reporter = expressions_.reporter();
  const auto& spellings = reporter.spellings(reporter.document().file);
  const auto spelled = [&](bool chinese) {
    return print_tree(block.tree(), chinese, [&](const std::string& text, Span at) {
      const auto found = spellings.find({at.line, at.column});
      if (found == spellings.end()) return text;
      return chinese ? found->second.zh : found->second.en;
    });
  };
  reword(draft, block, spelled(true), spelled(false));
  draft.condition.clause = reporter.clause();
  draft.condition.line = block.line->number;
}

// The author's own label goes before ours: one written in Chinese, one without a Chinese character.
void Conditions::reword(Draft& draft, const Block& block, const std::string& zh,
                        const std::string& en) {
  draft.condition.label_zh = zh;
  draft.condition.label_en = en;
  for (const auto* note : block.notes()) {
    (is_chinese(note->text) ? draft.condition.label_zh : draft.condition.label_en) = note->text;
  }
}

Draft Conditions::leaf(const Block& block, std::int32_t node) {
  Draft draft;
  draft.condition.node = node;
  label(draft, block);
  return draft;
}

void Conditions::no_children(const Block& block) {
  if (block.children.empty()) return;
  expressions_.reporter().error({"unexpected_lines", block.children.front().tree().at,
                                 "上一行下面不能再缩进 / nothing may be indented below that line",
                                 "退回一层缩进 / move it one level out"});
}

std::int32_t Conditions::fold(ConditionKind kind, const std::vector<Draft>& children) {
  auto& nodes = expressions_.nodes();
  const auto op = kind == ConditionKind::all ? Op::both : Op::either;
  std::int32_t whole = -1;
  for (const auto& child : children) {
    if (!child.ok()) continue;
    const auto node = child.condition.node;
    whole = whole < 0 ? node : nodes.binary(op, Type::boolean, whole, node);
  }
  if (whole < 0) return nodes.truth(kind == ConditionKind::all);
  return kind == ConditionKind::none ? nodes.unary(Op::negate, Type::boolean, whole) : whole;
}

Draft Conditions::all_of(const Block& parent) {
  Draft draft;
  draft.condition.kind = ConditionKind::all;
  for (const auto& line : parent.children) {
    if (let(line)) continue;
    draft.children.push_back(read(line));
  }
  if (parent.children.empty() && !parent.incomplete) {
    expressions_.reporter().error(
        {"empty_group", parent.tree().at, "下面没有条件 / there is no condition below",
         "缩进写出条件, 每行一条 / write one condition a line, indented"});
  }
  draft.condition.node = fold(ConditionKind::all, draft.children);
  return draft;
}

Draft Conditions::group(const Block& block, ConditionKind kind) {
  auto draft = all_of(block);
  draft.condition.kind = kind;
  draft.condition.node = fold(kind, draft.children);
  label(draft, block);
  return draft;
}

// A line that names its sentences is read under them, with the lines below it.
Draft Conditions::read(const Block& block) {
  if (block.clause.empty()) return read_line(block);
  auto& reporter = expressions_.reporter();
  const auto clause = reporter.clause();
  reporter.at_clause(block.clause);
  auto draft = read_line(block);
  reporter.at_clause(clause);
  return draft;
}

Draft Conditions::read_line(const Block& block) {
  switch (block.form()) {
    case Form::all_of: return group(block, ConditionKind::all);
    case Form::any_of: return group(block, ConditionKind::any);
    case Form::none_of: return group(block, ConditionKind::none);
    case Form::by_option: return by_option(block);
    case Form::exists: return exists(block, true);
    case Form::exists_not: return exists(block, false);
    case Form::counts_as:
    case Form::counts_as_on:
    case Form::may_count_as: return of_term(block);
    default: break;
  }
  no_children(block);
  switch (block.form()) {
    case Form::bare:
    case Form::bare_not: return bare(block);
    case Form::between:
    case Form::between_open: return ranged(block);
    case Form::elapsed:
    case Form::within:
    case Form::lasting:
    case Form::same_year: return apart(block);
    case Form::is:
    case Form::is_not:
    case Form::is_none:
    case Form::is_not_none:
    case Form::in:
    case Form::not_in:
    case Form::option_is: return valued(block);
    case Form::inside:
    case Form::inside_not: return placed(block);
    case Form::same_county:
    case Form::same_city:
    case Form::same_province: return same_area(block);
    case Form::qualifies: return qualifies(block);
    case Form::begins_with:
    case Form::contains: return spelled(block);
    case Form::discretion: return discretion(block);
    default: return compared(block);
  }
}

Draft Conditions::bare(const Block& block) {
  auto& nodes = expressions_.nodes();
  const auto& word = block.tree()[0];
  const auto value = expressions_.scope().path(word);
  if (value.ok() && value.type != Type::boolean) {
    expressions_.reporter().error(
        {"not_a_condition", word.at,
         fmt::format("“{0}”是{1}, 不是是否 / '{0}' is a {2}, not a yes or no", word.text,
                     type_zh(value.type), name(value.type)),
         "写明要求, 如 以上、为、早于 / say what is required of it"});
    return leaf(block, -1);
  }
  auto node = value.node;
  if (value.ok() && block.form() == Form::bare_not)
    node = nodes.unary(Op::negate, Type::boolean, node);
  return leaf(block, node);
}

Draft Conditions::compared(const Block& block) {
  const auto& tree = block.tree();
  struct Row {
    Form form;
    Op op;
    bool swapped;  // limit first
  };
  static constexpr Row rows[] = {
      {Form::at_least, Op::at_most, true},    {Form::no_less, Op::at_most, true},
      {Form::not_earlier, Op::at_most, true}, {Form::at_most, Op::at_most, false},
      {Form::no_more, Op::at_most, false},    {Form::not_later, Op::at_most, false},
      {Form::under, Op::less, false},         {Form::earlier, Op::less, false},
      {Form::more_than, Op::less, true},      {Form::later, Op::less, true},
      {Form::equals, Op::equal, false},
  };
  const auto* row = std::find_if(std::begin(rows), std::end(rows),
                                 [&](const Row& each) { return each.form == tree.form; });
  if (row == std::end(rows)) {
    expressions_.reporter().error({"not_a_condition", tree.at,
                                   "这一行不是条件 / this line is not a condition",
                                   "检查缩进 / check the indentation"});
    return leaf(block, -1);
  }
  const auto found = expressions_.read(tree[0]);
  const auto limit = expressions_.read(tree[1]);
  const auto node = row->swapped ? expressions_.compare(row->op, limit, found, tree.at)
                                 : expressions_.compare(row->op, found, limit, tree.at);
  auto draft = leaf(block, node);
  draft.condition.found = found.node;
  draft.condition.limit = limit.node;
  return draft;
}

Draft Conditions::ranged(const Block& block) {
  const auto& tree = block.tree();
  const auto found = expressions_.read(tree[0]);
  const auto low = expressions_.read(tree[1]);
  const auto high = expressions_.read(tree[2]);
  const auto above = expressions_.compare(Op::at_most, low, found, tree.at);
  const auto upper = tree.form == Form::between ? Op::at_most : Op::less;
  const auto below = expressions_.compare(upper, found, high, tree.at);
  const bool ok = above >= 0 && below >= 0;
  if (ok) refuse_empty(tree.at, low.node, high.node, tree.form == Form::between);
  auto draft =
      leaf(block, ok ? expressions_.nodes().binary(Op::both, Type::boolean, above, below) : -1);
  draft.condition.found = found.node;
  draft.condition.limit = low.node;
  draft.condition.limit_high = high.node;
  return draft;
}

void Conditions::refuse_empty(Span at, std::int32_t low, std::int32_t high, bool with_high) {
  if (low < 0 || high < 0) return;
  const auto& from = expressions_.nodes().at(low);
  const auto& to = expressions_.nodes().at(high);
  if (from.op != Op::constant || to.op != Op::constant || from.type == Type::text) return;
  const int order = compare(from.constant, to.constant);
  if (with_high ? order <= 0 : order < 0) return;
  expressions_.reporter().error({"empty_range", at,
                                 "没有什么在这两端之间 / nothing lies between these two ends",
                                 "检查两端的先后或大小 / check the order of the two ends"});
}

// The three ways to count months, and the same calendar year. See docs/semantics.md.
Draft Conditions::apart(const Block& block) {
  const auto& tree = block.tree();
  auto& nodes = expressions_.nodes();
  const auto from = expressions_.read(tree[0], Type::day, "起始日");
  const auto to = expressions_.read(tree[1], Type::day, "截止日");
  if (!from.ok() || !to.ok()) return leaf(block, -1);
  if (tree.form == Form::same_year) {
    const auto first = nodes.unary(Op::year_of, Type::count, from.node);
    const auto second = nodes.unary(Op::year_of, Type::count, to.node);
    auto draft = leaf(block, nodes.binary(Op::equal, Type::boolean, first, second));
    draft.condition.found = first;
    draft.condition.limit = second;
    return draft;
  }
  const auto span = expressions_.read(tree[2], Type::duration, "期限");
  const auto edge = expressions_.shifted(from, span, false, tree.at);
  if (!edge.ok()) return leaf(block, -1);
  auto reached = to.node;
  if (tree.form == Form::lasting) {
    const auto one = nodes.constant(Type::count, {1, 1});
    reached = nodes.binary(Op::add, Type::day, to.node, one);
  }
  const bool window = tree.form == Form::within;
  auto draft = leaf(block, window ? nodes.binary(Op::at_most, Type::boolean, reached, edge.node)
                                  : nodes.binary(Op::at_most, Type::boolean, edge.node, reached));
  draft.condition.found = reached;
  draft.condition.limit = edge.node;
  return draft;
}

// What a person decides. It is of the subject, so it cannot stand where rows are looked through.
Draft Conditions::discretion(const Block& block) {
  const auto& tree = block.tree();
  auto& nodes = expressions_.nodes();
  auto& reporter = expressions_.reporter();
  const Judgement judgement{tree[2].text, tree[0].text, tree[1].text, reporter.clause()};
  const auto same = [&](const Judgement& known) { return known.id == judgement.id; };
  if (nodes.in_body()) {
    reporter.error(
        {"judged_row", tree.at,
         "裁量的是申请对象, 不能写在 存在、计数 等里面 / a judgement is about the subject: "
         "it cannot stand in `exists`, `count of` and the like",
         "退到 条件 下面 / move it out, below `when`"});
    return leaf(block, -1);
  }
  if (!is_identifier(judgement.id)) {
    reporter.error({"bad_id", tree[2].at, "裁量要有英文标识 / a judgement has an id in brackets",
                    "裁量 \"工作表现突出\" 由 县区人社局 (outstanding)"});
    return leaf(block, -1);
  }
  auto& known = measure_.judgements;
  auto place = std::find_if(known.begin(), known.end(), same);
  if (place != known.end() && place->text != judgement.text) {
    reporter.error({"name_taken", tree[2].at,
                    fmt::format("裁量“{0}”已经指“{1}” / judgement '{0}' already means '{1}'",
                                judgement.id, place->text),
                    "换一个标识 / choose another id"});
    return leaf(block, -1);
  }
  if (place == known.end()) place = known.insert(known.end(), judgement);
  Node node;
  node.op = Op::judgement;
  node.a = 0;  // the subject
  node.symbol = static_cast<std::int32_t>(place - known.begin());
  auto draft = leaf(block, nodes.add(node));
  draft.condition.fixed = true;
  reword(draft, block, judgement.text, spaced(judgement.id));
  return draft;
}

std::int32_t Conditions::one_of(const Typed& left, const std::vector<const Tree*>& words) {
  auto& nodes = expressions_.nodes();
  std::int32_t any = -1;
  const auto add = [&](std::int32_t value) {
    const auto equal = nodes.binary(Op::equal, Type::boolean, left.node, value);
    any = any < 0 ? equal : nodes.binary(Op::either, Type::boolean, any, equal);
  };
  for (const auto* word : words) {
    if (left.type == Type::code) {
      for (const auto code : expressions_.codes(*word, *left.codes))
        add(nodes.constant(Type::code, {code, 1}));
    } else {
      add(expressions_.word(*word, left).node);
    }
  }
  return any;
}

Draft Conditions::valued(const Block& block) {
  const auto& tree = block.tree();
  auto& nodes = expressions_.nodes();
  if (tree.form == Form::option_is) {
    const auto option = find_option(tree[0]);
    const auto value = option < 0 ? -1 : find_option_value(option, tree[1]);
    auto draft = leaf(block, value < 0 ? -1 : option_is(option, value));
    draft.condition.fixed = true;
    return draft;
  }
  const auto left = expressions_.read(tree[0]);
  if (!left.ok()) return leaf(block, -1);
  const bool negated =
      tree.form == Form::is_not || tree.form == Form::not_in || tree.form == Form::is_not_none;
  std::int32_t node = -1;
  if (tree.form == Form::is_none || tree.form == Form::is_not_none) {
    node = nodes.unary(Op::is_none, Type::boolean, left.node);
  } else if (left.type == Type::boolean) {
    const auto written = print_tree(tree[0], true, {});
    expressions_.reporter().error(
        {"type_mismatch", tree.at,
         "是否不用“为”: 它自己就是条件 / a yes or no is a condition itself",
         fmt::format("写 {0}, 或 非 {0} / write the fact alone, or `not …`", written)});
  } else if (left.type != Type::code && left.type != Type::text) {
    expressions_.reporter().error(
        {"type_mismatch", tree.at,
         fmt::format("{0}不能用“为”或“属于”比较 / a {1} cannot be compared with words",
                     type_zh(left.type), name(left.type)),
         "用 等于、以上、早于 等 / use equals, at least, earlier than"});
  } else if (tree.form == Form::in || tree.form == Form::not_in) {
    node = one_of(left, list_of(tree[1]));
  } else {
    node = one_of(left, {&tree[1]});
  }
  if (negated && node >= 0) node = nodes.unary(Op::negate, Type::boolean, node);
  auto draft = leaf(block, node);
  draft.condition.found = left.node;
  return draft;
}

// A place that is or lies in another one.
Draft Conditions::placed(const Block& block) {
  const auto& tree = block.tree();
  auto& nodes = expressions_.nodes();
  const auto place = expressions_.place(tree[0]);
  const auto area = expressions_.place(tree[1]);
  if (!place.ok() || !area.ok()) return leaf(block, -1);
  auto node = nodes.binary(Op::inside, Type::boolean, place.node, area.node);
  if (tree.form == Form::inside_not) node = nodes.unary(Op::negate, Type::boolean, node);
  auto draft = leaf(block, node);
  draft.condition.found = place.node;
  draft.condition.limit = area.node;
  return draft;
}

Draft Conditions::same_area(const Block& block) {
  const auto& tree = block.tree();
  auto& nodes = expressions_.nodes();
  const auto a = expressions_.place(tree[0]);
  const auto b = expressions_.place(tree[1]);
  if (!a.ok() || !b.ok()) return leaf(block, -1);
  const int digits = tree.form == Form::same_county ? 6 : tree.form == Form::same_city ? 4 : 2;
  const auto area = [&](const Typed& place) {
    Node node;
    node.op = Op::area_of;
    node.type = Type::place;
    node.a = place.node;
    node.symbol = digits;
    return nodes.add(node);
  };
  const auto one = area(a);
  const auto other = area(b);
  auto draft = leaf(block, nodes.binary(Op::equal, Type::boolean, one, other));
  draft.condition.found = one;
  draft.condition.limit = other;
  return draft;
}

// Another measure asked of a row: its validity and its conditions.
Draft Conditions::qualifies(const Block& block) {
  const auto& tree = block.tree();
  const auto other = expressions_.other_measure(tree[0], tree[1]);
  if (!other) return leaf(block, -1);
  auto draft = leaf(block, other->met.node);
  reword(draft, block, fmt::format("符合{}", other->name.label),
         fmt::format("qualifies for {}",
                     other->name.label_en.empty() ? spaced(other->name.id) : other->name.label_en));
  return draft;
}

Draft Conditions::spelled(const Block& block) {
  const auto& tree = block.tree();
  auto& nodes = expressions_.nodes();
  const auto text = expressions_.read(tree[0], Type::text, "比较的一项");
  if (!text.ok()) return leaf(block, -1);
  Node node;
  node.op = tree.form == Form::contains ? Op::contains : Op::begins_with;
  node.type = Type::boolean;
  node.a = text.node;
  node.symbol = nodes.text_symbol(tree[1].text);
  auto draft = leaf(block, nodes.add(node));
  draft.condition.found = text.node;
  return draft;
}

Draft Conditions::exists(const Block& block, bool wanted) {
  auto& scope = expressions_.scope();
  auto& nodes = expressions_.nodes();
  const auto relation = scope.relation(block.tree()[0]);
  if (!relation) return leaf(block, -1);
  const auto mark = scope.mark();
  RelationLoop loop(Op::exists, *relation, scope.vocabulary(), nodes);
  const auto& alias = block.tree()[1];
  scope.bind(alias.text, alias.text, loop.item(), alias.at);
  const auto filter = block.children.empty() ? -1 : all_of(block).condition.node;
  const auto found = loop.close(filter, {});
  scope.release(mark);
  const auto node = wanted ? found.node : nodes.unary(Op::negate, Type::boolean, found.node);
  auto draft = leaf(block, node);
  const auto& rows = scope.entity(relation->entity());
  const bool all = filter < 0;
  reword(
      draft, block,
      fmt::format("{}{}{}", wanted ? "有" : "没有", all ? "" : "符合下列要求的", rows.zh),
      fmt::format("{} {}", wanted ? "has" : "has no", spaced(rows.id)) + (all ? "" : " that fits"));
  return draft;
}

}  // namespace leye::policy
