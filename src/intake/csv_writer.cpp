#include "intake/csv_writer.hpp"

#include <algorithm>

namespace leye::intake {
namespace {

constexpr std::size_t digits_kept_by_spreadsheets = 15;

bool is_number(std::string_view cell) {
  const bool signed_number = cell.starts_with('-');
  const std::string_view digits = signed_number ? cell.substr(1) : cell;
  const auto points = std::count(digits.begin(), digits.end(), '.');
  return !digits.empty() && digits.size() <= digits_kept_by_spreadsheets && points <= 1 &&
         std::all_of(digits.begin(), digits.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

bool needs_apostrophe(std::string_view cell) {
  if (cell.empty()) return false;
  if (is_number(cell)) return false;
  for (const std::string_view start :
       {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"}) {
    if (cell.starts_with(start)) return true;
  }
  return cell.size() > digits_kept_by_spreadsheets && cell.front() >= '0' && cell.front() <= '9';
}

}  // namespace

CsvWriter::CsvWriter(std::ostream& out, Encoding encoding) : out_(out), encoding_(encoding) {
  if (encoding_ != Encoding::gb18030) out_ << "\xEF\xBB\xBF";
}

void CsvWriter::write(const std::vector<std::string>& cells) {
  line_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_ += ',';
    const std::string cell = (needs_apostrophe(cells[i]) ? "'" : "") + cells[i];
    if (cell.find_first_of(",\"\r\n;\t") == std::string::npos) {
      line_ += cell;
      continue;
    }
    line_ += '"';
    for (const char c : cell) {
      if (c == '"') line_ += '"';
      line_ += c;
    }
    line_ += '"';
  }
  line_ += "\r\n";
  out_ << (encoding_ == Encoding::gb18030 ? to_gb18030(line_) : line_);
}

}  // namespace leye::intake
