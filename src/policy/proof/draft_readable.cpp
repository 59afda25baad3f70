// Making an example small and round, and writing it out.
#include <algorithm>

#include <fmt/format.h>

#include "policy/proof/draft.hpp"

namespace leye::policy::proof {
namespace {

class Smaller {
 public:
  Smaller(Draft& draft, const Vocabulary& vocabulary, const Plan& plan, const Claim& claim)
      : draft_(draft), vocabulary_(vocabulary), plan_(plan), claim_(claim) {}

  bool run() {
    if (!holds(draft_)) return false;
    for (auto& row : draft_.rows) drop(row);
    for (auto& row : draft_.rows) {
      for (auto& [fact, cell] : row.cells) leave_out(cell);
    }
    for (std::size_t i = 0; i < draft_.judgements.size(); ++i) without_judgement(i);
    for (auto& row : draft_.rows) {
      if (!row.present) continue;
      fewer(row);
      for (auto& [fact, cell] : row.cells) rounder(row, fact, cell);
    }
    return true;
  }

 private:
  bool holds(const Draft& draft) const { return claim_(draft, facts_of(draft, vocabulary_)); }

  template <class T>
  bool try_as(T& part, T instead) {
    const auto before = part;
    part = std::move(instead);
    if (holds(draft_)) return true;
    part = before;
    return false;
  }

  void drop(DraftRow& row) {
    if (row.related && row.present) try_as(row.present, false);
  }
  void leave_out(DraftCell& cell) {
    if (cell.state != State::unknown) try_as(cell, DraftCell{});
  }
  void without_judgement(std::size_t index) {
    auto less = draft_.judgements;
    if (index >= less.size()) return;
    less.erase(std::next(less.begin(), static_cast<std::ptrdiff_t>(index)));
    try_as(draft_.judgements, less);
  }
  void fewer(DraftRow& row) {
    for (std::int64_t i = 1; row.related && i < row.copies; ++i)
      if (try_as(row.copies, i)) return;
  }

  // The first of these that will do.
  void one_of(DraftCell& cell, const std::vector<std::int64_t>& values) {
    for (const auto value : values) {
      if (cell.value == Fraction{value, 1}) return;
      auto instead = cell;
      instead.value = {value, 1};
      if (try_as(cell, instead)) return;
    }
  }

  void rounder(const DraftRow& row, FactIndex fact, DraftCell& cell) {
    if (cell.state != State::known) return;
    const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(row.entity)]
                               .facts[static_cast<std::size_t>(fact)];
    switch (declared.type) {
      case FactType::count: return one_of(cell, {0, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 500});
      case FactType::money: {
        std::vector<std::int64_t> yuan;
        for (const std::int64_t each :
             {0, 1000, 2000, 3000, 5000, 10'000, 50'000, 100'000, 1'000'000})
          yuan.push_back(each * 100);
        for (const std::int64_t unit : {100'000, 10'000, 100})
          yuan.push_back(cell.value.top / unit * unit);
        return one_of(cell, yuan);
      }
      case FactType::place: return one_of(cell, {plan_.place});
      case FactType::day: return day(declared, cell);
      case FactType::ratio: {
        if (World::counts_heads(declared)) return one_of(cell, {10, 20, 30, 50, 100, 200, 500});
        for (const std::int64_t percent : {0, 5, 10, 20, 30, 50, 60, 100}) {
          auto instead = cell;
          instead.value = *divide(Fraction{percent, 1}, Fraction{100, 1});
          if (instead.value == cell.value || try_as(cell, instead)) return;
        }
        return;
      }
      default: return;
    }
  }

  // The turn of the year, of the month.
  void day(const Fact& declared, DraftCell& cell) {
    const auto number = [](int year, int month) {
      const auto made = Day::from_civil(year, month, 1);
      return made.ok() ? std::int64_t{made.value().number()} : 0;
    };
    const auto civil = Day::from_number(static_cast<std::int32_t>(cell.value.top)).civil();
    if (declared.id.starts_with("birth"))
      return one_of(cell,
                    {number(1990, 1), number(1980, 1), number(2000, 1), number(1970, 1),
                     number(1960, 1), number(civil.year, 1), number(civil.year, civil.month)});
    one_of(cell, {number(civil.year, 1), number(civil.year, 7), number(civil.year, civil.month)});
  }

  Draft& draft_;
  const Vocabulary& vocabulary_;
  const Plan& plan_;
  const Claim& claim_;
};

const Entity& entity_of(const DraftRow& row, const Vocabulary& vocabulary) {
  return vocabulary.entities()[static_cast<std::size_t>(row.entity)];
}

// The name of each row, from the subject; empty where it is not there.
std::vector<std::pair<std::string, std::string>> names_of(const Draft& draft,
                                                          const Vocabulary& vocabulary) {
  std::vector<std::pair<std::string, std::string>> names;
  std::map<std::string, int> seen;
  for (const auto& row : draft.rows) {
    const auto& entity = entity_of(row, vocabulary);
    names.emplace_back();
    if (row.from < 0) {
      names.back() = {entity.zh, entity.id};
      continue;
    }
    const auto [zh, en] = names[static_cast<std::size_t>(row.from)];
    if (zh.empty() || row.same_as >= 0) continue;
    const auto& above = draft.rows[static_cast<std::size_t>(row.from)];
    if (!row.related) {
      const auto& reference = entity_of(above, vocabulary).facts[static_cast<std::size_t>(row.by)];
      const auto cell = above.cells.find(row.by);
      if (cell != above.cells.end() && cell->second.state == State::known)
        names.back() = {zh + "." + reference.zh, en + "." + reference.id};
    } else if (row.present) {
      const int number = ++seen[en + "." + entity.plural];
      auto mark = number > 1 ? fmt::format("[{}]", number) : std::string{};
      if (row.copies > 1) mark += fmt::format("(×{})", row.copies);
      names.back() = {zh + "." + entity.zh + mark, en + "." + entity.plural + mark};
    }
  }
  return names;
}

// The row that a reference leads to, if it has a name of its own already.
std::int32_t same_as(const Draft& draft, std::size_t row, FactIndex fact) {
  for (const auto& each : draft.rows)
    if (!each.related && each.from == static_cast<std::int32_t>(row) && each.by == fact)
      return each.same_as;
  return -1;
}

}  // namespace

bool make_readable(Draft& draft, const Vocabulary& vocabulary, const Plan& plan,
                   const Claim& claim) {
  return Smaller(draft, vocabulary, plan, claim).run();
}

std::vector<DraftLine> lines_of(const Draft& draft, const Vocabulary& vocabulary) {
  std::vector<DraftLine> lines;
  const auto names = names_of(draft, vocabulary);
  for (std::size_t i = 0; i < draft.rows.size(); ++i) {
    const auto& [zh, en] = names[i];
    if (zh.empty()) continue;
    const auto& row = draft.rows[i];
    Draft alone;  // facts know how each type is written
    alone.rows = {row};
    const auto facts = facts_of(alone, vocabulary);
    for (const auto& [fact, cell] : row.cells) {
      const auto& declared = entity_of(row, vocabulary).facts[static_cast<std::size_t>(fact)];
      const bool reference = declared.type == FactType::reference;
      const auto same = reference ? same_as(draft, i, fact) : -1;
      if (same >= 0 && !names[static_cast<std::size_t>(same)].first.empty()) {
        const auto& other = names[static_cast<std::size_t>(same)];
        lines.push_back({zh + "." + declared.zh, en + "." + declared.id, "= " + other.first});
        continue;
      }
      if (cell.state == State::unknown || (reference && cell.state == State::known)) continue;
      lines.push_back(
          {zh + "." + declared.zh, en + "." + declared.id, facts.spelling(row.entity, 0, fact)});
    }
  }
  // That somebody is there, where nothing more is to be known of him.
  for (std::size_t i = 1; i < names.size(); ++i) {
    const auto& [zh, en] = names[i];
    const auto within = [&](const DraftLine& line) { return line.fact.starts_with(en + "."); };
    if (!zh.empty() && std::none_of(lines.begin(), lines.end(), within))
      lines.push_back({zh, en, "有"});
  }
  for (const auto& [id, holds] : draft.judgements)
    lines.push_back({"裁量 " + id, "judgement " + id, holds ? "是" : "否"});
  return lines;
}

}  // namespace leye::policy::proof
