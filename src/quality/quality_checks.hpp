// The three-party check (三方核查): how far do the records hold? Rows of a ledger are drawn at
// random; the reporting office, the person or employer, and an independent checker answer field by
// field — right, wrong, or could not be reached — and none of them sees what the others said.
//
//   const auto sample = TRY(take_sample(reading, vocabulary, ledger, order, desk));
//   const auto id = TRY(open_check(transaction, desk, order, sample));
//   TRY(reply(transaction, desk, "reporter", row, {{"person.education", "wrong", "本科"}}, "档案"));
//   TRY(close_check(transaction, desk, id));       // verdicts; wrong rows become tasks
//   TRY(settle_row(transaction, desk, row, "corrected", "已按毕业证更正"));
//
// A field is wrong where more parties say wrong than right, right where it is the other way round,
// split where as many say so, unreached where nobody could tell. A row is wrong if one of its
// fields is, else split if one is, else unreached if all are. quality_view.hpp reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "evidence/evidence.hpp"
#include "ledgers/ledger_reader.hpp"
#include "quality/check_plan.hpp"
#include "quality/drawing.hpp"
#include "store/transaction.hpp"

namespace leye::quality {

// Who works. Transactions that write bypass row-level security; rows are touched only within
// `place_lo` and `place_hi`.
struct QualityDesk {
  const Cipher& cipher;
  std::int64_t account = 0;
  std::int64_t place = 0;  // of the post
  std::int64_t place_lo = 0, place_hi = -1;
  Instant now;  // of the trade
};

struct CheckOrder {
  std::string title;
  std::string ledger;
  std::string source;               // only rows from there; empty: all
  std::vector<std::string> fields;  // columns of the ledger, by id
  std::int64_t seed = 0;
  CheckPlan plan;
};

// A row as the ledger had it when it was drawn.
struct SampledRow {
  std::int64_t place = 0;
  std::optional<std::int64_t> person, organisation;
  std::vector<std::string> columns, values, cells;  // see ledgers::LedgerRow
};
struct Sample {
  std::vector<Stratum> strata;
  std::vector<SampledRow> rows;
};

// Ledgers of more rows are drawn from county by county.
inline constexpr std::int64_t population_max = 500'000;

// In a transaction of the caller's scope. invalid_input: an unknown field, or none, or more than
// twelve; rows that are nobody's. conflict: no rows, or more than population_max.
Result<Sample> take_sample(store::Transaction& transaction, const Vocabulary& vocabulary,
                           const ledgers::Ledger& ledger, const CheckOrder& order,
                           const QualityDesk& desk);

// Opens the tasks of those who check, due after the plan's days.
Result<std::int64_t> open_check(store::Transaction& transaction, const QualityDesk& desk,
                                const CheckOrder& order, const Sample& sample);

struct FieldAnswer {
  std::string field;
  std::string answer;   // right, wrong, unreached
  std::string correct;  // of a wrong one, where it is known
};
// Once, all fields at once; the note says how it was checked. not_found: none of the caller's rows;
// conflict: closed, answered already by this party, or the caller answered for another one.
Status reply(store::Transaction& transaction, const QualityDesk& desk, const CheckPlan& plan,
             const std::string& party, std::int64_t row, const std::vector<FieldAnswer>& answers,
             const std::string& note);

// Papers may be added to this row, or taken from it, until the check is closed.
Result<evidence::AboutRow> row_for_evidence(store::Transaction& transaction,
                                            const QualityDesk& desk, std::int64_t row);

// conflict: closed, or answers are missing and the last day is not over.
Status close_check(store::Transaction& transaction, const QualityDesk& desk, std::int64_t check);

// `outcome`: corrected, or confirmed where what stood there was right. conflict: settled already,
// or neither wrong nor split.
Status settle_row(store::Transaction& transaction, const QualityDesk& desk, std::int64_t row,
                  const std::string& outcome, const std::string& reason);

// For quality_view.cpp: what a row held.
Result<SampledRow> open_content(const Cipher& cipher, std::int64_t row, const Bytes& sealed);
inline constexpr const char* note_purpose = "quality.note";
inline constexpr const char* correct_purpose = "quality.correct";

}  // namespace leye::quality
