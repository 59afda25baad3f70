#include "policy/differential/random_facts.hpp"

#include <algorithm>

namespace leye::policy::differential {
namespace {

const std::int64_t first_day = Day::from_civil(1900, 1, 1).value().number();
const std::int64_t last_day = Day::from_civil(2199, 12, 31).value().number();
// The ends of 64 bits stand for bounds that are not there.
constexpr std::int64_t greatest_number = INT64_MAX - 1;

Day day_at(std::int64_t number) { return Day::from_number(static_cast<std::int32_t>(number)); }

void remember(std::deque<std::int64_t>& lately, std::int64_t value) {
  constexpr std::size_t kept = 12;
  lately.push_back(value);
  if (lately.size() > kept) lately.pop_front();
}

}  // namespace

RandomFacts::RandomFacts(const Plan& plan, EntityIndex subject, const Vocabulary& vocabulary,
                         std::uint64_t seed)
    : vocabulary_(vocabulary),
      limits_(limits_of(plan)),
      draw_(seed),
      used_(used_by(plan, subject, vocabulary)) {}

Facts RandomFacts::world(std::size_t rows) {
  Facts facts(vocabulary_);
  for (const auto entity : used_.entities) {
    const std::size_t sizes[] = {0, rows / 8 + 1, rows, rows, 2 * rows};
    const auto size = entity == used_.subject ? rows : sizes[draw_.below(5)];
    for (std::size_t row = 0; row < size; ++row)
      facts.add(entity, static_cast<std::int64_t>(row));  // SQL calls a row by its number
  }
  std::size_t most = 0;
  for (const auto entity : used_.entities) most = std::max(most, facts.size(entity));
  // Row by row, so that what was drawn lately belongs together.
  for (std::size_t row = 0; row < most; ++row)
    for (const auto& used : used_.facts)
      if (row < facts.size(used.entity)) fill(facts, used, static_cast<Row>(row));
  close_some(facts);
  judge(facts, 70);
  facts.link();
  return facts;
}

void RandomFacts::mend(Facts& facts, EntityIndex entity, int percent) {
  std::vector<UsedFact> of_entity;
  for (const auto& used : used_.facts)
    if (used.entity == entity) of_entity.push_back(used);
  if (of_entity.empty()) return;
  for (Row row = 0; row < static_cast<Row>(facts.size(entity)); ++row)
    if (draw_.chance(percent)) fill(facts, draw_.one_of(of_entity), row);
}

void RandomFacts::close_some(Facts& facts) {
  const bool all = draw_.chance(50);
  for (const auto& used : used_.facts) {
    if (used.target < 0) continue;
    if (all || draw_.chance(50)) facts.close(used.entity, used.fact);
    const auto targets = static_cast<std::int64_t>(facts.size(used.target));
    for (auto left = draw_.chance(30) ? targets / 8 : 0; left > 0; --left)
      facts.leave_open(used.entity, used.fact, static_cast<Row>(draw_.below(targets)));
  }
}

void RandomFacts::judge(Facts& facts, int percent) {
  for (const auto& id : used_.judgements)
    for (Row row = 0; row < static_cast<Row>(facts.size(used_.subject)); ++row)
      if (draw_.chance(percent)) facts.set_judgement(used_.subject, row, id, draw_.chance(70));
}

void RandomFacts::fill(Facts& facts, const UsedFact& used, Row row) {
  const auto entity = used.entity;
  const auto fact = used.fact;
  if (used.type == FactType::reference) return refer(facts, used, row);
  const auto state = draw_.below(100);
  if (state < 6) return facts.set_unknown(entity, row, fact);
  if (state < 12) return facts.set_none(entity, row, fact);
  switch (used.type) {
    case FactType::boolean: return facts.set(entity, row, fact, draw_.chance(50));
    case FactType::count: return facts.set(entity, row, fact, number(limits_.counts));
    case FactType::money: return facts.set(entity, row, fact, number(limits_.money));
    case FactType::day: return facts.set(entity, row, fact, day());
    case FactType::month: {
      const auto civil = day_at(day()).civil();
      const auto drawn = std::int64_t{12} * civil.year + civil.month - 1;
      const auto limit = draw_.one_of(limits_.months) + draw_.between(-1, 1);
      return facts.set(entity, row, fact, draw_.chance(50) ? drawn : limit);
    }
    case FactType::place: return facts.set(entity, row, fact, place());
    case FactType::text: {
      const bool named = !used_.named.empty() && draw_.chance(60);
      return facts.set_text(entity, row, fact, named ? name_of_a_row(facts, row) : text());
    }
    case FactType::ratio: {
      const auto share = ratio();
      return facts.set(entity, row, fact, Ratio::make(share.top, share.bottom).value());
    }
    case FactType::code: {
      const auto& known = vocabulary_.entities()[static_cast<std::size_t>(entity)]
                              .facts[static_cast<std::size_t>(fact)];
      const auto codes = static_cast<std::int64_t>(vocabulary_.code_table(known)->codes().size());
      return facts.set(entity, row, fact, draw_.below(codes));
    }
    case FactType::reference: return;
  }
}

// Some targets have no rows, most have one or two, the first few have very many.
void RandomFacts::refer(Facts& facts, const UsedFact& used, Row row) {
  const auto entity = used.entity;
  const auto fact = used.fact;
  const auto targets = static_cast<std::int64_t>(facts.size(used.target));
  const auto state = draw_.below(100);
  if (state < 5 || targets == 0) return facts.set_unknown(entity, row, fact);
  if (state < 9) return facts.set_none(entity, row, fact);
  const auto few = std::min<std::int64_t>(targets, 1 + targets / 100);
  const auto target = state < 14   ? draw_.below(few)
                      : state < 60 ? draw_.below(targets)
                                   : std::int64_t{row} % targets;
  facts.set_reference(entity, row, fact, static_cast<Row>(target));
}

std::int64_t RandomFacts::day() {
  const bool related = !days_.empty() && draw_.chance(50);
  auto day =
      related
          ? days_[static_cast<std::size_t>(draw_.below(static_cast<std::int64_t>(days_.size())))]
          : draw_.one_of(limits_.days);
  const auto shift = static_cast<int>(draw_.one_of(limits_.counts) % 1200 + draw_.between(-1, 1));
  const int sign = draw_.chance(70) ? -1 : 1;
  switch (draw_.below(8)) {
    case 0: day += sign * shift; break;
    case 1:
    case 2: day = add_months(day_at(day), sign * shift).number(); break;
    case 3:
    case 4: day = add_months(day_at(day), sign * (shift % 100) * 12).number(); break;
    case 5: {
      const auto civil = day_at(day).civil();
      day += days_in_month(civil.year, civil.month) - civil.day;
      break;
    }
    case 6: day += draw_.between(-400, 400); break;
    default: break;
  }
  if (draw_.chance(40)) day += draw_.between(-1, 1);
  if (draw_.chance(1)) day = draw_.chance(50) ? first_day : last_day;
  if (draw_.chance(1)) day = Day::from_civil(2024, 2, 29).value().number();
  day = std::clamp(day, first_day, last_day);
  remember(days_, day);
  return day;
}

std::int64_t RandomFacts::number(const std::vector<std::int64_t>& of_limits) {
  const auto way = draw_.below(100);
  std::int64_t number = 0;
  if (way < 45) {
    number = draw_.one_of(of_limits) + draw_.between(-1, 1);
  } else if (way < 70 && !numbers_.empty()) {
    number =
        numbers_[static_cast<std::size_t>(draw_.below(static_cast<std::int64_t>(numbers_.size())))];
    const auto share = draw_.one_of(limits_.ratios);
    const auto part = multiply(Fraction{number, 1}, share);
    if (draw_.chance(50) && part) number = round_half_away(*part);
    number = std::clamp(number, 1 - greatest_number, greatest_number - 1) + draw_.between(-1, 1);
  } else if (way < 85) {
    number = draw_.below(40);
  } else if (way < 97) {
    number = draw_.below(draw_.one_of(of_limits) * 4 + 2);
  } else if (way < 99) {
    number = draw_.below(std::int64_t{1} << draw_.between(31, 62));
  } else {
    number = draw_.chance(50) ? greatest_number - draw_.below(2) : -draw_.below(1000);
  }
  remember(numbers_, number);
  return number;
}

Fraction RandomFacts::ratio() {
  const auto limit = draw_.one_of(limits_.ratios);
  if (draw_.chance(40)) return limit;
  if (draw_.chance(50)) {
    const auto beside = add(limit, Fraction{draw_.between(-1, 1), 10'000});
    return beside.value_or(limit);
  }
  return {draw_.below(300), draw_.between(1, 250)};
}

std::int64_t RandomFacts::place() {
  const auto limit = draw_.one_of(limits_.places);
  const std::int64_t grains[] = {1, 1000, 1'000'000, 100'000'000, 10'000'000'000};
  const auto grain = grains[draw_.below(5)];
  switch (draw_.below(4)) {
    case 0: return limit / grain * grain;                       // an area that contains it
    case 1: return limit / grain * grain + draw_.below(grain);  // somewhere in that area
    case 2: return (limit / grain + 1) * grain;                 // the next one
    default: return limit;
  }
}

// Mostly the row that lies beside this one, so that what a row is called and what it is related to
// often go together.
std::string RandomFacts::name_of_a_row(const Facts& facts, Row beside) {
  const auto entity = draw_.one_of(used_.named);
  const auto rows = static_cast<std::int64_t>(facts.size(entity));
  if (rows == 0) return {};
  const auto row = draw_.chance(70) ? std::int64_t{beside} % rows : draw_.below(rows);
  return facts.row_name(entity, static_cast<Row>(row));
}

std::string RandomFacts::text() {
  const auto& limit = draw_.one_of(limits_.texts);
  switch (draw_.below(5)) {
    case 0: return limit + "乙";
    case 1: return "丙" + limit;
    case 2: return limit.substr(0, limit.size() / 2);
    case 3: return {};
    default: return limit;
  }
}

}  // namespace leye::policy::differential
