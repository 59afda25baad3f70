// One organisation, one file.
#include "api/organisations.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/entitled.hpp"
#include "api/fact_lines.hpp"
#include "api/fields.hpp"
#include "api/late_lines.hpp"
#include "api/organisation_cards.hpp"
#include "api/resources.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr int cards_max = 50;
constexpr int staff_max = 200;
constexpr int records_max = 100;  // of each kind

Result<Page<OrganisationCard>> find_organisations(Call& call) {
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Organisations organisations(*transaction, call.backend.vocabulary, cipher);
  const auto found = TRY(organisations.find(call.request.asked("q").substr(0, 100), cards_max));
  std::vector<OrganisationCard> cards;
  for (std::size_t at = static_cast<std::size_t>(paging.offset());
       at < found.size() && cards.size() < static_cast<std::size_t>(paging.size); ++at) {
    cards.push_back(card_of(call, found[at]));
  }
  return page_of(std::move(cards), static_cast<std::int64_t>(found.size()), paging);
}

std::vector<std::string> tags_of(const registers::Record& organisation) {
  std::vector<std::string> tags;
  if (organisation.value("insured_as_unit") == "yes") tags.emplace_back("单位参保");
  if (organisation.value("joint_sanction") == "yes") tags.emplace_back("失信惩戒");
  if (organisation.value("zombie") == "yes") tags.emplace_back("僵尸企业");
  if (!organisation.value("closed_on").empty()) tags.emplace_back("已注销");
  return tags;
}

Result<OrganisationFile> read_organisation(Call& call) {
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own("organisation", id));
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Organisations organisations(*transaction, call.backend.vocabulary, cipher);
  const auto on = TRY(call.asked_day("as_of")).value_or(call.today());
  const auto found = TRY(organisations.file(id, {on, call.now()}, staff_max));
  const auto names = Names::in_clear;
  OrganisationFile file;
  file.card = card_of(call, found.card);
  file.card.tags = tags_of(found.organisation);
  const Fields fields(call);
  file.facts = fact_lines(fields.pass(found.organisation), names);
  fields.say_held(*found.organisation.entity, file.facts);
  file.years = lines_of<OrganisationYear>(fields.pass(found.years), year_line);
  file.staff = lines_of<EmploymentLine>(
      fields.pass(found.staff),
      [names](const auto& record) { return employment_line(record, names); });
  file.staff_total = found.staff_total;
  file.grants = lines_of<GrantLine>(fields.pass(found.grants), grant_line);
  for (auto& grant : file.grants) label_measure(call, grant);
  registers::Records records(*transaction, call.backend.vocabulary);
  const auto lists = TRY(records.of_organisation(id, call.now(), records_max));
  file.records = record_lines(fields.pass(lists), "organisation", names);
  fields.say_held(file.records);
  label_categories(call, file.records);
  file.timeline = timeline_lines(found.timeline);
  label_measures(call, file.timeline);
  file.late_entries = TRY(late_lines(call, "organisation", id, call.now()));
  file.entitlements = TRY(entitlements_of_organisation(call, id));
  call.saw("read_organisation", fmt::format("organisation:{}", id));
  for (const auto& line : file.staff) {
    if (line.person_id) call.saw("list_person", fmt::format("person:{}", line.person_id->number));
  }
  for (const auto& list : lists) {
    const Fact* person = list.entity->find_reference("person");
    if (person == nullptr) continue;
    for (const auto& entry : list.entries) {
      const auto& of = entry.record.value(person->id);
      if (!of.empty()) call.saw("list_person", "person:" + of);
    }
  }
  return file;
}

Result<Unmasked> unmask(Call& call, const Unmask& asked) {
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own("organisation", id));
  TRY(check_reason(asked));
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Organisations organisations(*transaction, call.backend.vocabulary, cipher);
  TRY(organisations.card(id));
  const auto record = TRY(organisations.organisation_as_of(id, {call.today(), call.now()}));
  const auto* value = TRY(masked_fact(record, asked.field));
  TRY(Fields(call).may_unmask(*value->fact));
  call.did(fmt::format("organisation:{}", id),
           fmt::format("{}：{}", value->fact->zh, asked.reason));
  return Unmasked{value->value};
}

}  // namespace

OrganisationCard card_of(const Call& call, const registers::OrganisationCard& organisation) {
  const auto& vocabulary = call.backend.vocabulary;
  const auto* entity = vocabulary.find_entity("organisation");
  OrganisationCard card;
  card.id = Id{organisation.id};
  card.name = organisation.name;
  card.uscc = organisation.uscc;
  card.kind_label =
      registers::shown_value(vocabulary, *entity->find_fact("kind"), organisation.kind);
  card.size_label =
      registers::shown_value(vocabulary, *entity->find_fact("size_class"), organisation.size_class);
  card.place_label = organisation.place_label;
  return card;
}

std::vector<Route> organisation_routes() {
  const RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
  Route find =
      get<Page<OrganisationCard>>("/api/v1/organisations", "查找单位", readers, find_organisations);
  find.query = {"q", "page", "size"};
  Route read = get<OrganisationFile>("/api/v1/organisations/{id}", "一企一档",
                                     readers | RoleSet{Role::employer}, read_organisation);
  read.query = {"as_of"};
  read.act = "read_organisation";
  Route clear = post<Unmask, Unmasked>("/api/v1/organisations/{id}/unmask", "查看单位明文",
                                       readers | RoleSet{Role::employer}, unmask);
  clear.act = "unmask";
  return {find, read, clear};
}

}  // namespace leye::api
