#include "registers/organisations.hpp"

#include "registers/identity.hpp"
#include "registers/organisations.sql.hpp"

namespace leye::registers {
namespace {

Error no_such_organisation() {
  return {ErrorCode::not_found, "查无此单位，或不在您的管辖范围", {}, "核对名称或统一社会信用代码"};
}

}  // namespace

Result<std::vector<OrganisationCard>> Organisations::find(std::string_view wanted, int count_max) {
  std::vector<std::int64_t> ids;
  const auto uscc = canonical_uscc(wanted);
  const auto rows = TRY(uscc.ok() ? transaction_.query(sql::find_by_uscc, uscc.value())
                                  : transaction_.query(sql::find_organisations, wanted, count_max));
  for (const store::Row row : rows) ids.push_back(row.get<std::int64_t>("id"));
  return cards(ids);
}

Result<std::vector<OrganisationCard>> Organisations::cards(const std::vector<std::int64_t>& ids) {
  std::vector<OrganisationCard> found;
  if (ids.empty()) return found;
  const auto rows = TRY(transaction_.query(sql::organisation_cards, ids));
  for (const store::Row row : rows) {
    OrganisationCard card;
    card.id = row.get<std::int64_t>("id");
    card.uscc = row.get<std::string>("uscc");
    card.name = row.get<std::string>("name");
    card.kind = row.get<std::optional<std::string>>("kind").value_or("");
    card.size_class = row.get<std::optional<std::string>>("size_class").value_or("");
    card.place = row.get<Place>("place");
    card.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    found.push_back(std::move(card));
  }
  return found;
}

Result<OrganisationCard> Organisations::card(std::int64_t id) {
  std::vector<OrganisationCard> found = TRY(cards({id}));
  if (found.empty()) return no_such_organisation();
  return std::move(found.front());
}

Result<std::vector<Record>> Organisations::records(const char* entity, const store::Rows& rows) {
  std::vector<Record> records;
  for (const store::Row row : rows) {
    records.push_back(TRY(read_record(vocabulary_, *vocabulary_.find_entity(entity), row)));
  }
  return records;
}

Result<Record> Organisations::organisation_as_of(std::int64_t id, AsOf as_of) {
  const Entity& entity = *vocabulary_.find_entity("organisation");
  const auto rows =
      TRY(transaction_.query(sql::organisation_as_of, id, as_of.valid_on, as_of.known_at));
  if (rows.empty()) {
    Record empty;
    empty.entity = &entity;
    return empty;
  }
  Record record = TRY(read_record(vocabulary_, entity, rows[0]));
  const auto salt = rows[0].get<std::optional<Salt>>("salt");
  const std::pair<const char*, const char*> sealed_facts[] = {{"account_number", "account_cipher"},
                                                              {"phone", "phone_cipher"}};
  for (const auto& [fact, column] : sealed_facts) {
    const auto sealed = rows[0].get<std::optional<Bytes>>(column);
    if (!salt || !sealed) continue;
    const std::string plain = TRY(cipher_.open(*salt, *sealed));
    record.values.push_back({entity.find_fact(fact), plain, plain});
  }
  return record;
}

Result<OrganisationFile> Organisations::file(std::int64_t id, AsOf as_of, int staff_max) {
  OrganisationFile file;
  file.card = TRY(card(id));
  file.organisation = TRY(organisation_as_of(id, as_of));
  const Instant known = as_of.known_at;
  const auto versions = TRY(transaction_.query(sql::organisation_versions, id, known));
  file.versions = TRY(records("organisation", versions));
  const auto years = TRY(transaction_.query(sql::organisation_years, id, known));
  file.years = TRY(records("organisation_year", years));
  const auto staff = TRY(transaction_.query(sql::staff, id, staff_max));
  file.staff = TRY(records("employment", staff));
  const auto total = TRY(transaction_.query(sql::staff_total, id));
  file.staff_total = total[0].get<std::int64_t>("total");
  const auto grants = TRY(transaction_.query(sql::organisation_grants, id, known));
  file.grants = TRY(records("grant", grants));
  file.timeline = timeline({&file.grants});
  return file;
}

}  // namespace leye::registers
