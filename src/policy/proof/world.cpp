#include "policy/proof/world.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.hpp"

namespace leye::policy::proof {
namespace {

constexpr std::int64_t month_number(int year) { return std::int64_t{year} * 12; }
constexpr std::int64_t count_max = 100'000;
constexpr std::int64_t fen_max = 10'000'000'000;  // 100 million yuan
constexpr int rows_far = 1;                       // of a relation that is further in
constexpr std::int64_t copies_max = 40;
constexpr std::int64_t place_max = 999'999'999'999;
constexpr int oldest = 95;    // in the first year that matters,
constexpr int youngest = 15;  // and in the last, but in proofs

Type type_of(FactType type) {
  switch (type) {
    case FactType::boolean: return Type::boolean;
    case FactType::count: return Type::count;
    case FactType::ratio: return Type::ratio;
    case FactType::money: return Type::money;
    case FactType::day: return Type::day;
    case FactType::month: return Type::month;
    case FactType::text: return Type::text;
    case FactType::code: return Type::code;
    case FactType::place: return Type::place;
    case FactType::reference: return Type::reference;
  }
  return Type::boolean;
}

}  // namespace

World::World(Logic& logic, const Plan& plan, const Vocabulary& vocabulary,
             std::span<const Measure* const> measures, int rows)
    : logic_(logic),
      plan_(plan),
      vocabulary_(vocabulary),
      named_(named_by(plan, measures)),
      exact_(logic.boolean("exact")),
      long_months_(logic.boolean("long")),
      short_months_(logic.boolean("short")),
      yes_(logic.truth(true)),
      no_(logic.truth(false)),
      rows_near_(rows) {
  today_ = unknown(Type::day, "today");
  for (const auto* measure : measures)
    for (const auto& node : measure->nodes)
      if (node.op == Op::exists || node.op == Op::count || node.op == Op::distinct)
        ++askers_[{node.entity, node.symbol}];
  SymbolicRow first;
  first.entity = measures.front()->subject;
  first.present = yes_;
  first.copies = logic.number(1);
  add_row(std::move(first));
}

int World::rows_wanted(std::span<const Measure* const> measures) {
  std::map<std::pair<EntityIndex, FactIndex>, int> asked;
  int most = rows_least;
  for (const auto* measure : measures)
    for (const auto& node : measure->nodes)
      if (node.op >= Op::exists) most = std::max(most, ++asked[{node.entity, node.symbol}]);
  return std::min(most, rows_most);
}

std::int32_t World::add_row(SymbolicRow row) {
  rows_.push_back(std::move(row));
  return row_count() - 1;
}

Symbol World::constant(Logic& logic, Type type, Fraction value) {
  Symbol made{type, logic.truth(false), {}, {}, -1};
  if (type == Type::boolean) {
    made.value = logic.truth(value.top != 0);
  } else if (type == Type::day) {
    const auto civil = Day::from_number(static_cast<std::int32_t>(value.top)).civil();
    made.value = logic.number(std::int64_t{civil.year} * 12 + civil.month - 1);
    made.day = logic.number(civil.day);
  } else {
    made.value = logic.number(value);
  }
  return made;
}

std::int64_t World::text_number(std::string_view text) const {
  const auto& texts = named_.texts;
  const auto at = std::find(texts.begin(), texts.end(), text);
  CHECK(at != texts.end());
  return at - texts.begin();
}

std::string World::row_name(std::int32_t at) const {
  const auto entity = static_cast<std::size_t>(row(at).entity);
  return fmt::format("{}:{}", vocabulary_.entities()[entity].id, at + 1);
}

void World::day_within(const Symbol& day, Range range) {
  auto& l = logic_;
  l.require(l.both(l.at_most(l.number(1), day.day), l.at_most(day.day, l.number(31))));
  const auto first = month_number(named_.first_year - (range == Range::near ? 0 : oldest));
  const auto last = month_number(named_.last_year + 1 - (range == Range::birth ? youngest : 0));
  const auto near =
      l.both(l.at_most(l.number(first), day.value), l.less(day.value, l.number(last)));
  auto plain = l.at_most(day.day, l.number(28));
  for (const auto& end : named_.month_ends) {
    const auto civil = end.civil();
    const auto month = std::int64_t{civil.year} * 12 + civil.month - 1;
    plain = l.either(plain, l.both(l.equal(day.value, l.number(month)),
                                   l.at_most(day.day, l.number(civil.day))));
  }
  l.require(l.implies(exact_, l.either(day.none, l.both(near, plain))));
}

Symbol World::unknown(Type type, const std::string& name, Range range, bool heads) {
  auto& l = logic_;
  Symbol made{type, no_, {}, {}, -1};
  const auto within = [&](std::int64_t last) {
    l.require(l.at_most(l.number(0), made.value));
    l.require(l.implies(exact_, l.at_most(made.value, l.number(last))));
  };
  switch (type) {
    case Type::boolean: made.value = l.boolean(name); break;
    case Type::ratio: {
      made.value = l.fraction(name);
      within(heads ? count_max : 2);
      const auto parts = l.whole(name);
      const Fraction part = heads ? Fraction{1, 1} : Fraction{1000, 1};
      l.require(l.implies(exact_, l.equal(l.scale(made.value, part), parts)));
      break;
    }
    case Type::count:
      made.value = l.whole(name);
      within(count_max);
      break;
    case Type::money:
      made.value = l.whole(name);
      within(fen_max);
      break;
    case Type::day:
      made.value = l.whole(name);
      made.day = l.whole(name);
      day_within(made, range);
      break;
    case Type::month:
      made.value = l.whole(name);
      l.require(l.implies(
          exact_, l.both(l.at_most(l.number(month_number(named_.first_year - 3)), made.value),
                         l.less(made.value, l.number(month_number(named_.last_year + 1))))));
      break;
    case Type::text:
      made.value = l.whole(name);
      l.require(l.at_most(l.number(0), made.value));
      break;
    case Type::place: {
      made.value = l.whole(name);
      l.require(l.at_most(l.number(0), made.value));
      l.require(l.at_most(made.value, l.number(place_max)));
      auto any = no_;
      for (const auto place : named_.places)
        any = l.either(any, l.equal(made.value, l.number(place)));
      l.require(l.implies(exact_, any));
      break;
    }
    default: made.value = l.whole(name); break;
  }
  return made;
}

Term World::copies(std::int32_t row) const {
  const auto copies = rows_[static_cast<std::size_t>(row)].copies;
  const bool more = step_ && step_->row == row && step_->fact < 0;
  return more ? logic_.add(copies, logic_.number(step_->by)) : copies;
}

// Of a day the day after, but for the turn of a month.
Symbol World::stepped(Symbol symbol) {
  auto& part = symbol.type == Type::day ? symbol.day : symbol.value;
  part = logic_.add(part, logic_.number(step_->by));
  return symbol;
}

Symbol World::fact(std::int32_t row, FactIndex fact) {
  auto made = kept_fact(row, fact);
  return step_ && step_->row == row && step_->fact == fact ? stepped(made) : made;
}

Symbol World::kept_fact(std::int32_t row, FactIndex fact) {
  auto& owner = rows_[static_cast<std::size_t>(row)];
  if (const auto known = owner.cells.find(fact); known != owner.cells.end()) return known->second;
  auto& l = logic_;
  const auto& entity = vocabulary_.entities()[static_cast<std::size_t>(owner.entity)];
  const auto& declared = entity.facts[static_cast<std::size_t>(fact)];
  const auto type = type_of(declared.type);
  Symbol made{type, no_, {}, {}, -1};
  const bool may_be_none = !declared.required && type != Type::boolean;
  auto none = no_;
  if (may_be_none) {
    none = l.boolean(declared.id + "?");
    if (!declared.empty_is_none) l.require(l.implies(exact_, l.negate(none)));
  }
  if (type == Type::reference) {
    made.row = owner.related && owner.by == fact ? owner.from : -1;
    if (made.row < 0) {
      SymbolicRow target;
      target.entity = static_cast<EntityIndex>(vocabulary_.find_entity(declared.refers_to) -
                                               vocabulary_.entities().data());
      target.present = yes_;
      target.copies = l.number(1);
      target.from = row;
      target.by = fact;
      target.depth = owner.depth;
      made.none = none;
      made.row = add_row(std::move(target));
      rows_[static_cast<std::size_t>(row)].targets[fact] = made.row;
    }
  } else {
    const auto range = declared.id.starts_with("birth") ? Range::birth : Range::near;
    made = unknown(type, declared.id, range, counts_heads(declared));
    made.none = none;
    if (type == Type::code) {
      const auto* table = vocabulary_.code_table(declared);
      const auto size = static_cast<std::int64_t>(table == nullptr ? 1 : table->codes().size());
      l.require(l.both(l.at_most(l.number(0), made.value), l.less(made.value, l.number(size))));
    }
  }
  rows_[static_cast<std::size_t>(row)].cells.emplace(fact, made);
  return made;
}

bool World::counts_heads(const Fact& fact) {
  return fact.type == FactType::ratio && fact.zh.ends_with("人数");
}

int World::fresh_rows(std::int32_t row) const {
  return rows_[static_cast<std::size_t>(row)].depth == 0 ? rows_near_ : rows_far;
}

bool World::shows_each(std::int32_t row, EntityIndex entity, FactIndex fact) const {
  const auto asked = askers_.find({entity, fact});
  return asked == askers_.end() || asked->second <= fresh_rows(row);
}

std::vector<std::int32_t> World::related(std::int32_t row, EntityIndex entity, FactIndex fact) {
  const auto key = std::tuple{row, entity, fact};
  if (const auto known = relations_.find(key); known != relations_.end()) return known->second;
  std::vector<std::int32_t> rows;
  const auto owner = rows_[static_cast<std::size_t>(row)];
  if (owner.from >= 0 && !owner.related && owner.by == fact &&
      rows_[static_cast<std::size_t>(owner.from)].entity == entity)
    rows.push_back(owner.from);  // the one that led here is one of them
  auto& l = logic_;
  for (int i = 0; i < fresh_rows(row); ++i) {
    SymbolicRow made;
    made.entity = entity;
    made.present = l.boolean("present");
    made.copies = l.whole("copies");
    l.require(l.at_most(l.number(1), made.copies));
    l.require(l.implies(exact_, l.at_most(made.copies, l.number(copies_max))));
    made.from = row;
    made.by = fact;
    made.related = true;
    made.depth = owner.depth + 1;
    rows.push_back(add_row(std::move(made)));
  }
  relations_.emplace(key, rows);
  return rows;
}

Term World::more(std::int32_t row, EntityIndex entity, FactIndex fact, Term filter) {
  const auto key = std::tuple{row, entity, fact, filter};
  if (const auto known = more_.find(key); known != more_.end()) return known->second;
  auto& l = logic_;
  const auto made = l.whole("more");
  l.require(l.at_most(l.number(0), made));
  l.require(l.implies(exact_, l.equal(made, l.number(0))));
  more_.emplace(key, made);
  return made;
}

Term World::same(std::int32_t a, std::int32_t b) {
  if (a == b) return yes_;
  const auto [at, added] = sames_.try_emplace(std::minmax(a, b));
  if (added) at->second = logic_.boolean("same");
  return at->second;
}

void World::require_same_of_same() {
  auto& l = logic_;
  const auto find = [&](std::int32_t a, std::int32_t b) {
    const auto at = sames_.find(std::minmax(a, b));
    return at == sames_.end() ? Term{} : at->second;
  };
  const auto follows = [&](Term one, Term other, Term third) {
    l.require(l.implies(l.both(one, other), third));
  };
  for (const auto& [first, ab] : sames_)
    for (std::int32_t c = first.second + 1; c < row_count(); ++c) {
      const auto ac = find(first.first, c);
      const auto bc = find(first.second, c);
      if (!ac.given() || !bc.given()) continue;
      follows(ab, bc, ac);
      follows(ab, ac, bc);
      follows(ac, bc, ab);
    }
}

Term World::judgement(std::int32_t row, const std::string& id) {
  const auto [at, added] = judgements_.try_emplace({row, id});
  if (added) at->second = logic_.boolean(id);
  return at->second;
}

}  // namespace leye::policy::proof
