// Comma-separated files from outside, row by row, in flat memory.
//
//   CsvReader reader(bytes_of_file(path)…);
//   Row row;
//   while (TRY(reader.next(row))) use(row.number, row.cells);
//
// RFC 4180 with the liberties that bureaux take: comma, semicolon or tab (found from the first
// row), rows ended by CRLF, LF or a lone CR, a byte order mark or none. Every limit is refused with
// the row where it was passed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/decoding.hpp"
#include "intake/rows.hpp"

namespace leye::intake {

struct CsvLimits {
  std::size_t field_bytes_max = 32 * 1024;
  std::size_t row_bytes_max = 256 * 1024;
  std::size_t columns_max = 256;
  std::int64_t rows_max = 10'000'000;
  std::int64_t empty_rows_max = 100'000;  // one after another
};

class CsvReader : public RowSource {
 public:
  explicit CsvReader(ByteSource source, CsvLimits limits = {});

  // The next row, empty ones too; false at the end.
  Result<bool> next(Row& row) override;
  std::string form() const override;
  Encoding encoding() const { return decoder_.encoding(); }

 private:
  enum class State { field_start, plain, quoted, quote_in_quoted, row_done };
  Status take(char c);
  Status append(std::string_view run);
  std::string_view plain_run() const;
  Status end_field();
  void find_separator();
  Result<bool> more();
  void hand_over(Row& row);
  Error at_row(std::string what, std::string fix) const;

  Decoder decoder_;
  CsvLimits limits_;
  std::string text_;  // decoded, not yet cut into rows
  std::size_t position_ = 0;
  char separator_ = '\0';
  State state_ = State::field_start;
  bool after_carriage_return_ = false;
  std::string fields_;             // of the row, one after the other
  std::vector<std::size_t> ends_;  // of each field
  std::int64_t number_ = 0;
  std::int64_t empty_rows_ = 0;
};

}  // namespace leye::intake
