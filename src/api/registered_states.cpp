#include "api/registered_states.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/families.hpp"
#include "api/noting.hpp"
#include "api/rulebook.hpp"
#include "benefits/reach.hpp"
#include "registers/facts_loader.hpp"
#include "registers/people.hpp"
#include "states/derive.hpp"
#include "states/keeper.hpp"
#include "states/state.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

TraceNode why(const Call& call, const states::Rules& rules, const policy::Facts& facts,
              const policy::Measure& category, policy::Row row, Day on) {
  policy::Evaluator evaluator(rules.plan, category, facts, on);
  return trace_of(call, evaluator.explain(row, call.language()));
}

Result<RegisteredState> state_in(Call& call, store::Transaction& transaction, std::int64_t person,
                                 Day on) {
  const states::Rules& rules = call.backend.rulebook.states;
  RegisteredState found;
  found.derived = !rules.states.empty();
  if (!found.derived) return found;
  policy::Facts facts(call.backend.vocabulary);
  registers::FactsLoader loader(transaction, facts, {on, call.now()},
                                benefits::reach_of(rules.plan, call.backend.vocabulary));
  TRY(loader.load("person", {person}));
  const auto row = loader.row("person", person);
  if (!row) return Error{ErrorCode::not_found, "没有找到"};
  states::StateReader reader(rules, facts);
  for (const auto& each : reader.history(*row, on)) {
    StateStretch stretch{"", "", each.from, each.until};
    if (each.state) {
      stretch.code = rules.states[*each.state].code;
      stretch.label = call.label(rules.category(rules.states[*each.state]).name);
    }
    found.history.push_back(std::move(stretch));
  }
  if (const auto state = reader.state_on(*row, on)) {
    const policy::Measure& category = rules.category(rules.states[*state]);
    found.code = rules.states[*state].code;
    found.label = call.label(category.name);
    found.since = reader.since(*row, on);
    found.trace = why(call, rules, facts, category, *row, on);
  }
  for (const auto at : reader.contradictions(*row, on)) {
    const auto& contradiction = rules.contradictions[at];
    const policy::Measure& category = rules.category(contradiction);
    StateConflict conflict;
    conflict.category = category.name.id;
    conflict.label = call.label(category.name);
    conflict.owner = contradiction.owner;
    const auto role = access::find_role(contradiction.owner);
    conflict.owner_label = role ? access::label(*role) : contradiction.owner;
    conflict.due_on = TRY(states::task_due(transaction, category.name.id, person));
    conflict.trace = why(call, rules, facts, category, *row, on);
    found.conflicts.push_back(std::move(conflict));
  }
  return found;
}

Status must_be_seen(Call& call, std::int64_t person) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  TRY(registers::People(transaction, call.backend.vocabulary, cipher).card(person));
  return Done{};
}

Result<RegisteredState> look_again(Call& call) {
  const auto id = TRY(call.path_id());
  TRY(must_be_seen(call, id));
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  TRY(derive_state_of(call, transaction, id));
  auto found = TRY(state_in(call, transaction, id, call.today()));
  call.did(fmt::format("person:{}", id), "核对登记状态");
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return found;
}

Result<RegisteredState> read_state(Call& call) {
  const auto id = TRY(call.path_id());
  TRY(call.must_be_own("person", id));
  TRY(must_be_seen(call, id));
  const auto on = TRY(call.asked_day("as_of")).value_or(call.today());
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  auto found = TRY(state_in(call, transaction, id, on));
  call.saw("read_person", fmt::format("person:{}", id));
  return found;
}

StatesKept kept_of(const states::Kept& kept) {
  StatesKept shown;
  shown.begun = kept.begun;
  if (!kept.begun) return shown;
  shown.running = !kept.ended_at;
  shown.derived_on = kept.on;
  shown.began_at = to_text(kept.began_at);
  if (kept.ended_at) shown.ended_at = to_text(*kept.ended_at);
  shown.total = kept.total;
  shown.people = kept.derived.people;
  shown.changed = kept.derived.changed;
  shown.opened = kept.derived.opened;
  shown.closed = kept.derived.closed;
  shown.later = kept.later;
  shown.waiting = kept.waiting;
  return shown;
}

Result<StatesKept> read_kept(Call& call) {
  auto* transaction = TRY(call.transaction());
  const states::Rules& rules = call.backend.rulebook.states;
  return kept_of(TRY(states::kept(*transaction, rules)));
}

Result<StatesKept> derive_everybody(Call& call) {
  const Backend& backend = call.backend;
  const states::Rules& rules = backend.rulebook.states;
  auto lease = TRY(backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  TRY(states::ask_for_pass(transaction, rules, backend.policy_version, call.today(),
                           call.now(), call.caller->account));
  const auto kept = TRY(states::kept(transaction, rules));
  call.did("persons", "推定登记状态");
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return kept_of(kept);
}

}  // namespace

Status derive_state_of(Call& call, store::Transaction& transaction, std::int64_t person) {
  const Backend& backend = call.backend;
  const states::Rules& rules = backend.rulebook.states;
  const states::DeriveOrder order{rules, backend.vocabulary, call.today(), call.now()};
  TRY(states::derive_person(transaction, order, person));
  return look_at_families_of(call, transaction, {person});
}

std::vector<Route> registered_state_routes() {
  const std::string one = "/api/v1/persons/{id}/registered-state";
  const RoleSet readers =
      access::clerks | RoleSet{Role::insurance_agency, Role::auditor, Role::citizen};
  Route read = get<RegisteredState>(one, "登记状态", readers, read_state);
  read.query = {"as_of"};
  read.act = "read_person";
  Route again = post<RegisteredState>(one, "重新推定登记状态", access::clerks, look_again);
  const std::string everybody = "/api/v1/registered-states";
  Route all = post<StatesKept>(everybody, "推定全部登记状态", access::clerks, derive_everybody);
  for (Route* route : {&again, &all}) {
    route->own_transactions = true;
    route->act = "write_facts";
  }
  return {read, again, all,
          get<StatesKept>(everybody, "登记状态推定进度", access::clerks, read_kept)};
}

}  // namespace leye::api
