#include "api/sweeps.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/own_write.hpp"
#include "api/rulebook.hpp"
#include "sweeps/sweep.hpp"
#include "sweeps/sweep_view.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::clerks | RoleSet{Role::auditor};
constexpr RoleSet workers{Role::window_clerk, Role::first_checker};

const char* state_label(const std::string& state) {
  if (state == "confirmed") return "已注销";
  if (state == "rejected") return "不采纳";
  return state == "undone" ? "已恢复" : "待核实";
}

std::string code_label(const Call& call, const char* table, std::string_view code) {
  const CodeTable* codes = call.backend.vocabulary.find_code_table(table);
  if (codes != nullptr)
    for (const Code& each : codes->codes())
      if (each.code == code) return call.label(each);
  return std::string(code);
}

std::string source_label(const Call& call, std::string_view source) {
  constexpr std::string_view insurance = "insurance ", list = "list ";
  constexpr std::string_view silence = "silence ", refusals = "refusals ";
  if (source.starts_with(silence)) {
    const auto months = source.substr(silence.size());
    return call.says(fmt::format("服务记录：连续 {} 个月没有联系", months),
                     fmt::format("services: no contact for {} months", months));
  }
  if (source.starts_with(refusals)) {
    const auto times = source.substr(refusals.size());
    return call.says(fmt::format("服务记录：拒绝 {} 次", times),
                     fmt::format("services: refused {} times", times));
  }
  if (source == "death") return call.says("户籍登记：死亡", "population register: death");
  if (source == "owner") return call.says("就业登记：自己经营", "employment register: own business");
  if (source == "employment") return call.says("就业登记：在职", "employment register: employed");
  if (source.starts_with(insurance))
    return call.says("参保：", "insured: ") +
           code_label(call, "insurance_kind", source.substr(insurance.size()));
  if (source.starts_with(list))
    return call.says("名单：", "list: ") +
           code_label(call, "outside_list", source.substr(list.size()));
  return std::string(source);
}

sweeps::SweepDesk desk_of(const Call& call) {
  const Vocabulary& vocabulary = call.backend.vocabulary;
  return {vocabulary,           call.backend.arrangements, call.backend.sweep,
          call.caller->account, call.post.place,           call.post.range.low,
          call.post.range.high, call.now(),                call.machine_now()};
}

// Exits go out to other systems and to the people: the work sees more than the caller, what it
// touches is bound by his places.
constexpr std::chrono::minutes statement_time_max{10};

std::vector<std::int64_t> numbers(const std::vector<Id>& ids) {
  std::vector<std::int64_t> found;
  for (const Id id : ids) found.push_back(id.number);
  return found;
}

std::vector<SweepReason> reasons_of(const Call& call, const sweeps::SweepCounts& counts) {
  const auto of = [&](const char* state, const std::string& because) -> std::int64_t {
    const auto all = counts.exits.find(state);
    if (all == counts.exits.end()) return 0;
    const auto found = all->second.find(because);
    return found == all->second.end() ? 0 : found->second;
  };
  std::vector<SweepReason> reasons;
  const CodeTable* codes = call.backend.vocabulary.find_code_table("unemployment_exit");
  if (codes == nullptr) return reasons;
  for (const Code& code : codes->codes()) {
    SweepReason reason{code.code,
                       call.label(code),
                       of("open", code.code),
                       of("confirmed", code.code),
                       of("rejected", code.code),
                       of("undone", code.code)};
    if (reason.open + reason.confirmed + reason.rejected + reason.undone > 0)
      reasons.push_back(std::move(reason));
  }
  return reasons;
}

Result<Sweep> read(Call& call) {
  const auto& rules = call.backend.sweep;
  const auto& signs = call.backend.rulebook.signs;
  auto* transaction = TRY(call.transaction());
  const auto counts = TRY(sweeps::count_sweep(*transaction, call.today(), rules, signs));
  Sweep sweep;
  sweep.label = call.says(rules.zh, rules.en);
  sweep.undo_days = rules.undo_days;
  for (const auto& rule : rules.all)
    sweep.rules.push_back({rule.source, source_label(call, rule.source), rule.later, rule.because,
                           code_label(call, "unemployment_exit", rule.because), rule.told,
                           rule.clause});
  sweep.reasons = reasons_of(call, counts);
  sweep.registered = counts.registered;
  sweep.long_months = signs.long_months;
  sweep.registered_long = counts.registered_long;
  for (const auto& list : rules.counted) {
    const auto people = counts.counted.find(list);
    sweep.counted.push_back({code_label(call, "outside_list", list),
                             people == counts.counted.end() ? 0 : people->second});
  }
  const auto runs = TRY(sweeps::latest_runs(*transaction));
  std::vector<std::int64_t> accounts;
  for (const auto& run : runs) accounts.push_back(run.confirmed_by);
  auto names = TRY(access::account_names(*transaction, accounts));
  for (const auto& run : runs)
    sweep.runs.push_back({Id{run.id}, to_text(run.known_at), names[run.confirmed_by], run.exits,
                          run.confirmed, run.undo_until, run.undone, run.reason,
                          !run.undone && run.confirmed > 0 && workers.has(call.post.role) &&
                              run.undo_until && call.today() <= *run.undo_until});
  return sweep;
}

Result<http::Response> run(Call& call) {
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto& signs = call.backend.rulebook.signs;
    const auto found = TRY(sweeps::find_exits(transaction, desk_of(call), signs));
    call.did("sweep:unemployed", std::to_string(found.found));
    return respond(Swept{found.found, found.gone});
  };
  return own_write(call, statement_time_max, work);
}

Result<Page<ExitLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  std::string state(call.request.asked("state"));
  if (state.empty()) state = "open";
  const auto found = TRY(sweeps::list_exits(*transaction, state,
                                            std::string(call.request.asked("because")),
                                            paging.size, paging.offset()));
  std::vector<std::int64_t> accounts;
  for (const auto& one : found.lines)
    if (one.decided_by) accounts.push_back(*one.decided_by);
  auto names = TRY(access::account_names(*transaction, accounts));
  std::vector<ExitLine> lines;
  for (const auto& one : found.lines) {
    ExitLine line;
    line.id = Id{one.id};
    line.person_id = Id{one.person};
    line.who = one.who;
    line.place_label = one.place_label;
    line.registered_on = one.registered_on;
    line.source_label = source_label(call, one.evidence);
    line.given_by = one.given_by;
    line.detail = one.detail;
    line.since = one.since;
    line.ends_on = one.ends_on;
    line.because_label = code_label(call, "unemployment_exit", one.because);
    line.clause = one.clause;
    line.state = one.state;
    line.state_label = state_label(one.state);
    if (one.decided_by) line.decided_by = names[*one.decided_by];
    line.undo_until = one.undo_until;
    line.may_undo = one.state == "confirmed" && workers.has(call.post.role) && one.undo_until &&
                    call.today() <= *one.undo_until;
    line.reason = one.reason;
    lines.push_back(std::move(line));
  }
  call.saw("read_exits", "sweep:unemployed", state);
  return page_of(std::move(lines), found.total, paging);
}

Result<http::Response> confirm(Call& call) {
  const auto asked = TRY(json::read<ConfirmExits>(call.request.body));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto done = TRY(sweeps::confirm_exits(transaction, desk_of(call),
                                                {numbers(asked.ids), asked.because}));
    call.did(fmt::format("sweep_run:{}", done.id), fmt::format("注销 {}", done.exits));
    return respond(ExitsDecided{done.exits, 0});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> reject(Call& call) {
  const auto asked = TRY(json::read<RejectExits>(call.request.body));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto done = TRY(
        sweeps::reject_exits(transaction, desk_of(call), numbers(asked.ids), asked.reason));
    call.did("sweep:unemployed", fmt::format("不采纳 {}", done));
    return respond(ExitsDecided{done, 0});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> undo_run(Call& call) {
  const auto id = TRY(call.path_id());
  const auto asked = TRY(json::read<UndoExits>(call.request.body));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto done = TRY(sweeps::undo_run(transaction, desk_of(call), id, asked.reason));
    call.did(fmt::format("sweep_run:{}", id), fmt::format("恢复 {}", done.restored));
    return respond(ExitsDecided{done.restored, done.kept});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> undo(Call& call) {
  const auto id = TRY(call.path_id());
  const auto asked = TRY(json::read<UndoExits>(call.request.body));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    TRY(sweeps::undo_exit(transaction, desk_of(call), id, asked.reason));
    call.did(fmt::format("sweep_exit:{}", id), asked.reason);
    return respond(ExitsDecided{1, 0});
  };
  return own_write(call, statement_time_max, work);
}

template <class In, class Out>
Route work(const std::string& path, const char* summary, Handler handler) {
  Route route = post<Out>(path, summary, workers, nullptr);
  route.takes = [](json::Schemas& schemas) { return schemas.of<In>(); };
  route.handler = std::move(handler);
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = "sweep_unemployed";
  return route;
}

}  // namespace

std::vector<Route> sweep_routes() {
  const std::string base = "/api/v1/sweep";
  Route all = get<Page<ExitLine>>(base + "/exits", "拟注销", readers, list);
  all.query = {"state", "because", "page", "size"};
  all.act = "read_exits";
  Route find = work<Nothing, Swept>(base, "核对登记失业人员", run);
  find.takes = nullptr;
  return {get<Sweep>(base, "月度核查", readers, read),
          all,
          find,
          work<ConfirmExits, ExitsDecided>(base + "/exits/confirm", "确认注销", confirm),
          work<RejectExits, ExitsDecided>(base + "/exits/reject", "不采纳", reject),
          work<UndoExits, ExitsDecided>(base + "/exits/{id}/undo", "恢复失业登记", undo),
          work<UndoExits, ExitsDecided>(base + "/runs/{id}/undo", "整批恢复失业登记", undo_run)};
}

}  // namespace leye::api
