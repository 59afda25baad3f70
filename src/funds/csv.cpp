#include "funds/csv.hpp"

#include <fmt/format.h>

namespace leye::funds {
namespace {

constexpr std::size_t fields_max = 64, field_bytes_max = 1000;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

std::string csv_line(const CsvRow& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    if (fields[i].find_first_of(",\"\n\r") == std::string::npos) {
      line += fields[i];
      continue;
    }
    line += '"';
    for (const char c : fields[i]) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line + '\n';
}

CsvReader::CsvReader(std::string_view text) : rest_(text) {
  if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
}

Error CsvReader::error(const char* what) const {
  return {ErrorCode::invalid_input,
          what,
          {fmt::format("第{}行", line_)},
          "请对方按约定格式重新生成文件"};
}

Result<std::string> CsvReader::field() {
  std::string text;
  if (!rest_.starts_with('"')) {
    const auto end = std::min(rest_.find_first_of(",\r\n\""), rest_.size());
    if (end < rest_.size() && rest_[end] == '"') return error("引号只能包住整个字段");
    text = rest_.substr(0, end);
    rest_.remove_prefix(end);
  } else {
    rest_.remove_prefix(1);
    while (true) {
      const auto quote = rest_.find('"');
      if (quote == std::string_view::npos) return error("引号没有结束");
      text += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with('"')) break;
      text += '"';
      rest_.remove_prefix(1);
    }
    for (const char c : text) next_line_ += c == '\n' ? 1 : 0;
  }
  if (text.size() > field_bytes_max || text.find('\0') != std::string::npos)
    return error("字段过长或含有非法字符");
  return text;
}

Result<bool> CsvReader::next(CsvRow& row) {
  row.clear();
  line_ = next_line_;
  if (rest_.empty()) return false;
  while (true) {
    row.push_back(TRY(field()));
    if (row.size() > fields_max) return error("字段过多");
    if (!rest_.starts_with(',')) break;
    rest_.remove_prefix(1);
  }
  if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
  if (!rest_.empty() && !rest_.starts_with('\n')) return error("字段之后应为逗号或换行");
  if (!rest_.empty()) rest_.remove_prefix(1);
  ++next_line_;
  return true;
}

}  // namespace leye::funds
