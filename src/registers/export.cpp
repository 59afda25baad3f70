#include "registers/export.hpp"

#include <algorithm>
#include <array>

#include "intake/csv_writer.hpp"
#include "registers/export.sql.hpp"
#include "registers/record.hpp"

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

Result<std::string> cell_of(const Vocabulary& vocabulary, const IdentityCipher& cipher,
                            const Fact& fact, const Record& record, const store::Row& row) {
  if (fact.type == FactType::reference) {
    if (fact.refers_to == "person") return opened(cipher, row, "person_cipher", "person_salt");
    const std::string column = fact.id + "_uscc";
    return row.get<std::optional<std::string>>(column.c_str()).value_or("");
  }
  if (fact.format == TextFormat::id_number) return opened(cipher, row, "number_cipher", "salt");
  if (fact.format == TextFormat::phone) return opened(cipher, row, "phone_cipher", "salt");
  if (fact.format == TextFormat::account) return opened(cipher, row, "account_cipher", "salt");
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

}  // namespace

Result<std::int64_t> export_register(store::Transaction& transaction, const Vocabulary& vocabulary,
                                     const IdentityCipher& cipher, const ExportOrder& order,
                                     std::ostream& out) {
  const Entity* entity = vocabulary.find_entity(order.kind);
  const auto source = std::find_if(sources.begin(), sources.end(), [&](const Source& each) {
    return entity != nullptr && entity->id == each.entity;
  });
  if (source == sources.end()) {
    return Error{ErrorCode::invalid_input,
                 "不能导出“" + order.kind + "”",
                 {},
                 "可导出：人员、单位、招用、失业登记、学历记录、参保、单位年度"};
  }
  intake::CsvWriter writer(out, order.encoding);
  std::vector<std::string> cells;
  for (const Fact& fact : entity->facts) cells.push_back(heading_of(fact, order.headings));
  writer.write(cells);
  std::int64_t count = 0;
  const auto write_row = [&](store::Row row) -> Status {
    const Record record = TRY(read_record(vocabulary, *entity, row));
    cells.clear();
    for (const Fact& fact : entity->facts) {
      cells.push_back(TRY(cell_of(vocabulary, cipher, fact, record, row)));
    }
    writer.write(cells);
    ++count;
    return Done{};
  };
  TRY(transaction.each(source->statement, write_row));
  return count;
}

}  // namespace leye::registers
