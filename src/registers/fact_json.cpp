#include "registers/fact_json.hpp"

#include <boost/json.hpp>
#include <charconv>

#include <fmt/format.h>

#include "base/json.hpp"

namespace leye::registers {
namespace {

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Ratio> ratio_of(std::string_view text) {
  const auto stroke = text.find('/');
  const auto top = whole(text.substr(0, stroke));
  const auto bottom =
      stroke == text.npos ? std::optional<std::int64_t>(1) : whole(text.substr(stroke + 1));
  if (!top || !bottom || *bottom == 0) return std::nullopt;
  const auto ratio = Ratio::make(*top, *bottom);
  if (!ratio.ok()) return std::nullopt;
  return ratio.value();
}

}  // namespace

bool kept_as_json(const Entity& entity, const Fact& fact) {
  if (!entity.is_record()) return !fact.core;
  return fact.type != FactType::reference ||
         (fact.refers_to != "person" && fact.refers_to != "organisation");
}

std::string canonical(const Fact& fact, const CellValue& value) {
  switch (fact.type) {
    case FactType::boolean: return value.number != 0 ? "yes" : "no";
    case FactType::count:
    case FactType::place: return std::to_string(value.number);
    case FactType::ratio: return fmt::format("{}/{}", value.number, value.bottom);
    case FactType::money: return to_text(Money::fen(value.number));
    case FactType::day: return to_text(Day::from_number(static_cast<int>(value.number)));
    case FactType::month:
      return to_text(Day::from_number(static_cast<int>(value.number))).substr(0, 7);
    case FactType::text:
    case FactType::code:
    case FactType::reference: return value.text;
  }
  CHECK(false);
}

std::string json_of_cells(const Entity& entity, const std::vector<CellValue>& values) {
  std::string out;
  for (std::size_t index = 0; index < entity.facts.size(); ++index) {
    const Fact& fact = entity.facts[index];
    if (!values[index].present || !kept_as_json(entity, fact)) continue;
    if (fact.type == FactType::reference) continue;
    out += out.empty() ? "{" : ",";
    json::append_quoted(out, fact.id);
    out += ":";
    json::append_quoted(out, canonical(fact, values[index]));
  }
  return out.empty() ? out : out + "}";
}

Result<std::vector<StoredFact>> read_fact_json(const Entity& entity, std::string_view text) {
  std::vector<StoredFact> stored;
  const auto parsed = TRY(json::parse(text));
  const auto* members = parsed.if_object();
  if (members == nullptr) return stored;
  for (std::size_t index = 0; index < entity.facts.size(); ++index) {
    if (!kept_as_json(entity, entity.facts[index])) continue;
    const auto* value = members->if_contains(entity.facts[index].id);
    if (value == nullptr || !value->is_string()) continue;
    stored.push_back({index, std::string(value->as_string())});
  }
  return stored;
}

void put_canonical(policy::Facts& facts, policy::EntityIndex entity, policy::Row row,
                   policy::FactIndex index, const std::string& value) {
  const Entity& declared = facts.vocabulary().entities()[static_cast<std::size_t>(entity)];
  const Fact& fact = declared.facts[static_cast<std::size_t>(index)];
  switch (fact.type) {
    case FactType::boolean: facts.set(entity, row, index, value == "yes"); break;
    case FactType::count:
    case FactType::place:
      if (const auto number = whole(value)) facts.set(entity, row, index, *number);
      break;
    case FactType::ratio:
      if (const auto ratio = ratio_of(value)) facts.set(entity, row, index, *ratio);
      break;
    case FactType::money:
      if (const auto money = Money::parse(value); money.ok()) {
        facts.set(entity, row, index, money.value());
      }
      break;
    case FactType::day:
      if (const auto day = Day::parse(value); day.ok()) facts.set(entity, row, index, day.value());
      break;
    case FactType::month:
      if (const auto day = Day::parse(value + "-01"); day.ok()) {
        const YearMonthDay month = day.value().civil();
        facts.set(entity, row, index, std::int64_t{month.year} * 12 + month.month - 1);
      }
      break;
    case FactType::text: facts.set_text(entity, row, index, value); break;
    case FactType::code:
      // A code that is no longer in its table says nothing a rule could use: unknown.
      if (const auto at = facts.vocabulary().code_table(fact)->index(value)) {
        facts.set(entity, row, index, static_cast<std::int64_t>(*at));
      }
      break;
    case FactType::reference: CHECK(false);
  }
}

}  // namespace leye::registers
