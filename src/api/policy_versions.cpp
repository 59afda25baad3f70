// Versions of the policy: which there are, and what stands in them.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/policy_desk.hpp"
#include "api/resources.hpp"
#include "policy/sentences.hpp"
#include "workbench/measure_text.hpp"
#include "workbench/outline.hpp"
#include "workbench/publishing.hpp"

namespace leye::api {
namespace {

constexpr int drafts_listed = 200;

// Who asked for it, and everybody who could have approved it.
bool may_take_back(const Call& call, const workbench::Version& version) {
  const bool asked =
      version.asked_by && call.caller && version.asked_by->account == call.caller->account;
  return (asked && is_policy_author(call)) || is_author_for_area(call);
}

PolicyVersion version_line(const Call& call, const workbench::Version& from,
                           std::int64_t in_force) {
  PolicyVersion line;
  line.number = from.number;
  line.title = from.title;
  line.base = from.base;
  line.in_force_from = from.in_force_from;
  if (!from.stands()) {
    line.state = "taken_back";
    line.state_label = call.says("已撤下", "taken back");
  } else if (from.number == in_force) {
    line.state = "in_force";
    line.state_label = call.says("现行", "in force");
  } else if (from.in_force_from > call.today()) {
    line.state = "to_come";
    line.state_label = call.says("待施行", "to come into force");
  } else {
    line.state = "past";
    line.state_label = call.says("不再适用", "no longer in force");
  }
  line.origin = from.origin;
  line.origin_label = from.origin == "workbench" ? call.says("工作台发布", "published here")
                                                 : call.says("随系统安装", "installed");
  line.note = from.note;
  if (from.asked_by) line.asked_by = from.asked_by->name;
  if (from.asked_at) line.asked_at = to_text(*from.asked_at);
  if (from.approved_by) line.approved_by = from.approved_by->name;
  if (from.approved_at) line.approved_at = to_text(*from.approved_at);
  line.recorded_at = to_text(from.recorded_at);
  if (from.draft) line.draft = Id{*from.draft};
  if (from.taken_back_by) line.taken_back_by = from.taken_back_by->name;
  if (from.taken_back_at) line.taken_back_at = to_text(*from.taken_back_at);
  line.taken_back_why = from.taken_back_why;
  line.may_take_back =
      line.state == "to_come" && from.origin == "workbench" && may_take_back(call, from);
  return line;
}

Result<Policies> list(Call& call) {
  auto& workbench = call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  Policies all;
  all.pack = workbench.pack();
  all.current = call.backend.policy_version;
  all.installation_differs = workbench.installation_differs();
  if (all.installation_differs)
    all.installation_note =
        call.says("安装目录里的政策包与最近一版不同。工作台已经发布过版本，所以没有采用它；"
                  "需要时在这里起草并发布",
                  "The installed pack differs from the latest version. Versions were published "
                  "here, so it was not taken; draft and publish it here where it is wanted");
  all.may_edit = is_policy_author(call);
  for (const auto& each : TRY(workbench::list_versions(*transaction, workbench.pack())))
    all.versions.push_back(version_line(call, each, call.backend.policy_version));
  workbench::Drafts drafts(*transaction);
  for (const auto& each : TRY(drafts.list(workbench.pack(), drafts_listed)))
    all.drafts.push_back(draft_line(call, each));
  return all;
}

OutlineItem outline_item(const Call& call, const workbench::OutlineEntry& from) {
  OutlineItem item;
  item.kind = from.kind;
  item.line = from.line;
  item.level = from.level;
  item.label = from.label_en.empty() ? from.label : call.says(from.label, from.label_en);
  item.id = from.id;
  item.word = from.word;
  item.clause = from.clause;
  item.summary = from.summary;
  item.rows = static_cast<std::int64_t>(from.rows);
  if (from.kind == "sentence") {
    item.sentence_kind = workbench::name_of(from.sentence, false);
    item.sentence_kind_label = sentence_kind_label(call, from.sentence);
  }
  if (from.kind != "declaration") return item;
  for (const char* own : {"category", "formula", "parameter", "term", "exclusion"})
    if (from.word == own) item.kind = own;
  if (item.kind == "declaration" && workbench::is_measure(from.word)) item.kind = "measure";
  return item;
}

Result<PolicyOutline> outline(Call& call) {
  const auto source = TRY(policy_source(call));
  const auto reading = TRY(policy_reading(call, source));
  PolicyOutline all;
  all.version = call.path.at("version");
  all.readable = reading->pack.plan.has_value();
  for (const auto& document : reading->pack.documents) {
    if (all.title.empty()) all.title = document.front_value("title");
    if (all.document.empty()) all.document = document.front_value("document");
  }
  for (const auto& from : workbench::outline_of(*reading)) {
    OutlineFile file;
    file.path = from.path;
    file.kind = from.kind;
    file.label = from.label;
    file.of_pack = from.path.starts_with(reading->name + "/");
    for (const auto& entry : from.entries) file.items.push_back(outline_item(call, entry));
    all.files.push_back(std::move(file));
  }
  return all;
}

Result<PolicyFile> file(Call& call) {
  const std::string path(call.request.asked("path"));
  const auto source = TRY(policy_source(call));
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  const auto files = TRY(workbench->files(*transaction, source));
  const auto found = files.find(path);
  if (found == files.end()) return Error{ErrorCode::not_found, "没有这个文件", {path}};
  const auto document = policy::read_document(path, found->second);
  return PolicyFile{path, found->second, document.chinese};
}

Result<PolicyMeasure> measure(Call& call) {
  const auto source = TRY(policy_source(call));
  const auto reading = TRY(policy_reading(call, source));
  const auto* from =
      reading->pack.plan ? reading->pack.plan->find_measure(call.path.at("id")) : nullptr;
  if (from == nullptr) return Error{ErrorCode::not_found, "没有这项政策"};
  PolicyMeasure shown;
  shown.id = from->name.id;
  shown.label = from->name.label;
  shown.label_en = from->name.label_en;
  shown.word = from->word;
  shown.clause = from->clause;
  shown.heading = from->heading;
  shown.path = reading->path_of(from->file);
  shown.line = from->line;
  for (const auto* each : policy::sentences_for(reading->pack, from->clause)) {
    const auto kind = each->kind();
    shown.sentences.push_back({fmt::format("{} 句{}", each->clause, each->sentence),
                               workbench::name_of(kind, false),
                               sentence_kind_label(call, kind), each->summary});
  }
  const auto rule = workbench::rule_of(*reading, *from);
  shown.rule_zh = rule.zh;
  shown.rule_en = rule.en;
  for (const auto& each : reading->cases())
    if (reading->pack.plan->find_measure(each.measure) == from)
      shown.cases.push_back(policy_case(each));
  return shown;
}

}  // namespace

Result<workbench::Source> policy_source(const Call& call) {
  std::string_view text = call.path.at("version");
  constexpr std::string_view of_draft = "draft-";
  const bool draft = text.starts_with(of_draft);
  if (draft) text.remove_prefix(of_draft.size());
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ptr != end || read.ec != std::errc{} || number < 0)
    return Error{ErrorCode::not_found, "没有这个政策版本"};
  workbench::Source source;
  (draft ? source.draft : source.version) = number;
  return source;
}

Result<std::shared_ptr<const workbench::Reading>> policy_reading(Call& call,
                                                                 const workbench::Source& source) {
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  return workbench->reading(*transaction, source);
}

PolicyCase policy_case(const policy::CaseResult& from) {
  return {from.id,  from.measure, from.passed, from.expected,
          from.got, from.reason,  from.file,   from.line};
}

std::string sentence_kind_label(const Call& call, policy::SentenceKind kind) {
  return workbench::name_of(kind, call.language() == policy::Language::zh);
}

namespace {

Result<PolicyDraft> take_back(Call& call, const TakeBackVersion& asked) {
  const auto source = TRY(policy_source(call));
  if (!source.version) return Error{ErrorCode::not_found, "没有这个政策版本"};
  auto* transaction = TRY(call.transaction());
  const auto version = TRY(workbench::find_version(*transaction, *source.version));
  if (!may_take_back(call, version))
    return Error{ErrorCode::forbidden,
                 "待施行的版本由提交的人，或者全地区岗位的复核、局领导撤下",
                 {},
                 "请他们撤下"};
  const auto draft = TRY(workbench::take_back(*transaction, version.number, asked.reason,
                                              person_of(call), call.today(), call.now()));
  call.did(fmt::format("policy_version:{}", version.number), asked.reason);
  auto reopened = draft_file(call, draft);
  call.backend.workbench.note_published();
  return reopened;
}

}  // namespace

std::vector<Route> policy_version_routes() {
  Route all = get<Policies>("/api/v1/policies", "政策版本和草案", access::staff, list);
  Route tree = get<PolicyOutline>("/api/v1/policies/{version}/outline", "政策版本的结构",
                                  access::staff, outline);
  Route text =
      get<PolicyFile>("/api/v1/policies/{version}/file", "政策版本的文件", access::staff, file);
  text.query = {"path"};
  Route one = get<PolicyMeasure>("/api/v1/policies/{version}/measures/{id}",
                                 "政策版本的一项措施", access::staff, measure);
  Route back = post<TakeBackVersion, PolicyDraft>("/api/v1/policies/{version}/take-back",
                                                  "撤下待施行的政策版本", policy_authors,
                                                  take_back);
  back.act = "take_back_policy_version";
  return {all, tree, text, one, back};
}

}  // namespace leye::api
