// Two files that may be one person: the list, both side by side, merging and undoing it; and what
// else of the register somebody has to look at.
#pragma once

#include "api/persons.hpp"

namespace leye::api {

struct DuplicateLine {
  Id id;
  std::vector<Labelled> reasons;
  std::int32_t score = 0;  // out of 100
  std::string state;       // open, different, merged
  std::string found_at;    // 2023-08-01T09:30:00+08:00
  std::optional<PersonCard> first;  // none: outside the caller's places, or merged
  std::optional<PersonCard> second;
  std::string reason;
  std::string decided_by;
  std::string decided_at;
};
BOOST_DESCRIBE_STRUCT(DuplicateLine, (),
                      (id, reasons, score, state, found_at, first, second, reason, decided_by,
                       decided_at))

// One fact of both, masked where the vocabulary says so.
struct DuplicateFact {
  std::string fact;
  std::string label;
  std::string label_en;
  std::string first;
  std::string second;
  std::string first_source;
  std::string second_source;
  std::optional<Day> first_known;
  std::optional<Day> second_known;
  bool differs = false;  // in clear, which may not show
};
BOOST_DESCRIBE_STRUCT(DuplicateFact, (),
                      (fact, label, label_en, first, second, first_source, second_source,
                       first_known, second_known, differs))

// How much hangs on each file.
struct DuplicateCount {
  std::string kind;
  std::string label;
  std::string label_en;
  std::int64_t first = 0;
  std::int64_t second = 0;
};
BOOST_DESCRIBE_STRUCT(DuplicateCount, (), (kind, label, label_en, first, second))

struct DuplicateFile {
  DuplicateLine pair;
  std::vector<DuplicateFact> facts;
  std::vector<DuplicateCount> counts;
  std::optional<Id> merge_id;  // that can be undone
};
BOOST_DESCRIBE_STRUCT(DuplicateFile, (), (pair, facts, counts, merge_id))

struct CallDifferent {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(CallDifferent, (), (reason))

struct MergeFiles {
  Id survivor;
  std::vector<std::string> from_other;  // ids of facts
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MergeFiles, (), (survivor, from_other, reason))

struct FilesMerged {
  Id merge_id;
  Id survivor;
  std::int64_t conflicts = 0;  // grants that exclude each other
};
BOOST_DESCRIBE_STRUCT(FilesMerged, (), (merge_id, survivor, conflicts))

struct UndoMerge {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(UndoMerge, (), (reason))

struct MergeUndone {
  std::int64_t left_behind = 0;  // rows that were changed since and stay with the survivor
};
BOOST_DESCRIBE_STRUCT(MergeUndone, (), (left_behind))

// A file that went into the person's.
struct MergeLine {
  Id id;
  std::string merged_name;
  std::string reason;
  std::string merged_by;
  std::string merged_at;  // 2023-08-01T09:30:00+08:00
  std::string undo_reason;
  std::string undone_by;
  std::string undone_at;  // empty: it stands
  bool may_undo = false;  // by the caller, now: it is the latest that stands
};
BOOST_DESCRIBE_STRUCT(MergeLine, (),
                      (id, merged_name, reason, merged_by, merged_at, undo_reason, undone_by,
                       undone_at, may_undo))

struct Merges {
  std::vector<MergeLine> items;  // latest first
};
BOOST_DESCRIBE_STRUCT(Merges, (), (items))

struct DuplicatesFound {
  std::int64_t people = 0;
  std::int64_t pairs = 0;
  std::int64_t fresh = 0;
  std::int64_t gone = 0;
};
BOOST_DESCRIBE_STRUCT(DuplicatesFound, (), (people, pairs, fresh, gone))

struct RegisterTaskLine {
  Id id;
  std::string kind;
  std::string kind_label;
  Id person_id;
  std::string person_label;
  std::string detail;
  std::string state;
  std::string found_at;
  std::string outcome;
  std::string done_by;
  std::string done_at;
};
BOOST_DESCRIBE_STRUCT(RegisterTaskLine, (),
                      (id, kind, kind_label, person_id, person_label, detail, state, found_at,
                       outcome, done_by, done_at))

struct FinishRegisterTask {
  std::string outcome;
};
BOOST_DESCRIBE_STRUCT(FinishRegisterTask, (), (outcome))

}  // namespace leye::api
