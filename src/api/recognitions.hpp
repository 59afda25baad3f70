// Recognitions looked at again; entries and exits that the rules hint at, decided by two.
#pragma once

#include "api/contract.hpp"
#include "api/records.hpp"
#include "api/route.hpp"
#include "store/transaction.hpp"

namespace leye::api {

struct RecognitionCounts {
  std::int64_t soon = 0;
  std::int64_t overdue = 0;
  std::int64_t escalated = 0;
  std::int64_t entries = 0;
  std::int64_t exits = 0;
  std::int64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(RecognitionCounts, (), (soon, overdue, escalated, entries, exits, open))

struct RecognitionReview {
  std::string category;
  std::string label;
  std::int32_t months = 0;
  std::int32_t warning_days = 0;
  std::int32_t answer_days = 0;
  std::string escalates_label;
  std::string clause;
  RecognitionCounts counts;
};
BOOST_DESCRIBE_STRUCT(RecognitionReview, (),
                      (category, label, months, warning_days, answer_days, escalates_label, clause,
                       counts))

struct RecognitionDesk {
  std::vector<RecognitionReview> reviews;
  std::optional<Day> screened_on;  // the hints are as of then; none: nobody was screened
  std::vector<CodeChoice> kinds;    // of difficulty
  std::vector<CodeChoice> reasons;  // of exit
  bool proposes = false;            // the caller reviews and proposes
  bool decides = false;             // the caller decides what others proposed
};
BOOST_DESCRIBE_STRUCT(RecognitionDesk, (),
                      (reviews, screened_on, kinds, reasons, proposes, decides))

struct RecognitionLine {
  std::optional<Id> id;  // of what was proposed
  Id person_id;
  std::string who;
  std::string place_label;
  std::optional<Id> record_id;
  std::optional<Day> recognised_on;
  std::optional<Day> reviewed_on;
  std::optional<Day> valid_until;
  std::optional<Day> due_on;
  std::string kind;
  std::string kind_label;
  std::string move;  // entry, exit; empty: a review
  std::string move_label;
  std::string because_label;
  std::string evidence;
  std::string note;
  std::string state;
  std::string state_label;
  std::string opinion;
  std::string proposed_by;
  std::string decided_by;
  bool own = false;  // the caller proposed it, so another one decides
};
BOOST_DESCRIBE_STRUCT(RecognitionLine, (),
                      (id, person_id, who, place_label, record_id, recognised_on, reviewed_on,
                       valid_until, due_on, kind, kind_label, move, move_label, because_label,
                       evidence, note, state, state_label, opinion, proposed_by, decided_by, own))

struct ReviewStays {
  std::string category;
  Id record_id;
  bool able = false;
  bool willing = false;
  std::string kind;
  std::string evidence;
};
BOOST_DESCRIBE_STRUCT(ReviewStays, (), (category, record_id, able, willing, kind, evidence))

struct ProposeMove {
  std::string category;
  Id person_id;
  std::string move;     // entry | exit
  bool able = false;    // of an entry
  bool willing = false;
  std::string kind;     // of an entry
  std::string because;  // of an exit
  std::string evidence;
  std::string note;
  bool drop = false;  // the rules' hint is not followed
};
BOOST_DESCRIBE_STRUCT(ProposeMove, (),
                      (category, person_id, move, able, willing, kind, because, evidence, note,
                       drop))

struct DecideMove {
  bool confirm = false;
  std::string opinion;
};
BOOST_DESCRIBE_STRUCT(DecideMove, (), (confirm, opinion))

// Lines of the desk that are counted, not stored: reviews that wait in the caller's places.
struct DeskTask;
class Call;
Result<std::vector<DeskTask>> review_tasks(Call& call, store::Transaction& transaction);

std::vector<Route> recognition_routes();

}  // namespace leye::api
