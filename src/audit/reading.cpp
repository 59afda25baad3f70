#include "audit/reading.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <map>
#include <utility>

#include "audit/reading.sql.hpp"
#include "base/resources.hpp"

namespace leye::audit {
namespace {

constexpr std::size_t columns = 6;

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found;
  std::size_t from = 0;
  for (std::size_t comma = 0; (comma = line.find(',', from)) != line.npos; from = comma + 1)
    found.push_back(line.substr(from, comma - from));
  found.push_back(line.substr(from));
  return found;
}

int number(const std::string& text, int low, int high) {
  int value = low - 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value >= low && value <= high ? value : -1;
}

Status take(const std::string& line, ReadingLimits& limits) {
  constexpr int people_max = 1'000'000;
  const auto cell = cells(line);
  const Error wrong{ErrorCode::invalid_input,
                    "预警表的这一行读不懂：" + line,
                    {},
                    "六列：kind,zh,en,起算数,起始钟点,截止钟点；非工作时间要有钟点"};
  if (cell.size() != columns) return wrong;
  const int people = number(cell[3], 1, people_max);
  if (people < 0) return wrong;
  const std::map<std::string, std::int64_t*> kinds = {
      {"hour", &limits.an_hour},          {"day", &limits.a_day},
      {"off_hours", &limits.off_hours},   {"sheet_rows", &limits.sheet_rows},
      {"release", &limits.release},       {"own_household", &limits.own_household},
      {"window_misses", &limits.window_misses}, {"window_stop", &limits.window_stop}};
  const auto kind = kinds.find(cell[0]);
  if (kind == kinds.end()) return wrong;
  *kind->second = people;
  if (cell[0] == "off_hours") {
    limits.work_from = number(cell[4], 0, 24);
    limits.work_until = number(cell[5], 0, 24);
    if (limits.work_from < 0 || limits.work_until < limits.work_from) return wrong;
  }
  limits.labels.push_back({cell[0], cell[1], cell[2], people});
  return Done{};
}

}  // namespace

Result<ReadingLimits> read_reading_limits(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return Error{ErrorCode::not_found, "没有预警表", {file.string()}, {}};
  ReadingLimits limits;
  bool heading = true;
  int at = 0;
  for (std::string line; std::getline(in, line);) {
    ++at;
    if (line.empty() || line.starts_with('#')) continue;
    if (std::exchange(heading, false)) continue;
    TRY(take(line, limits).at(fmt::format("{}:{}", file.string(), at)));
  }
  if (limits.an_hour > 0 && limits.a_day > 0 && limits.off_hours > 0 && limits.sheet_rows > 0 &&
      limits.own_household > 0 && limits.release > 0 && limits.window_misses > 0 &&
      limits.window_stop > 0)
    return limits;
  return Error{ErrorCode::invalid_input,
               "预警表缺少一类",
               {file.string()},
               "hour、day、off_hours、sheet_rows、own_household、release、window_misses、window_stop 各一行"};
}

Result<ReadingLimits> reading_limits() {
  return read_reading_limits(TRY(resource("data/alerts/reading.csv")));
}

Result<std::int64_t> rows_exported(store::Transaction& transaction, std::int64_t account,
                                   Instant since) {
  const auto rows = TRY(transaction.query(sql::rows_exported, account, since));
  return rows[0].get<std::int64_t>("found");
}

Result<std::vector<BulkReading>> bulk_readings(store::Transaction& transaction,
                                               const ReadingLimits& limits, Instant since) {
  std::vector<BulkReading> found;
  for (const store::Row row :
       TRY(transaction.query(sql::bulk_readers, since, limits.an_hour, limits.a_day,
                             limits.off_hours, limits.work_from, limits.work_until,
                             limits.sheet_rows, limits.own_household, limits.window_misses))) {
    BulkReading one;
    one.kind = row.get<std::string>("kind");
    one.account = row.get<std::int64_t>("account_id");
    one.login = row.get<std::string>("login");
    one.name = row.get<std::string>("name");
    one.people = row.get<std::int64_t>("people");
    one.since = row.get<Instant>("since");
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace leye::audit
