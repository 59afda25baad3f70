#include "reports/destinations.hpp"

#include <charconv>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "intake/csv.hpp"

namespace leye::reports {
namespace {

constexpr std::size_t columns = 4;
constexpr int days_max = 366;

Error wrong(const std::string& what, const std::string& where) {
  return Error{ErrorCode::invalid_input, what, {where},
               "destination,placed (yes or no),proved_after (days or empty),why"};
}

}  // namespace

Result<Destinations> Destinations::load(const Vocabulary& vocabulary) {
  return read(TRY(resource("data/registers/graduates.csv")), vocabulary);
}

Result<Destinations> Destinations::read(const std::filesystem::path& path,
                                        const Vocabulary& vocabulary) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  const CodeTable* codes = vocabulary.find_code_table("graduate_destination");
  Destinations found;
  std::set<std::string> seen;
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  while (TRY(reader.next(row))) {
    if (row.number == 1 || row.cells.empty()) continue;
    const auto where = fmt::format("{}:{}", path.filename().string(), row.number);
    if (row.cells.size() != columns) return wrong("four columns", where);
    const auto cell = [&row](std::size_t at) { return std::string(row.cells[at].text); };
    if (codes == nullptr || codes->find(cell(0)) == nullptr || !seen.insert(cell(0)).second)
      return wrong(fmt::format("'{}' is no destination, or stands twice", cell(0)), where);
    if (cell(1) != "yes" && cell(1) != "no") return wrong("placed is yes or no", where);
    if (cell(1) == "yes") found.placed.push_back(cell(0));
    if (cell(2).empty()) continue;
    int days = 0;
    const auto text_of_days = cell(2);
    const auto [end, error] =
        std::from_chars(text_of_days.data(), text_of_days.data() + text_of_days.size(), days);
    if (error != std::errc() || end != text_of_days.data() + text_of_days.size() || days < 0 ||
        days > days_max || cell(1) != "yes")
      return wrong("days are of placed destinations, 0 to 366", where);
    found.proved.push_back(cell(0));
    found.proved_after.push_back(days);
  }
  if (codes != nullptr)
    for (const Code& code : codes->codes())
      if (!seen.contains(code.code))
        return wrong(fmt::format("nothing is said of '{}'", code.code), path.filename().string());
  return found;
}

}  // namespace leye::reports
