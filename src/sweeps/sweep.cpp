#include "sweeps/sweep.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "exchange/outbox.hpp"
#include "sweeps/sweep.sql.hpp"

namespace leye::sweeps {
namespace {

constexpr const char* kind = "unemployment_registration";
constexpr std::size_t reason_bytes_max = 2000;

using Ids = std::vector<std::int64_t>;

Error none() { return {ErrorCode::not_found, "没有找到"}; }

Status check_reason(const std::string& reason) {
  if (!reason.empty() && reason.size() <= reason_bytes_max) return Done{};
  return Error{ErrorCode::invalid_input, "请写明理由，六百字以内", {"reason"}};
}

Result<Ids> checked(Ids ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty() || ids.size() > exits_at_once)
    return Error{
        ErrorCode::invalid_input, fmt::format("一次选 1 到 {} 条", exits_at_once), {"ids"}};
  return ids;
}

Error decided() {
  return {ErrorCode::conflict, "其中有已经处理过的，或者登记已经注销", {}, "刷新后再选"};
}

// Which exits a statement is about: those of a run, or these.
struct About {
  std::optional<std::int64_t> run = {};
  std::optional<Ids> exits = {};
};

Status tell(store::Transaction& transaction, const SweepDesk& desk, const About& about,
            const std::string& title, const std::string& body) {
  std::vector<std::string> codes, labels;
  for (const Code& code : desk.vocabulary.find_code_table("unemployment_exit")->codes()) {
    codes.push_back(code.code);
    labels.push_back(code.zh);
  }
  TRY(transaction.execute(sql::tell, about.run, about.exits, title, body, codes, labels, desk.now));
  return Done{};
}

// What the registrations say now, as rows of `source`, goes to other systems too.
Status send_out(store::Transaction& transaction, const SweepDesk& desk, const About& about,
                const std::string& source) {
  TRY(transaction.execute(sql::create_resolved));
  TRY(transaction.execute(sql::fill_resolved, about.run, about.exits));
  TRY(exchange::note_changes(transaction, desk.arrangements,
                             {kind, source, desk.now, desk.account, desk.recorded_at}));
  return Done{};
}

// The registrations of these exits as they were, under a new source; the people are told.
Status restore(store::Transaction& transaction, const SweepDesk& desk, const Ids& exits,
               std::int64_t run, const std::string& reason) {
  const About about{std::nullopt, exits};
  const auto source = fmt::format("恢复失业登记 {}〔{}〕", to_text(desk.today()), run);
  TRY(transaction.execute(sql::undo_exits, exits, desk.account, desk.recorded_at, reason));
  TRY(transaction.execute(sql::keep_past, about.run, about.exits, desk.now));
  TRY(transaction.execute(sql::restore_registrations, exits, desk.now, source));
  TRY(send_out(transaction, desk, about, source));
  return tell(transaction, desk, about, "失业登记已恢复",
              fmt::format("您的失业登记已恢复，与未注销相同。理由：{}", reason));
}

Result<Ids> restorable(store::Transaction& transaction, const SweepDesk& desk, std::int64_t run,
                       std::optional<std::int64_t> exit) {
  Ids ids;
  for (const store::Row row : TRY(transaction.query(sql::exits_of_run, run, exit, desk.today(),
                                                    desk.place_lo, desk.place_hi)))
    ids.push_back(row.get<std::int64_t>("id"));
  return ids;
}

Error too_late(Day until) {
  return {ErrorCode::conflict,
          fmt::format("恢复的期限已过，至 {}", to_text(until)),
          {},
          "请重新办理失业登记"};
}

Error changed_since() {
  return {ErrorCode::conflict, "这次失业登记之后又改过，不能直接恢复", {}, "请更正失业登记"};
}

Status fill_signs(store::Transaction& transaction, const std::vector<Sign>& signs) {
  TRY(transaction.execute(sql::create_signs));
  TRY(transaction.execute(sql::empty_signs));
  for (const Sign& sign : signs) {
    if (sign.entity == "visit")
      TRY(transaction.execute(sql::signs_of_visits, sign.code));
    else
      TRY(transaction.execute(sql::signs_of_records, sign.entity, sign.day_fact, sign.fact,
                              sign.code));
  }
  return Done{};
}

// What contacts and refusals say, for the rules that look at them.
Status fill_seen(store::Transaction& transaction, const SweepDesk& desk, const Signs& signs) {
  TRY(transaction.execute(sql::create_seen));
  TRY(transaction.execute(sql::empty_seen));
  for (const Rule& rule : desk.rules.all) {
    const auto silence = number_in(rule.source, "silence");
    const auto refusals = number_in(rule.source, "refusals");
    if (!silence && !refusals) continue;
    const auto& looked_at = silence ? signs.contacts : signs.refusals;
    if (looked_at.empty())
      return Error{ErrorCode::conflict, "政策包没有写什么算联系、什么算拒绝", {}, "见 docs/guide/sweeps.md"};
    TRY(fill_signs(transaction, looked_at));
    TRY(transaction.execute(silence ? sql::see_silence : sql::see_refusals, rule.source,
                            silence ? *silence : *refusals, desk.today(), desk.place_lo,
                            desk.place_hi));
  }
  return Done{};
}

}  // namespace

Result<Found> find_exits(store::Transaction& transaction, const SweepDesk& desk,
                         const Signs& signs) {
  if (desk.rules.all.empty())
    return Error{ErrorCode::conflict, "政策包里没有月度核查的规则", {}, "见 docs/guide/sweeps.md"};
  std::vector<std::string> sources, later, because, told, clauses;
  for (const Rule& rule : desk.rules.all) {
    sources.push_back(rule.source);
    later.emplace_back(rule.later ? "true" : "false");
    because.push_back(rule.because);
    told.emplace_back(rule.told ? "true" : "false");
    clauses.push_back(rule.clause);
  }
  TRY(fill_seen(transaction, desk, signs));
  Found found;
  found.gone = TRY(transaction.execute(sql::drop_gone, desk.place_lo, desk.place_hi));
  found.found =
      TRY(transaction.execute(sql::find_exits, sources, later, because, told, clauses,
                              desk.place_lo, desk.place_hi, desk.today(), desk.now));
  return found;
}

Result<ConfirmedRun> confirm_exits(store::Transaction& transaction, const SweepDesk& desk,
                                   const Chosen& chosen) {
  Ids ids;
  if (chosen.because.empty()) ids = TRY(checked(chosen.ids));
  ConfirmedRun run;
  run.id = TRY(transaction.query(sql::insert_run, desk.place, desk.now, desk.account,
                                 desk.recorded_at))[0]
               .get<std::int64_t>("id");
  const Day until = desk.today() + desk.rules.undo_days;
  run.exits = TRY(transaction.execute(sql::confirm_exits, run.id, desk.account, desk.recorded_at,
                                      until, ids, chosen.because, desk.place_lo, desk.place_hi));
  if (run.exits == 0 || (!ids.empty() && run.exits != static_cast<std::int64_t>(ids.size())))
    return decided();
  const About about{run.id, std::nullopt};
  const auto source = fmt::format("月度核查 {}〔{}〕", to_text(desk.today()), run.id);
  TRY(transaction.execute(sql::name_run, run.id, source, run.exits));
  TRY(transaction.execute(sql::keep_past, about.run, about.exits, desk.now));
  TRY(transaction.execute(sql::end_registrations, run.id, desk.now, source));
  TRY(send_out(transaction, desk, about, source));
  TRY(tell(transaction, desk, about, "失业登记已注销",
           "经核对，您自 {day} 起{because}（依据来源：{given_by}），失业登记自该日注销。如与实际不符，"
           "请在 {until} 前告知经办机构，核实后恢复。"));
  return run;
}

Result<std::int64_t> reject_exits(store::Transaction& transaction, const SweepDesk& desk,
                                  const Ids& chosen, const std::string& reason) {
  TRY(check_reason(reason));
  const auto ids = TRY(checked(chosen));
  const auto locked =
      TRY(transaction.query(sql::lock_exits, ids, desk.place_lo, desk.place_hi)).touched();
  if (locked != static_cast<std::int64_t>(ids.size())) return none();
  const auto done =
      TRY(transaction.execute(sql::reject_exits, ids, desk.account, desk.recorded_at, reason));
  if (done != locked) return decided();
  return done;
}

Result<UndoneExits> undo_run(store::Transaction& transaction, const SweepDesk& desk,
                             std::int64_t run, const std::string& reason) {
  TRY(check_reason(reason));
  const auto rows = TRY(transaction.query(sql::run, run, desk.place_lo, desk.place_hi));
  if (rows.empty()) return none();
  const auto confirmed = rows[0].get<std::int64_t>("confirmed");
  if (rows[0].get<bool>("undone") || confirmed == 0)
    return Error{ErrorCode::conflict, "这一批已经恢复过", {}, "刷新后再看"};
  if (const Day until = rows[0].get<Day>("undo_until"); desk.today() > until)
    return too_late(until);
  const auto ids = TRY(restorable(transaction, desk, run, std::nullopt));
  if (ids.empty()) return changed_since();
  TRY(restore(transaction, desk, ids, run, reason));
  TRY(transaction.execute(sql::undo_run, run, desk.account, desk.recorded_at, reason));
  const auto restored = static_cast<std::int64_t>(ids.size());
  return UndoneExits{restored, confirmed - restored};
}

Status undo_exit(store::Transaction& transaction, const SweepDesk& desk, std::int64_t exit,
                 const std::string& reason) {
  TRY(check_reason(reason));
  const auto rows =
      TRY(transaction.query(sql::run_of_exit, exit, desk.place_lo, desk.place_hi));
  if (rows.empty()) return none();
  if (rows[0].get<std::string>("state") != "confirmed")
    return Error{ErrorCode::conflict, "只有已注销的才能恢复", {}, "刷新后再看"};
  if (const Day until = rows[0].get<Day>("undo_until"); desk.today() > until)
    return too_late(until);
  const auto run = rows[0].get<std::int64_t>("run_id");
  const auto ids = TRY(restorable(transaction, desk, run, exit));
  if (ids.empty()) return changed_since();
  return restore(transaction, desk, ids, run, reason);
}

}  // namespace leye::sweeps
