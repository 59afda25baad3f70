#include "base/working_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/resources.hpp"

namespace leye {
namespace {

// 1970-01-01 was a Thursday.
bool is_weekend(Day day) {
  const int since_monday = ((day.number() + 3) % 7 + 7) % 7;
  return since_monday >= 5;
}

// date,kind,name
Result<std::pair<Day, bool>> read_line(std::string_view line) {
  const auto first = line.find(',');
  const auto second = first == line.npos ? line.npos : line.find(',', first + 1);
  if (second == line.npos) {
    return Error{ErrorCode::invalid_input, "a calendar line is date,kind,name", {}, {}};
  }
  const Day day = TRY(Day::parse(line.substr(0, first)));
  const auto kind = line.substr(first + 1, second - first - 1);
  if (kind != "holiday" && kind != "workday") {
    return Error{ErrorCode::invalid_input,
                 fmt::format("'{}' is neither holiday nor workday", kind),
                 {"column kind"},
                 {}};
  }
  return std::pair{day, kind == "workday"};
}

Result<std::string> text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Error{ErrorCode::not_found, fmt::format("cannot read {}", path.string()), {}, {}};
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

Result<WorkingDays> WorkingDays::load() {
  std::vector<std::filesystem::path> folders = {TRY(resource("data/calendar"))};
  if (const char* own = std::getenv("LEYE_CALENDAR")) folders.emplace_back(own);
  return load(folders);
}

Result<WorkingDays> WorkingDays::load(const std::vector<std::filesystem::path>& folders) {
  WorkingDays days;
  for (const auto& folder : folders) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".csv") files.push_back(entry.path());
    }
    if (error) {
      return Error{ErrorCode::not_found,
                   fmt::format("cannot read the calendar folder {}", folder.string()),
                   {},
                   {}};
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      const std::string text = TRY(text_of(file));
      TRY(days.read(text).at(file.filename().string()));
    }
  }
  return days;
}

Status WorkingDays::read(std::string_view csv) {
  for (int number = 1; !csv.empty(); ++number) {
    const auto end = csv.find('\n');
    std::string_view line = csv.substr(0, end);
    csv = end == csv.npos ? std::string_view{} : csv.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || (number == 1 && line.starts_with("date,"))) continue;
    const auto [day, worked] = TRY(read_line(line).at(fmt::format("line {}", number)));
    worked_[day] = worked;
    const auto [year, month, day_of_month] = day.civil();
    if (month == 1 && day_of_month == 1 && !worked) known_years_.insert(year);
  }
  return Done{};
}

Result<bool> WorkingDays::is_working_day(Day day) const {
  const int year = day.civil().year;
  if (!known_years_.contains(year)) {
    return Error{ErrorCode::conflict,
                 fmt::format("{}年的节假日安排尚未载入，{}是否工作日尚不可知", year, to_text(day)),
                 {},
                 fmt::format("国务院办公厅通知发布后，在 data/calendar 中加入 china-{}.csv", year)};
  }
  const auto found = worked_.find(day);
  return found != worked_.end() ? found->second : !is_weekend(day);
}

Result<Day> WorkingDays::add(Day from, int count) const {
  const int step = count < 0 ? -1 : 1;
  Day day = from;
  for (int left = std::abs(count); left > 0;) {
    day = day + step;
    if (TRY(is_working_day(day))) --left;
  }
  return day;
}

Result<Day> WorkingDays::on_or_after(Day day) const {
  while (!TRY(is_working_day(day))) day = day + 1;
  return day;
}

Result<int> WorkingDays::between(Day from, Day to) const {
  if (to < from) return -TRY(between(to, from));
  int count = 0;
  for (Day day = from + 1; day <= to; day = day + 1) {
    if (TRY(is_working_day(day))) ++count;
  }
  return count;
}

}  // namespace leye
