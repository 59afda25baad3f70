#include "registers/divisions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/resources.hpp"
#include "registers/divisions.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t digits_max = 12;

std::int64_t padded(std::string_view code) {
  return std::stoll(std::string(code) + std::string(digits_max - code.size(), '0'));
}

Result<Division> read_line(std::string_view line) {
  static constexpr std::size_t digits[] = {2, 4, 6, 9, 12};
  const auto comma = line.find(',');
  const std::string_view code = line.substr(0, comma);
  const auto level = std::find(std::begin(digits), std::end(digits), code.size());
  const bool whole =
      std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (comma == line.npos || level == std::end(digits) || !whole) {
    return Error{
        ErrorCode::invalid_input,
        fmt::format("'{}' is no division: a code of 2, 4, 6, 9 or 12 digits, a name", line),
        {},
        {}};
  }
  Division division;
  division.code = padded(code);
  division.name = line.substr(comma + 1);
  division.level = static_cast<int>(level - std::begin(digits)) + 1;
  if (level != std::begin(digits)) division.parent = padded(code.substr(0, *(level - 1)));
  return division;
}

Status read_file(const std::filesystem::path& path, std::vector<Division>& divisions) {
  std::ifstream file(path);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || number == 1) continue;
    divisions.push_back(TRY(read_line(line).at(fmt::format("line {}", number))));
  }
  if (file.eof()) return Done{};
  return Error{ErrorCode::not_found, "cannot read the divisions", {path.string()}, {}};
}

}  // namespace

Result<std::vector<Division>> read_divisions() {
  std::vector<Division> divisions;
  const auto folder = TRY(resource("data/divisions"));
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".csv") continue;
    TRY(read_file(entry.path(), divisions).at(entry.path().filename().string()));
  }
  std::sort(divisions.begin(), divisions.end(),
            [](const Division& a, const Division& b) { return a.code < b.code; });
  return divisions;
}

Result<std::int64_t> store_divisions(store::Transaction& transaction,
                                     const std::vector<Division>& divisions) {
  std::vector<std::int64_t> codes, levels, parents;
  std::vector<std::string> names;
  for (const Division& division : divisions) {
    codes.push_back(division.code);
    names.push_back(division.name);
    levels.push_back(division.level);
    parents.push_back(division.parent);
  }
  return transaction.execute(sql::merge_divisions, codes, names, levels, parents);
}

Status register_area(store::Transaction& transaction, const std::string& area_schema) {
  const std::string code = area_schema.starts_with("area_") ? area_schema.substr(5) : "";
  if (code.size() < 6 || code.size() > digits_max) {
    return Error{ErrorCode::invalid_input, "not an area's schema: " + area_schema, {}, {}};
  }
  TRY(transaction.execute(sql::register_area, padded(code), area_schema));
  const auto rows = TRY(transaction.query(sql::find_area, area_schema));
  if (!rows.empty()) return Done{};
  return Error{
      ErrorCode::not_found, "no division has the code " + code, {}, "add it to data/divisions"};
}

}  // namespace leye::registers
