#include "city/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/check.hpp"

namespace leye::city {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text = text.substr(end + 1);
  }
}

Result<Table> Table::read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return Error{ErrorCode::not_found, fmt::format("cannot read {}", file.string()), {}, {}};
  }
  Table table;
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    if (line.empty()) continue;
    auto fields = split(line, ',');
    if (number == 1) {
      table.headings_ = std::move(fields);
    } else if (fields.size() == table.headings_.size()) {
      table.rows_.push_back(std::move(fields));
    } else {
      return Error{
          ErrorCode::invalid_input,
          fmt::format("{} fields, the header has {}", fields.size(), table.headings_.size()),
          {fmt::format("line {}", number), file.string()},
          {}};
    }
  }
  return table;
}

std::size_t Table::column(std::string_view heading) const {
  const auto found = std::find(headings_.begin(), headings_.end(), heading);
  CHECK(found != headings_.end());
  return static_cast<std::size_t>(found - headings_.begin());
}

std::map<std::string, std::string> Table::row(std::size_t row) const {
  std::map<std::string, std::string> fields;
  for (std::size_t i = 0; i < headings_.size(); ++i) fields[headings_[i]] = rows_[row][i];
  return fields;
}

std::int64_t Table::number(std::size_t row, std::string_view heading) const {
  const std::string& text = at(row, heading);
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} ? value : 0;
}

}  // namespace leye::city
