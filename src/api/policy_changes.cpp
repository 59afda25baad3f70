// What a draft changes, as a reader sees it; running cases; limits with their ticks.
#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/policy_changes.hpp"
#include "api/policy_desk.hpp"
#include "api/resources.hpp"
#include "workbench/changes.hpp"
#include "workbench/edges.hpp"
#include "workbench/touched.hpp"

namespace leye::api {
namespace {

constexpr int rows_shown = 200;

std::vector<PolicyDiffLine> lines_of(const std::vector<workbench::DiffLine>& from) {
  std::vector<PolicyDiffLine> lines;
  for (const auto& each : from)
    lines.push_back({each.kind == '+'   ? "added"
                     : each.kind == '-' ? "removed"
                     : each.kind == '@' ? "gap"
                                        : "same",
                     each.before, each.after, each.text});
  return lines;
}

std::vector<PolicySentenceChange> sentences_of(
    const std::vector<workbench::ChangedSentence>& from) {
  std::vector<PolicySentenceChange> changes;
  for (const auto& each : from) changes.push_back({each.clause, each.before, each.after});
  return changes;
}

std::vector<std::string> said_all(const Call& call, const std::vector<workbench::Said>& from) {
  std::vector<std::string> all;
  for (const auto& each : from) all.push_back(call.says(each.zh, each.en));
  return all;
}

struct Both {
  workbench::Draft draft;
  std::shared_ptr<const workbench::Reading> base, now;
};

Result<Both> both_of(Call& call) {
  const auto id = TRY(call.path_id());
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  Both both;
  both.draft = TRY(workbench::Drafts(*transaction).find(id));
  both.base = TRY(workbench->reading(*transaction, {.version = both.draft.base}));
  both.now = TRY(workbench->reading(*transaction, {.draft = id}));
  return both;
}

Result<PolicyChanges> changes(Call& call) {
  const auto both = TRY(both_of(call));
  const auto comparison = workbench::compare(*both.base, *both.now);
  PolicyChanges shown;
  shown.base = both.draft.base;
  shown.revision = both.draft.revision;
  shown.readable = both.now->pack.plan.has_value();
  for (const auto& each : comparison.measures)
    shown.measures.push_back({each.id, call.says(each.label.zh, each.label.en), each.clause,
                              each.change, each.rule, each.path, sentences_of(each.sentences),
                              lines_of(each.rule_zh), lines_of(each.rule_en),
                              said_all(call, each.through)});
  for (const auto& each : comparison.shared)
    shown.shared.push_back({each.id, call.says(each.label.zh, each.label.en), each.word,
                            each.change, each.path, each.line, lines_of(each.rule_zh),
                            lines_of(each.rule_en), said_all(call, each.measures)});
  for (const auto& each : comparison.values)
    shown.values.push_back({each.kind, each.id, call.says(each.label.zh, each.label.en),
                            each.before, each.after});
  shown.sentences = sentences_of(comparison.sentences);
  for (const auto& each : comparison.files)
    shown.files.push_back({each.path, each.change, lines_of(each.lines)});
  return shown;
}

std::string label_in(const Call& call, const workbench::Reading& reading, const std::string& id) {
  const auto* measure = reading.pack.plan ? reading.pack.plan->find_measure(id) : nullptr;
  return measure == nullptr ? id : call.label(measure->name);
}

Result<PolicyTouched> touched(Call& call) {
  const auto both = TRY(both_of(call));
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(workbench::touched(
      *transaction, workbench::touched_measures(*both.base, *both.now), rows_shown));
  PolicyTouched shown;
  shown.total = found.total();
  for (const auto& each : found.counts)
    shown.measures.push_back(
        {each.measure, label_in(call, *both.base, each.measure), each.rows, each.cases});
  for (const auto& each : found.rows) {
    shown.rows.push_back({Id{each.row}, Id{each.case_id}, each.number, each.measure,
                          label_in(call, *both.base, each.measure), each.applicant, each.label,
                          each.amount, each.version});
    call.saw("list_case", fmt::format("case:{}", each.case_id));
  }
  return shown;
}

EdgeSituation situation(const Call& call, const char* where,
                        const std::optional<policy::edges::EdgeRow>& row) {
  EdgeSituation shown;
  shown.where = where;
  if (!row) return shown;
  shown.reachable = true;
  shown.moved = row->moved;
  shown.found = row->found;
  shown.limit = row->limit;
  shown.outcome = policy::name(row->answer.outcome);
  shown.outcome_label = outcome_label(call, shown.outcome);
  if (row->answer.outcome == policy::Outcome::eligible) shown.amount = row->answer.amount;
  return shown;
}

const char* standing_name(policy::edges::Standing standing) {
  switch (standing) {
    case policy::edges::Standing::not_ticked: return "not_ticked";
    case policy::edges::Standing::expired: return "expired";
    case policy::edges::Standing::ticked: return "ticked";
  }
  return "";
}

PolicyEdge edge_of(const Call& call, const workbench::EdgeToTick& from) {
  const auto& edge = from.entry.edge;
  const auto says = [&](const std::string& zh, const std::string& en) {
    return call.says(zh, en.empty() ? zh : en);
  };
  PolicyEdge shown;
  shown.key = edge.id;
  shown.digest = from.digest;
  shown.measure = edge.measure->name.id;
  shown.measure_label = call.label(edge.measure->name);
  shown.clause = edge.clause;
  shown.label = says(edge.label_zh, edge.label_en);
  shown.words = says(edge.words_zh, edge.words_en);
  for (const auto& each : from.entry.sentences)
    shown.sentences.push_back({each.clause, "", "", each.summary});
  shown.changed = from.changed;
  shown.standing = standing_name(from.standing);
  shown.ticked_by = from.ticked_by;
  shown.ticked_on = from.ticked_on;
  if (!from.witness) return shown;
  shown.fact = says(from.witness->fact_zh, from.witness->fact_en);
  shown.on = from.witness->on;
  shown.decides = from.witness->decides;
  shown.rows = {situation(call, "under", from.witness->under),
                situation(call, "at", from.witness->at),
                situation(call, "over", from.witness->over)};
  return shown;
}

Result<PolicyEdges> edges_shown(Call& call, const std::string& measure, bool all) {
  const auto both = TRY(both_of(call));
  const auto* workbench = &call.backend.workbench;
  workbench::EdgeQuestion asked;
  asked.measure = measure;
  asked.all = all;
  const auto found =
      TRY(workbench::edges_of(*both.base, *both.now, asked, workbench->folder()));
  PolicyEdges shown;
  shown.revision = both.draft.revision;
  for (const auto& each : found) {
    shown.open += each.changed && each.standing != policy::edges::Standing::ticked ? 1 : 0;
    shown.items.push_back(edge_of(call, each));
  }
  return shown;
}

Result<PolicyEdges> edges(Call& call) {
  const std::string measure(call.request.asked("measure"));
  return edges_shown(call, measure, call.request.asked("all") == "yes");
}

Result<SavedDraftFile> tick(Call& call, const TickEdge& asked) {
  const auto id = TRY(call.path_id());
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  const auto reading = TRY(workbench->reading(*transaction, {.draft = id}));
  const auto by = person_of(call);
  const auto text = TRY(workbench::ticked(*reading, asked.key, asked.digest, by.name,
                                          call.today(), workbench->folder()));
  workbench::Drafts drafts(*transaction);
  const auto saved = TRY(drafts.save(id, workbench::ticks_path(*reading), text, asked.revision,
                                     by, call.now(), "ticked"));
  call.did(fmt::format("policy_draft:{}", id), asked.key);
  return SavedDraftFile{saved.revision, workbench::name(saved.change)};
}

}  // namespace

std::vector<Route> policy_change_routes() {
  Route compared = get<PolicyChanges>("/api/v1/policy-drafts/{id}/changes", "草案改了什么",
                                      access::staff, changes);
  Route running = get<PolicyTouched>("/api/v1/policy-drafts/{id}/touched",
                                     "草案触及的在办办件", access::offices, touched);
  Route limits = get<PolicyEdges>("/api/v1/policy-drafts/{id}/edges", "草案的界限",
                                  access::staff, edges);
  limits.query = {"measure", "all"};
  Route ticked = post<TickEdge, SavedDraftFile>("/api/v1/policy-drafts/{id}/ticks",
                                                "核对一处界限", policy_authors, tick);
  ticked.act = "tick_policy_edge";
  return {compared, running, limits, ticked};
}

}  // namespace leye::api
