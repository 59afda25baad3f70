// Three-party checks as they are read: how far each is, its rows in clear, its rates. What the
// reader may see is bound by the scope of the transaction (row-level security by place).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "quality/quality_checks.hpp"

namespace leye::quality {

struct CheckLine {
  std::int64_t id = 0;
  std::string title, ledger, source, place_label;
  std::vector<std::string> fields;
  std::int64_t county_rows = 0, seed = 0, place = 0, drawn_by = 0;
  Instant drawn_at;
  Day answer_by;
  int correct_days = 0;
  std::optional<Instant> closed_at;
  std::int64_t rows = 0;                        // that the reader sees
  std::map<std::string, std::int64_t> replied;  // of them, by party
  std::int64_t wrong = 0, unsettled = 0;        // once closed
};
Result<std::vector<CheckLine>> checks(store::Transaction& transaction);
Result<CheckLine> check_of(store::Transaction& transaction, std::int64_t id);

// Of the check that the row belongs to. not_found: no such row.
Result<bool> is_closed(store::Transaction& transaction, std::int64_t row);

struct ReplyLine {
  std::int64_t id = 0, account = 0;
  std::string party, note;
  std::vector<FieldAnswer> answers;
};
struct CheckRow {
  std::int64_t id = 0, number = 0;
  std::string place_label, verdict, outcome, reason;
  std::optional<std::int64_t> settled_by;
  SampledRow content;
  std::map<std::string, std::string> verdicts;  // by field; empty before the closing
  std::vector<ReplyLine> replies;               // of the reader; of all once closed
};
struct RowPage {
  std::vector<CheckRow> rows;
  std::int64_t total = 0;
};
struct RowQuestion {
  std::int64_t check = 0;
  std::string state;  // waiting, wrong or empty for all
  std::string party;  // whose rows wait
  std::int64_t account = 0;
  bool closed = false;
  std::int64_t limit = 20, offset = 0;
};
Result<RowPage> rows_of(store::Transaction& transaction, const Cipher& cipher,
                        const RowQuestion& question);

// What was found, of rows or of one field of them. The rate is wrong ÷ (right + wrong).
struct Tally {
  std::int64_t right = 0, wrong = 0, split = 0, unreached = 0;
  Interval interval() const { return wilson(wrong, right + wrong); }
};
struct CountyReport {
  std::int64_t county = 0;
  std::string label;
  std::int64_t rows = 0, drawn = 0;     // of the ledger; in the sample
  Tally tally;                          // rows
  std::map<std::string, Tally> fields;  // by column
};
struct Report {
  std::vector<CountyReport> counties;
  std::map<std::string, Tally> fields;  // of all counties
  // Of all counties: each county's rate by its rows, in hundredths of a percent; none where a
  // county has no row that could be judged.
  std::optional<std::int64_t> rate;
};
Result<Report> report_of(store::Transaction& transaction, std::int64_t check);
// The rate of all counties, for report_of.
std::optional<std::int64_t> weighted_rate(const std::vector<CountyReport>& counties);

}  // namespace leye::quality
