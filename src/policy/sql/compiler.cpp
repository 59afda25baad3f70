#include "policy/sql/compiler.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "policy/plan/place.hpp"

namespace leye::policy::sql {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

const Range days_of_law = {Day::from_civil(1900, 1, 1).value().number(),
                           Day::from_civil(2199, 12, 31).value().number()};

}  // namespace

Compiler::Compiler(const Plan& plan, const Layout& layout, EntityIndex subject)
    : plan_(plan),
      layout_(layout),
      a_(e_),
      calendar_(e_, a_),
      rows_(e_, layout, subject),
      subject_(subject),
      today_(e_.parameter(1, Sort::date, days_of_law)) {}

Sort Compiler::sort_of(Type type) const {
  switch (type) {
    case Type::boolean: return Sort::truth;
    case Type::day: return Sort::date;
    case Type::text: return Sort::text;
    default: return Sort::integer;
  }
}

Id Compiler::refuse(const std::string& zh, const std::string& en) {
  if (!refusal_) refusal_ = Refusal{measure_->name.id, zh, en};
  return e_.truth(false);
}

Value Compiler::refused(Type type, const std::string& zh, const std::string& en) {
  refuse(zh, en);
  if (type == Type::boolean) return of(e_.null(Sort::truth));
  return of(a_.unknown(sort_of(type)));
}

const Value& Compiler::translate(std::int32_t node) {
  auto& value = values_[place(node)];
  if (!value) value = translated(measure_->nodes[place(node)], node);
  return *value;
}

Id Compiler::truth(std::int32_t node) {
  const auto value = translate(node);
  return value.is_truth ? value.truth : a_.as_truth(value.bounds);
}

Bounds Compiler::bounds(std::int32_t node) {
  const auto value = translate(node);
  return value.is_truth ? a_.as_number(value.truth) : value.bounds;
}

Value Compiler::translated(const Node& node, std::int32_t index) {
  switch (node.op) {
    case Op::constant:
      if (node.type == Type::text)
        return of(a_.known(e_.text(measure_->texts[place(node.symbol)])));
      if (node.type == Type::boolean) return of(e_.truth(node.constant.top != 0));
      if (node.type == Type::day && within({node.constant.top, node.constant.top}, days_of_law))
        return of(a_.known(e_.date(node.constant.top)));
      return of(a_.known({e_.number(node.constant.top), e_.number(node.constant.bottom)}));
    case Op::unset:
      if (node.type == Type::boolean) return of(e_.null(Sort::truth));
      return of(a_.unknown_of(node.type, sort_of(node.type)));
    case Op::subject: return of(a_.known(rows_.subject()));
    case Op::item: return of(a_.known(related_[place(node.symbol)].item));
    case Op::today: return of(a_.known(today_));
    case Op::fact: return fact(node);
    case Op::parameter: return parameter(node);
    case Op::option: return of(a_.known(e_.number(choices_.values[place(node.symbol)])));
    case Op::judgement: return judgement(node);
    case Op::row_name: return row_name(node);
    case Op::less:
    case Op::at_most:
    case Op::equal:
    case Op::inside: return compared(node);
    case Op::begins_with:
    case Op::contains: return spelled(node);
    case Op::is_none:
    case Op::is_known: {
      const auto value = translate(node.a);
      const auto none = value.is_truth ? e_.truth(false) : a_.is_none(value.bounds);
      return of(node.op == Op::is_none ? none : e_.negate(none));
    }
    case Op::both: return of(e_.both(truth(node.a), truth(node.b)));
    case Op::either: return of(e_.either(truth(node.a), truth(node.b)));
    case Op::negate: return of(e_.negate(truth(node.a)));
    case Op::exists:
    case Op::count:
    case Op::sum:
    case Op::smallest:
    case Op::largest:
    case Op::only:
    case Op::distinct:
    case Op::months_covered:
    case Op::longest_run:
    case Op::last_run: return aggregate(node, index);
    default: return calculated(node);
  }
}

Value Compiler::calculated(const Node& node) {
  switch (node.op) {
    case Op::add: return of(a_.add(bounds(node.a), bounds(node.b)));
    case Op::subtract: return of(a_.subtract(bounds(node.a), bounds(node.b)));
    case Op::multiply: return of(a_.multiply(bounds(node.a), bounds(node.b)));
    case Op::divide: return of(a_.divide(bounds(node.a), bounds(node.b)));
    case Op::least: return of(a_.least(bounds(node.a), bounds(node.b)));
    case Op::greatest: return of(a_.greatest(bounds(node.a), bounds(node.b)));
    case Op::round_half:
    case Op::round_down:
    case Op::round_up: return of(a_.rounded(node.op, bounds(node.a), node.constant));
    case Op::add_months: return of(calendar_.add_months(bounds(node.a), bounds(node.b)));
    case Op::full_months: return of(calendar_.full_months(bounds(node.a), bounds(node.b)));
    case Op::full_years: return of(calendar_.full_years(bounds(node.a), bounds(node.b)));
    case Op::month_share: return of(calendar_.month_share(bounds(node.a), bounds(node.b)));
    case Op::month_start:
    case Op::year_of:
    case Op::year_start:
    case Op::year_end:
    case Op::month_of: return of(calendar_.rising(node.op, bounds(node.a)));
    case Op::area_of: return of(calendar_.area_of(bounds(node.a), node.symbol));
    case Op::span: return of(a_.hull(bounds(node.a), bounds(node.b)));
    case Op::select: {
      const auto which = truth(node.a);
      const auto yes = translate(node.b), no = translate(node.c);
      if (yes.is_truth && no.is_truth) return of(a_.select_truth(which, yes.truth, no.truth));
      if (node.type == Type::text && e_.at(which).nullable)
        return refused(node.type, "两段文字之间的选择可能未定",
                       "a choice of texts may be undecided");
      return of(a_.select(which, bounds(node.b), bounds(node.c)));
    }
    case Op::given: {
      const auto first = translate(node.a);
      if (first.is_truth) return translate(node.b);
      const auto value = translate(node.b);
      if (value.is_truth && e_.is(first.bounds.none, false)) return value;
      return of(a_.given(first.bounds, bounds(node.b)));
    }
    default: break;
  }
  return refused(node.type, fmt::format("运算 {} 没有对应的查询", name(node.op)),
                 fmt::format("no query for the operation {}", name(node.op)));
}

Value Compiler::compared(const Node& node) {
  const auto a = translate(node.a), b = translate(node.b);
  if (node.op == Op::equal && a.is_truth && b.is_truth) return of(e_.equal(a.truth, b.truth));
  const auto left = bounds(node.a), right = bounds(node.b);
  switch (node.op) {
    case Op::less: return of(a_.less(left, right));
    case Op::at_most: return of(a_.at_most(left, right));
    case Op::equal: return of(a_.equal(left, right));
    default: return of(calendar_.inside(left, right));
  }
}

Value Compiler::spelled(const Node& node) {
  const auto text = bounds(node.a);
  const auto at = a_.point(text).top;
  const auto part = e_.text(measure_->texts[place(node.symbol)]);
  const auto holds =
      node.op == Op::begins_with
          ? e_.make("starts_with(\1, \1)", {at, part}, Sort::truth, {}, e_.at(at).nullable, true)
          : e_.make("position(\1 in \1) > 0", {part, at}, Sort::truth, {}, e_.at(at).nullable);
  return of(e_.choose(text.none, e_.truth(false), holds));
}

Value Compiler::fact(const Node& node) {
  const auto owner = bounds(node.a);
  const auto key = a_.point(owner).top;
  if (e_.is_null_literal(key)) {
    if (node.type == Type::boolean)
      return of(e_.choose(owner.none, e_.truth(false), e_.null(Sort::truth)));
    const auto sort = sort_of(node.type);
    return of(a_.fact(a_.null_share(sort), is_number(node.type) ? e_.truth(false) : owner.none,
                      node.type));
  }
  const auto source = rows_.row(key, node.entity);
  const bool joined =
      rows_.sources()[place(source)].kind == SourceKind::joined && e_.at(key).nullable;
  const auto& declared =
      layout_.vocabulary().entities()[place(node.entity)].facts[place(node.symbol)];
  const auto stored = layout_.fact(node.entity, node.symbol);
  const auto sort = stored.sort.value_or(sql::sort_of(declared.type));
  const auto cell = rows_.column(source, stored.column, sort, stored.range,
                                 stored.nullable || joined, stored.small);
  Share share = a_.whole(cell);
  if (!stored.bottom.empty())
    share.bottom = rows_.column(source, stored.bottom, Sort::bigint, {1, of_64_bits.high},
                                stored.nullable || joined);
  if (is_number(node.type)) return of(a_.fact(share, e_.truth(false), node.type));
  auto none = owner.none;
  if (!stored.none.empty()) {
    none = e_.either(none, e_.is_true(rows_.column(source, stored.none, Sort::truth, {}, joined)));
  } else if (stored.empty_is_none && stored.nullable) {
    none = e_.either(none, e_.both(e_.is_given(key), e_.is_null(cell)));
  }
  if (node.type == Type::boolean) return of(e_.choose(none, e_.truth(false), cell));
  return of(a_.fact(share, none, node.type));
}

Value Compiler::judgement(const Node& node) {
  const auto source = rows_.row(rows_.subject(), subject_);
  const auto& judgement = measure_->judgements[place(node.symbol)];
  return of(rows_.column(source, layout_.judgement(subject_, judgement.id), Sort::truth, {}, true));
}

// A row's id is what it is called by outside.
Value Compiler::row_name(const Node& node) {
  const auto owner = bounds(node.a);
  const auto key = a_.point(owner).top;
  const auto& entity = layout_.vocabulary().entities()[place(node.entity)];
  const auto name = e_.make(fmt::format("({} || \1)", sql::quoted(entity.id + ":")), {key},
                            Sort::text, {}, e_.at(key).nullable);
  auto value = a_.known(name);
  value.none = owner.none;
  return of(value);
}

// On a day: the row that has begun last, unless it has ended; null where nothing is known.
Bounds Compiler::parameter_over(const Parameter& parameter, std::span<const ParameterValue> values,
                                Id day) {
  const auto sort = sort_of(parameter.type);
  Share cell = a_.null_share(sort);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    auto holds = e_.at_most(e_.date(value.from.number()), day);
    if (i + 1 < values.size())
      holds = e_.both(holds, e_.less(day, e_.date(values[i + 1].from.number())));
    if (value.until) holds = e_.both(holds, e_.at_most(day, e_.date(value.until->number())));
    if (!value.value) continue;
    const Share number{e_.number(value.value->top), e_.number(value.value->bottom)};
    cell = a_.choose(holds, number, cell);
  }
  return a_.fact(cell, e_.truth(false), parameter.type);
}

Value Compiler::parameter(const Node& node) {
  const auto& parameter = plan_.parameters[place(node.symbol)];
  const auto on = bounds(node.a);
  const bool point = on.point.top >= 0 && on.point.top == on.low.top && on.low.top == on.high.top;
  if (!point)
    return refused(node.type,
                   fmt::format("参数“{}”按一个可能只知道范围的日期读取", parameter.name.label),
                   fmt::format("parameter {} is read on a day of which only bounds may be known",
                               parameter.name.id));
  const auto day = on.point.top;
  if (!parameter.by_area) return of(parameter_over(parameter, values_at(parameter, 0), day));
  const auto at = a_.point(bounds(node.b)).top;
  const std::span all(parameter.values);
  Share cell = a_.null_share(sort_of(parameter.type));
  // Ascending: of areas that contain the place, the later one lies in the earlier.
  for (std::size_t first = 0; first < all.size();) {
    auto last = first;
    while (last < all.size() && all[last].place == all[first].place) ++last;
    const auto area = all[first].place;
    const auto over = parameter_over(parameter, all.subspan(first, last - first), day);
    auto lies = e_.is_given(at);
    if (area != 0)
      lies =
          e_.both(e_.at_most(e_.number(area), at), e_.at_most(at, e_.number(last_place_of(area))));
    cell = a_.choose(lies, over.point, cell);
    first = last;
  }
  return of(a_.fact(cell, e_.truth(false), parameter.type));
}

std::optional<Selected> Compiler::add(const Measure& measure, const Choices& choices) {
  measure_ = &measure;
  refusal_.reset();
  choices_ = default_choices(measure);
  std::copy(choices.values.begin(), choices.values.end(), choices_.values.begin());
  values_.assign(measure.nodes.size(), std::nullopt);
  related_.assign(measure.nodes.size(), {});
  enclosing_.assign(measure.nodes.size(), -1);
  for (std::size_t i = 0; i < measure.nodes.size(); ++i)
    for (auto j = i + 1; j < place(measure.nodes[i].body_end); ++j)
      enclosing_[j] = static_cast<std::int32_t>(i);
  Selected out;
  out.measure = &measure;
  const auto force = in_force();
  Standing standing{e_.truth(true), e_.number(0), e_.number(0)};
  if (!measure.conditions.empty()) standing = judge(0, false, out);
  conclude(out, force, standing.verdict, standing.falls_short);
  if (refusal_) return std::nullopt;
  return out;
}

}  // namespace leye::policy::sql
