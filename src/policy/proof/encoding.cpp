#include "policy/proof/encoding.hpp"

#include <algorithm>

#include "policy/plan/place.hpp"

namespace leye::policy::proof {
namespace {

bool is_aggregate(Op op) { return op >= Op::exists; }

Term none_of(Logic& logic, const Symbol& a, const Symbol& b) {
  return logic.either(a.none, b.none);
}

}  // namespace

Encoding::Encoding(World& world, const Measure& measure, const Encoding* before)
    : world_(world),
      logic_(world.logic()),
      calendar_(world),
      measure_(measure),
      values_(measure.nodes.size()),
      before_(before) {
  defaults_ = world_.yes();
  for (const auto& option : measure.options) {
    const auto chosen = logic_.whole(option.name.id);
    logic_.require(logic_.both(
        logic_.at_most(logic_.number(0), chosen),
        logic_.less(chosen, logic_.number(static_cast<std::int64_t>(option.values.size())))));
    options_.push_back(chosen);
    defaults_ = logic_.both(defaults_, logic_.equal(chosen, logic_.number(option.default_value)));
  }
  run(0, static_cast<std::int32_t>(measure.nodes.size()));
}

std::int32_t Encoding::end_of(std::int32_t index) const {
  return std::max(index + 1, measure_.nodes[static_cast<std::size_t>(index)].body_end);
}

void Encoding::run(std::int32_t first, std::int32_t last) {
  for (auto i = first; i < last; i = end_of(i)) {
    const auto& node = measure_.nodes[static_cast<std::size_t>(i)];
    auto made = is_aggregate(node.op) ? aggregate(i) : compute(i, node);
    made.type = node.type;
    values_[static_cast<std::size_t>(i)] = made;
  }
}

Symbol Encoding::compute(std::int32_t index, const Node& node) {
  if (node.op <= Op::row_name) return source(index, node);
  if (node.op <= Op::round_up) return arithmetic(node);
  if (node.op <= Op::span) return calendar(node);
  if (node.op == Op::select) return select(node);
  if (node.op == Op::given) {
    auto made = at(node.b);
    made.none = none_of(logic_, at(node.a), made);
    return made;
  }
  return truth(node);
}

Symbol Encoding::source(std::int32_t index, const Node& node) {
  switch (node.op) {
    case Op::constant: {
      if (node.type != Type::text) return World::constant(logic_, node.type, node.constant);
      const auto& text = measure_.texts[static_cast<std::size_t>(node.symbol)];
      return {Type::text, world_.no(), logic_.number(world_.text_number(text)), {}, -1};
    }
    case Op::subject: return {node.type, world_.no(), {}, {}, World::subject};
    case Op::item: return at(node.symbol);
    case Op::today: return world_.today();
    case Op::fact: return load(node);
    case Op::parameter: return parameter(node);
    case Op::option:
      return {node.type, world_.no(), options_[static_cast<std::size_t>(node.symbol)], {}, -1};
    case Op::judgement: {
      const auto& id = measure_.judgements[static_cast<std::size_t>(node.symbol)].id;
      return {node.type, world_.no(), world_.judgement(World::subject, id), {}, -1};
    }
    case Op::row_name: {
      const auto& owner = at(node.a);
      return {Type::text, owner.none, logic_.number(World::row_names + owner.row), {}, -1};
    }
    default: break;
  }
  unset_ = true;
  return world_.unknown(node.type, "unset" + std::to_string(index));
}

// Of a row that does not exist: nothing.
Symbol Encoding::load(const Node& node) {
  const auto& owner = at(node.a);
  auto made = world_.fact(owner.row, node.symbol);
  if (node.type == Type::boolean)
    made.value = logic_.both(logic_.negate(owner.none), made.value);
  else
    made.none = logic_.either(owner.none, made.none);
  return made;
}

// On a day or at a place for which there is no value: anything.
Symbol Encoding::parameter(const Node& node) {
  const auto& parameter = world_.plan().parameters[static_cast<std::size_t>(node.symbol)];
  auto& l = logic_;
  const auto anything = world_.unknown(node.type, parameter.name.id);
  auto made = anything;
  auto covered = world_.no();
  const std::span all(parameter.values);
  for (std::size_t first = 0; first < all.size();) {  // the smallest area that has rows counts
    auto last = first;
    while (last < all.size() && all[last].place == all[first].place) ++last;
    const auto area = World::constant(l, Type::place, {all[first].place, 1});
    const auto here =
        parameter.by_area && all[first].place != 0 ? inside(at(node.b), area) : world_.yes();
    auto own = anything;
    const auto known = values_on(at(node.a), all.subspan(first, last - first), own);
    covered = l.choose(here, known, covered);
    made.value = l.choose(here, own.value, made.value);
    if (node.type == Type::day) made.day = l.choose(here, own.day, made.day);
    first = last;
  }
  if (parameter.by_area) made.none = at(node.b).none;
  unset_ = unset_ || all.empty();
  if (!unset_) l.require(l.implies(world_.exact(), l.either(covered, at(node.a).none)));
  return made;
}

// Of one area, put into `made` where they hold; whether there is one on the day.
Term Encoding::values_on(const Symbol& day, std::span<const ParameterValue> values, Symbol& made) {
  auto& l = logic_;
  auto covered = world_.no();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& value = values[i];
    const auto limit = [&](Day each) { return World::constant(l, Type::day, {each.number(), 1}); };
    auto holds = calendar_.at_most(limit(value.from), day);
    if (value.until) holds = l.both(holds, calendar_.at_most(day, limit(*value.until)));
    if (i + 1 < values.size())
      holds = l.both(holds, l.negate(calendar_.at_most(limit(values[i + 1].from), day)));
    if (!value.value) {
      const auto home = world_.plan().place;
      unset_ = unset_ || lies_in(home, value.place) || lies_in(value.place, home);
      continue;
    }
    covered = l.either(covered, holds);
    const auto known = World::constant(l, made.type, *value.value);
    made.value = l.choose(holds, known.value, made.value);
    if (made.type == Type::day) made.day = l.choose(holds, known.day, made.day);
  }
  return covered;
}

Symbol Encoding::calendar(const Node& node) {
  auto& l = logic_;
  const auto& a = at(node.a);
  Symbol made{node.type, a.none, {}, {}, -1};
  const auto two = [&]() -> const Symbol& {
    made.none = none_of(l, a, at(node.b));
    return at(node.b);
  };
  switch (node.op) {
    case Op::add_months: {
      const auto& months = two();
      const auto none = made.none;
      made = calendar_.add_months(a, months.value);
      made.none = none;
      break;
    }
    case Op::full_months: made.value = calendar_.full_months(a, two()); break;
    case Op::full_years: made.value = calendar_.full_years(a, two()); break;
    case Op::month_share: made.value = calendar_.month_share(a, two()); break;
    case Op::month_start:
    case Op::year_start:
    case Op::year_end:
      made = node.op == Op::month_start  ? calendar_.month_start(a.value)
             : node.op == Op::year_start ? calendar_.year_start(a.value)
                                         : calendar_.year_end(a.value);
      made.none = a.none;
      break;
    case Op::year_of: made.value = calendar_.year_of(a); break;
    case Op::month_of: made.value = a.value; break;
    case Op::area_of: made.value = area_of(a, node.symbol); break;
    default: made = a; break;  // span: its aggregate looks at both
  }
  return made;
}

Symbol Encoding::truth(const Node& node) {
  auto& l = logic_;
  const auto& a = at(node.a);
  Symbol made{Type::boolean, world_.no(), {}, {}, -1};
  switch (node.op) {
    case Op::less:
    case Op::at_most:
    case Op::equal: made.value = ordered(node); break;
    case Op::inside: made.value = inside(a, at(node.b)); break;
    case Op::begins_with:
    case Op::contains: made.value = l.both(l.negate(a.none), spelled(node, a)); break;
    case Op::is_none: made.value = a.none; break;
    case Op::is_known: made.value = l.negate(a.none); break;
    case Op::both: made.value = l.both(a.value, at(node.b).value); break;
    case Op::either: made.value = l.either(a.value, at(node.b).value); break;
    default: made.value = l.negate(a.value); break;
  }
  return made;
}

// Compared with what does not exist: no.
Term Encoding::ordered(const Node& node) {
  auto& l = logic_;
  const auto& a = at(node.a);
  const auto& b = at(node.b);
  const auto known = l.negate(none_of(l, a, b));
  Term found;
  if (a.type == Type::reference) {
    found = world_.same(a.row, b.row);
  } else if (a.type == Type::day) {
    found = node.op == Op::equal  ? calendar_.equal(a, b)
            : node.op == Op::less ? l.negate(calendar_.at_most(b, a))
                                  : calendar_.at_most(a, b);
  } else {
    found = node.op == Op::equal  ? l.equal(a.value, b.value)
            : node.op == Op::less ? l.less(a.value, b.value)
                                  : l.at_most(a.value, b.value);
    // A share is compared across, never divided.
    for (const auto& [operands, quotient] : quotients_) {
      const bool left = quotient == a.value;
      if (!left && quotient != b.value) continue;
      const auto limit = l.constant(left ? b.value : a.value);
      if (!limit) continue;
      const auto across = l.scale(operands.second, *limit);
      const auto usual = l.less(l.number(0), operands.second);
      l.require(l.implies(usual, l.equal(l.at_most(quotient, l.number(*limit)),
                                         l.at_most(operands.first, across))));
      l.require(l.implies(
          usual, l.equal(l.less(quotient, l.number(*limit)), l.less(operands.first, across))));
    }
  }
  return l.both(known, found);
}

Term Encoding::spelled(const Node& node, const Symbol& text) {
  auto& l = logic_;
  const auto& part = measure_.texts[static_cast<std::size_t>(node.symbol)];
  auto any = world_.no();
  const auto& texts = world_.texts();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool fits = node.op == Op::begins_with ? texts[i].starts_with(part)
                                                 : texts[i].find(part) != std::string::npos;
    if (fits) any = l.either(any, l.equal(text.value, l.number(static_cast<std::int64_t>(i))));
  }
  // Texts that no rule names may be spelled so or not.
  const auto other = l.less(l.number(1'000'000), text.value);
  l.require(l.implies(world_.exact(), l.negate(other)));
  return l.either(any, l.both(other, l.boolean(part)));
}

Term Encoding::inside(const Symbol& place, const Symbol& area) {
  auto& l = logic_;
  const auto within = [&](std::int64_t wide) {
    return l.both(l.at_most(l.number(wide), place.value),
                  l.at_most(place.value, l.number(last_place_of(wide))));
  };
  const auto known = l.negate(none_of(l, place, area));
  if (const auto wide = l.constant(area.value)) return l.both(known, within(wide->top));
  // How wide an area is that somebody recorded is open, but in examples.
  const auto [at, added] = insides_.try_emplace({place.value, area.value});
  if (added) {
    at->second = l.boolean("inside");
    l.require(l.implies(l.equal(place.value, area.value), at->second));
    auto any = world_.no();
    for (const auto one : world_.places())
      any = l.either(any, l.both(l.equal(area.value, l.number(one)), within(one)));
    for (const int digits : {2, 4, 6})
      any = l.either(any, l.equal(area.value, area_of(place, digits)));
    l.require(l.implies(world_.exact(), l.equal(at->second, any)));
  }
  return l.both(known, at->second);
}

Term Encoding::area_of(const Symbol& place, int digits) {
  auto& l = logic_;
  std::int64_t unit = 1;
  for (int i = digits; i < 12; ++i) unit *= 10;
  if (const auto known = l.constant(place.value)) return l.number(known->top / unit * unit);
  const auto [at, added] = areas_.try_emplace({place.value, digits});
  if (!added) return at->second;
  const auto number = l.whole("area");
  const auto area = l.scale(number, {unit, 1});
  l.require(l.both(l.at_most(area, place.value), l.less(place.value, l.add(area, l.number(unit)))));
  return at->second = area;
}

Symbol Encoding::select(const Node& node) {
  auto& l = logic_;
  const auto& which = at(node.a);
  const auto& yes = at(node.b);
  const auto& no = at(node.c);
  Symbol made{node.type, l.choose(which.value, yes.none, no.none), {}, {}, yes.row};
  if (node.type == Type::reference) {
    if (yes.row != no.row) l.require(l.implies(world_.exact(), which.value));
    return made;
  }
  made.value = l.choose(which.value, yes.value, no.value);
  if (node.type == Type::day) made.day = l.choose(which.value, yes.day, no.day);
  return made;
}

Term Encoding::holds(std::int32_t index) {
  const auto& asked = measure_.conditions[static_cast<std::size_t>(index)];
  auto& l = logic_;
  if (asked.kind == ConditionKind::leaf) return at(asked.node).value;
  if (asked.kind == ConditionKind::by_option) {
    auto chosen = world_.no();
    for (std::size_t i = 0; i < asked.children.size(); ++i) {
      const auto is = l.equal(options_[static_cast<std::size_t>(asked.option)],
                              l.number(static_cast<std::int64_t>(i)));
      chosen = l.either(chosen, l.both(is, holds(asked.children[i])));
    }
    return chosen;
  }
  const bool all = asked.kind == ConditionKind::all;
  auto found = all ? world_.yes() : world_.no();
  for (const auto child : asked.children)
    found = all ? l.both(found, holds(child)) : l.either(found, holds(child));
  return asked.kind == ConditionKind::none ? l.negate(found) : found;
}

Term Encoding::in_force() {
  if (measure_.event_on < 0) return world_.yes();
  const auto& event = at(measure_.event_on);
  auto found = logic_.negate(event.none);
  if (measure_.valid_from >= 0)
    found = logic_.both(found, calendar_.at_most(at(measure_.valid_from), event));
  if (measure_.valid_until >= 0)
    found = logic_.both(found, calendar_.at_most(event, at(measure_.valid_until)));
  return found;
}

Term Encoding::met() { return measure_.conditions.empty() ? world_.yes() : holds(0); }

Term Encoding::eligible() { return logic_.both(in_force(), met()); }

Term Encoding::amount() const {
  return measure_.amount < 0 ? logic_.number(0) : at(measure_.amount).value;
}

}  // namespace leye::policy::proof
