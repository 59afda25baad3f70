// What an import would change, fact by fact: see import.hpp.
#include <charconv>

#include "registers/import.hpp"
#include "registers/import_changes.sql.hpp"

namespace leye::registers {
namespace {

constexpr int changes_listed_max = 200;

// The fact of a column: "wage_fen" is the wage, "headcount_mean_numerator" the mean headcount.
const Fact* fact_of_column(const Entity& entity, std::string_view column) {
  for (const std::string_view end : {"", "_fen", "_numerator"}) {
    if (!column.ends_with(end)) continue;
    const auto id = column.substr(0, column.size() - end.size());
    if (const Fact* fact = entity.find_fact(id)) return fact;
  }
  return nullptr;
}

// As people write it; what is masked in the register stays so.
std::string shown(const Vocabulary& vocabulary, const Fact& fact,
                  const std::optional<std::string>& text, bool known) {
  const bool hidden = known && fact.mask != Mask::none && fact.mask != Mask::name;
  if (!text || hidden) return "***";
  if (fact.type == FactType::boolean) return *text == "true" ? "是" : "否";
  if (fact.type == FactType::code) {
    const Code* code = vocabulary.code_table(fact)->understand(*text);
    return code == nullptr ? *text : code->zh;
  }
  if (fact.type == FactType::money) {
    std::int64_t fen = 0;
    std::from_chars(text->data(), text->data() + text->size(), fen);
    return to_text(Money::fen(fen));
  }
  constexpr std::size_t month_length = 7;
  return fact.type == FactType::month ? text->substr(0, month_length) : *text;
}

}  // namespace

Import::Tables Import::tables() const {
  if (entity_->is_record()) return {"staged_record", "register_record"};
  const bool versions = entity_->id == "person" || entity_->id == "organisation";
  return {"staged_" + entity_->id, versions ? entity_->id + "_version" : entity_->id};
}

Result<std::int64_t> Import::hold_back(const std::string& ranks, ImportReport& report) {
  CHECK(kind_ != nullptr);
  const auto [staged, known] = tables();
  TRY(transaction_.execute(sql::gather_held, staged, known, ranks));
  const auto count = TRY(transaction_.query(sql::count_held))[0].get<std::int64_t>("count");
  if (count == 0) return count;
  TRY(transaction_.query(sql::hold_back, staged, known));
  TRY(transaction_.execute(sql::forget_resolved));
  TRY(resolve());
  TRY(count_states(report));
  return count;
}

// Waits for others that change the same rows. What they stored meanwhile is compared again.
Status Import::take_turn() {
  constexpr int rounds = 8;  // two, unless rows of the file go on being changed by name
  for (int round = 0; round < rounds; ++round) {
    const auto turn = TRY(transaction_.query(sql::take_turn, tables().known, order_.now));
    if (!turn[0].get<bool>("superseded")) {
      order_.now = turn[0].get<Instant>("learnt_at");
      return Done{};
    }
    TRY(transaction_.execute(sql::forget_resolved));
    TRY(resolve());
    ImportReport again;
    TRY(count_states(again));
  }
  return Error{ErrorCode::overloaded, "这些登记正被别处修改", {}, "请稍后再试"};
}

Result<ImportChanges> Import::changes() {
  CHECK(kind_ != nullptr);
  ImportChanges changes;
  const auto [staged, known] = tables();
  TRY(transaction_.execute(sql::gather_changes, staged, known));
  const auto counts = TRY(transaction_.query(sql::changed_facts));
  for (const store::Row row : counts) {
    const Fact* fact = fact_of_column(*entity_, row.get<std::string>("fact"));
    if (fact != nullptr) changes.facts.push_back({fact, row.get<std::int64_t>("count")});
  }
  const auto rows = TRY(transaction_.query(sql::first_changes, changes_listed_max));
  for (const store::Row row : rows) {
    const Fact* fact = fact_of_column(*entity_, row.get<std::string>("fact"));
    if (fact == nullptr) continue;
    const auto before = row.get<std::optional<std::string>>("before");
    const auto after = row.get<std::optional<std::string>>("after");
    const bool sealed = fact->format != TextFormat::free;
    changes.rows.push_back({row.get<std::int64_t>("row_number"), fact,
                            before || sealed ? shown(vocabulary_, *fact, before, true) : "",
                            after || sealed ? shown(vocabulary_, *fact, after, false) : ""});
  }
  return changes;
}

}  // namespace leye::registers
