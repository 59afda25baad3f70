#include "crash/bank.hpp"

#include <fstream>
#include <sstream>

#include "funds/crash_point.hpp"

namespace leye::crash {

using funds::crash_point;

Result<bool> Bank::refuses(const std::string& key) {
  if (!key.ends_with('7')) return false;
  const std::vector<store::Parameter> parameters{store::parameter(key)};
  const auto before = TRY(connection_.run("select 1 as one from paid where key = $1", parameters));
  return before.empty();
}

Status Bank::deliver(const std::filesystem::path& path, const std::string& batch_number) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const std::string content = text.str();
  funds::CsvReader reader(content);
  for (funds::CsvRow row; TRY(reader.next(row));) {
    if (row[0] != "D") continue;
    const std::vector<store::Parameter> place{store::parameter(batch_number),
                                              store::parameter(row[1])};
    const auto known = TRY(
        connection_.run("select 1 as one from paid where batch = $1 and row_number = $2", place));
    if (!known.empty()) continue;
    const bool refused = TRY(refuses(row[2]));
    const std::vector<store::Parameter> parameters{
        store::parameter(batch_number),
        store::parameter(row[1]),
        store::parameter(row[2]),
        store::parameter(row[5]),
        store::parameter(TRY(Money::parse(row[6]))),
        store::parameter(refused ? "rejected" : "posted")};
    TRY(connection_.run("insert into paid values ($1, $2, $3, $4, $5, $6)", parameters));
    crash_point("bank.row");
  }
  crash_point("bank.done");
  return Done{};
}

Result<std::string> Bank::answer(const std::string& batch_number,
                                 const std::string& request_digest) {
  funds::ReturnFile file{batch_number, request_digest, {}, {}};
  const std::vector<store::Parameter> parameters{store::parameter(batch_number)};
  const auto rows = TRY(connection_.run(
      "select row_number, key, amount_fen, result from paid where batch = $1 order by row_number",
      parameters));
  for (const auto row : rows) {
    const bool posted = row.get<std::string>("result") == "posted";
    file.rows.push_back({row.get<int>("row_number"), row.get<std::string>("key"),
                         row.get<Money>("amount_fen"),
                         posted ? funds::ReturnResult::posted : funds::ReturnResult::rejected,
                         posted ? "V" : "", posted ? "" : "账户已销户"});
  }
  return funds::write_return(funds::format_of("treasury"), file);
}

}  // namespace leye::crash
