// Imports that were stored: the latest, and undoing one as a whole.
#include <fmt/format.h>

#include "api/bind.hpp"
#include "access/places.hpp"
#include "api/imports.hpp"
#include "api/noting.hpp"
#include "api/reporting.hpp"
#include "api/resources.hpp"
#include "exchange/outbox.hpp"
#include "registers/import_runs.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr int runs_listed = 30;

// What the rows of an import are known by spans places that the caller may not see; the run itself
// lies within the caller's.
template <class Use>
auto with_runs(Call& call, store::Access how, Use use)
    -> decltype(use(std::declval<registers::ImportRuns&>(), std::declval<store::Transaction&>())) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = how;
  scope.time_limit = std::chrono::minutes(10);
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::ImportRuns runs(transaction, call.backend.vocabulary, cipher);
  return use(runs, transaction);
}

// Whoever only reports sees and takes back his own, wherever in the area the people live.
struct RunsOf {
  access::PlaceRange range;
  std::int64_t own = 0;
};
RunsOf runs_of(const Call& call) {
  if (!only_reports(call)) return {call.post.range, 0};
  return {access::range_of(call.backend.area_place), call.caller->account};
}

Result<ImportRuns> latest(Call& call) {
  const auto list = [&call](registers::ImportRuns& runs,
                            store::Transaction&) -> Result<ImportRuns> {
    ImportRuns found;
    const auto of = runs_of(call);
    for (const auto& run : TRY(runs.latest(of.range.low, of.range.high, runs_listed, of.own))) {
      const Entity* entity = call.backend.vocabulary.find_entity(run.kind);
      ImportRunLine line;
      line.id = Id{run.id};
      line.kind = run.kind;
      line.kind_label = entity == nullptr ? run.kind : entity->zh;
      line.file_name = run.file_name;
      line.form = run.form;
      line.account_name = run.account_name;
      line.stored_at = to_text(run.stored_at);
      line.rows = run.rows;
      line.added = run.added;
      line.changed = run.changed;
      if (run.undone_at) line.undone_at = to_text(*run.undone_at);
      line.removed = run.removed;
      line.restored = run.restored;
      line.kept = run.kept;
      found.items.push_back(std::move(line));
    }
    return found;
  };
  return with_runs(call, store::Access::read, list);
}

Result<ImportUndone> undo(Call& call) {
  const auto id = TRY(call.path_id());
  const auto take_back = [&call, id](registers::ImportRuns& runs,
                                     store::Transaction& transaction) -> Result<ImportUndone> {
    const auto of = runs_of(call);
    const auto undone = TRY(runs.undo(id, of.range.low, of.range.high, call.caller->account,
                                      call.now(), of.own));
    TRY(exchange::note_undo(transaction, call.backend.arrangements, id, call.caller->account,
                            call.now(), call.machine_now()));
    call.did(fmt::format("import_run:{}", id),
             fmt::format("撤销 {}，恢复 {}，保留 {}", undone.removed, undone.restored, undone.kept));
    TRY(note(call, transaction));
    TRY(transaction.commit());
    ImportUndone answer;
    answer.id = Id{id};
    answer.removed = undone.removed;
    answer.restored = undone.restored;
    answer.kept = undone.kept;
    for (const auto& [name, changed_by] : undone.changes) {
      answer.changes.push_back({name, changed_by});
    }
    return answer;
  };
  return with_runs(call, store::Access::write, take_back);
}

}  // namespace

std::vector<Route> import_run_routes() {
  const RoleSet importers{Role::window_clerk, Role::insurance_agency, Role::outside_body,
                          Role::employer};
  Route list = get<ImportRuns>("/api/v1/imports", "近期导入", importers, latest);
  Route back = post<ImportUndone>("/api/v1/import-runs/{id}/undo", "撤销导入", importers, undo);
  back.effect = Effect::decides;
  back.own_transactions = true;
  back.act = "undo_import";
  return {list, back};
}

}  // namespace leye::api
