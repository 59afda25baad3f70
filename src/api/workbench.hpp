// The workbench of policies: versions, what stands in them, drafts and how they are published.
//
// Where a path has {version}, a number names a version, "draft-17" the draft 17 as it stands.
#pragma once

#include "api/contract.hpp"
#include "base/day.hpp"

namespace leye::api {

struct PolicyVersion {
  std::int64_t number = 0;
  std::string title;
  std::optional<std::int64_t> base;  // the version it was written from
  Day in_force_from;
  std::string state;  // in_force, to_come, past, taken_back
  std::string state_label;
  std::string origin;  // installation, workbench
  std::string origin_label;
  std::string note;
  std::string asked_by, asked_at;  // empty: from the installation
  std::string approved_by, approved_at;
  std::string recorded_at;
  std::optional<Id> draft;
  std::string taken_back_by, taken_back_at, taken_back_why;  // empty: it stands
  bool may_take_back = false;
};
BOOST_DESCRIBE_STRUCT(PolicyVersion, (),
                      (number, title, base, in_force_from, state, state_label, origin,
                       origin_label, note, asked_by, asked_at, approved_by, approved_at,
                       recorded_at, draft, taken_back_by, taken_back_at, taken_back_why,
                       may_take_back))

struct PolicyDraftLine {
  Id id;
  std::string title;
  std::int64_t base = 0;
  std::string owner;
  bool mine = false;
  std::string state;  // open, submitted, published, withdrawn
  std::string state_label;
  std::int64_t revision = 0;
  std::int64_t changed_files = 0;
  std::string changed_by, changed_at;
  std::optional<Day> in_force_from;      // wished
  std::optional<std::int64_t> version;   // that it became
};
BOOST_DESCRIBE_STRUCT(PolicyDraftLine, (),
                      (id, title, base, owner, mine, state, state_label, revision, changed_files,
                       changed_by, changed_at, in_force_from, version))

struct PolicyDrafts {
  std::vector<PolicyDraftLine> items;
};
BOOST_DESCRIBE_STRUCT(PolicyDrafts, (), (items))

struct Policies {
  std::string pack;
  std::int64_t current = 0;            // the version by which this server answers
  bool installation_differs = false;   // the folder says otherwise than the latest version
  std::string installation_note;       // for people; "" where it does not
  bool may_edit = false;               // the caller may draft and publish
  std::vector<PolicyVersion> versions;   // the latest first
  std::vector<PolicyDraftLine> drafts;   // the latest first; those that ended after them
};
BOOST_DESCRIBE_STRUCT(Policies, (),
                      (pack, current, installation_differs, installation_note, may_edit, versions,
                       drafts))

// One thing in a file, in its order. `level` of headings is 1 to 6; the others stand under the
// heading before them.
struct OutlineItem {
  std::string kind;  // heading, sentence, measure, category, formula, parameter, term, exclusion,
                     // declaration (target, duty …: `word` says which), path, cases, findings
  std::int64_t line = 0;
  std::int64_t level = 0;
  std::string label;            // of a heading: its text; of a declaration: its name
  std::string id;               // of a measure or a declaration
  std::string word;             // subsidy, category, target …, as packs write it in English
  std::string clause;           // "二(二)8 句2"
  std::string sentence_kind;    // coded, target, procedure, statement, discretion, elsewhere,
                                // title, duty, term, use
  std::string sentence_kind_label;
  std::string summary;
  std::int64_t rows = 0;        // of cases: how many
};
BOOST_DESCRIBE_STRUCT(OutlineItem, (),
                      (kind, line, level, label, id, word, clause, sentence_kind,
                       sentence_kind_label, summary, rows))

struct OutlineFile {
  std::string path;   // "qingyang-2023/8-hiring.md"
  std::string kind;   // rules, vocabulary, exchange, other
  std::string label;  // its first heading, or its name
  bool of_pack = true;  // false: of a pack that it uses
  std::vector<OutlineItem> items;
};
BOOST_DESCRIBE_STRUCT(OutlineFile, (), (path, kind, label, of_pack, items))

struct PolicyOutline {
  std::string version;  // as asked for: "3", "draft-17"
  std::string title;
  std::string document;  // its official number
  bool readable = true;  // no errors: measures can be looked at
  std::vector<OutlineFile> files;
};
BOOST_DESCRIBE_STRUCT(PolicyOutline, (), (version, title, document, readable, files))

struct PolicyFile {
  std::string path;
  std::string text;
  bool chinese = true;
};
BOOST_DESCRIBE_STRUCT(PolicyFile, (), (path, text, chinese))

struct PolicySentence {
  std::string clause;
  std::string kind;
  std::string kind_label;
  std::string summary;
};
BOOST_DESCRIBE_STRUCT(PolicySentence, (), (clause, kind, kind_label, summary))

struct PolicyCase {
  std::string id;
  std::string measure;
  bool passed = false;
  std::string expected;
  std::string got;
  std::string reason;
  std::string path;
  std::int64_t line = 0;
};
BOOST_DESCRIBE_STRUCT(PolicyCase, (), (id, measure, passed, expected, got, reason, path, line))

struct PolicyMeasure {
  std::string id;
  std::string label, label_en;
  std::string word;
  std::string clause;
  std::string heading;
  std::string path;
  std::int64_t line = 0;
  std::vector<PolicySentence> sentences;
  std::string rule_zh, rule_en;  // the fence that declares it
  std::vector<PolicyCase> cases;
};
BOOST_DESCRIBE_STRUCT(PolicyMeasure, (),
                      (id, label, label_en, word, clause, heading, path, line, sentences, rule_zh,
                       rule_en, cases))

struct NewPolicyDraft {
  std::string title;
  std::optional<std::int64_t> base;  // the latest version if not said
};
BOOST_DESCRIBE_STRUCT(NewPolicyDraft, (), (title, base))

struct DraftFile {
  std::string path;
  std::string change;  // "", changed, added, deleted
  std::int64_t bytes = 0;
  std::int64_t conflicts = 0;  // places that the move to another base left to be settled
};
BOOST_DESCRIBE_STRUCT(DraftFile, (), (path, change, bytes, conflicts))

struct DraftEvent {
  std::string at, by;
  std::string act;  // made, saved, ticked, moved, submitted, returned, approved, taken_back …
  std::string act_label;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(DraftEvent, (), (at, by, act, act_label, text))

// What the asker had before him when he submitted.
struct DraftSubmission {
  std::int64_t cases = 0;
  std::string proof;        // clean, findings, not_run
  std::int64_t proof_findings = 0;  // that nobody acknowledged, and what was not proved
  std::int64_t edges_open = 0;      // comparisons that nobody ticked
  std::int64_t touched_rows = 0;
  std::string proof_words, edges_words;  // why it is published all the same
};
BOOST_DESCRIBE_STRUCT(DraftSubmission, (),
                      (cases, proof, proof_findings, edges_open, touched_rows, proof_words,
                       edges_words))

struct PolicyDraft : PolicyDraftLine {
  std::string pack;
  bool base_is_latest = true;  // nobody published another version since
  std::int64_t latest = 0;     // the number of the latest one that stands
  std::string note;            // of the submission
  std::string asked_by, asked_at;
  std::optional<DraftSubmission> submission;
  std::vector<DraftFile> files;
  std::vector<DraftEvent> events;
  bool may_edit = false, may_submit = false, may_approve = false, may_return = false,
       may_withdraw = false, may_move = false;
  std::string refused_because;  // why the caller may not approve, if somebody else may
};
BOOST_DESCRIBE_STRUCT(PolicyDraft, (PolicyDraftLine),
                      (pack, base_is_latest, latest, note, asked_by, asked_at, submission, files,
                       events, may_edit, may_submit, may_approve, may_return, may_withdraw,
                       may_move, refused_because))

struct SaveDraftFile {
  std::string path;
  std::optional<std::string> text;  // none: the file is left out. Equal to the base: no change
  std::int64_t revision = 0;        // that the text was written from
};
BOOST_DESCRIBE_STRUCT(SaveDraftFile, (), (path, text, revision))

struct MoveDraft {
  std::int64_t revision = 0;  // that was looked at
};
BOOST_DESCRIBE_STRUCT(MoveDraft, (), (revision))

struct TakeBackVersion {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(TakeBackVersion, (), (reason))

struct SavedDraftFile {
  std::int64_t revision = 0;
  std::string change;
};
BOOST_DESCRIBE_STRUCT(SavedDraftFile, (), (revision, change))

struct CheckDraft {
  std::optional<std::string> path, text;  // not saved yet; none: the draft as it is stored
};
BOOST_DESCRIBE_STRUCT(CheckDraft, (), (path, text))

struct DiagnosticNote {
  std::int64_t line = 0, column = 1, end_column = 1;
  std::string message_zh, message_en;
};
BOOST_DESCRIBE_STRUCT(DiagnosticNote, (), (line, column, end_column, message_zh, message_en))

struct PolicyDiagnostic {
  std::string path;
  std::int64_t line = 0, column = 1, end_line = 0, end_column = 1;  // from 1, in characters
  std::string severity;  // error, warning
  std::string code;
  std::string message_zh, message_en;
  std::string clause;
  std::string fix_zh, fix_en;
  std::vector<DiagnosticNote> notes;
};
BOOST_DESCRIBE_STRUCT(PolicyDiagnostic, (),
                      (path, line, column, end_line, end_column, severity, code, message_zh,
                       message_en, clause, fix_zh, fix_en, notes))

struct DraftCheck {
  std::int64_t revision = 0;
  std::int64_t errors = 0, warnings = 0;
  std::int64_t ms = 0;
  std::vector<PolicyDiagnostic> diagnostics;  // at most 500
};
BOOST_DESCRIBE_STRUCT(DraftCheck, (), (revision, errors, warnings, ms, diagnostics))

struct PolicyWord {
  std::string word;     // as it is typed in Chinese: 人员.出生日期
  std::string word_en;  // person.birth_date
  std::string kind;     // entity, fact, relation, category, code, measure, parameter, term, keyword
  std::string about;    // one line
};
BOOST_DESCRIBE_STRUCT(PolicyWord, (), (word, word_en, kind, about))

struct PolicyWords {
  std::vector<PolicyWord> items;
};
BOOST_DESCRIBE_STRUCT(PolicyWords, (), (items))

struct DraftCases {
  std::int64_t revision = 0;
  std::int64_t passed = 0, failed = 0;
  std::int64_t ms = 0;
  std::vector<PolicyCase> items;  // those that failed first
};
BOOST_DESCRIBE_STRUCT(DraftCases, (), (revision, passed, failed, ms, items))

}  // namespace leye::api
