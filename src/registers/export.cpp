#include "registers/export.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "intake/csv_writer.hpp"
#include "intake/xlsx_writer.hpp"
#include "registers/export.sql.hpp"
#include "registers/identity.hpp"
#include "registers/records.hpp"
#include "registers/records.sql.hpp"

namespace leye::registers {
namespace {

struct Source {
  const char* entity;
  store::Statement statement;
};
constexpr std::array sources = {
    Source{"person", sql::export_persons},
    Source{"organisation", sql::export_organisations},
    Source{"employment", sql::export_employments},
    Source{"unemployment_registration", sql::export_unemployment_registrations},
    Source{"education_record", sql::export_education_records},
    Source{"insurance_spell", sql::export_insurance_spells},
    Source{"organisation_year", sql::export_organisation_years},
    Source{"household", sql::export_households},
    Source{"household_member", sql::export_household_members},
};

Result<std::string> opened(const IdentityCipher& cipher, const store::Row& row,
                           const std::string& column, const char* salt_column) {
  const auto sealed = row.get<std::optional<Bytes>>(column.c_str());
  const auto salt = row.get<std::optional<Salt>>(salt_column);
  if (!sealed || !salt) return std::string();
  return cipher.open(*salt, *sealed);
}

// As people write it, where our import understands that as the same.
std::string cell(const Vocabulary& vocabulary, const FactValue& value) {
  if (value.fact->type == FactType::boolean) return value.shown;
  if (value.fact->type != FactType::code || value.value.empty()) return value.value;
  const Code* understood = vocabulary.code_table(*value.fact)->understand(value.shown);
  return understood != nullptr && understood->code == value.value ? value.shown : value.value;
}

// Records that other records refer to, as our import understands them: "code/key" by id.
using Names = std::map<std::string, std::string>;
using Named = std::map<std::string, Names>;  // by entity

Result<Named> names_of_targets(store::Transaction& transaction, const Vocabulary& vocabulary,
                               const IdentityCipher& cipher, const Entity& entity) {
  Named named;
  for (const Fact& fact : entity.facts) {
    const bool to_record =
        fact.type == FactType::reference && vocabulary.find_entity(fact.refers_to)->is_record();
    if (!to_record || named.contains(fact.refers_to)) continue;
    Names& names = named[fact.refers_to];
    const auto rows = TRY(transaction.query(sql::names_of_records, fact.refers_to));
    for (const store::Row row : rows) {
      auto owner = row.get<std::optional<std::string>>("uscc").value_or("");
      if (owner.empty()) owner = TRY(opened(cipher, row, "number_cipher", "salt"));
      const auto key = row.get<std::string>("key");
      names.emplace(std::to_string(row.get<std::int64_t>("id")), owner.empty() ? key
                                                                 : key.empty() ? owner
                                                                               : owner + "/" + key);
    }
  }
  return named;
}

std::string name_of(const Named& named, const Fact& fact, const Record& record) {
  const Names& names = named.at(fact.refers_to);
  const auto found = names.find(record.value(fact.id));
  return found == names.end() ? std::string() : found->second;
}

Result<std::string> cell_of(const Vocabulary& vocabulary, const IdentityCipher& cipher,
                            const Named& named, const Fact& fact, const Record& record,
                            const store::Row& row) {
  if (fact.type == FactType::reference) {
    if (fact.refers_to == "person") return opened(cipher, row, "person_cipher", "person_salt");
    if (fact.refers_to == "household") {
      const std::string head = TRY(opened(cipher, row, "householder_cipher", "householder_salt"));
      return head + "/" + row.get<std::string>("household_kind");
    }
    if (named.contains(fact.refers_to)) return name_of(named, fact, record);
    const std::string column =
        (record.entity->is_record() ? std::string("organisation") : fact.id) + "_uscc";
    return row.get<std::optional<std::string>>(column.c_str()).value_or("");
  }
  if (fact.format == TextFormat::id_number)
    return shown_id_number(TRY(opened(cipher, row, "number_cipher", "salt")));
  if (fact.format == TextFormat::phone) return opened(cipher, row, "phone_cipher", "salt");
  const bool of_person = record.entity->id == "person";
  if (fact.format == TextFormat::account)
    return opened(cipher, row, "account_cipher", of_person ? "account_salt" : "salt");
  const FactValue* value = record.find(fact.id);
  return value == nullptr ? std::string() : cell(vocabulary, *value);
}

std::string heading_of(const Fact& fact, Headings headings) {
  if (headings == Headings::labels) return fact.zh;
  for (const std::string& heading : fact.headings) {
    if (heading.size() == 6 && heading[0] == 'A' && heading[3] >= '0' && heading[3] <= '9') {
      return heading;
    }
  }
  return fact.zh;
}

std::string exportable(const Vocabulary& vocabulary) {
  std::string kinds;
  for (const Entity& entity : vocabulary.entities()) {
    const bool known = entity.is_record() ||
                       std::any_of(sources.begin(), sources.end(),
                                   [&](const Source& each) { return entity.id == each.entity; });
    if (known) kinds += (kinds.empty() ? "" : "、") + entity.zh;
  }
  return kinds;
}

// Whether a spreadsheet must leave its cells as they are: codes, fractions and names of records may
// look like numbers and days. Amounts, counts and days may become the spreadsheet's own.
bool stays_text(const Fact& fact) {
  switch (fact.type) {
    case FactType::text: return fact.format == TextFormat::free;
    case FactType::code:
    case FactType::ratio:
    case FactType::reference: return true;
    default: return false;
  }
}

// Takes a row that goes out: the headings first.
using WriteCells = std::function<void(const std::vector<std::string>& cells)>;

Result<const Entity*> exported_entity(const Vocabulary& vocabulary, const std::string& kind) {
  const Entity* entity = vocabulary.find_entity(kind);
  const bool known =
      entity != nullptr &&
      (entity->is_record() || std::any_of(sources.begin(), sources.end(), [&](const Source& each) {
         return entity->id == each.entity;
       }));
  if (known) return entity;
  return Error{
      ErrorCode::invalid_input, "不能导出“" + kind + "”", {}, "可导出：" + exportable(vocabulary)};
}

Result<std::int64_t> write_rows(store::Transaction& transaction, const Vocabulary& vocabulary,
                                const IdentityCipher& cipher, const ExportOrder& order,
                                const Entity& entity, const WriteCells& write) {
  std::vector<std::string> cells;
  std::vector<const std::string*> in_place;
  for (const Fact& fact : entity.facts) {
    cells.push_back(heading_of(fact, order.headings));
    const auto held = order.in_place.find(fact.id);
    in_place.push_back(held == order.in_place.end() ? nullptr : &held->second);
  }
  write(cells);
  std::int64_t count = 0;
  const Named named = TRY(names_of_targets(transaction, vocabulary, cipher, entity));
  const auto write_row = [&](store::Row row) -> Status {
    const Record record = TRY(entity.is_record() ? read_register_record(vocabulary, entity, row)
                                                 : read_record(vocabulary, entity, row));
    cells.clear();
    for (std::size_t at = 0; at < in_place.size(); ++at) {
      const Fact& fact = entity.facts[at];
      cells.push_back(in_place[at] != nullptr
                          ? *in_place[at]
                          : TRY(cell_of(vocabulary, cipher, named, fact, record, row)));
    }
    write(cells);
    ++count;
    return Done{};
  };
  if (entity.is_record()) {
    TRY(transaction.each(sql::export_records, write_row, entity.id));
    return count;
  }
  const auto source = std::find_if(sources.begin(), sources.end(),
                                   [&](const Source& each) { return entity.id == each.entity; });
  TRY(transaction.each(source->statement, write_row));
  return count;
}

}  // namespace

Result<std::int64_t> count_exported(store::Transaction& transaction, const Vocabulary& vocabulary,
                                    const std::string& kind) {
  const Entity* entity = TRY(exported_entity(vocabulary, kind));
  const auto rows = TRY(transaction.query(sql::count_exported, entity->id));
  return rows[0].get<std::int64_t>("n");
}

Result<std::int64_t> export_register(store::Transaction& transaction, const Vocabulary& vocabulary,
                                     const IdentityCipher& cipher, const ExportOrder& order,
                                     std::ostream& out) {
  const Entity* entity = TRY(exported_entity(vocabulary, order.kind));
  std::vector<bool> texts;
  for (const Fact& fact : entity->facts) texts.push_back(stays_text(fact));
  intake::CsvWriter writer(out, order.encoding, std::move(texts));
  return write_rows(transaction, vocabulary, cipher, order, *entity,
                    [&writer](const std::vector<std::string>& cells) { writer.write(cells); });
}

Result<ExportedWorkbook> export_workbook(store::Transaction& transaction,
                                         const Vocabulary& vocabulary, const IdentityCipher& cipher,
                                         const ExportOrder& order) {
  const Entity* entity = TRY(exported_entity(vocabulary, order.kind));
  intake::XlsxWriter writer;
  bool started = false;
  const auto write = [&](const std::vector<std::string>& cells) {
    if (started) {
      auto kept = cells;
      for (std::string& cell : kept)
        if (intake::kept_by_apostrophe(cell)) cell.insert(0, "'");
      return writer.write(kept);
    }
    started = true;
    std::vector<intake::XlsxColumn> columns;
    for (std::size_t at = 0; at < cells.size(); ++at) {
      const FactType type = entity->facts[at].type;
      const bool number = type == FactType::money || type == FactType::count;
      columns.push_back({.heading = cells[at], .number = number});
    }
    writer.start_sheet(entity->zh, columns);
  };
  ExportedWorkbook exported;
  exported.rows = TRY(write_rows(transaction, vocabulary, cipher, order, *entity, write));
  exported.bytes = TRY(writer.finish());
  return exported;
}

}  // namespace leye::registers
