// Three-party checks on the wire.
#pragma once

#include "api/contract.hpp"
#include "api/evidence.hpp"
#include "api/route.hpp"

namespace leye::api {

struct QualityParty {
  std::string party;
  std::string label;
  std::int64_t replied = 0;  // rows, of those the reader sees
  bool mine = false;         // the caller's post answers for it
};
BOOST_DESCRIBE_STRUCT(QualityParty, (), (party, label, replied, mine))

struct QualityField {
  std::string field;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(QualityField, (), (field, label))

struct QualityLine {
  Id id;
  std::string title;
  std::string ledger;
  std::string ledger_label;
  std::string source;
  std::vector<QualityField> fields;
  std::int64_t county_rows = 0;
  Id seed;  // whoever has it draws the same rows again
  std::string place_label;
  std::string drawn_by;
  std::string drawn_at;
  Day answer_by;
  std::string closed_at;  // empty: open
  std::int64_t rows = 0;  // that the reader sees
  std::int64_t wrong = 0;
  std::int64_t unsettled = 0;  // wrong or split, and nobody said what became of it
  std::vector<QualityParty> parties;
  bool may_close = false;
};
BOOST_DESCRIBE_STRUCT(QualityLine, (),
                      (id, title, ledger, ledger_label, source, fields, county_rows, seed,
                       place_label, drawn_by, drawn_at, answer_by, closed_at, rows, wrong,
                       unsettled, parties, may_close))

struct QualityList {
  std::string label;  // what the pack calls the check; empty: it has none
  std::int64_t county_rows = 0;
  std::int64_t answer_days = 0;
  std::int64_t correct_days = 0;
  std::vector<QualityLine> items;
};
BOOST_DESCRIBE_STRUCT(QualityList, (), (label, county_rows, answer_days, correct_days, items))

// Rates in hundredths of a percent.
struct QualityTally {
  std::int64_t right = 0, wrong = 0, split = 0, unreached = 0;
  std::int64_t rate = 0, low = 0, high = 0;
};
BOOST_DESCRIBE_STRUCT(QualityTally, (), (right, wrong, split, unreached, rate, low, high))

struct QualityFieldTally {
  std::string label;
  QualityTally tally;
};
BOOST_DESCRIBE_STRUCT(QualityFieldTally, (), (label, tally))

struct QualityCounty {
  std::string label;
  std::int64_t rows = 0;   // of the ledger
  std::int64_t drawn = 0;  // in the sample
  std::int64_t kept = 0;   // rows without those that are known to be wrong
  QualityTally tally;      // of rows
  std::vector<QualityFieldTally> fields;
};
BOOST_DESCRIBE_STRUCT(QualityCounty, (), (label, rows, drawn, kept, tally, fields))

struct QualityReport {
  std::vector<QualityCounty> counties;
  std::vector<QualityFieldTally> fields;  // of all counties
  std::optional<std::int64_t> rate;       // of all counties, each by its rows
};
BOOST_DESCRIBE_STRUCT(QualityReport, (), (counties, fields, rate))

struct QualityFile {
  QualityLine line;
  std::optional<QualityReport> report;  // once closed
};
BOOST_DESCRIBE_STRUCT(QualityFile, (), (line, report))

struct DrawQuality {
  std::string title;
  std::string ledger;
  std::vector<std::string> fields;
  std::string source;      // only rows from there; empty: all
  std::optional<Id> seed;  // none: drawn at random
};
BOOST_DESCRIBE_STRUCT(DrawQuality, (), (title, ledger, fields, source, seed))

struct QualityDrawn {
  Id id;
  std::int64_t rows = 0;
};
BOOST_DESCRIBE_STRUCT(QualityDrawn, (), (id, rows))

struct QualityAnswer {
  std::string field;
  std::string answer;   // right, wrong, unreached
  std::string correct;  // of a wrong one, where it is known
};
BOOST_DESCRIBE_STRUCT(QualityAnswer, (), (field, answer, correct))

struct QualityReply {
  std::vector<QualityAnswer> answers;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(QualityReply, (), (answers, note))

struct QualityReplyLine {
  std::string label;  // the party's
  std::string by;
  std::string note;
  std::vector<QualityAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(QualityReplyLine, (), (label, by, note, answers))

struct QualityCell {
  std::string field;
  std::string label;
  std::string value;    // masked
  bool asked = false;   // one of the fields to check
  std::string verdict;  // right, wrong, split, unreached; empty before the closing
};
BOOST_DESCRIBE_STRUCT(QualityCell, (), (field, label, value, asked, verdict))

struct QualityRow {
  Id id;
  std::int64_t number = 0;
  std::string place_label;
  std::optional<Id> person_id, organisation_id;
  std::vector<QualityCell> cells;
  std::string verdict;
  std::string outcome;  // corrected, confirmed
  std::string reason;
  std::string settled_by;
  std::vector<QualityReplyLine> replies;  // one's own; all once closed
  std::vector<EvidenceLine> papers;       // likewise
  bool may_reply = false;
  bool may_settle = false;
};
BOOST_DESCRIBE_STRUCT(QualityRow, (),
                      (id, number, place_label, person_id, organisation_id, cells, verdict,
                       outcome, reason, settled_by, replies, papers, may_reply, may_settle))

struct SettleQuality {
  std::string outcome;  // corrected, confirmed
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(SettleQuality, (), (outcome, reason))

std::vector<Route> quality_routes();

}  // namespace leye::api
