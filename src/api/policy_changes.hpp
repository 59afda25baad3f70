// What a draft changes, whom it touches, what is proved of it, its limits, and its publication.
#pragma once

#include "api/workbench.hpp"

namespace leye::api {

struct PolicyDiffLine {
  std::string kind;         // same, removed, added, gap
  std::int64_t before = 0;  // its number there; 0: it is not there
  std::int64_t after = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(PolicyDiffLine, (), (kind, before, after, text))

struct PolicySentenceChange {
  std::string clause;
  std::string before, after;  // "": it was, or is, not there
};
BOOST_DESCRIBE_STRUCT(PolicySentenceChange, (), (clause, before, after))

struct PolicyMeasureChange {
  std::string id;
  std::string label;
  std::string clause;
  std::string change;  // added, removed, changed
  bool rule = false;   // it means something else
  bool path = false;   // it is carried out in another way
  std::vector<PolicySentenceChange> sentences;
  std::vector<PolicyDiffLine> rule_zh, rule_en;
  std::vector<std::string> through;  // terms, parameters … that it uses and that changed
};
BOOST_DESCRIBE_STRUCT(PolicyMeasureChange, (),
                      (id, label, clause, change, rule, path, sentences, rule_zh, rule_en,
                       through))

// Lines that several measures share: a term, a formula, a category of another pack.
struct PolicySharedChange {
  std::string id;
  std::string label;
  std::string word;    // term, formula, category
  std::string change;  // added, removed, changed
  std::string path;
  std::int64_t line = 0;
  std::vector<PolicyDiffLine> rule_zh, rule_en;
  std::vector<std::string> measures;  // that use it
};
BOOST_DESCRIBE_STRUCT(PolicySharedChange, (),
                      (id, label, word, change, path, line, rule_zh, rule_en, measures))

struct PolicyValueChange {
  std::string kind;  // parameter, target, indicator …
  std::string id;
  std::string label;
  std::string before, after;
};
BOOST_DESCRIBE_STRUCT(PolicyValueChange, (), (kind, id, label, before, after))

struct PolicyFileChange {
  std::string path;
  std::string change;  // added, deleted, changed
  std::vector<PolicyDiffLine> lines;
};
BOOST_DESCRIBE_STRUCT(PolicyFileChange, (), (path, change, lines))

struct PolicyChanges {
  std::int64_t base = 0;
  std::int64_t revision = 0;
  bool readable = true;  // no errors: measures were compared, not only files
  std::vector<PolicyMeasureChange> measures;
  std::vector<PolicySharedChange> shared;
  std::vector<PolicyValueChange> values;
  std::vector<PolicySentenceChange> sentences;  // that no changed measure rests on
  std::vector<PolicyFileChange> files;
};
BOOST_DESCRIBE_STRUCT(PolicyChanges, (),
                      (base, revision, readable, measures, shared, values, sentences, files))

struct TouchedMeasure {
  std::string measure;
  std::string label;
  std::int64_t rows = 0, cases = 0;
};
BOOST_DESCRIBE_STRUCT(TouchedMeasure, (), (measure, label, rows, cases))

struct TouchedCaseRow {
  Id row_id;
  Id case_id;
  std::string number;
  std::string measure;
  std::string measure_label;
  std::string applicant;
  std::string label;
  Money amount;
  std::optional<std::int64_t> version;
};
BOOST_DESCRIBE_STRUCT(TouchedCaseRow, (),
                      (row_id, case_id, number, measure, measure_label, applicant, label, amount,
                       version))

struct PolicyTouched {
  std::int64_t total = 0;  // rows, as far as the caller may see
  std::vector<TouchedMeasure> measures;
  std::vector<TouchedCaseRow> rows;  // the first 200
};
BOOST_DESCRIBE_STRUCT(PolicyTouched, (), (total, measures, rows))

struct EdgeSituation {
  std::string where;  // under, at, over
  bool reachable = false;
  std::string moved, found, limit;
  std::string outcome, outcome_label;
  std::optional<Money> amount;
};
BOOST_DESCRIBE_STRUCT(EdgeSituation, (),
                      (where, reachable, moved, found, limit, outcome, outcome_label, amount))

struct PolicyEdge {
  std::string key;
  std::string digest;
  std::string measure, measure_label;
  std::string clause;
  std::string label;  // the line of the rule
  std::string words;  // what is compared with what
  std::vector<PolicySentence> sentences;
  bool changed = false;   // not as in the base
  std::string standing;   // not_ticked, expired, ticked
  std::string ticked_by;
  std::optional<Day> ticked_on;
  std::string fact;            // that is moved
  std::optional<Day> on;
  bool decides = false;        // the answer changes there
  std::vector<EdgeSituation> rows;  // none: no worked case reaches it
};
BOOST_DESCRIBE_STRUCT(PolicyEdge, (),
                      (key, digest, measure, measure_label, clause, label, words, sentences,
                       changed, standing, ticked_by, ticked_on, fact, on, decides, rows))

struct PolicyEdges {
  std::int64_t revision = 0;
  std::int64_t open = 0;  // changed and not ticked
  std::vector<PolicyEdge> items;
};
BOOST_DESCRIBE_STRUCT(PolicyEdges, (), (revision, open, items))

struct TickEdge {
  std::string key;
  std::string digest;
  std::int64_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(TickEdge, (), (key, digest, revision))

struct ProofWitnessLine {
  std::string label;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(ProofWitnessLine, (), (label, value))

struct ProofAnswer {
  std::string measure, measure_label;
  std::string outcome, outcome_label;
  std::string amount;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(ProofAnswer, (),
                      (measure, measure_label, outcome, outcome_label, amount, note))

struct PolicyFinding {
  std::string kind;
  std::string name;    // as an acknowledgement names it
  std::string digest;  // that an acknowledgement carries
  std::string title;
  std::vector<std::string> measures, clauses;
  std::string path;
  std::int64_t line = 0;
  bool acknowledged = false;
  std::string reason;
  bool expired = false;  // acknowledged of another wording
  std::string witness_on;
  std::vector<ProofWitnessLine> witness;
  std::vector<ProofAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(PolicyFinding, (),
                      (kind, name, digest, title, measures, clauses, path, line, acknowledged,
                       reason, expired, witness_on, witness, answers))

struct DraftProof {
  std::string state;     // none, running, done, failed, cancelled
  bool current = false;  // of the draft as it stands
  std::int64_t milliseconds = 0;
  std::string error;
  std::int64_t open = 0;  // findings that nobody acknowledged, and acknowledgements of nothing
  std::vector<PolicyFinding> findings;  // open ones first
  std::vector<std::string> not_proved;
  std::vector<std::string> idle;  // acknowledged, and not found
};
BOOST_DESCRIBE_STRUCT(DraftProof, (),
                      (state, current, milliseconds, error, open, findings, not_proved, idle))

struct PolicyConfirmations {
  std::optional<std::string> proof, edges;
};
BOOST_DESCRIBE_STRUCT(PolicyConfirmations, (), (proof, edges))

struct SubmitDraft {
  std::int64_t revision = 0;
  Day in_force_from;
  std::string note;
  PolicyConfirmations confirmations;
};
BOOST_DESCRIBE_STRUCT(SubmitDraft, (), (revision, in_force_from, note, confirmations))

struct DraftReason {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(DraftReason, (), (reason))

// The rules' answer to a decided row, kept and asked again.
struct RowReplay {
  std::optional<std::int64_t> version;
  Day applied_on;
  std::string known_at;
  bool same = false;
  bool subject_gone = false;
  std::string kept, now;  // in Chinese, as it was said
};
BOOST_DESCRIBE_STRUCT(RowReplay, (),
                      (version, applied_on, known_at, same, subject_gone, kept, now))

}  // namespace leye::api
