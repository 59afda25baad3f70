// How money leaves: the file of a channel, and the reading of its return file.
//
// Two channels are known (docs/payment-files.md shows both forms):
//   treasury          国库集中支付申请 with indicator document and plan of use; 支付回单 comes back
//   insurance_agency  社保经办机构发放 file; 发放回盘 comes back
// Both are lines of CSV (csv.hpp): one H line (what the file is), one C line (column headings), a D
// line for each payment, a T line with the number of rows and their sum. Rows are ordered and
// nothing in a file depends on when it is written, so writing it again gives the same bytes.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.hpp"
#include "base/result.hpp"
#include "funds/csv.hpp"

namespace leye::funds {

struct FileHead {
  std::string number;  // of the batch
  int year = 0;
  std::string fund_label;
  std::string payer_name;
  std::string payer_account;
  std::string document;  // of the indicator
  std::string source_level;
  std::string functional_item;
  bool direct_fund = false;
  std::string month;  // of the plan: "2026-03"
  std::string plan_purpose;
};

struct FileRow {
  int number = 0;
  std::string key;
  std::string payee_name;
  std::string bank;
  std::string account;
  Money amount;
  std::string purpose;
};

enum class ReturnResult { posted, rejected, pending };
const char* name(ReturnResult result);

struct ReturnRow {
  int number = 0;  // in the batch
  std::string key;
  Money amount;
  ReturnResult result = ReturnResult::pending;
  std::string voucher;
  std::string reason;
};

struct ReturnFile {
  std::string number;          // of the batch
  std::string request_digest;  // SHA-256 of the file it answers
  std::vector<ReturnRow> rows;
  Money total;
};

class Format {
 public:
  virtual ~Format() = default;
  virtual CsvRow head(const FileHead& head) const = 0;
  virtual CsvRow headings() const = 0;
  virtual CsvRow row(const FileRow& row) const = 0;
  virtual std::string return_kind() const = 0;
  virtual CsvRow return_headings() const = 0;
  virtual CsvRow return_row(const ReturnRow& row) const = 0;  // what the other side writes
  virtual Result<ReturnRow> read_return_row(const CsvRow& fields) const = 0;  // without the 'D'
};

// CHECKs that the channel is one of the two.
const Format& format_of(std::string_view channel);

CsvRow trailer(std::size_t rows, Money total);

// invalid_input, with the line, for anything that is not exactly a return file of this channel
// whose trailer agrees with its rows.
Result<ReturnFile> read_return(const Format& format, std::string_view text);

// The other side's half, for demonstrations, tests and the settlement of a batch by hand.
std::string write_return(const Format& format, const ReturnFile& file);

// Where a written file goes.
class Channel {
 public:
  virtual ~Channel() = default;

  // The file lies at `path`, complete and synced. Called again after a crash if repeatable().
  virtual Status deliver(const std::filesystem::path& path, const std::string& batch_number) = 0;

  // Whether the other side knows a batch by its number, so that a second delivery has no effect. If
  // not, a delivery that was interrupted leaves the batch `unknown` until people settle it.
  virtual bool repeatable() const = 0;
};

// The file itself is the delivery: finance or the agency fetches it from the folder.
class FolderChannel final : public Channel {
 public:
  Status deliver(const std::filesystem::path&, const std::string&) override { return Done{}; }
  bool repeatable() const override { return true; }
};

}  // namespace leye::funds
