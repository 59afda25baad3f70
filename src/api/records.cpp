// Forms of records: see one_row.hpp for how what they say is stored.
#include "api/records.hpp"

#include <algorithm>
#include <functional>
#include <sstream>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/fields.hpp"
#include "api/kind_facts.hpp"
#include "api/noting.hpp"
#include "api/one_row.hpp"
#include "api/registered_states.hpp"
#include "api/reporting.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "api/sheets.hpp"
#include "exchange/outbox.hpp"
#include "intake/cells.hpp"
#include "intake/csv_writer.hpp"
#include "registers/import.hpp"
#include "registers/late_entries.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"
#include "registers/record_changes.hpp"
#include "registers/template.hpp"
#include "states/derive.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet writers{Role::window_clerk, Role::insurance_agency};

// Records of the generic register, and spells of a person.
bool can_be_added(const Entity& entity) {
  if (entity.id == states::written_kind) return false;
  return entity.is_record() ||
         (registers::Import::can_import(entity) && entity.id != "household_member" &&
          entity.find_reference("person") != nullptr && entity.id != "household");
}

Result<Kinds> kinds(Call& call) {
  Kinds found;
  const auto& rules = call.backend.rulebook.late;
  for (const Entity* entity : registers::importable_entities(call.backend.vocabulary)) {
    if (!may_report(call, *entity)) continue;
    Kind kind;
    kind.kind = entity->id;
    kind.label = entity->zh;
    kind.label_en = entity->en;
    kind.record = can_be_added(*entity);
    const auto mode = call.backend.arrangements.mode_of(entity->id, call.today());
    kind.read_only = mode == exchange::Mode::read_only;
    if (mode != exchange::Mode::own) {
      const auto& system = call.backend.arrangements.find(entity->id)->system;
      kind.kept_in = system.name.zh;
      kind.kept_in_en = system.name.en;
    }
    for (const Fact& fact : entity->facts) {
      kind.facts.push_back(kind_fact(call.backend.vocabulary, fact));
      if (!kind.record) kind.facts.back().own = !fact.core;
      kind.facts.back().late_after = rules.days_of(*entity, fact);
    }
    found.items.push_back(std::move(kind));
  }
  return found;
}

Result<http::Response> sheet_template(Call& call) {
  const Entity* entity = call.backend.vocabulary.find_entity(call.path.at("kind"));
  if (entity == nullptr || !registers::Import::can_import(*entity) || !may_report(call, *entity)) {
    return Error{ErrorCode::not_found, "没有找到"};
  }
  http::Response response;
  const bool workbook = call.request.asked("form") == "xlsx";
  describe_sheet(response, entity->id, !workbook);
  if (workbook) {
    response.body = TRY(registers::template_workbook(call.backend.vocabulary, *entity));
    return response;
  }
  std::ostringstream out;
  std::vector<std::string> headings;
  for (const Fact& fact : entity->facts) headings.push_back(registers::template_heading(fact));
  intake::CsvWriter(out, intake::Encoding::utf8).write(headings);
  response.body = out.str();
  return response;
}

// Something else that belongs to the same transaction; before the row is stored, and after.
struct Beside {
  std::function<Status(store::Transaction&)> before;
  std::function<Status(store::Transaction&, const FactsWritten&)> after;
};

Result<FactsWritten> store(Call& call, const Entity& entity, const Cells& cells,
                           const Beside& beside = {}) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  if (beside.before) TRY(beside.before(transaction));
  const auto report = TRY(store_row(call, transaction, entity, cells));
  const FactsWritten written{report.added > 0, report.changed > 0};
  if (beside.after) TRY(beside.after(transaction, written));
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return written;
}

// What is needed of the owner to name it; not_found where the caller may not see it.
Result<registers::Record> owner_of(Call& call, const std::string& owner, std::int64_t id) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  const registers::AsOf now{call.today(), call.now()};
  if (owner == "person") {
    auto file = TRY(registers::People(transaction, call.backend.vocabulary, cipher).file(id, now));
    return std::move(file.person);
  }
  auto file =
      TRY(registers::Organisations(transaction, call.backend.vocabulary, cipher).file(id, now, 0));
  return std::move(file.organisation);
}

// Whose record a form is about: the entity, the fact that names the owner, and what names him.
struct OfOwner {
  const Entity* entity = nullptr;
  const Fact* reference = nullptr;
  std::int64_t id = 0;
  std::string number;
};

Result<OfOwner> of_owner(Call& call, const std::string& owner) {
  OfOwner found;
  found.id = TRY(call.path_id());
  const auto record = TRY(owner_of(call, owner, found.id));
  found.entity = call.backend.vocabulary.find_entity(call.path.at("kind"));
  if (found.entity != nullptr && can_be_added(*found.entity))
    found.reference = found.entity->find_reference(owner);
  if (found.reference == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  TRY(call.backend.arrangements.check_written_by_hand(found.entity->id, call.today()));
  found.number = record.value(owner == "person" ? "id_number" : "uscc");
  return found;
}

// What was written may change the registered state of a person, or contradict it.
Status derive_state(Call& call, store::Transaction& transaction, const std::string& owner,
                    std::int64_t id) {
  if (owner != "person") return Done{};
  return derive_state_of(call, transaction, id);
}

// The day of which the record tells: what is long past, else its first day.
Day happened_on(const Call& call, const Entity& entity, const Cells& cells,
                const std::optional<registers::Late>& late) {
  if (late) return late->happened_on;
  std::optional<Day> other;
  for (const Fact& fact : entity.facts) {
    const auto on = intake::read_day(text_of(cells, fact.id));
    if (fact.type != FactType::day || !on.ok()) continue;
    if (fact.required) return on.value();
    if (!other) other = on.value();
  }
  return other.value_or(call.today());
}

// What is entered late says when it was done, and why it comes late.
Result<std::optional<registers::LateEntry>> late_entry(Call& call, const std::string& owner,
                                                       const OfOwner& whose, const Cells& cells,
                                                       const AddRecord& asked) {
  const auto& rules = call.backend.rulebook.late;
  const auto late = rules.late(
      *whose.entity, [&](const Fact& fact) { return text_of(cells, fact.id); }, call.today());
  if (!asked.counter) {
    if (!late) return std::optional<registers::LateEntry>{};
    return Error{ErrorCode::invalid_input,
                 fmt::format("{}在 {} 天以前，属于补登", late->fact->zh,
                             call.today() - late->happened_on),
                 {"counter"},
                 fmt::format("超过 {} 天的，写明何时由谁办理和补登的原因", late->days)};
  }
  registers::LateEntry entry;
  entry.entity = whose.entity->id;
  (owner == "person" ? entry.person : entry.organisation) = whose.id;
  entry.happened_on = happened_on(call, *whose.entity, cells, late);
  entry.done_at = TRY(registers::moment_in_china(asked.counter->done_at));
  entry.done_by =
      asked.counter->done_by.empty() ? call.caller->signature() : asked.counter->done_by;
  entry.reason = asked.counter->reason;
  entry.account = call.caller->account;
  entry.recorded_by = call.caller->signature();
  entry.known_from = call.now();
  return std::optional(std::move(entry));
}

Result<FactsWritten> write_record(Call& call, const std::string& owner, const AddRecord& asked) {
  const auto whose = TRY(of_owner(call, owner));
  Cells cells{{whose.reference, whose.number}};
  TRY(Fields(call).may_write(*whose.entity, asked.facts));
  TRY(take_facts(*whose.entity, asked.facts, false, cells));
  const auto late = TRY(late_entry(call, owner, whose, cells, asked));
  Beside beside;
  beside.after = [&](store::Transaction& transaction, const FactsWritten&) -> Status {
    if (late) TRY(registers::keep_late_entry(transaction, *late));
    return derive_state(call, transaction, owner, whose.id);
  };
  call.did(fmt::format("{}:{}", owner, whose.id),
           late ? fmt::format("补登{}：{}", whose.entity->zh, late->reason) : whose.entity->zh);
  return store(call, *whose.entity, cells, beside);
}

registers::RecordChange change_of(const Call& call, const std::string& owner, const OfOwner& whose,
                                  std::int64_t record, const std::string& reason) {
  return {record,
          whose.entity->id,
          owner,
          whose.id,
          reason,
          call.caller->account,
          call.caller->signature(),
          call.now(),
          call.post.range.low,
          call.post.range.high};
}

Result<FactsWritten> correct_record(Call& call, const std::string& owner,
                                    const CorrectRecord& asked) {
  const auto whose = TRY(of_owner(call, owner));
  const auto change = change_of(call, owner, whose, TRY(call.path_id("record")), asked.reason);
  Cells cells{{whose.reference, whose.number}};
  TRY(Fields(call).may_write(*whose.entity, asked.facts));
  TRY(take_facts(*whose.entity, asked.facts, false, cells));
  registers::RecordFound found;
  Beside beside;
  beside.before = [&](store::Transaction& transaction) -> Status {
    found = TRY(registers::find_record_to_change(transaction, change));
    return Done{};
  };
  beside.after = [&](store::Transaction& transaction, const FactsWritten& written) -> Status {
    TRY(registers::note_correction(transaction, change, found, written.changed && !written.added));
    return derive_state(call, transaction, owner, whose.id);
  };
  call.did(fmt::format("{}:{}", owner, whose.id), "更正" + whose.entity->zh);
  return store(call, *whose.entity, cells, beside);
}

Result<Nothing> withdraw_record(Call& call, const std::string& owner, const WithdrawRecord& asked) {
  const auto whose = TRY(of_owner(call, owner));
  const auto change = change_of(call, owner, whose, TRY(call.path_id("record")), asked.reason);
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  TRY(registers::withdraw_record(transaction, change));
  TRY(exchange::note_withdrawal(transaction, call.backend.arrangements, change.entity,
                                change.record, change.account, call.machine_now()));
  TRY(derive_state(call, transaction, owner, whose.id));
  call.did(fmt::format("{}:{}", owner, whose.id), "撤销" + whose.entity->zh);
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return Nothing{};
}

// A pack's own facts; those that the register needs of everyone are as they are.
Result<FactsWritten> write_facts(Call& call, const std::string& owner, const WriteFacts& asked) {
  const auto id = TRY(call.path_id());
  const auto record = TRY(owner_of(call, owner, id));
  const Entity& entity = *call.backend.vocabulary.find_entity(owner);
  Cells cells;
  for (const Fact& fact : entity.facts) {
    if (fact.required) cells.emplace_back(&fact, record.value(fact.id));
  }
  TRY(Fields(call).may_write(entity, asked.facts));
  TRY(take_facts(entity, asked.facts, true, cells));
  std::string labels;
  for (const WrittenFact& fact : asked.facts) {
    labels += (labels.empty() ? "" : "、") + entity.find_fact(fact.fact)->zh;
  }
  call.did(fmt::format("{}:{}", owner, id), labels);
  return store(call, entity, cells);
}

Result<FactsWritten> person_record(Call& call, const AddRecord& asked) {
  return write_record(call, "person", asked);
}
Result<FactsWritten> organisation_record(Call& call, const AddRecord& asked) {
  return write_record(call, "organisation", asked);
}
Result<FactsWritten> correct_person_record(Call& call, const CorrectRecord& asked) {
  return correct_record(call, "person", asked);
}
Result<FactsWritten> correct_organisation_record(Call& call, const CorrectRecord& asked) {
  return correct_record(call, "organisation", asked);
}
Result<Nothing> withdraw_person_record(Call& call, const WithdrawRecord& asked) {
  return withdraw_record(call, "person", asked);
}
Result<Nothing> withdraw_organisation_record(Call& call, const WithdrawRecord& asked) {
  return withdraw_record(call, "organisation", asked);
}
Result<FactsWritten> person_facts(Call& call, const WriteFacts& asked) {
  return write_facts(call, "person", asked);
}
Result<FactsWritten> organisation_facts(Call& call, const WriteFacts& asked) {
  return write_facts(call, "organisation", asked);
}

}  // namespace

std::vector<Route> record_routes() {
  const RoleSet reporters{Role::outside_body, Role::employer};
  const RoleSet readers =
      access::clerks | reporters | RoleSet{Role::insurance_agency, Role::auditor};
  Route list = get<Kinds>("/api/v1/kinds", "登记类别和填写项", readers, kinds);
  list.bound = Bound::nothing;
  Route form = get<Nothing>("/api/v1/templates/{kind}", "导入模板", writers | reporters, nullptr);
  form.handler = sheet_template;
  form.gives = nullptr;
  form.gives_type = "text/csv; charset=utf-8";
  form.query = {"form"};
  form.bound = Bound::nothing;
  std::vector<Route> routes{list, form};
  for (Route route :
       {post<AddRecord, FactsWritten>("/api/v1/persons/{id}/records/{kind}", "登记一条", writers,
                                      person_record),
        post<AddRecord, FactsWritten>("/api/v1/organisations/{id}/records/{kind}", "登记一条",
                                      writers, organisation_record),
        post<CorrectRecord, FactsWritten>("/api/v1/persons/{id}/records/{kind}/{record}/correction",
                                          "更正一条", writers, correct_person_record),
        post<CorrectRecord, FactsWritten>(
            "/api/v1/organisations/{id}/records/{kind}/{record}/correction", "更正一条", writers,
            correct_organisation_record),
        post<WithdrawRecord, Nothing>("/api/v1/persons/{id}/records/{kind}/{record}/withdrawal",
                                      "撤销一条", writers, withdraw_person_record),
        post<WithdrawRecord, Nothing>(
            "/api/v1/organisations/{id}/records/{kind}/{record}/withdrawal", "撤销一条", writers,
            withdraw_organisation_record),
        post<WriteFacts, FactsWritten>("/api/v1/persons/{id}/facts", "填写地方增设的信息项",
                                       writers, person_facts),
        post<WriteFacts, FactsWritten>("/api/v1/organisations/{id}/facts", "填写地方增设的信息项",
                                       writers, organisation_facts)}) {
    route.own_transactions = true;
    route.act = "write_facts";
    routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace leye::api
