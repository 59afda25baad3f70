// Comma-separated lines in one canonical form: what channels exchange with us.
//
// UTF-8, LF, a field is quoted if and only if it holds a comma, a quote or a line feed; the reader
// takes CRLF and a byte order mark too, and nothing else. It is strict on purpose: a return file
// that is not in the agreed form is refused, never guessed at. Registers are read by intake/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye::funds {

using CsvRow = std::vector<std::string>;

std::string csv_line(const CsvRow& fields);  // with its line feed

// Rows with the number of the line each starts on. Bounded: 64 fields of 1000 bytes a row.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);
  // False at the end of the text.
  Result<bool> next(CsvRow& row);
  int line() const { return line_; }

 private:
  Result<std::string> field();
  Error error(const char* what) const;

  std::string_view rest_;
  int line_ = 0, next_line_ = 1;
};

}  // namespace leye::funds
