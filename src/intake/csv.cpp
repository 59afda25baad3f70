#include "intake/csv.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::intake {

bool Row::empty() const {
  return std::all_of(cells.begin(), cells.end(), [](const Cell& cell) {
    return cell.text.find_first_not_of(" \t") == std::string_view::npos;
  });
}

CsvReader::CsvReader(ByteSource source, CsvLimits limits)
    : decoder_(std::move(source)), limits_(limits) {}

std::string CsvReader::form() const { return fmt::format("CSV {}", name(encoding())); }

Error CsvReader::at_row(std::string what, std::string fix) const {
  return {ErrorCode::invalid_input,
          std::move(what),
          {fmt::format("第 {} 行", number_ + 1)},
          std::move(fix)};
}

// The first of comma, tab and semicolon that stands in the first row outside quotes.
void CsvReader::find_separator() {
  bool quoted = false;
  separator_ = ',';
  for (std::size_t at = position_; at < text_.size(); ++at) {
    const char c = text_[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == ',' || c == '\t' || c == ';') separator_ = c;
    if (c == ',' || c == '\t' || c == ';' || c == '\n' || c == '\r') return;
  }
}

Result<bool> CsvReader::more() {
  text_.clear();
  position_ = 0;
  while (text_.empty()) {
    const bool again = TRY(decoder_.next(text_));
    if (!again) return !text_.empty();
  }
  return true;
}

Status CsvReader::append(std::string_view run) {
  const std::size_t start = ends_.empty() ? 0 : ends_.back();
  if (fields_.size() - start + run.size() > limits_.field_bytes_max) {
    return at_row(fmt::format("一个单元格超过 {} 字节", limits_.field_bytes_max),
                  "检查是否少了一个引号，或把长文字移出表格");
  }
  if (fields_.size() + run.size() > limits_.row_bytes_max) {
    return at_row(fmt::format("一行超过 {} 字节", limits_.row_bytes_max), "检查换行符是否正确");
  }
  fields_ += run;
  return Done{};
}

// What stands here and means nothing but itself.
std::string_view CsvReader::plain_run() const {
  const std::string_view rest = std::string_view(text_).substr(position_);
  if (state_ == State::quote_in_quoted || after_carriage_return_) return {};
  const char quote = state_ == State::plain ? '\n' : '"';  // within a bare field a quote is text
  const char row_end = state_ == State::quoted ? quote : '\n';
  const char carriage = state_ == State::quoted ? quote : '\r';
  const char separator = state_ == State::quoted ? quote : separator_;
  std::size_t length = 0;
  while (length < rest.size()) {
    const char c = rest[length];
    if (c == quote || c == row_end || c == carriage || c == separator || c == '\0') break;
    ++length;
  }
  return rest.substr(0, length);
}

Status CsvReader::end_field() {
  if (ends_.size() == limits_.columns_max) {
    return at_row(fmt::format("超过 {} 列", limits_.columns_max), "只保留需要导入的列");
  }
  ends_.push_back(fields_.size());
  return Done{};
}

Status CsvReader::take(char c) {
  if (c == '\0') return at_row("含有空字符（NUL），不是文本表格", "重新从系统导出为 CSV");
  if (state_ == State::quoted) {
    if (c == '"') {
      state_ = State::quote_in_quoted;
      return Done{};
    }
    return append({&c, 1});
  }
  if (c == separator_) {
    state_ = State::field_start;
    return end_field();
  }
  if (c == '\n' || c == '\r') {
    after_carriage_return_ = c == '\r';
    state_ = State::row_done;
    return end_field();
  }
  if (c == '"' && state_ == State::field_start) {
    state_ = State::quoted;
    return Done{};
  }
  if (state_ == State::quote_in_quoted) {
    if (c != '"') return at_row("引号之后还有文字", "引号内的引号要写成两个 \"\"");
    state_ = State::quoted;
    return append({&c, 1});
  }
  state_ = State::plain;
  return append({&c, 1});
}

void CsvReader::hand_over(Row& row) {
  row.number = ++number_;
  row.cells.clear();
  std::size_t start = 0;
  for (const std::size_t end : ends_) {
    row.cells.push_back({std::string_view(fields_).substr(start, end - start)});
    start = end;
  }
}

Result<bool> CsvReader::next(Row& row) {
  fields_.clear();
  ends_.clear();
  state_ = State::field_start;
  bool started = false;
  while (state_ != State::row_done) {
    if (position_ == text_.size()) {
      const bool again = TRY(more());
      if (again) continue;
      if (state_ == State::quoted) {
        return at_row("引号没有闭合，直到文件结束", "在这一行补上缺少的引号");
      }
      if (!started) return false;
      TRY(end_field());
      break;
    }
    if (separator_ == '\0') find_separator();
    if (const std::string_view run = plain_run(); !run.empty()) {
      TRY(append(run));
      position_ += run.size();
      if (state_ == State::field_start) state_ = State::plain;
      started = true;
      continue;
    }
    const char c = text_[position_++];
    if (after_carriage_return_) {
      after_carriage_return_ = false;
      if (c == '\n') continue;
    }
    started = true;
    TRY(take(c));
  }
  hand_over(row);
  if (number_ > limits_.rows_max) {
    return at_row(fmt::format("超过 {} 行", limits_.rows_max), "分成几个文件导入");
  }
  empty_rows_ = row.empty() ? empty_rows_ + 1 : 0;
  if (empty_rows_ > limits_.empty_rows_max) {
    return at_row(fmt::format("连续空行超过 {} 行", limits_.empty_rows_max), "删除表尾的空行");
  }
  return true;
}

}  // namespace leye::intake
