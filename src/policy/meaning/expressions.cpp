#include "policy/meaning/expressions.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policy/meaning/code_advice.hpp"
#include "policy/meaning/literals.hpp"
#include "policy/plan/place.hpp"

namespace leye::policy {
namespace {

constexpr std::array type_words = {"是否", "数量", "比例", "金额", "日期", "月份",
                                   "期限", "文字", "代码", "地点", "记录"};

bool plain_number(Type type) { return type == Type::count || type == Type::ratio; }

// Only what cannot be said wrongly: money with money, days with days, counts with ratios.
bool comparable(const Typed& a, const Typed& b) {
  if (a.type == Type::duration || b.type == Type::duration) return false;
  if (plain_number(a.type) && plain_number(b.type)) return true;
  if (a.type != b.type) return false;
  if (a.type == Type::code) return a.codes == b.codes;
  return a.type != Type::reference || a.entity == b.entity;
}

std::string with(std::string text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
  return text;
}

std::string with_unit(const Typed& value) {
  if (value.type != Type::duration) return fmt::format("{}", type_zh(value.type));
  return value.unit == DurationUnit::days ? "期限(天)" : "期限(月)";
}

}  // namespace

const char* type_zh(Type type) { return type_words[static_cast<std::size_t>(type)]; }

Typed Expressions::make(Type type, std::int32_t node) {
  Typed out;
  out.type = type;
  out.node = node;
  return out;
}

// An age is a number: "40 年 以上" is meant as 40 岁.
std::string Expressions::age_meant(const Typed& a, const Typed& b) const {
  const auto is_age = [&](const Typed& value) {
    return value.type == Type::count && nodes_.at(value.node).op == Op::full_years;
  };
  const auto& length = is_age(a) ? b : a;
  if (!(is_age(a) || is_age(b)) || length.type != Type::duration) return {};
  const auto& node = nodes_.at(length.node);
  constexpr std::int64_t year = 12;
  const bool years = length.unit == DurationUnit::months && node.op == Op::constant &&
                     node.constant.bottom == 1 && node.constant.top % year == 0;
  if (!years) return "年龄用 岁 / an age is in years old";
  return fmt::format("年龄写 {0} 岁 / an age is written {0} years old", node.constant.top / year);
}

Typed Expressions::mismatch(Span at, const Typed& a, const Typed& b) {
  const auto age = age_meant(a, b);
  reporter_.error({"type_mismatch", at,
                   fmt::format("{}与{}不能这样一起用 / {} and {} do not go together here",
                               with_unit(a), with_unit(b), name(a.type), name(b.type)),
                   age.empty() ? "检查单位 / check the units" : age});
  return {};
}

Typed Expressions::read(const Tree& tree, Type type, const char* what) {
  const auto value = read(tree);
  const bool fits = value.type == type || (type == Type::ratio && value.type == Type::count);
  if (!value.ok() || fits) return value;
  reporter_.error({"wrong_type", tree.at,
                   fmt::format("{0}应为{1}, 这里是{2} / a {3} is expected here, not a {4}", what,
                               type_zh(type), type_zh(value.type), name(type), name(value.type))});
  return {};
}

Typed Expressions::read(const Tree& tree) {
  switch (tree.form) {
    case Form::use: return scope_.path(tree[0]);
    case Form::parenthesis: return read(tree[0]);
    case Form::formula_of: return formula_(tree);
    case Form::application_day: {
      Node node;
      node.op = Op::today;
      node.type = Type::day;
      return make(Type::day, nodes_.add(node));
    }
    case Form::plus:
    case Form::minus:
    case Form::times:
    case Form::divided:
    case Form::share: return arithmetic(tree);
    case Form::quotient:
    case Form::remainder: return whole_times(tree);
    case Form::year_of:
    case Form::month_of:
    case Form::month_first:
    case Form::month_last:
    case Form::year_end:
    case Form::year_end_before:
    case Form::age:
    case Form::months_from:
    case Form::days_from:
    case Form::whole_months_from:
    case Form::days_after:
    case Form::days_before: return of_day(tree);
    case Form::at_day:
    case Form::at_day_in: return parameter(tree);
    case Form::this_place: return place(tree);
    case Form::months_after:
    case Form::months_before: return later_by(tree);
    case Form::amount_of: {
      const auto other = other_measure(tree[0], tree[1]);
      return other ? other->amount : Typed{};
    }
    case Form::later_of: return chosen(tree, Op::greatest, true);
    case Form::earlier_of: return chosen(tree, Op::least, true);
    case Form::higher_of: return chosen(tree, Op::greatest, false);
    case Form::lower_of: return chosen(tree, Op::least, false);
    default: return quantity(tree);
  }
}

Typed Expressions::quantity(const Tree& tree) {
  const auto literal = read_literal(tree);
  if (!literal.ok()) {
    reporter_.error({"bad_number", tree.at, literal.error().what, literal.error().fix});
    return {};
  }
  auto out =
      make(literal.value().type, nodes_.constant(literal.value().type, literal.value().value));
  out.unit = literal.value().unit;
  return out;
}

Typed Expressions::chosen(const Tree& tree, Op op, bool days) {
  const auto a = read(tree[0]);
  const auto b = read(tree[1]);
  if (!a.ok() || !b.ok()) return {};
  const bool time = a.type == Type::day || a.type == Type::month;
  if (!comparable(a, b) || time != days || !is_ordered(a.type)) return mismatch(tree.at, a, b);
  return make(a.type, nodes_.binary(op, a.type, a.node, b.node));
}

Typed Expressions::arithmetic(const Tree& tree) {
  const auto a = read(tree[0]);
  const auto b = read(tree[1]);
  if (!a.ok() || !b.ok()) return {};
  const bool same = a.type == b.type && is_number(a.type);
  const bool plain = plain_number(a.type) && plain_number(b.type);
  const auto number = a.type == Type::ratio ? a.type : b.type;
  switch (tree.form) {
    case Form::plus:
      if (same || plain)
        return make(same ? a.type : Type::ratio,
                    nodes_.binary(Op::add, same ? a.type : number, a.node, b.node));
      if (a.type == Type::month && b.type == Type::count)
        return make(Type::month, nodes_.binary(Op::add, Type::month, a.node, b.node));
      break;
    case Form::minus:
      if (same || plain)
        return make(same ? a.type : Type::ratio,
                    nodes_.binary(Op::subtract, same ? a.type : number, a.node, b.node));
      if ((a.type == Type::day || a.type == Type::month) && a.type == b.type)
        return make(Type::count, nodes_.binary(Op::subtract, Type::count, a.node, b.node));
      if (a.type == Type::month && b.type == Type::count)
        return make(Type::month, nodes_.binary(Op::subtract, Type::month, a.node, b.node));
      break;
    case Form::times: {
      if (!is_number(a.type) || !is_number(b.type)) break;
      if (a.type == Type::money && b.type == Type::money) break;
      const bool money = a.type == Type::money || b.type == Type::money;
      const auto type = money ? Type::money : same ? a.type : Type::ratio;
      return make(type, nodes_.binary(Op::multiply, type, a.node, b.node));
    }
    default: {  // divided, share
      if (!is_number(a.type) || !is_number(b.type)) break;
      if (plain_number(a.type) && b.type == Type::money) break;
      const bool to_money = a.type == Type::money && b.type != Type::money;
      if (to_money && tree.form == Form::share) break;
      const auto type = to_money ? Type::money : Type::ratio;
      return make(type, nodes_.binary(Op::divide, type, a.node, b.node));
    }
  }
  return mismatch(tree.at, a, b);
}

Typed Expressions::place(const Tree& tree) {
  std::optional<std::int64_t> code;
  if (tree.form == Form::this_place) {
    if (outside_.place != 0) code = outside_.place;
  } else if (tree.form == Form::plain) {
    code = read_place(tree[0].text);
  } else {
    return read(tree, Type::place, "这一项");
  }
  if (code) return make(Type::place, nodes_.constant(Type::place, {*code, 1}));
  reporter_.error(
      {"no_place", tree.at,
       "不是行政区划代码, 或本包没有写地区 / no division code, or the pack names no "
       "place",
       "代码为 2、4、6、9 或 12 位数字; 文件头写 地区: 621000 / a code has 2, 4, 6, 9 or "
       "12 digits; front matter `place: 621000`"});
  return {};
}

// How often b goes into a as a whole, and what is left of a then.
Typed Expressions::whole_times(const Tree& tree) {
  const auto a = read(tree[0]);
  const auto b = read(tree[1]);
  if (!a.ok() || !b.ok()) return {};
  const bool same = a.type == Type::money && b.type == Type::money;
  if (!same && !(plain_number(a.type) && plain_number(b.type))) return mismatch(tree.at, a, b);
  const auto share = nodes_.binary(Op::divide, Type::ratio, a.node, b.node);
  const auto times = nodes_.rounded(Op::round_down, Type::count, share, {1, 1});
  if (tree.form == Form::quotient) return make(Type::count, times);
  const auto taken = nodes_.binary(Op::multiply, a.type, b.node, times);
  return make(a.type, nodes_.binary(Op::subtract, a.type, a.node, taken));
}

// The first or the last day of a month, or of the month of a day.
Typed Expressions::edge_of_month(const Tree& tree) {
  auto month = read(tree[0]);
  if (!month.ok()) return {};
  if (month.type == Type::day) month.node = nodes_.unary(Op::month_of, Type::month, month.node);
  if (month.type != Type::day && month.type != Type::month) {
    reporter_.error({"wrong_type", tree[0].at,
                     fmt::format("这里应为月份或日期, 不是{0} / a month or a day is expected here, "
                                 "not a {1}",
                                 type_zh(month.type), name(month.type)),
                     "如 费款所属月 首日 / such as: first day of premium_month"});
    return {};
  }
  if (tree.form == Form::month_first)
    return make(Type::day, nodes_.unary(Op::month_start, Type::day, month.node));
  const auto one = nodes_.constant(Type::count, {1, 1});
  const auto next = nodes_.binary(Op::add, Type::month, month.node, one);
  const auto after = nodes_.unary(Op::month_start, Type::day, next);
  return make(Type::day, nodes_.binary(Op::subtract, Type::day, after, one));
}

Typed Expressions::of_day(const Tree& tree) {
  if (tree.form == Form::days_after || tree.form == Form::days_before)
    return shifted(read(tree[0]), read(tree[1]), tree.form == Form::days_before, tree.at);
  if (tree.form == Form::months_from)
    return difference_of_months(read(tree[0]), read(tree[1]), tree.at);
  if (tree.form == Form::month_first || tree.form == Form::month_last) return edge_of_month(tree);
  const auto day = read(tree[0], Type::day, "时间");
  if (!day.ok()) return {};
  switch (tree.form) {
    case Form::whole_months_from: {  // both days belong to them
      const auto last = read(tree[1], Type::day, "截止日");
      if (!last.ok()) return {};
      const auto one = nodes_.constant(Type::count, {1, 1});
      const auto after = nodes_.binary(Op::add, Type::day, last.node, one);
      const auto months = nodes_.binary(Op::full_months, Type::count, day.node, after);
      const auto zero = nodes_.constant(Type::count, {0, 1});
      return make(Type::count, nodes_.binary(Op::greatest, Type::count, months, zero));
    }
    case Form::days_from: {  // both days counted
      const auto last = read(tree[1], Type::day, "截止日");
      if (!last.ok()) return {};
      const auto between = nodes_.binary(Op::subtract, Type::count, last.node, day.node);
      const auto one = nodes_.constant(Type::count, {1, 1});
      return make(Type::count, nodes_.binary(Op::add, Type::count, between, one));
    }
    case Form::year_of: return make(Type::count, nodes_.unary(Op::year_of, Type::count, day.node));
    case Form::month_of:
      return make(Type::month, nodes_.unary(Op::month_of, Type::month, day.node));
    case Form::year_end: {
      const auto year = nodes_.unary(Op::year_of, Type::count, day.node);
      return make(Type::day, nodes_.unary(Op::year_end, Type::day, year));
    }
    case Form::age: {
      const auto on = read(tree[1], Type::day, "计算周岁的基准日");
      if (!on.ok()) return {};
      return make(Type::count, nodes_.binary(Op::full_years, Type::count, day.node, on.node));
    }
    default: {  // the last day of the year before
      const auto year = nodes_.unary(Op::year_of, Type::count, day.node);
      const auto one = nodes_.constant(Type::count, {1, 1});
      const auto before = nodes_.binary(Op::subtract, Type::count, year, one);
      return make(Type::day, nodes_.unary(Op::year_end, Type::day, before));
    }
  }
}

Typed Expressions::shifted(const Typed& day, const Typed& duration, bool back, Span at) {
  if (!day.ok() || !duration.ok()) return {};
  if (day.type != Type::day || duration.type != Type::duration) return mismatch(at, day, duration);
  if (duration.unit == DurationUnit::days) {
    const auto op = back ? Op::subtract : Op::add;
    return make(Type::day, nodes_.binary(op, Type::day, day.node, duration.node));
  }
  auto months = duration.node;
  if (back) {
    const auto zero = nodes_.constant(Type::count, {0, 1});
    months = nodes_.binary(Op::subtract, Type::count, zero, months);
  }
  return make(Type::day, nodes_.binary(Op::add_months, Type::day, day.node, months));
}

// d ⊕ n for a number of months that is itself a value.
Typed Expressions::later_by(const Tree& tree) {
  const auto day = read(tree[0], Type::day, "时间");
  const auto count = read(tree[1], Type::count, "月数");
  if (!day.ok() || !count.ok()) return {};
  auto months = count.node;
  if (tree.form == Form::months_before) {
    const auto zero = nodes_.constant(Type::count, {0, 1});
    months = nodes_.binary(Op::subtract, Type::count, zero, months);
  }
  return make(Type::day, nodes_.binary(Op::add_months, Type::day, day.node, months));
}

// Whole calendar months from the first to the last, both included.
Typed Expressions::difference_of_months(const Typed& from, const Typed& to, Span at) {
  if (!from.ok() || !to.ok()) return {};
  if (from.type != Type::month || to.type != Type::month) return mismatch(at, from, to);
  const auto apart = nodes_.binary(Op::subtract, Type::count, to.node, from.node);
  const auto one = nodes_.constant(Type::count, {1, 1});
  return make(Type::count, nodes_.binary(Op::add, Type::count, apart, one));
}

Typed Expressions::parameter(const Tree& tree) {
  const auto found = outside_.parameters.find(tree[0].text);
  if (found == outside_.parameters.end()) {
    std::vector<std::string> names;
    for (const auto& [known, index] : outside_.parameters) names.push_back(known);
    const auto meant = nearest(tree[0].text, names);
    reporter_.error({"unknown_parameter", tree[0].at,
                     fmt::format("没有叫“{0}”的参数 / there is no parameter '{0}'", tree[0].text),
                     meant.empty() ? "用“引用”导入全国或省的参数 / import it with `uses`"
                                   : fmt::format("是否想写 {0} / did you mean {0}", meant)});
    return {};
  }
  const auto& declared = plan_.parameters[static_cast<std::size_t>(found->second)];
  reporter_.spell(tree[0].at, declared.name.label, declared.name.id);
  const auto day = read(tree[1], Type::day, "参数的基准日");
  if (!day.ok()) return {};
  readings_.push_back(
      {found->second, day.node, tree.at, &reporter_.document(), reporter_.clause()});
  Node node;
  node.op = Op::parameter;
  node.type = declared.type;
  node.symbol = found->second;
  node.a = day.node;
  const bool placed = tree.form == Form::at_day_in;
  if (placed != declared.by_area) {
    reporter_.error(
        {"parameter_place", tree.at,
         placed ? "这个参数不分地区 / this parameter has no areas"
                : "这个参数按地区, 要写在哪里 / this parameter is by area: say where",
         placed ? "" : "如 … 于 申请日期 在 本地区 / … at application day in this place"});
    return {};
  }
  if (placed) {
    node.b = place(tree[2]).node;
    if (node.b < 0) return {};
  }
  auto out = make(declared.type, nodes_.add(node));
  if (declared.type == Type::duration) out.unit = DurationUnit::months;
  return out;
}

std::int32_t Expressions::compare(Op op, const Typed& a, const Typed& b, Span at) {
  if (!a.ok() || !b.ok()) return -1;
  const bool ordered = op == Op::equal || is_ordered(a.type);
  if (!comparable(a, b) || !ordered) return mismatch(at, a, b).node;
  return nodes_.binary(op, Type::boolean, a.node, b.node);
}

std::vector<std::int32_t> Expressions::codes(const Tree& word, const CodeTable& table) {
  std::vector<std::int32_t> out;
  const auto* meant = table.understand(word.text);
  if (meant == nullptr) meant = table.understand(with(word.text, '_', ' '));
  if (meant == nullptr) {
    reporter_.error({"unknown_code", word.at,
                     fmt::format("{0}没有“{1}”这个取值 / '{1}' is no value of {2}", table.zh(),
                                 word.text, table.id()),
                     code_advice(word.text, table)});
    return out;
  }
  const bool speaking = meant->code.find_first_of("0123456789") != 0;
  const auto english = speaking ? meant->code : with(meant->en, ' ', '_');
  reporter_.spell(word.at, meant->zh, english.empty() ? meant->zh : english);
  for (std::size_t i = 0; i < table.codes().size(); ++i) {
    if (table.within(table.codes()[i].code, meant->code))
      out.push_back(static_cast<std::int32_t>(i));
  }
  return out;
}

Typed Expressions::word(const Tree& word, const Typed& like) {
  return make(like.type, nodes_.text(word.text));
}

}  // namespace leye::policy
