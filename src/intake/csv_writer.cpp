#include "intake/csv_writer.hpp"

#include <algorithm>
#include <array>

#include "intake/cells.hpp"

namespace leye::intake {
namespace {

constexpr std::size_t digits_kept_by_spreadsheets = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_number(std::string_view cell) {
  const bool signed_number = cell.starts_with('-');
  const std::string_view digits = signed_number ? cell.substr(1) : cell;
  const auto points = std::count(digits.begin(), digits.end(), '.');
  return !digits.empty() && digits.size() <= digits_kept_by_spreadsheets && points <= 1 &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return is_digit(c) || c == '.'; });
}

bool begins_with(std::string_view cell, std::string_view lower_case) {
  return cell.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), cell.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
}

// A number, perhaps with signs of money, percent or thousands, a fraction, a day, a time, a truth
// value, in Chinese or English: nothing in it but ASCII and the signs of days.
bool may_mean_a_value(std::string_view cell) {
  constexpr std::array months = {"jan", "feb", "mar", "apr", "may", "jun",
                                 "jul", "aug", "sep", "oct", "nov", "dec"};
  const bool truth = begins_with(cell, "true") || begins_with(cell, "false");
  if (truth) return true;
  if (std::none_of(cell.begin(), cell.end(), is_digit)) return false;
  const bool month = std::any_of(months.begin(), months.end(),
                                 [&](const char* each) { return begins_with(cell, each); });
  bool first = true;
  for (std::string_view rest = cell; !rest.empty(); first = false) {
    std::size_t length = 0;
    for (const std::string_view sign :
         {"年", "月", "日", "时", "分", "秒", "¥", "￥", "上午", "下午"})
      if (rest.starts_with(sign)) length = sign.size();
    const auto byte = static_cast<unsigned char>(rest.front());
    if (length == 0 && byte >= 0x80) return false;
    const bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    if (first && letter && !month) return false;
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return true;
}

bool needs_apostrophe(const std::string& cell, bool text) {
  if (cell.empty()) return false;
  if (cell.size() > 1 && cell[0] == '0' && is_digit(cell[1])) return true;
  if (text && (may_mean_a_value(cell) || kept_by_apostrophe(cell))) return true;
  if (is_number(cell)) return false;
  for (const std::string_view start :
       {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"}) {
    if (cell.starts_with(start)) return true;
  }
  return cell.size() > digits_kept_by_spreadsheets && is_digit(cell.front());
}

}  // namespace

bool kept_by_apostrophe(const std::string& cell) {
  return plain_cell(cell) != cell && plain_cell("'" + cell) == cell;
}

CsvWriter::CsvWriter(std::ostream& out, Encoding encoding, std::vector<bool> texts)
    : out_(out), encoding_(encoding), texts_(std::move(texts)) {
  if (encoding_ != Encoding::gb18030) out_ << "\xEF\xBB\xBF";
}

void CsvWriter::write(const std::vector<std::string>& cells) {
  line_.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line_ += ',';
    const std::string cell =
        (needs_apostrophe(cells[i], i < texts_.size() && texts_[i]) ? "'" : "") + cells[i];
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
