// Differences between our lists and those of other systems.
#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/fact_lines.hpp"
#include "api/outbox.hpp"
#include "exchange/comparison.hpp"
#include "exchange/value_words.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
constexpr RoleSet workers = access::clerks | RoleSet{Role::insurance_agency};

const char* state_label(const std::string& state) {
  if (state == "resolved") return "已处理";
  return state == "gone" ? "已一致" : "待处理";
}

std::string entity_label(const Call& call, const std::string& id) {
  const Entity* entity = call.backend.vocabulary.find_entity(id);
  return entity == nullptr ? id : call.label(*entity);
}

std::string system_label(const Call& call, const std::string& id) {
  for (const auto& system : call.backend.arrangements.systems())
    if (system.id == id) return call.label(system.name);
  return id;
}

struct DifferingField {
  const exchange::SentField* sent = nullptr;
  const Fact* fact = nullptr;
};

// Null where a whole record is missing, or the field goes out no longer.
DifferingField field_of(const Call& call, const exchange::DifferenceLine& one) {
  const auto* arrangement = call.backend.arrangements.find(one.entity);
  if (arrangement == nullptr) return {};
  for (const auto& sent : arrangement->fields) {
    if (sent.field != one.field) continue;
    const Entity* holder = arrangement->entity;
    if (!sent.reference.empty())
      holder = call.backend.vocabulary.find_entity(
          arrangement->entity->find_fact(sent.reference)->refers_to);
    return {&sent, holder->find_fact(sent.fact)};
  }
  return {};
}

// The heading of the field and both values in words, masked as the register masks them.
void add_values(const Call& call, const exchange::DifferenceLine& one,
                const exchange::PlaceNames& places, DifferenceLine& line) {
  line.ours = one.ours;
  line.theirs = one.kind == "missing_here" ? "" : one.theirs;
  const auto [sent, fact] = field_of(call, one);
  if (fact == nullptr) return;
  const auto in_words = [&](const std::string& value) {
    auto shown = masked_value(*fact, value, Names::in_clear);
    if (shown != value) return shown;
    return exchange::value_in_words(call.backend.vocabulary, *fact, value, places,
                                    call.language() == policy::Language::en);
  };
  line.field_label = call.says(sent->label, fact->en.empty() ? sent->label : fact->en);
  line.ours = in_words(one.ours);
  line.theirs = in_words(one.theirs);
}

Result<exchange::PlaceNames> places_in(const Call& call, store::Transaction& transaction,
                                       const std::vector<exchange::DifferenceLine>& lines) {
  std::vector<std::int64_t> codes;
  for (const auto& one : lines) {
    const auto field = field_of(call, one);
    if (field.fact == nullptr) continue;
    for (const auto* value : {&one.ours, &one.theirs})
      if (const auto code = exchange::place_in(*field.fact, *value)) codes.push_back(code);
  }
  return registers::place_names(transaction, codes);
}

DifferenceLine line_of(const Call& call, const exchange::DifferenceLine& one,
                       std::map<std::int64_t, std::string>& names,
                       const exchange::PlaceNames& places) {
  DifferenceLine line;
  line.id = Id{one.id};
  line.system_label = system_label(call, one.system);
  line.record_kind_label = entity_label(call, one.entity);
  line.kind = one.kind;
  line.who = one.who;
  if (one.person) line.person_id = Id{*one.person};
  line.place_label = one.place_label;
  line.serial = one.serial;
  add_values(call, one, places, line);
  line.found_at = to_text(one.found_at);
  if (one.owner) line.owner_name = names[*one.owner];
  line.due_on = one.due_on;
  line.state = one.state;
  line.state_label = state_label(one.state);
  line.reason = one.reason;
  if (one.resolved_by) line.resolved_by = names[*one.resolved_by];
  if (const auto choice = exchange::find_choice(one.choice))
    line.choice_label = exchange::label(*choice);
  const auto kind = exchange::find_difference_kind(one.kind);
  if (!kind) return line;
  line.kind_label = exchange::label(*kind);
  if (one.state != "open" || !workers.has(call.post.role)) return line;
  for (const auto choice : {exchange::Choice::send_ours, exchange::Choice::take_theirs,
                            exchange::Choice::take_number, exchange::Choice::no_difference})
    if (exchange::may_choose(*kind, choice, one.record.has_value()))
      line.choices.push_back({exchange::name(choice), exchange::label(choice)});
  return line;
}

Result<Page<DifferenceLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(exchange::list_differences(*transaction, call.backend.cipher,
                                                    std::string(call.request.asked("state")),
                                                    paging.size, paging.offset()));
  std::vector<std::int64_t> ids;
  for (const auto& one : found.lines) {
    if (one.owner) ids.push_back(*one.owner);
    if (one.resolved_by) ids.push_back(*one.resolved_by);
  }
  auto names = TRY(access::account_names(*transaction, ids));
  const auto places = TRY(places_in(call, *transaction, found.lines));
  std::vector<DifferenceLine> lines;
  for (const auto& one : found.lines) lines.push_back(line_of(call, one, names, places));
  return page_of(std::move(lines), found.total, paging);
}

Result<Nothing> resolve(Call& call, const ResolveDifference& asked) {
  const auto id = TRY(call.path_id());
  const auto choice = exchange::find_choice(asked.choice);
  if (!choice) return Error{ErrorCode::invalid_input, "没有这种处理", {"choice"}};
  auto* transaction = TRY(call.transaction());
  TRY(exchange::resolve_difference(*transaction, id, *choice, asked.reason, call.caller->account,
                                   call.now(), call.machine_now()));
  call.did(fmt::format("difference:{}", id), asked.choice);
  return Nothing{};
}

Result<ListComparisons> comparisons(Call& call) {
  auto* transaction = TRY(call.transaction());
  ListComparisons found;
  for (const auto& one : TRY(exchange::latest_comparisons(*transaction)))
    found.items.push_back({system_label(call, one.system), entity_label(call, one.entity),
                           to_text(one.made_at), one.ours, one.theirs, one.found});
  return found;
}

Result<Nothing> want(Call& call, const CompareLists& asked) {
  bool known = false;
  for (const auto& system : call.backend.arrangements.systems()) known |= system.id == asked.system;
  if (!known) return Error{ErrorCode::invalid_input, "没有这个系统", {"system"}};
  auto* transaction = TRY(call.transaction());
  TRY(exchange::want_comparison(*transaction, asked.system, call.machine_now()));
  call.did("system:" + asked.system);
  return Nothing{};
}

}  // namespace

std::vector<Route> difference_routes() {
  const std::string base = "/api/v1/outbox";
  Route all = get<Page<DifferenceLine>>(base + "/differences", "差异", readers, list);
  all.query = {"state", "page", "size"};
  Route one = post<ResolveDifference, Nothing>(base + "/differences/{id}/resolve", "处理差异",
                                               workers, resolve);
  one.act = "resolve_difference";
  Route made = get<ListComparisons>(base + "/comparisons", "近期核对", readers, comparisons);
  made.bound = Bound::nothing;
  Route ask = post<CompareLists, Nothing>(base + "/comparisons", "现在核对", workers, want);
  ask.act = "compare_lists";
  ask.bound = Bound::nothing;
  return {all, one, made, ask};
}

}  // namespace leye::api
