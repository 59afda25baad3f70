// Drafts of the next version: what is changed in them, and whether it is right.
#include <algorithm>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/policy_desk.hpp"
#include "api/resources.hpp"
#include "workbench/merge.hpp"
#include "workbench/moving.hpp"
#include "workbench/publishing.hpp"
#include "workbench/words.hpp"

namespace leye::api {
namespace {

using std::chrono::steady_clock;

constexpr int drafts_listed = 200;
constexpr std::size_t diagnostics_shown = 500;
constexpr std::uint64_t file_body_max = std::uint64_t{2} << 20;  // a file as a JSON string

const char* state_zh(const std::string& state) {
  return state == "open"        ? "起草中"
         : state == "submitted" ? "待批准"
         : state == "published" ? "已发布"
                                : "已撤回";
}

const char* act_zh(const std::string& act) {
  return act == "made"        ? "起草"
         : act == "saved"     ? "改动"
         : act == "ticked"    ? "核对界限"
         : act == "moved"     ? "换底稿"
         : act == "taken_back" ? "撤下版本"
         : act == "submitted" ? "提交"
         : act == "returned"  ? "退回"
         : act == "approved"  ? "批准发布"
                              : "撤回";
}

std::int64_t milliseconds_since(steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - start)
      .count();
}

Result<PolicyDraft> make(Call& call, const NewPolicyDraft& asked) {
  const auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  const auto versions = TRY(workbench::list_versions(*transaction, workbench->pack()));
  const auto base = std::find_if(versions.begin(), versions.end(), [&](const auto& each) {
    return each.stands() && (!asked.base || each.number == *asked.base);
  });
  if (base == versions.end())
    return Error{ErrorCode::invalid_input,
                 "没有这一版政策",
                 {"base"},
                 "不写底稿时用最近一版；版本号见“政策工作台”的版本表"};
  workbench::Drafts drafts(*transaction);
  const auto id = TRY(drafts.make(*base, asked.title, person_of(call), call.now()));
  call.did(fmt::format("policy_draft:{}", id), asked.title);
  return draft_file(call, id);
}

Result<PolicyDrafts> list(Call& call) {
  const auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  workbench::Drafts drafts(*transaction);
  PolicyDrafts all;
  for (const auto& each : TRY(drafts.list(workbench->pack(), drafts_listed)))
    all.items.push_back(draft_line(call, each));
  return all;
}

Result<PolicyDraft> read(Call& call) { return draft_file(call, TRY(call.path_id())); }

Result<SavedDraftFile> save(Call& call, const SaveDraftFile& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  workbench::Drafts drafts(*transaction);
  const auto saved = TRY(
      drafts.save(id, asked.path, asked.text, asked.revision, person_of(call), call.now()));
  call.backend.workbench.proofs().cancel(id);
  call.did(fmt::format("policy_draft:{}", id), asked.path);
  return SavedDraftFile{saved.revision, workbench::name(saved.change)};
}

// The draft as it is stored, with one file as it stands on the asker's screen.
Result<std::shared_ptr<const workbench::Reading>> reading_with(Call& call,
                                                               const workbench::Draft& draft,
                                                               const CheckDraft& asked) {
  auto* transaction = TRY(call.transaction());
  workbench::Drafts drafts(*transaction);
  auto files = TRY(drafts.files(draft));
  if (asked.path && asked.text) {
    TRY(workbench::check_path(*asked.path));
    TRY(workbench::check_text(*asked.path, *asked.text));
    files[*asked.path] = *asked.text;
  }
  return call.backend.workbench.reading(files);
}

PolicyDiagnostic diagnostic(const workbench::Problem& from) {
  PolicyDiagnostic shown;
  shown.path = from.path;
  shown.line = from.at.line;
  shown.column = from.at.column;
  shown.end_line = from.at.line;
  shown.end_column = from.at.end_column;
  shown.severity = from.error ? "error" : "warning";
  shown.code = from.code;
  shown.message_zh = from.message.zh;
  shown.message_en = from.message.en;
  shown.clause = from.clause;
  shown.fix_zh = from.fix.zh;
  shown.fix_en = from.fix.en;
  for (const auto& [at, text] : from.notes)
    shown.notes.push_back({at.line, at.column, at.end_column, text.zh, text.en});
  return shown;
}

Result<DraftCheck> check(Call& call, const CheckDraft& asked) {
  const auto start = steady_clock::now();
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto draft = TRY(workbench::Drafts(*transaction).find(id));
  const auto reading = TRY(reading_with(call, draft, asked));
  DraftCheck found;
  found.revision = draft.revision;
  for (const auto& each : reading->problems) {
    ++(each.error ? found.errors : found.warnings);
    if (found.diagnostics.size() < diagnostics_shown)
      found.diagnostics.push_back(diagnostic(each));
  }
  found.ms = milliseconds_since(start);
  return found;
}

Result<PolicyWords> words(Call& call) {
  const auto id = TRY(call.path_id());
  const auto reading = TRY(policy_reading(call, {.draft = id}));
  PolicyWords all;
  for (const auto& each : workbench::words_of(*reading))
    all.items.push_back(
        {each.zh, each.en, each.kind, call.says(each.about.zh, each.about.en)});
  return all;
}

Result<DraftCases> cases(Call& call) {
  const auto start = steady_clock::now();
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto draft = TRY(workbench::Drafts(*transaction).find(id));
  const auto reading = TRY(policy_reading(call, {.draft = id}));
  if (!reading->pack.plan)
    return Error{ErrorCode::conflict,
                 "草案里有错误，用例没有运行",
                 {},
                 "先按检查结果改正"};
  DraftCases ran;
  ran.revision = draft.revision;
  for (const auto& each : reading->cases()) {
    ++(each.passed ? ran.passed : ran.failed);
    ran.items.push_back(policy_case(each));
  }
  ran.ms = milliseconds_since(start);
  return ran;
}

Result<PolicyDraft> move(Call& call, const MoveDraft& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto moved = TRY(workbench::move_to_latest(*transaction, id, asked.revision,
                                                   person_of(call), call.now()));
  call.backend.workbench.proofs().cancel(id);
  call.did(fmt::format("policy_draft:{}", id), fmt::format("第 {} 版", moved.base));
  return draft_file(call, id);
}

std::vector<DraftFile> files_of(const workbench::Files& base, const workbench::Changes& changes) {
  std::vector<DraftFile> files;
  for (const auto& [path, text] : base)
    if (!changes.contains(path))
      files.push_back({path, "", static_cast<std::int64_t>(text.size()), 0});
  for (const auto& [path, text] : changes) {
    const bool known = base.contains(path);
    const auto change = !text   ? workbench::FileChange::deleted
                        : known ? workbench::FileChange::changed
                                : workbench::FileChange::added;
    files.push_back({path, workbench::name(change), 0, 0});
    if (!text) continue;
    files.back().bytes = static_cast<std::int64_t>(text->size());
    files.back().conflicts = static_cast<std::int64_t>(workbench::conflicts_in(*text).size());
  }
  std::sort(files.begin(), files.end(),
            [](const DraftFile& a, const DraftFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace

workbench::Person person_of(const Call& call) {
  return {call.caller->account, call.caller->signature()};
}

bool is_policy_author(const Call& call) {
  return call.caller && call.caller->post_for(policy_authors) != nullptr;
}

bool is_author_for_area(const Call& call) {
  if (!call.caller) return false;
  const auto* post = call.caller->post_for(policy_authors);
  return post != nullptr && post->range.holds(access::range_of(call.backend.area_place));
}

PolicyDraftLine draft_line(const Call& call, const workbench::Draft& from) {
  PolicyDraftLine line;
  line.id = Id{from.id};
  line.title = from.title;
  line.base = from.base;
  line.owner = from.owner.name;
  line.mine = call.caller && from.owner.account == call.caller->account;
  line.state = from.state;
  line.state_label = call.says(state_zh(from.state), from.state);
  line.revision = from.revision;
  line.changed_files = from.changed_files;
  line.changed_by = from.changed_by;
  line.changed_at = to_text(from.changed_at);
  line.in_force_from = from.in_force_from;
  line.version = from.version;
  return line;
}

Result<PolicyDraft> draft_file(Call& call, std::int64_t id) {
  auto* transaction = TRY(call.transaction());
  workbench::Drafts drafts(*transaction);
  const auto from = TRY(drafts.find(id));
  PolicyDraft draft;
  static_cast<PolicyDraftLine&>(draft) = draft_line(call, from);
  draft.pack = from.pack;
  const auto versions = TRY(workbench::list_versions(*transaction, from.pack));
  if (const auto* latest = workbench::latest_standing(versions)) draft.latest = latest->number;
  draft.base_is_latest = draft.latest == from.base;
  draft.note = from.note;
  if (from.asked_by) draft.asked_by = from.asked_by->name;
  if (from.asked_at) draft.asked_at = to_text(*from.asked_at);
  const auto changes = TRY(drafts.changes(id));
  const auto base = TRY(workbench::files_of_version(*transaction, from.base));
  draft.files = files_of(base, changes);
  for (const auto& each : TRY(drafts.events(id)))
    draft.events.push_back(
        {to_text(each.at), each.by, each.act, call.says(act_zh(each.act), each.act), each.text});
  const bool author = is_policy_author(call);
  draft.may_edit = author && from.open();
  draft.may_submit = draft.may_edit && draft.base_is_latest && from.changed_files > 0;
  draft.may_move = draft.may_edit && !draft.base_is_latest;
  const bool submitted = from.state == "submitted";
  draft.may_return = author && submitted;
  draft.may_withdraw = author && (from.open() || submitted);
  const bool own = from.asked_by && from.asked_by->account == call.caller->account;
  draft.may_approve = submitted && !own && is_author_for_area(call);
  if (author && submitted && !draft.may_approve)
    draft.refused_because =
        own ? call.says("自己提交的不能自己批准", "who asked cannot approve")
            : call.says("要由全地区岗位的人批准", "only by a post for the whole area");
  if (from.submission) {
    const auto seen = TRY(workbench::submission_of(*from.submission));
    draft.submission = {seen.cases,        seen.proof,        seen.proof_findings, seen.edges_open,
                        seen.touched_rows, seen.proof_words, seen.edges_words};
  }
  return draft;
}

std::vector<Route> policy_draft_routes() {
  Route made = post<NewPolicyDraft, PolicyDraft>("/api/v1/policy-drafts", "起草政策版本",
                                                 policy_authors, make);
  made.act = "make_policy_draft";
  Route all = get<PolicyDrafts>("/api/v1/policy-drafts", "政策草案", access::staff, list);
  Route one = get<PolicyDraft>("/api/v1/policy-drafts/{id}", "政策草案详情", access::staff, read);
  Route saved = post<SaveDraftFile, SavedDraftFile>("/api/v1/policy-drafts/{id}/file",
                                                    "保存草案的文件", policy_authors, save);
  saved.act = "save_policy_draft";
  saved.body_bytes_max = file_body_max;
  Route checked = post<CheckDraft, DraftCheck>("/api/v1/policy-drafts/{id}/check", "检查草案",
                                               access::staff, check);
  checked.body_bytes_max = file_body_max;
  Route known =
      get<PolicyWords>("/api/v1/policy-drafts/{id}/words", "规则可用的词", access::staff, words);
  Route ran = post<DraftCases>("/api/v1/policy-drafts/{id}/cases", "运行草案的用例",
                               access::staff, cases);
  Route moved = post<MoveDraft, PolicyDraft>("/api/v1/policy-drafts/{id}/move",
                                             "草案换到最近一版的底稿", policy_authors, move);
  moved.act = "move_policy_draft";
  return {made, all, one, saved, checked, known, ran, moved};
}

}  // namespace leye::api
