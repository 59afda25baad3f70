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

Result<ImportChanges> Import::changes() {
  CHECK(kind_ != nullptr);
  ImportChanges changes;
  const bool versions = entity_->id == "person" || entity_->id == "organisation";
  const std::string staged = entity_->is_record() ? "staged_record" : "staged_" + entity_->id;
  const std::string known = entity_->is_record() ? "register_record"
                            : versions           ? entity_->id + "_version"
                                                 : entity_->id;
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
