#include "hash_rows.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/day.hpp"

namespace leye::bench {
namespace {

using policy::EntityIndex;
using policy::FactIndex;
using policy::Row;

constexpr std::uint64_t person_seed = 20231231;
constexpr std::uint64_t firm_seed = 19491001;

std::uint64_t mixed(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

// One of `count` numbers from `base` on.
template <std::uint64_t Seed>
std::int64_t drawn(std::size_t row, unsigned column, std::uint64_t count, std::int64_t base = 0) {
  return base + static_cast<std::int64_t>((mixed(Seed + row * 64 + column) >> 32) % count);
}
constexpr auto person = drawn<person_seed>;
constexpr auto firm = drawn<firm_seed>;

template <unsigned Column, std::uint64_t Percent>
std::int64_t chance(std::size_t row, std::size_t) {
  return person(row, Column, 100, 0) < static_cast<std::int64_t>(Percent) ? 1 : 0;
}
template <unsigned Column, std::uint64_t Count, std::int64_t Base = 0, std::int64_t Times = 1>
std::int64_t plain(std::size_t row, std::size_t) {
  return person(row, Column, Count, Base) * Times;
}
template <unsigned Column, std::uint64_t Count, std::int64_t Base = 0>
std::int64_t of_firm(std::size_t row, std::size_t) {
  return firm(row, Column, Count, Base);
}

std::int64_t graduated(std::size_t row, std::size_t) {
  if (person(row, 26, 100, 0) < 30) return HashRows::none_day;
  return person(row, 2, 2222, 17683);
}
std::int64_t kept(std::size_t row, std::size_t) {
  return std::min(firm(row, 4, 20, 1), firm(row, 5, 21, 0));
}
std::int64_t laid_off(std::size_t row, std::size_t) {
  return std::min(firm(row, 1, 400, 1), firm(row, 2, 31, 0));
}

}  // namespace

HashRows::HashRows(const Vocabulary& vocabulary, std::size_t persons)
    : vocabulary_(vocabulary), persons_(persons), firms_(std::max<std::size_t>(1, persons / 20)) {
  const auto entity = [&](const char* id) {
    const auto* found = vocabulary.find_entity(id);
    CHECK(found != nullptr);
    return static_cast<EntityIndex>(found - vocabulary.entities().data());
  };
  person_ = entity("bench_person");
  firm_ = entity("bench_firm");
  const auto last_firm = static_cast<std::int64_t>(firms_) - 1;
  add(person_, "born", -4383, 14609, plain<0, 18993, -4383>);
  add(person_, "hired", 19174, 19904, plain<1, 731, 19174>);
  add(person_, "graduated", 17683, 19904, graduated, true);
  add(person_, "registered", 0, 1, chance<3, 35>);
  add(person_, "contract_months", 0, 36, plain<4, 37>);
  add(person_, "insured_months", 0, 24, plain<5, 25>);
  add(person_, "certificate", 0, 5, plain<6, 6>);
  add(person_, "ui_months", 0, 120, plain<7, 121>);
  add(person_, "receiving", 0, 1, chance<8, 8>);
  add(person_, "claims", 0, 4, plain<9, 5>);
  add(person_, "same_claim", 0, 1, chance<10, 5>);
  add(person_, "trainee_months", 0, 14, plain<11, 15>);
  add(person_, "category", 0, 6, plain<12, 7>);
  add(person_, "started", 0, 1, chance<13, 10>);
  add(person_, "loan", 0, 40'000'000, plain<14, 401, 0, 100'000>);
  add(person_, "partnership", 0, 1, chance<15, 20>);
  add(person_, "loan_months", 0, 48, plain<16, 49>);
  add(person_, "fee", 0, 60'000, plain<17, 60'001>);
  add(person_, "passed", 0, 1, chance<18, 40>);
  add(person_, "zone", 0, 2, plain<19, 3>);
  add(person_, "travel_cost", 0, 120'000, plain<20, 120'001>);
  add(person_, "workshop_months", 0, 12, plain<21, 13>);
  add(person_, "local", 0, 1, chance<22, 70>);
  add(person_, "hardship", 0, 1, chance<24, 5>);
  add(person_, "firm", 0, last_firm,
      [](std::size_t row, std::size_t firms) { return static_cast<std::int64_t>(row % firms); });
  add(firm_, "size", 0, 3, of_firm<0, 4>);
  add(firm_, "staff", 1, 400, of_firm<1, 400, 1>);
  add(firm_, "laid_off", 0, 30, laid_off);
  add(firm_, "premium", 0, 499'999'999, of_firm<3, 500'000'000>);
  add(firm_, "trainees", 1, 20, of_firm<4, 20, 1>);
  add(firm_, "kept", 0, 20, kept);
}

void HashRows::add(EntityIndex entity, const char* id, std::int64_t low, std::int64_t high,
                   const Make& make, bool may_be_none) {
  const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(entity)];
  const auto* fact = declared.find_fact(id);
  CHECK(fact != nullptr);
  Stored stored;
  stored.id = id;
  stored.fact = static_cast<FactIndex>(fact - declared.facts.data());
  stored.low = low;
  stored.high = high;
  const auto rows = size(entity);
  const bool narrow = low >= INT8_MIN && high <= INT8_MAX;
  if (narrow) {
    stored.bits8.resize(rows);
  } else {
    stored.bits32.resize(rows);
  }
  if (may_be_none) stored.states.resize(rows, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    auto value = make(row, firms_);
    if (value == none_day) {
      stored.states[row] = static_cast<std::uint8_t>(policy::State::none);
      value = low;
    }
    CHECK(value >= low && value <= high);
    if (narrow) {
      stored.bits8[row] = static_cast<std::int8_t>(value);
    } else {
      stored.bits32[row] = static_cast<std::int32_t>(value);
    }
  }
  (entity == person_ ? of_person_ : of_firm_).push_back(std::move(stored));
}

const HashRows::Stored* HashRows::find(EntityIndex entity, FactIndex fact) const {
  for (const auto& stored : table(entity))
    if (stored.fact == fact) return &stored;
  return nullptr;
}

std::size_t HashRows::size(EntityIndex entity) const {
  return entity == person_ ? persons_ : entity == firm_ ? firms_ : 0;
}

policy::batch::Shape HashRows::shape(EntityIndex entity, FactIndex fact) const {
  const auto* stored = find(entity, fact);
  if (stored == nullptr) return {};
  const auto width =
      stored->bits8.empty() ? policy::batch::Width::bits32 : policy::batch::Width::bits8;
  return {width, stored->low, stored->high, true, stored->states.empty()};
}

policy::batch::Cells HashRows::cells(EntityIndex entity, FactIndex fact) const {
  policy::batch::Cells cells;
  const auto* stored = find(entity, fact);
  if (stored == nullptr) return cells;
  cells.values = stored->bits8.empty() ? static_cast<const void*>(stored->bits32.data())
                                       : stored->bits8.data();
  if (!stored->states.empty()) cells.states = stored->states.data();
  cells.rows = size(entity);
  return cells;
}

std::size_t HashRows::bytes() const {
  std::size_t bytes = 0;
  for (const auto* stored : {&of_person_, &of_firm_})
    for (const auto& each : *stored)
      bytes += each.bits8.size() + each.bits32.size() * 4 + each.states.size();
  return bytes;
}

std::int64_t HashRows::at(const char* id, std::size_t row) const {
  for (const auto* stored : {&of_person_, &of_firm_})
    for (const auto& each : *stored) {
      if (each.id != id) continue;
      if (!each.states.empty() && each.states[row] != 0) return none_day;
      return each.bits8.empty() ? each.bits32[row] : each.bits8[row];
    }
  CHECK(!"a fact of the bench");
  return 0;
}

FactType HashRows::type(EntityIndex entity, const Stored& stored) const {
  const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(entity)];
  return declared.facts[static_cast<std::size_t>(stored.fact)].type;
}

std::string HashRows::sql_columns(EntityIndex entity) const {
  std::string text = "id integer";
  for (const auto& stored : table(entity)) {
    const auto of_fact = type(entity, stored);
    text += fmt::format(", {} {}", stored.id,
                        of_fact == FactType::day       ? "date"
                        : of_fact == FactType::boolean ? "boolean"
                        : stored.bits8.empty()         ? "integer"
                                                       : "smallint");
  }
  return text;
}

Status HashRows::write_csv(EntityIndex entity, const std::filesystem::path& file) const {
  std::ofstream out(file, std::ios::binary);
  fmt::memory_buffer lines;
  for (std::size_t row = 0; row < size(entity); ++row) {
    fmt::format_to(std::back_inserter(lines), "{}", row);
    for (const auto& stored : table(entity)) {
      const auto value = stored.bits8.empty() ? stored.bits32[row] : stored.bits8[row];
      lines.push_back(',');
      if (!stored.states.empty() && stored.states[row] != 0) continue;
      if (type(entity, stored) == FactType::day) {
        const auto day = Day::from_number(value).civil();
        fmt::format_to(std::back_inserter(lines), "{:04}-{:02}-{:02}", day.year, day.month,
                       day.day);
      } else {
        fmt::format_to(std::back_inserter(lines), "{}", value);
      }
    }
    lines.push_back('\n');
    constexpr std::size_t much = 1 << 20;
    if (lines.size() < much && row + 1 < size(entity)) continue;
    out.write(lines.data(), static_cast<std::streamsize>(lines.size()));
    lines.clear();
  }
  if (out.flush()) return Done{};
  return Error{ErrorCode::unavailable, "cannot write " + file.string()};
}

void HashRows::copy_to(policy::Facts& facts, std::size_t persons) const {
  for (std::size_t row = 0; row < firms_; ++row) facts.add(firm_);
  for (std::size_t row = 0; row < persons; ++row) facts.add(person_);
  for (const auto entity : {firm_, person_}) {
    const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(entity)].facts;
    for (const auto& stored : table(entity)) {
      for (std::size_t at = 0; at < facts.size(entity); ++at) {
        const auto row = static_cast<Row>(at);
        const auto value = stored.bits8.empty() ? stored.bits32[at] : stored.bits8[at];
        if (!stored.states.empty() && stored.states[at] != 0) {
          facts.set_none(entity, row, stored.fact);
        } else if (declared[static_cast<std::size_t>(stored.fact)].type == FactType::reference) {
          facts.set_reference(entity, row, stored.fact, value);
        } else {
          facts.set(entity, row, stored.fact, std::int64_t{value});
        }
      }
    }
    facts.close(entity);
  }
  facts.link();
}

}  // namespace leye::bench
