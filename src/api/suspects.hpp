// Suspect lists on the wire.
#pragma once

#include "api/contract.hpp"
#include "api/evidence.hpp"

namespace leye::api {

struct SuspectCounts {
  std::int64_t seen = 0;  // by the reader
  std::int64_t open = 0;
  std::int64_t answered = 0;
  std::int64_t reviewed = 0;
};
BOOST_DESCRIBE_STRUCT(SuspectCounts, (), (seen, open, answered, reviewed))

struct SuspectListLine {
  Id id;
  std::string number;
  std::string issued_by;
  std::string title;
  std::string place_label;  // of who took it in
  Day due_on;
  std::int64_t rows = 0;  // of the file
  SuspectCounts counts;
  std::int64_t found_true = 0;
  bool overdue = false;
  std::string taken_by;
  std::string taken_at;
  std::string replied_at;  // empty: not yet
};
BOOST_DESCRIBE_STRUCT(SuspectListLine, (),
                      (id, number, issued_by, title, place_label, due_on, rows, counts, found_true,
                       overdue, taken_by, taken_at, replied_at))

struct SuspectLists {
  std::vector<SuspectListLine> items;
};
BOOST_DESCRIBE_STRUCT(SuspectLists, (), (items))

struct SuspectTown {
  std::string place_label;
  SuspectCounts counts;
};
BOOST_DESCRIBE_STRUCT(SuspectTown, (), (place_label, counts))

struct SuspectListFile {
  SuspectListLine line;
  std::vector<SuspectTown> towns;
  bool may_reply = false;
};
BOOST_DESCRIBE_STRUCT(SuspectListFile, (), (line, towns, may_reply))

struct SuspectListTaken {
  Id id;
  std::int64_t rows = 0;
  std::int64_t known = 0;
  std::int64_t towns = 0;
};
BOOST_DESCRIBE_STRUCT(SuspectListTaken, (), (id, rows, known, towns))

struct SuspectPaid {
  Id case_id;
  Id row_id;
  std::string case_number;
  std::string measure_label;
  Money amount;
};
BOOST_DESCRIBE_STRUCT(SuspectPaid, (), (case_id, row_id, case_number, measure_label, amount))

struct SuspectRow {
  Id id;
  std::int64_t number = 0;
  std::string name;
  std::string id_number;  // masked
  std::optional<Id> person_id;
  std::string our_name;  // only where it is another than the list's
  std::string place_label;
  std::string suspicion;
  std::string state;  // open | answered | reviewed
  std::string state_label;
  std::string answer;
  std::string answer_label;
  std::string evidence;
  std::vector<EvidenceLine> papers;
  std::string answered_by;
  std::string reviewed_by;
  std::string review;
  std::optional<Id> recovery_id;
  std::string recovery_number;
  std::vector<SuspectPaid> paid;  // of a true one without a recovery
  bool may_answer = false;
  bool may_review = false;
};
BOOST_DESCRIBE_STRUCT(SuspectRow, (),
                      (id, number, name, id_number, person_id, our_name, place_label, suspicion,
                       state, state_label, answer, answer_label, evidence, papers, answered_by,
                       reviewed_by, review, recovery_id, recovery_number, paid, may_answer,
                       may_review))

struct AnswerSuspects {
  std::vector<Id> ids;
  std::string answer;  // true | false | explained
  std::string evidence;
};
BOOST_DESCRIBE_STRUCT(AnswerSuspects, (), (ids, answer, evidence))

struct ReviewSuspects {
  std::vector<Id> ids;
  bool agreed = false;
  std::string opinion;
};
BOOST_DESCRIBE_STRUCT(ReviewSuspects, (), (ids, agreed, opinion))

struct RecoverSuspect {
  Id case_id;
  Id row_id;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(RecoverSuspect, (), (case_id, row_id, text))

}  // namespace leye::api
