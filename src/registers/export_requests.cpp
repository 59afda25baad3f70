#include "registers/export_requests.hpp"

#include "registers/export_requests.sql.hpp"

namespace leye::registers {

Result<std::int64_t> ExportRequests::ask(const std::string& kind, std::int64_t rows,
                                         const std::string& reason, const Asker& asker,
                                         Instant now, const std::string& asked_of) {
  constexpr std::size_t reason_bytes_max = 2'000;
  if (reason.empty() || reason.size() > reason_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明导出的用途", {"reason"}};
  const auto made = TRY(transaction_.query(sql::ask_export, kind, rows, reason, asker.account,
                                           asker.name, now, asker.place_lo, asker.place_hi,
                                           asked_of));
  return made[0].get<std::int64_t>("id");
}

Result<std::vector<ExportRequest>> ExportRequests::latest(int count) {
  std::vector<ExportRequest> all;
  const auto rows = TRY(transaction_.query(sql::export_requests, count));
  for (const store::Row row : rows) {
    ExportRequest request;
    request.id = row.get<std::int64_t>("id");
    request.kind = row.get<std::string>("kind");
    request.rows = row.get<std::int64_t>("row_count");
    request.reason = row.get<std::string>("reason");
    request.asked_by = row.get<std::int64_t>("asked_by");
    request.asked_by_name = row.get<std::string>("asked_by_name");
    request.asked_at = row.get<Instant>("asked_at");
    request.state = row.get<std::string>("state");
    request.decided_by_name = row.get<std::optional<std::string>>("decided_by_name").value_or("");
    request.asked_of = row.get<std::string>("asked_of");
    all.push_back(std::move(request));
  }
  return all;
}

Status ExportRequests::decide(std::int64_t id, bool release, const Asker& by, Instant now) {
  const auto rows = TRY(transaction_.query(sql::export_request, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  if (rows[0].get<std::int64_t>("asked_by") == by.account)
    return Error{ErrorCode::forbidden, "不能放行自己申请的导出", {}, "请另一位有权限的人放行"};
  const std::string state = release ? "released" : "refused";
  const auto touched =
      TRY(transaction_.execute(sql::decide_export, id, state, by.account, by.name, now));
  if (touched == 0) return Error{ErrorCode::conflict, "这次导出已经处理", {}, "刷新后查看处理结果"};
  return Done{};
}

Result<Released> ExportRequests::released(std::int64_t id, const std::string& kind,
                                          const Asker& asker, Instant now, int growth) {
  const auto rows =
      TRY(transaction_.query(sql::released_export, id, kind, asker.account,
                             now - std::chrono::hours(24), asker.place_lo, asker.place_hi));
  if (rows.empty()) {
    return Error{ErrorCode::conflict,
                 "这次导出没有放行，或已经取走",
                 {},
                 "放行后 24 小时内由申请人以申请时的岗位取一次；需要时重新申请"};
  }
  const auto asked = rows[0].get<std::int64_t>("row_count");
  return Released{asked + asked * growth / 100, rows[0].get<std::string>("asked_of"),
                  rows[0].get<std::string>("reason")};
}

Status ExportRequests::fetch(std::int64_t id, std::int64_t rows, Instant now) {
  TRY(transaction_.execute(sql::fetch_export, id, now, rows));
  return Done{};
}

}  // namespace leye::registers
