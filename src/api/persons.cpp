// One person, one file. Every reading of a person is recorded before it is answered.
#include "api/persons.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "access/holders.hpp"
#include "access/masks.hpp"
#include "api/bind.hpp"
#include "api/entitled.hpp"
#include "api/fact_lines.hpp"
#include "api/fields.hpp"
#include "api/late_lines.hpp"
#include "api/person_cards.hpp"
#include "api/privacy.hpp"
#include "api/resources.hpp"
#include "audit/readers.hpp"
#include "registers/households.hpp"
#include "registers/late_entries.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr int cards_max = 50;
constexpr int records_max = 100;  // of each kind
constexpr std::int64_t readers_shown = 50;
constexpr RoleSet readers_of_people =
    access::clerks | RoleSet{Role::insurance_agency, Role::auditor};

std::string object_of(std::int64_t person) { return fmt::format("person:{}", person); }

// What is true of the person today, for the head of the file.
std::vector<std::string> tags_of(const registers::PersonFile& file, const registers::Record& told,
                                 Day today) {
  std::vector<std::string> tags;
  const auto open = [today](const registers::Record& record) {
    const auto start = Day::parse(record.value("start_date"));
    const auto end = Day::parse(record.value("end_date"));
    return start.ok() && start.value() <= today && (!end.ok() || end.value() >= today);
  };
  for (const auto& record : file.employments) {
    if (open(record)) {
      tags.emplace_back("在职");
      break;
    }
  }
  for (const auto& record : file.unemployment) {
    if (open(record)) {
      tags.emplace_back("登记失业");
      break;
    }
  }
  if (told.value("veteran") == "yes") tags.emplace_back("退役军人");
  if (!told.value("disability_grade").empty()) tags.emplace_back("残疾");
  return tags;
}

Result<Page<PersonCard>> find_persons(Call& call) {
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  const auto wanted = call.request.asked("q");
  const auto found = TRY(people.find(wanted.substr(0, 100), cards_max));
  std::vector<PersonCard> cards;
  for (std::size_t at = static_cast<std::size_t>(paging.offset());
       at < found.size() && cards.size() < static_cast<std::size_t>(paging.size); ++at) {
    cards.push_back(card_of(call, found[at]));
    call.saw("list_person", object_of(found[at].id));
  }
  return page_of(std::move(cards), static_cast<std::int64_t>(found.size()), paging);
}

std::vector<ReaderLine> reader_lines(const audit::Lines& lines) {
  std::vector<ReaderLine> readers;
  for (const auto& line : lines.items) {
    const auto role = access::find_role(line.record.role);
    const auto who =
        line.for_name.empty() ? line.name : fmt::format("{}（代 {}）", line.name, line.for_name);
    readers.push_back({to_text(line.position.at), line.login, who,
                       role ? access::label(*role) : "", line.record.act,
                       audit::act_label(line.record.act), line.record.detail});
  }
  return readers;
}

Result<audit::Lines> looked_at(Call& call, std::int64_t person, std::int64_t size,
                               std::int64_t offset) {
  auto* transaction = TRY(call.transaction());
  audit::Search search;
  search.object = object_of(person);
  search.area_schema = call.scope().area_schema;
  search.size = size;
  search.offset = offset;
  return audit::who_looked(*transaction, search);
}

// Staff who open the file of their own or of somebody of their household: the audit administrator
// is told (data/alerts/reading.csv), they are not kept from it.
Status note_own_household(Call& call, store::Transaction& transaction, registers::People& people,
                          std::int64_t person) {
  if (call.caller->subject) return Done{};
  std::vector<Bytes> holders;
  const auto family = TRY(registers::household_people(transaction, person));
  for (const auto& card : TRY(people.cards(family)))
    if (!card.number.empty())
      holders.push_back(call.backend.cipher.blind_index("account.holder", card.number));
  if (!holders.empty() && TRY(access::is_held_by(transaction, call.caller->account, holders)))
    call.saw("own_household", fmt::format("account:{}", call.caller->account), object_of(person));
  return Done{};
}

Result<PersonFile> read_person(Call& call) {
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own("person", id));
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  if (auto erased = TRY(erasure_note(call, *transaction, id))) {
    PersonFile gone;
    gone.card = card_of(call, TRY(people.card(id)));
    gone.card.birth_date.reset();
    gone.card.sex_label.clear();
    gone.erased = std::move(erased);
    call.saw("read_person", object_of(id));
    return gone;
  }
  const auto on = TRY(call.asked_day("as_of")).value_or(call.today());
  const auto known_on = TRY(call.asked_day("known_on"));
  const Instant known =
      known_on ? std::min(registers::end_of(*known_on), call.now()) : call.now();
  const auto person = TRY(people.file(id, {on, known}));
  const auto names = Names::in_clear;
  PersonFile file;
  file.card = card_of(call, person.card);
  const Fields fields(call);
  const auto told = fields.pass(person.person);
  file.card.tags = tags_of(person, told, on);
  file.facts = fact_lines(told, names);
  fields.say_held(*person.person.entity, file.facts);
  file.employments = lines_of<EmploymentLine>(
      fields.pass(person.employments),
      [names](const auto& record) { return employment_line(record, names); });
  file.unemployment =
      lines_of<UnemploymentLine>(fields.pass(person.unemployment), unemployment_line);
  file.education = lines_of<EducationLine>(fields.pass(person.education), education_line);
  file.insurance = lines_of<InsuranceLine>(fields.pass(person.insurance), insurance_line);
  file.grants = lines_of<GrantLine>(fields.pass(person.grants), grant_line);
  for (auto& grant : file.grants) label_measure(call, grant);
  registers::Records records(*transaction, call.backend.vocabulary);
  const auto lists = TRY(records.of_person(id, known, records_max));
  file.records = record_lines(fields.pass(lists), "person", names);
  fields.say_held(file.records);
  label_categories(call, file.records);
  file.timeline = timeline_lines(person.timeline);
  label_measures(call, file.timeline);
  file.late_entries = TRY(late_lines(call, "person", id, known));
  file.readers = reader_lines(TRY(looked_at(call, id, readers_shown, 0)));
  file.entitlements = TRY(entitlements_of_person(call, id));
  TRY(note_own_household(call, *transaction, people, id));
  call.saw("read_person", object_of(id));
  return file;
}

Result<Page<ReaderLine>> readers(Call& call) {
  const auto paging = TRY(call.paging());
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own("person", id));
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  TRY(registers::People(*transaction, call.backend.vocabulary, cipher).card(id));
  const auto lines = TRY(looked_at(call, id, paging.size, paging.offset()));
  call.saw("read_readers", object_of(id));
  return page_of(reader_lines(lines), lines.total, paging);
}

Result<Unmasked> unmask(Call& call, const Unmask& asked) {
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own("person", id));
  TRY(check_reason(asked));
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  const auto file = TRY(people.file(id, {call.today(), call.now()}));
  const auto* value = TRY(masked_fact(file.person, asked.field));
  TRY(Fields(call).may_unmask(*value->fact));
  call.did(object_of(id), fmt::format("{}：{}", value->fact->zh, asked.reason));
  return Unmasked{value->value};
}

}  // namespace

PersonCard card_of(const Call& call, const registers::PersonCard& person) {
  PersonCard card;
  card.id = Id{person.id};
  card.name = person.name;
  card.id_number = access::mask("id_number", person.number);
  card.birth_date = person.birth_date;
  const auto* fact = call.backend.vocabulary.find_entity("person")->find_fact("sex");
  card.sex_label = registers::shown_value(call.backend.vocabulary, *fact, person.sex);
  card.place_label = person.place_label;
  return card;
}

std::vector<Route> person_routes() {
  Route find =
      get<Page<PersonCard>>("/api/v1/persons", "查找人员", readers_of_people, find_persons);
  find.query = {"q", "page", "size"};
  find.act = "list_person";
  const RoleSet with_owner = readers_of_people | RoleSet{Role::citizen};
  Route read = get<PersonFile>("/api/v1/persons/{id}", "一人一档", with_owner, read_person);
  read.query = {"as_of", "known_on"};
  read.act = "read_person";
  Route looked =
      get<Page<ReaderLine>>("/api/v1/persons/{id}/readers", "谁看过", with_owner, readers);
  looked.query = {"page", "size"};
  looked.act = "read_readers";
  Route clear =
      post<Unmask, Unmasked>("/api/v1/persons/{id}/unmask", "查看明文", with_owner, unmask);
  clear.act = "unmask";
  return {find, read, looked, clear};
}

}  // namespace leye::api
