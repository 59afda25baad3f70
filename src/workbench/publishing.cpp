#include "workbench/publishing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "workbench/changes.hpp"
#include "workbench/drafts.sql.hpp"
#include "workbench/edges.hpp"
#include "workbench/touched.hpp"
#include "workbench/versions.sql.hpp"

namespace leye::workbench {
namespace {

constexpr std::size_t words_bytes_max = 2'000;

Error conflict(std::string what, std::string fix) {
  return {ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

Error invalid(std::string what, std::string where, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {std::move(where)}, std::move(fix)};
}

Status check_words(const std::string& words, const char* where, const char* what) {
  if (!words.empty() && words.size() <= words_bytes_max) return Done{};
  return invalid(fmt::format("请写明{}，六百字以内", what), where, "写一两句话");
}

// Another version came in between: the draft would take its changes back.
Status check_base(store::Transaction& transaction, const Draft& draft) {
  const auto versions = TRY(list_versions(transaction, draft.pack));
  const auto* latest = latest_standing(versions);
  if (latest != nullptr && latest->number == draft.base) return Done{};
  return conflict(fmt::format("草案的底稿是第 {} 版，现在最近的是第 {} 版", draft.base,
                              latest == nullptr ? 0 : latest->number),
                  "把草案换到最近一版的底稿上，看过以后再提交");
}

Status check_day(store::Transaction& transaction, const Draft& draft, Day from, Day today) {
  if (from < today)
    return invalid(fmt::format("施行日期 {} 早于今天 {}", to_text(from), to_text(today)),
                   "in_force_from",
                   "写今天或者以后的日子；要管以前的事，在规则的“有效”一行里写它自己的期间");
  const auto base = TRY(find_version(transaction, draft.base));
  if (from < base.in_force_from)
    return invalid(fmt::format("施行日期早于底稿第 {} 版的施行日期 {}", base.number,
                               to_text(base.in_force_from)),
                   "in_force_from", "写那一天或者以后的日子");
  return Done{};
}

Status check_right(const Reading& reading) {
  if (!reading.pack.plan || reading.errors() > 0) {
    const auto& first = reading.problems.front();
    return Error{ErrorCode::conflict,
                 fmt::format("草案里有 {} 处错误，第一处：{}", reading.errors(), first.message.zh),
                 {fmt::format("{}:{}", first.path, first.at.line)},
                 "按检查结果改正后再提交"};
  }
  const auto& cases = reading.cases();
  const auto failed =
      std::count_if(cases.begin(), cases.end(), [](const auto& each) { return !each.passed; });
  if (failed == 0 && !cases.empty()) return Done{};
  if (cases.empty()) return conflict("政策包里没有用例", "给每项措施写几个用例再提交");
  const auto& first = cases.front();
  return Error{ErrorCode::conflict,
               fmt::format("{} 个用例没有通过，第一个：{} 期望 {}，得到 {}", failed, first.id,
                           first.expected, first.got),
               {fmt::format("{}:{}", first.file, first.line)},
               "改规则，或者改用例的期望，全部通过后再提交"};
}

Status check_confirmed(const Submission& submission) {
  if (submission.proof != "clean" && submission.proof_words.empty())
    return invalid(submission.proof == "not_run"
                       ? std::string("这份草案还没有证明过")
                       : fmt::format("证明还有 {} 处发现没有说明", submission.proof_findings),
                   "confirmations.proof",
                   "先运行证明，把发现改掉或者写进 findings；照此发布的，用文字说明理由");
  if (submission.edges_open > 0 && submission.edges_words.empty())
    return invalid(fmt::format("改动过的 {} 处界限还没有核对", submission.edges_open),
                   "confirmations.edges", "逐处核对三行；照此发布的，用文字说明理由");
  return Done{};
}

Result<Submission> look(store::Transaction& transaction, Workbench& workbench, const Draft& draft,
                        const Confirmations& confirmations) {
  const auto reading = TRY(workbench.reading(transaction, {.draft = draft.id}));
  TRY(check_right(*reading));
  const auto base = TRY(workbench.reading(transaction, {.version = draft.base}));
  Submission seen;
  seen.cases = static_cast<std::int64_t>(reading->cases().size());
  const auto proof = workbench.proofs().state(draft.id);
  if (proof.state == "done" && proof.digest == reading->digest) {
    seen.proof_findings = proof.report.open();
    seen.proof = seen.proof_findings == 0 ? "clean" : "findings";
  }
  seen.edges_open = TRY(open_edges(*base, *reading, workbench.folder()));
  const auto running = TRY(touched(transaction, touched_measures(*base, *reading), 0));
  seen.touched_rows = running.total();
  seen.proof_words = confirmations.proof;
  seen.edges_words = confirmations.edges;
  return seen;
}

Status refuse_if(bool touched_nothing, const char* what) {
  if (!touched_nothing) return Done{};
  return conflict(what, "刷新后看草案现在的情况");
}

Status check_waiting(const Version& version, Day today) {
  if (version.origin != "workbench")
    return conflict("随系统安装的版本不能撤下", "起草并发布另一版");
  if (!version.stands())
    return conflict(fmt::format("第 {} 版已经由{}撤下", version.number,
                                version.taken_back_by->name),
                    "刷新看版本表");
  if (version.in_force_from > today) return Done{};
  return conflict(fmt::format("第 {} 版已于 {} 施行，不能撤下", version.number,
                              to_text(version.in_force_from)),
                  "起草并发布另一版；已经作出的决定不变");
}

}  // namespace

Result<Submission> submission_of(const std::string& text) { return json::read<Submission>(text); }

Status submit(store::Transaction& transaction, Workbench& workbench, const Request& request,
              const Person& by, Day today, Instant now) {
  Drafts drafts(transaction);
  const auto draft = TRY(drafts.lock(request.draft));
  TRY(refuse_if(!draft.open(), "草案不在起草中，不能提交"));
  if (draft.revision != request.revision)
    return conflict(fmt::format("草案在您打开以后被{}改动过", draft.changed_by),
                    "刷新看改了什么，再提交");
  TRY(refuse_if(draft.changed_files == 0, "草案与底稿没有不同"));
  TRY(check_words(request.note, "note", "改了什么、为什么"));
  TRY(check_base(transaction, draft));
  TRY(check_day(transaction, draft, request.in_force_from, today));
  const auto seen = TRY(look(transaction, workbench, draft, request.confirmations));
  TRY(check_confirmed(seen));
  const auto touched =
      TRY(transaction.execute(sql::submit_draft, draft.id, request.in_force_from, request.note,
                              by.account, by.name, now, store::Json{json::write(seen)}));
  TRY(refuse_if(touched == 0, "草案刚被别人改动"));
  return drafts.note_event(draft.id, by, now, "submitted",
                           fmt::format("自 {} 施行：{}", to_text(request.in_force_from),
                                       request.note));
}

Status send_back(store::Transaction& transaction, std::int64_t id, const std::string& reason,
                 const Person& by, Instant now) {
  TRY(check_words(reason, "reason", "退回的理由"));
  Drafts drafts(transaction);
  TRY(drafts.lock(id));
  const auto touched = TRY(transaction.execute(sql::reopen_draft, id));
  TRY(refuse_if(touched == 0, "草案没有提交，不用退回"));
  return drafts.note_event(id, by, now, "returned", reason);
}

Result<std::int64_t> approve(store::Transaction& transaction, Workbench& workbench,
                             std::int64_t id, const Person& by, Day today, Instant now) {
  Drafts drafts(transaction);
  const auto draft = TRY(drafts.lock(id));
  TRY(refuse_if(draft.state != "submitted", "草案没有提交，不能批准"));
  if (draft.asked_by->account == by.account)
    return Error{ErrorCode::forbidden,
                 "不能批准自己提交的政策版本",
                 {},
                 "请另一位复核或者局领导批准"};
  TRY(check_base(transaction, draft));
  TRY(check_day(transaction, draft, *draft.in_force_from, today));
  const auto reading = TRY(workbench.reading(transaction, {.draft = id}));
  TRY(check_right(*reading));
  Version version;
  version.pack = draft.pack;
  version.title = draft.title;
  version.base = draft.base;
  version.in_force_from = *draft.in_force_from;
  version.origin = "workbench";
  version.plan_digest = reading->pack.plan->digest;
  version.note = draft.note;
  version.asked_by = draft.asked_by;
  version.asked_at = draft.asked_at;
  version.approved_by = by;
  version.approved_at = now;
  version.recorded_at = now;
  const auto number = TRY(add_version(transaction, version, reading->files));
  TRY(transaction.execute(sql::publish_draft, id, number));
  TRY(drafts.note_event(id, by, now, "approved",
                        fmt::format("第 {} 版，自 {} 施行", number,
                                    to_text(version.in_force_from))));
  return number;
}

Status withdraw(store::Transaction& transaction, std::int64_t id, const std::string& reason,
                const Person& by, Instant now) {
  TRY(check_words(reason, "reason", "撤回的理由"));
  Drafts drafts(transaction);
  TRY(drafts.lock(id));
  const auto touched = TRY(transaction.execute(sql::withdraw_draft, id));
  TRY(refuse_if(touched == 0, "草案已经发布或者撤回"));
  return drafts.note_event(id, by, now, "withdrawn", reason);
}

Result<std::int64_t> take_back(store::Transaction& transaction, std::int64_t number,
                               const std::string& reason, const Person& by, Day today,
                               Instant now) {
  TRY(check_words(reason, "reason", "撤下的理由"));
  const auto version = TRY(find_version(transaction, number));
  TRY(check_waiting(version, today));
  for (const auto& each : TRY(list_versions(transaction, version.pack)))
    if (each.stands() && each.base == number)
      return conflict(fmt::format("第 {} 版是从第 {} 版改起的", each.number, number),
                      fmt::format("先撤下第 {} 版", each.number));
  // It may have been taken back a moment ago.
  const auto touched = TRY(transaction.execute(sql::take_back_version, number, today, now,
                                               by.account, by.name, reason));
  TRY(refuse_if(touched == 0, "这一版刚被别人撤下"));
  const auto rows = TRY(transaction.query(sql::reopen_taken_back, number));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这一版的草案"};
  const auto draft = rows[0].get<std::int64_t>("id");
  TRY(Drafts(transaction).note_event(draft, by, now, "taken_back",
                                     fmt::format("第 {} 版：{}", number, reason)));
  return draft;
}

}  // namespace leye::workbench
