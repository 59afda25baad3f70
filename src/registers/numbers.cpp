#include "registers/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "intake/csv.hpp"

namespace leye::registers {
namespace {

struct Known {
  const char* name;
  int Numbers::*value;
  const char* unit;
  int min, max;
};

constexpr Known all_known[] = {
    {"visit_taken_late", &Numbers::visit_taken_late, "days", 1, 3660},
    {"visit_bag_kept", &Numbers::visit_bag_kept, "days", 1, 31},
    {"export_growth", &Numbers::export_growth, "percent", 0, 100},
    {"employer_same_code", &Numbers::employer_same_code, "score", 1, 100},
    {"employer_same_name", &Numbers::employer_same_name, "score", 1, 100},
    {"employer_similar_name", &Numbers::employer_similar_name, "score", 1, 100},
    {"person_same_number", &Numbers::person_same_number, "score", 1, 100},
    {"person_old_and_new_number", &Numbers::person_old_and_new_number, "score", 1, 100},
    {"person_swapped_digits", &Numbers::person_swapped_digits, "score", 1, 100},
    {"person_same_name_and_birth", &Numbers::person_same_name_and_birth, "score", 1, 100},
    {"person_similar_name_and_birth", &Numbers::person_similar_name_and_birth, "score", 1, 100},
    {"export_rows_alone", &Numbers::export_rows_alone, "rows", 1, 100'000},
    {"delegation_days", &Numbers::delegation_days, "days", 1, 180},
    {"binding_code_days", &Numbers::binding_code_days, "days", 1, 31},
    {"authorisation_years", &Numbers::authorisation_years, "years", 1, 10},
};

Error wrong(std::string what, std::string where) {
  return {ErrorCode::invalid_input,
          std::move(what),
          {std::move(where)},
          "correct the file and start again"};
}

Result<int> value_of(const Known& known, std::string_view text, const std::string& where) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < known.min ||
      value > known.max)
    return wrong(
        fmt::format("{}: '{}' is no number from {} to {}", known.name, text, known.min, known.max),
        where);
  return value;
}

}  // namespace

Result<Numbers> Numbers::load() { return read(TRY(resource("data/registers/numbers.csv"))); }

Result<Numbers> Numbers::read(const std::filesystem::path& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  const auto name = path.filename().string();
  Numbers numbers;
  std::set<std::string> told;
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  while (TRY(reader.next(row))) {
    if (row.number == 1 || row.cells.empty()) continue;
    const auto where = fmt::format("{}:{}", name, row.number);
    if (row.cells.size() != 4) return wrong("four columns: number,value,unit,why", where);
    const auto is_it = [&](const Known& each) { return row.cells[0].text == each.name; };
    const auto known = std::find_if(std::begin(all_known), std::end(all_known), is_it);
    if (known == std::end(all_known))
      return wrong(fmt::format("no number is called '{}'", row.cells[0].text), where);
    if (!told.insert(known->name).second)
      return wrong(fmt::format("{} stands there twice", known->name), where);
    if (row.cells[2].text != known->unit)
      return wrong(fmt::format("{} is in {}", known->name, known->unit), where);
    if (row.cells[3].text.empty())
      return wrong(fmt::format("{}: say why it is so", known->name), where);
    numbers.*known->value = TRY(value_of(*known, row.cells[1].text, where));
  }
  for (const Known& each : all_known)
    if (!told.contains(each.name)) return wrong(fmt::format("{} is missing", each.name), name);
  return numbers;
}

}  // namespace leye::registers
