#include "api/outbox.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/fact_lines.hpp"
#include "api/outgoing_sheets.hpp"
#include "api/recognitions.hpp"
#include "api/resources.hpp"
#include "exchange/comparison.hpp"
#include "exchange/outbox_view.hpp"
#include "exchange/value_words.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
constexpr RoleSet workers = access::clerks | RoleSet{Role::insurance_agency};

const char* state_label(const std::string& state) {
  constexpr std::pair<const char*, const char*> labels[] = {
      {"unsent", "未发"},      {"sent", "已发待答复"}, {"accepted", "已接收"}, {"refused", "退回"},
      {"postponed", "对方停办，顺延"}, {"mended", "已更正重报"}, {"dropped", "不再报送"}};
  for (const auto& [word, label] : labels)
    if (state == word) return label;
  return "未发";
}

std::string text_of(const std::optional<Instant>& moment) {
  return moment ? to_text(*moment) : "";
}

const exchange::System* system_of(const Call& call, const std::string& id) {
  for (const auto& one : call.backend.arrangements.all())
    if (one.system.id == id) return &one.system;
  return nullptr;
}

std::string system_label(const Call& call, const std::string& id) {
  const auto* system = system_of(call, id);
  return system == nullptr ? id : call.label(system->name);
}

using AccountNames = std::map<std::int64_t, std::string>;

OutgoingLine line_of(const Call& call, const exchange::OutgoingLine& one, AccountNames& names) {
  OutgoingLine line;
  const Entity* entity = call.backend.vocabulary.find_entity(one.entity);
  line.id = Id{one.id};
  line.kind = one.entity;
  line.kind_label = entity == nullptr ? one.entity : call.label(*entity);
  line.system_label = system_label(call, one.system);
  line.who = one.who;
  if (one.person) line.person_id = Id{*one.person};
  if (one.organisation) line.organisation_id = Id{*one.organisation};
  line.place_label = one.place_label;
  line.operation_label = one.operation == "withdraw" ? "撤回" : "报送";
  line.state = one.state;
  line.state_label = state_label(one.state);
  line.clerk_name = names[one.clerk];
  line.recorded_at = to_text(one.recorded_at);
  line.answered_at = text_of(one.answered_at);
  line.serial = one.serial;
  line.reason = one.reason;
  return line;
}

Result<Page<OutgoingLine>> page_with(Call& call, exchange::OutgoingFilter filter) {
  const auto paging = TRY(call.paging());
  filter.limit = paging.size;
  filter.offset = paging.offset();
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(exchange::list_outgoing(*transaction, filter));
  std::vector<std::int64_t> ids;
  for (const auto& one : found.lines) ids.push_back(one.clerk);
  auto names = TRY(access::account_names(*transaction, ids));
  std::vector<OutgoingLine> lines;
  for (const auto& one : found.lines) {
    lines.push_back(line_of(call, one, names));
    if (one.person) call.saw("list_person", fmt::format("person:{}", *one.person), "上报");
  }
  return page_of(std::move(lines), found.total, paging);
}

Result<Page<OutgoingLine>> list(Call& call) {
  exchange::OutgoingFilter filter;
  filter.state = call.request.asked("state");
  filter.entity = call.request.asked("kind");
  return page_with(call, filter);
}

Result<Page<OutgoingLine>> of_person(Call& call) {
  exchange::OutgoingFilter filter;
  filter.person = TRY(call.path_id());
  return page_with(call, filter);
}

const Fact& fact_of(const Call& call, const exchange::Arrangement& arrangement,
                    const exchange::SentField& sent) {
  const Entity* holder = arrangement.entity;
  if (!sent.reference.empty())
    holder = call.backend.vocabulary.find_entity(
        arrangement.entity->find_fact(sent.reference)->refers_to);
  return *holder->find_fact(sent.fact);
}

using SentValues = std::vector<std::pair<const exchange::SentField*, OutgoingValue>>;

Result<exchange::PlaceNames> places_in(const Call& call, store::Transaction& transaction,
                                       const exchange::Arrangement& arrangement,
                                       const SentValues& values) {
  std::vector<std::int64_t> codes;
  for (const auto& [sent, value] : values)
    if (const auto code = exchange::place_in(fact_of(call, arrangement, *sent), value.sent))
      codes.push_back(code);
  return registers::place_names(transaction, codes);
}

// Their names with our values, in words and masked as the register masks them.
Result<std::vector<OutgoingValue>> values_of(const Call& call, store::Transaction& transaction,
                                             const exchange::OutgoingItem& item) {
  std::vector<OutgoingValue> made;
  SentValues values;
  const auto* arrangement = call.backend.arrangements.find(item.line.entity);
  for (const auto& [field, value] : item.fields) {
    const exchange::SentField* named = nullptr;
    if (arrangement != nullptr)
      for (const auto& sent : arrangement->fields)
        if (sent.field == field) named = &sent;
    if (named == nullptr) made.push_back({field, field, value, ""});
    else values.push_back({named, {field, named->label, value, value}});
  }
  if (arrangement == nullptr) return made;
  const bool english = call.language() == policy::Language::en;
  const auto places = TRY(places_in(call, transaction, *arrangement, values));
  for (auto& [sent, line] : values) {
    const Fact& fact = fact_of(call, *arrangement, *sent);
    line.label = call.says(sent->label, fact.en.empty() ? sent->label : fact.en);
    line.value = masked_value(fact, line.sent, leye::api::Names::in_clear);
    if (line.value == line.sent)
      line.value = exchange::value_in_words(call.backend.vocabulary, fact, line.sent, places,
                                            english);
    else line.sent = "";  // a masked one has no second form
    if (line.sent == line.value) line.sent = "";
    made.push_back(std::move(line));
  }
  return made;
}

Result<OutgoingFile> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto item = TRY(exchange::view_outgoing(*transaction, call.backend.cipher, id));
  std::vector<std::int64_t> ids{item.line.clerk};
  for (const auto& event : item.events)
    if (event.account) ids.push_back(*event.account);
  auto names = TRY(access::account_names(*transaction, ids));
  OutgoingFile file;
  file.line = line_of(call, item.line, names);
  file.attempts = item.line.attempts;
  const bool waits = item.line.state == "unsent" || item.line.state == "sent" ||
                     item.line.state == "postponed";
  if (waits) file.next_try_at = to_text(item.line.next_try_at);
  file.reason_code = item.line.reason_code;
  if (item.line.mended_by) file.mended_by = Id{*item.line.mended_by};
  file.fields = TRY(values_of(call, *transaction, item));
  for (const auto& event : item.events)
    file.events.push_back({to_text(event.at), event.state, state_label(event.state), event.detail,
                           event.account ? names[*event.account] : ""});
  file.may_send_again = item.line.state == "refused" && workers.has(call.post.role);
  call.saw("read_outgoing", fmt::format("outgoing:{}", id));
  return file;
}

Result<SentAgain> again(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto item = TRY(exchange::view_outgoing(*transaction, call.backend.cipher, id));
  if (item.line.state != "refused")
    return Error{ErrorCode::conflict, "只有被退回的才能重新上报", {}, "刷新后再看"};
  const auto made = TRY(exchange::send_again(*transaction, id, call.caller->account, call.now(),
                                             call.machine_now()));
  call.did(fmt::format("outgoing:{}", id), fmt::format("重新上报 {}", made));
  return SentAgain{Id{made}};
}

Result<Systems> systems(Call& call) {
  auto* transaction = TRY(call.transaction());
  const auto counts = TRY(exchange::count_outgoing(*transaction));
  auto differences = TRY(exchange::count_differences(*transaction));
  Systems found;
  for (const auto& system : call.backend.arrangements.systems()) {
    SystemLine line;
    line.system = system.id;
    line.system_label = call.label(system.name);
    line.interface = exchange::name(system.interface);
    for (const auto& one : counts) {
      if (one.system != system.id) continue;
      line.unsent = one.unsent;
      line.sent = one.sent;
      line.postponed = one.postponed;
      line.refused = one.refused;
      line.accepted = one.accepted;
      auto oldest = one.oldest_waiting;
      if (one.oldest_refused && (!oldest || *one.oldest_refused < *oldest))
        oldest = one.oldest_refused;
      if (oldest)
        line.oldest_hours = std::chrono::floor<std::chrono::hours>(
                                std::max(call.machine_now() - *oldest, Instant::duration{0}))
                                .count();
    }
    line.differences = differences[system.id];
    const auto state = TRY(exchange::system_state(*transaction, system.id));
    line.failing_since = text_of(state.failing_since);
    line.failure = state.failure;
    if (state.closed_until && *state.closed_until > call.machine_now())
      line.closed_until = to_text(*state.closed_until);
    line.answered_at = text_of(state.answered_at);
    found.items.push_back(std::move(line));
  }
  return found;
}

Result<DeskTasks> tasks(Call& call) {
  auto* transaction = TRY(call.transaction());
  const auto actor = actor_of(call);
  DeskTasks found;
  for (const auto& one : TRY(exchange::desk_tasks(*transaction, actor.account, actor.roles,
                                                  actor.place_lo, actor.place_hi)))
    found.items.push_back({Id{one.id}, one.kind, one.title, one.detail, one.address, one.due_on,
                           to_text(one.created_at), one.mine});
  for (auto& one : TRY(review_tasks(call, *transaction))) found.items.push_back(std::move(one));
  call.saw("read_desk", fmt::format("account:{}", call.caller->account),
           fmt::format("{} 项", found.items.size()));
  return found;
}

}  // namespace

std::vector<Route> outbox_routes() {
  const std::string base = "/api/v1/outbox";
  Route all = get<Page<OutgoingLine>>(base + "/items", "上报", readers, list);
  all.query = {"state", "kind", "page", "size"};
  all.act = "list_person";
  Route one = get<OutgoingFile>(base + "/items/{id}", "一条上报", readers, read);
  one.act = "read_outgoing";
  Route person = get<Page<OutgoingLine>>("/api/v1/persons/{id}/outbox", "此人的上报", readers,
                                         of_person);
  person.query = {"page", "size"};
  person.act = "list_person";
  Route resend = post<SentAgain>(base + "/items/{id}/send-again", "重新上报", workers, again);
  resend.act = "send_again";
  Route counts = get<Systems>(base + "/systems", "各系统上报情况", readers, systems);
  Route desk = get<DeskTasks>("/api/v1/desk-tasks", "待核对和更正", workers, tasks);
  desk.act = "read_desk";
  std::vector<Route> routes{all, one, person, resend, counts, desk};
  for (auto& more : {difference_routes(), outgoing_sheet_routes()})
    routes.insert(routes.end(), more.begin(), more.end());
  return routes;
}

}  // namespace leye::api
