// What is said of all rows of a relation: as explain/aggregate.cpp and spells.cpp, in SQL.
#include <fmt/format.h>

#include "policy/sql/compiler.hpp"

namespace leye::policy::sql {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

constexpr Range row_counts = {0, INT64_C(1) << 40};

}  // namespace

// How many rows of the inner scope there are of which `when` holds.
Id Compiler::counted(std::int32_t source, const std::string& name, Id when) {
  if (e_.is(when, false)) return e_.number(0);
  const auto all = e_.is(when, true);
  const auto count =
      all ? e_.make("count(*)", {}, Sort::bigint, row_counts, false, true)
          : e_.make("count(*) filter (where \1)", {when}, Sort::bigint, row_counts, false, true);
  return rows_.output(source, name, count);
}

// An aggregate of values, of the rows of which `when` holds; null if there are none.
Id Compiler::total(std::int32_t source, const std::string& name, const char* function, Id value,
                   Id when) {
  const auto it = e_.at(value);
  const bool adds = std::string_view(function) == "sum";
  const auto sort = !adds ? it.sort : it.sort == Sort::integer ? Sort::bigint : Sort::numeric;
  const auto range = adds ? Range{-wide_end, wide_end} : it.range;
  const auto text = fmt::format("{}(\1)", function);
  const auto aggregate = e_.is(when, true) ? e_.make(text, {value}, sort, range, true, true)
                                           : e_.make(text + " filter (where \1)", {value, when},
                                                     sort, range, true, true);
  return rows_.output(source, name, aggregate);
}

std::int32_t Compiler::entity_of_owner(const Node& node) const {
  const auto& entities = layout_.vocabulary().entities();
  const auto& fact = entities[place(node.entity)].facts[place(node.symbol)];
  return static_cast<std::int32_t>(layout_.vocabulary().find_entity(fact.refers_to) -
                                   entities.data());
}

// Whether there may be rows that are not there: never null.
Id Compiler::listed(Id owner, const Bounds& row, const Node& node) {
  const auto listing = layout_.listing(node.entity, node.symbol);
  const auto known = e_.is_given(owner);
  Id open = e_.truth(!listing.always);
  if (!listing.always && !listing.column.empty() && !e_.is_null_literal(owner)) {
    const auto source = rows_.row(owner, entity_of_owner(node));
    const bool joined = rows_.sources()[place(source)].kind == SourceKind::joined;
    const auto column =
        rows_.column(source, listing.column, Sort::truth, {}, joined && e_.at(owner).nullable);
    open = e_.negate(e_.is_true(column));
  }
  // Of nothing there is nothing; of who is not known, nothing is known.
  return e_.choose(row.none, e_.truth(false), e_.choose(known, open, e_.truth(true)));
}

Value Compiler::aggregate(const Node& node, std::int32_t index) {
  const auto owner = bounds(node.a);
  const auto key = a_.point(owner).top;
  const auto around = enclosing_[place(index)];
  const auto from = around < 0 ? 0 : rows_.inner(related_[place(around)].source);
  const auto open = listed(key, owner, node);
  const auto related = rows_.related(key, node.entity, node.symbol, from);
  related_[place(index)] = related;
  const auto source = related.source;
  const auto passes = node.b < 0 ? e_.truth(true) : truth(node.b);
  if (node.op >= Op::months_covered) return of(months(node, source, passes, open));
  const auto certain = e_.is_true(passes);
  const auto perhaps = e_.is_null(passes);
  if (node.op == Op::exists || node.op == Op::count) {
    const auto sure = counted(source, "sure", certain);
    const auto more = counted(source, "perhaps", perhaps);
    const auto zero = e_.number(0);
    if (node.op == Op::exists) {
      const auto otherwise =
          e_.choose(e_.either(open, e_.less(zero, more)), e_.null(Sort::truth), e_.truth(false));
      return of(e_.choose(e_.less(zero, sure), e_.truth(true), otherwise));
    }
    Bounds out = a_.between(a_.whole(sure), a_.whole(e_.add(sure, more)), e_.truth(false));
    out.high.top = e_.choose(open, e_.null(Sort::bigint), out.high.top);
    if (e_.is_number(more, 0)) out.point = out.high;
    return of(out);
  }
  Row row;
  row.passes = passes;
  if (node.c < 0) {
    row.value = a_.known(related.item);
  } else {
    row.value = bounds(node.c);
    const auto op = measure_->nodes[place(node.c)].op;
    row.bounded = op == Op::fact || op == Op::count || op >= Op::distinct;
  }
  if (node.op != Op::sum && node.type == Type::text && node.op != Op::only &&
      node.op != Op::distinct)
    return refused(node.type, "文字没有大小先后", "texts have no order");
  switch (node.op) {
    case Op::sum: {
      auto out = sum(source, row, open, node.type);
      forget_unknown_owner(out, key, owner);
      return of(out);
    }
    case Op::distinct: return of(distinct(source, row, open));
    case Op::only: return of(only(source, row, open, e_.is_given(key)));
    default: break;
  }
  auto out = extreme(node.op, source, row, open, node.type);
  forget_unknown_owner(out, key, owner);
  return of(out);
}

// Of the rows of an unknown row nothing is certain, not even the bounds of their type.
void Compiler::forget_unknown_owner(Bounds& out, Id key, const Bounds& owner) {
  const auto lost = e_.both(e_.is_null(key), e_.negate(owner.none));
  out.low.top = e_.choose(lost, e_.null(e_.at(out.low.top).sort), out.low.top);
}

Bounds Compiler::sum(std::int32_t source, const Row& row, Id open, Type type) {
  const auto& value = row.value;
  if (value.low.bottom != value.high.bottom || !e_.at(value.low.bottom).constant) {
    refuse("分母不同的分数之和", "a sum of fractions with different denominators");
    return a_.unknown_of(type, Sort::integer);
  }
  const auto zero = e_.number(0);
  const auto counts = e_.negate(e_.is_false(row.passes));
  // A row that may not count, or whose value may not exist, may add nothing.
  const auto sure = e_.both(e_.is_true(row.passes), e_.negate(value.maybe));
  const auto part = [&](Share bound, bool low) {
    const auto hull = low ? e_.least(bound.top, zero) : e_.greatest(bound.top, zero);
    const auto guarded = e_.choose(e_.is_given(bound.top), hull, e_.null(e_.at(hull).sort));
    return e_.choose(value.none, zero, e_.choose(sure, bound.top, guarded));
  };
  const auto side = [&](const char* name, Id each) {
    const auto added = e_.coalesce(total(source, name, "sum", each, counts), zero);
    const auto number = a_.checked(a_.whole(added)).top;
    if (!e_.at(each).nullable) return number;
    const auto missing =
        counted(source, fmt::format("{}_open", name), e_.both(counts, e_.is_null(each)));
    return e_.choose(e_.less(zero, missing), e_.null(e_.at(number).sort), number);
  };
  auto low = side("low", part(value.low, true));
  auto high = part(value.low, true) == part(value.high, false)
                  ? low
                  : side("high", part(value.high, false));
  const bool only_more = row.bounded && is_number(type);
  if (!only_more) low = e_.choose(open, e_.null(e_.at(low).sort), low);
  high = e_.choose(open, e_.null(e_.at(high).sort), high);
  return a_.between({low, value.low.bottom}, {high, value.high.bottom}, e_.truth(false));
}

Bounds Compiler::extreme(Op op, std::int32_t source, const Row& row, Id open, Type type) {
  const auto& value = row.value;
  const bool smallest = op == Op::smallest;
  if (!e_.is_number(value.low.bottom, 1) || !e_.is_number(value.high.bottom, 1)) {
    refuse("最小、最大的分数", "the least or greatest of fractions");
    return a_.unknown_of(type, Sort::integer);
  }
  const auto there = e_.negate(value.none);
  const auto surely = e_.both(e_.is_true(row.passes), e_.both(there, e_.negate(value.maybe)));
  const auto perhaps =
      e_.both(e_.both(e_.negate(e_.is_false(row.passes)), there), e_.negate(surely));
  const auto zero = e_.number(0);
  const auto sure = counted(source, "sure", surely);
  const auto more = counted(source, "perhaps", perhaps);
  const auto some_open = e_.either(open, e_.less(zero, more));
  // A bound that is missing in one row is missing in all, unless the others decide.
  const auto over = [&](const char* name, const char* function, Id bound, Id when,
                        bool all_needed) {
    const auto best = total(source, name, function, bound, when);
    if (!all_needed || !e_.at(bound).nullable) return best;
    const auto missing =
        counted(source, fmt::format("{}_open", name), e_.both(when, e_.is_null(bound)));
    return e_.choose(e_.less(zero, missing), e_.null(e_.at(best).sort), best);
  };
  const char* function = smallest ? "min" : "max";
  const auto sure_low = over("sure_low", function, value.low.top, surely, smallest);
  const auto sure_high = over("sure_high", function, value.high.top, surely, !smallest);
  const auto none_sure = e_.equal(sure, zero);
  Bounds out;
  if (e_.is_number(more, 0) && e_.is(open, false)) {
    out.low = a_.whole(sure_low);
    out.high = a_.whole(sure_high);
    out.none = none_sure;
    out.maybe = e_.truth(false);
    return out;
  }
  const auto seen_low = over("low", "min", value.low.top, perhaps, true);
  const auto seen_high = over("high", "max", value.high.top, perhaps, true);
  const bool from_zero = row.bounded && is_number(type);
  const auto empty = e_.null(e_.at(seen_low).sort);
  // The hull of what may count, with what is not listed.
  const auto some_seen = e_.less(zero, more);
  const auto with_unseen_low =
      from_zero ? e_.choose(some_seen,
                            e_.choose(e_.is_given(seen_low), e_.least(seen_low, zero), empty), zero)
                : empty;
  const auto low = e_.choose(open, with_unseen_low, seen_low);
  const auto high = e_.choose(open, empty, seen_high);
  const auto both = [&](Id a, Id b, bool least) {
    const auto best = least ? e_.least(a, b) : e_.greatest(a, b);
    return e_.choose(e_.both(e_.is_given(a), e_.is_given(b)), best, e_.null(e_.at(best).sort));
  };
  const auto decided_low =
      smallest ? e_.choose(some_open, both(sure_low, low, true), sure_low) : sure_low;
  const auto decided_high =
      smallest ? sure_high : e_.choose(some_open, both(sure_high, high, false), sure_high);
  const auto nothing = e_.both(none_sure, e_.negate(some_open));
  out.low = a_.whole(e_.choose(none_sure, low, decided_low));
  out.high = a_.whole(e_.choose(none_sure, high, decided_high));
  out.none = nothing;
  out.maybe = e_.both(none_sure, some_open);
  out.low.top = e_.choose(nothing, empty, out.low.top);
  out.high.top = e_.choose(nothing, empty, out.high.top);
  return out;
}

// The value of the one row that passes; unknown if none or several, or if there may be others.
Bounds Compiler::only(std::int32_t source, const Row& row, Id open, Id owner_known) {
  const auto& value = row.value;
  const auto counts = e_.negate(e_.is_false(row.passes));
  const auto sure = counted(source, "sure", e_.is_true(row.passes));
  const auto more = counted(source, "perhaps", e_.is_null(row.passes));
  const auto one = e_.both(e_.both(e_.equal(sure, e_.number(1)), e_.equal(more, e_.number(0))),
                           e_.both(e_.negate(open), owner_known));
  const auto bound = [&](const char* name, Share share) {
    if (!e_.at(share.bottom).constant) refuse("唯一的分数", "the only one of fractions");
    const auto max = total(source, name, "max", share.top, counts);
    return Share{e_.choose(one, max, e_.null(e_.at(max).sort)), share.bottom};
  };
  const auto flag = [&](const char* name, Id truth) {
    if (e_.at(truth).constant) return truth;
    return e_.is_true(total(source, name, "bool_or", truth, counts));
  };
  Bounds out;
  out.low = bound("low", value.low);
  out.high = bound("high", value.high);
  out.none = e_.both(one, flag("none", value.none));
  out.maybe = e_.choose(one, flag("maybe", value.maybe), e_.truth(true));
  if (value.point.top >= 0) out.point = bound("point", value.point);
  return out;
}

Bounds Compiler::distinct(std::int32_t source, const Row& row, Id open) {
  const auto& value = row.value;
  const auto there = e_.negate(value.none);
  const auto counts = e_.both(e_.negate(e_.is_false(row.passes)), there);
  const auto certain = e_.both(e_.is_true(row.passes), there);
  const auto point = a_.point(value).top;
  const auto known = e_.is_given(point);
  const auto different = [&](const char* name, Id when) {
    const auto count = e_.make("count(distinct \1) filter (where \1)", {point, when}, Sort::bigint,
                               row_counts, false, true);
    return rows_.output(source, name, count);
  };
  const auto somebody = counted(source, "somebody", e_.both(certain, e_.negate(value.maybe)));
  const auto unnamed = counted(source, "unnamed", e_.both(counts, e_.negate(known)));
  const auto surely = different("sure", e_.both(certain, known));
  const auto all = different("all", e_.both(counts, known));
  const auto least =
      e_.choose(e_.less(e_.number(0), somebody), e_.greatest(surely, e_.number(1)), surely);
  const auto most = e_.choose(open, e_.null(Sort::bigint), e_.add(all, unnamed));
  return a_.between(a_.whole(least), a_.whole(most), e_.truth(false));
}

// Months in which at least one spell runs: ranges of months, joined where they touch.
Bounds Compiler::months(const Node& node, std::int32_t source, Id passes, Id open) {
  const auto& span = measure_->nodes[place(node.c)];
  const auto from = bounds(span.a), until = bounds(span.b), end = bounds(span.c);
  const auto there =
      e_.both(e_.negate(e_.is_false(passes)), e_.negate(e_.either(from.none, until.none)));
  const auto sure =
      e_.both(e_.both(e_.is_true(passes), there), e_.negate(e_.either(from.maybe, until.maybe)));
  const auto in_order = [&](Share a, Share b) { return e_.is_true(e_.at_most(a.top, b.top)); };
  const auto spells = [&](const char* name, Share first, Share last, Id when) {
    const auto joined =
        e_.make("range_agg(int8range(\1, \1, '[]')) filter (where \1)",
                {e_.cast(first.top, Sort::bigint), e_.cast(last.top, Sort::bigint), when},
                Sort::text, {}, true, true);
    return rows_.output(source, name, joined);
  };
  const auto month = a_.point(end).top;
  const auto measured = [&](Id runs) {
    constexpr Range months_range = {0, INT64_C(1) << 40};
    const auto zero = e_.number(0);
    if (node.op == Op::last_run) {
      const auto run = e_.make("(select \1 - lower(run) + 1 from unnest(\1) run where run @> \1)",
                               {e_.cast(month, Sort::bigint), runs, e_.cast(month, Sort::bigint)},
                               Sort::bigint, months_range, true, true);
      return e_.coalesce(run, zero);
    }
    const char* all = node.op == Op::months_covered ? "sum" : "max";
    const auto length = e_.make(
        fmt::format("(select {}(upper(run) - lower(run)) from unnest(\1) run)", all), {runs},
        node.op == Op::months_covered ? Sort::numeric : Sort::bigint, months_range, true, true);
    return e_.cast(e_.coalesce(length, zero), Sort::bigint);
  };
  const auto certain =
      spells("certain", from.high, until.low, e_.both(sure, in_order(from.high, until.low)));
  const auto possible =
      spells("possible", from.low, until.high, e_.both(there, in_order(from.low, until.high)));
  const auto endless =
      counted(source, "endless",
              e_.both(there, e_.either(e_.is_null(from.low.top), e_.is_null(until.high.top))));
  auto low = measured(certain);
  auto high = measured(possible);
  auto bounded = e_.both(e_.negate(open), e_.equal(endless, e_.number(0)));
  if (node.op == Op::last_run) {
    const auto ends = e_.is_given(month);
    low = e_.choose(ends, low, e_.number(0));
    bounded = e_.both(bounded, ends);
  }
  high = e_.choose(bounded, high, e_.null(Sort::bigint));
  return a_.between(a_.whole(low), a_.whole(high), e_.truth(false));
}

}  // namespace leye::policy::sql
