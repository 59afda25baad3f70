// Aggregates: over the rows of the world, with what more there may be as one bounded unknown.
#include <algorithm>

#include "policy/proof/encoding.hpp"

namespace leye::policy::proof {

Symbol Encoding::aggregate(std::int32_t index) {
  auto& l = logic_;
  const auto& node = measure_.nodes[static_cast<std::size_t>(index)];
  const auto owner = at(node.a);
  const auto there = l.negate(owner.none);
  std::vector<Passing> rows;
  Term filter = world_.yes();
  for (const auto row : world_.related(owner.row, node.entity, node.symbol)) {
    values_[static_cast<std::size_t>(index)] = {node.type, world_.no(), {}, {}, row};
    run(index + 1, end_of(index));
    Passing each;
    each.row = row;
    filter = node.b < 0 ? world_.yes() : at(node.b).value;
    each.passes = l.both(l.both(there, world_.row(row).present), filter);
    if (node.op >= Op::months_covered) {
      const auto& span = measure_.nodes[static_cast<std::size_t>(node.c)];
      each.first = at(span.a);
      each.last = at(span.b);
      each.cut = at(span.c);
    } else if (node.c >= 0) {
      each.value = at(node.c);
    }
    rows.push_back(each);
  }
  // Of the last row, which is never the one that led here: equal for equal filters.
  const auto more = world_.more(owner.row, node.entity, node.symbol, filter);
  l.require(l.implies(owner.none, l.equal(more, l.number(0))));
  const bool asks = node.op == Op::exists || node.op == Op::count || node.op == Op::distinct;
  if (asks && world_.shows_each(owner.row, node.entity, node.symbol)) {
    auto shown = l.equal(more, l.number(0));
    for (const auto& row : rows) shown = l.either(shown, row.passes);
    l.require(shown);
  }
  switch (node.op) {
    case Op::exists:
    case Op::count:
    case Op::distinct: return counted(node, rows, more);
    case Op::sum: {
      const auto op = measure_.nodes[static_cast<std::size_t>(node.c)].op;
      return summed(rows, more, op == Op::fact);
    }
    case Op::smallest:
    case Op::largest: {
      const auto op = measure_.nodes[static_cast<std::size_t>(node.c)].op;
      return extreme(node, rows, more, op == Op::fact);
    }
    case Op::only: return only(node, rows, more);
    default: return spanned(node, rows, more);
  }
}

Symbol Encoding::counted(const Node& node, std::span<const Passing> rows, Term more) {
  auto& l = logic_;
  Symbol made{node.type, world_.no(), {}, {}, -1};
  if (node.op == Op::exists) {
    made.value = l.less(l.number(0), more);
    for (const auto& row : rows) made.value = l.either(made.value, row.passes);
    return made;
  }
  made.value = more;
  for (const auto& row : rows) {
    auto passes = row.passes;
    if (node.op == Op::distinct) passes = l.both(passes, l.negate(row.value.none));
    made.value = l.add(made.value, l.choose(passes, world_.copies(row.row), l.number(0)));
  }
  if (node.op != Op::distinct) return made;
  // As many different ones as rows, or fewer; at least one if there is any.
  const auto fewer = l.whole("different");
  l.require(l.both(l.at_most(l.number(0), fewer), l.at_most(fewer, made.value)));
  l.require(l.implies(l.less(l.number(0), made.value), l.less(l.number(0), fewer)));
  l.require(l.implies(world_.exact(), l.equal(fewer, made.value)));
  made.value = fewer;
  return made;
}

Symbol Encoding::summed(std::span<const Passing> rows, Term more, bool never_negative) {
  auto& l = logic_;
  const auto rest = l.fraction("rest");
  l.require(l.implies(l.equal(more, l.number(0)), l.equal(rest, l.number(0))));
  if (never_negative) l.require(l.at_most(l.number(0), rest));
  auto sum = rest;
  for (const auto& row : rows) {
    const auto one = l.equal(world_.copies(row.row), l.number(1));
    l.require(l.implies(world_.exact(), one));
    const auto counts = l.both(row.passes, l.negate(row.value.none));
    // What copies of a row add is taken for any amount of the row's sign.
    auto part = row.value.value;
    if (l.decided(one) != std::optional(true)) {
      const auto several = l.fraction("copies");
      l.require(l.implies(one, l.equal(several, part)));
      l.require(l.implies(l.at_most(l.number(0), part), l.at_most(part, several)));
      part = several;
    }
    sum = l.add(sum, l.choose(counts, part, l.number(0)));
  }
  return {Type::count, world_.no(), sum, {}, -1};
}

// A day in the range of its own rows, not narrower: near ones, and those of birth.
Symbol Encoding::extreme(const Node& node, std::span<const Passing> rows, Term more,
                         bool never_negative) {
  auto& l = logic_;
  const bool whole = std::all_of(rows.begin(), rows.end(),
                                 [&](const Passing& row) { return l.is_whole(row.value.value); });
  Symbol made{node.type, world_.no(), {}, {}, -1};
  if (node.type == Type::day) {
    made = world_.unknown(Type::day, "extreme", Range::any);
  } else {
    made.value = whole ? l.whole("extreme") : l.fraction("extreme");
    if (never_negative) l.require(l.at_most(l.number(0), made.value));
  }
  auto any = l.less(l.number(0), more);
  auto reached = any;
  const auto before = [&](const Symbol& a, const Symbol& b) {
    return node.type == Type::day ? calendar_.at_most(a, b) : l.at_most(a.value, b.value);
  };
  for (const auto& row : rows) {
    const auto counts = l.both(row.passes, l.negate(row.value.none));
    any = l.either(any, counts);
    const auto same = l.both(before(made, row.value), before(row.value, made));
    reached = l.either(reached, l.both(counts, same));
    l.require(l.implies(
        counts, node.op == Op::smallest ? before(made, row.value) : before(row.value, made)));
  }
  l.require(l.implies(any, reached));
  made.none = l.negate(any);
  return made;
}

// Known only of one row; in examples the last one is it.
Symbol Encoding::only(const Node& node, std::span<const Passing> rows, Term more) {
  auto& l = logic_;
  auto alone = l.equal(more, l.number(0));
  for (const auto& row : rows) {
    const bool last = row.row == rows.back().row;
    alone = l.both(alone, last ? l.both(row.passes, l.equal(world_.copies(row.row), l.number(1)))
                               : l.negate(row.passes));
  }
  l.require(l.implies(world_.exact(), alone));
  if (node.c >= 0) return rows.back().value;
  return {node.type, world_.no(), {}, {}, rows.back().row};
}

// In examples at most one row passes; else at least as many months as each of them covers.
Symbol Encoding::spanned(const Node& node, std::span<const Passing> rows, Term more) {
  auto& l = logic_;
  const auto zero = l.number(0);
  const auto months = l.whole("months");
  l.require(l.at_most(zero, months));
  auto any = l.less(zero, more);
  auto single = zero;
  auto passing = zero;
  for (const auto& row : rows) {
    const auto early = l.at_most(row.last.value, row.cut.value);
    const auto last =
        l.choose(l.either(row.last.none, l.negate(early)), row.cut.value, row.last.value);
    const auto length = l.add(l.subtract(last, row.first.value), l.number(1));
    auto counts = l.both(row.passes, l.negate(l.either(row.first.none, row.cut.none)));
    counts = l.both(counts, l.less(zero, length));
    if (node.op == Op::last_run) counts = l.both(counts, l.equal(last, row.cut.value));
    any = l.either(any, counts);
    l.require(l.implies(counts, l.at_most(length, months)));
    single = l.add(single, l.choose(counts, length, zero));
    passing = l.add(passing, l.choose(row.passes, l.number(1), zero));
  }
  l.require(l.either(any, l.equal(months, zero)));
  l.require(
      l.implies(world_.exact(), l.both(l.equal(months, single), l.at_most(passing, l.number(1)))));
  return {Type::count, world_.no(), months, {}, -1};
}

}  // namespace leye::policy::proof
