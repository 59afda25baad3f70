// What of the register somebody has to look at: merge.hpp.
#include "registers/merge.hpp"
#include "registers/merge.sql.hpp"

namespace leye::registers {

Result<RegisterTasks> list_register_tasks(store::Transaction& transaction, const std::string& state,
                                          std::int64_t size, std::int64_t offset) {
  RegisterTasks tasks;
  tasks.total = TRY(transaction.query(sql::count_tasks, state))[0].get<std::int64_t>("n");
  const auto rows = TRY(transaction.query(sql::list_tasks, state, size, offset));
  for (const store::Row row : rows) {
    RegisterTask task;
    task.id = row.get<std::int64_t>("id");
    task.kind = row.get<std::string>("kind");
    task.person = row.get<std::int64_t>("person_id");
    task.person_name = row.get<std::optional<std::string>>("person_name").value_or("");
    task.detail = row.get<std::string>("detail");
    task.state = row.get<std::string>("state");
    task.found_at = row.get<Instant>("found_at");
    task.outcome = row.get<std::optional<std::string>>("outcome").value_or("");
    task.done_by = row.get<std::optional<std::string>>("done_by_name").value_or("");
    task.done_at = row.get<std::optional<Instant>>("done_at");
    tasks.items.push_back(std::move(task));
  }
  return tasks;
}

Status finish_register_task(store::Transaction& transaction, const TaskOutcome& outcome) {
  constexpr std::size_t bytes_min = 4, bytes_max = 1500;
  if (outcome.outcome.size() < bytes_min || outcome.outcome.size() > bytes_max) {
    return Error{
        ErrorCode::invalid_input, "请写明处理结果", {"outcome"}, "两个汉字以上，五百字以内"};
  }
  const auto done = TRY(transaction.execute(sql::finish_task, outcome.task, outcome.outcome,
                                            outcome.account, outcome.made_by, outcome.now));
  if (done == 0) return Error{ErrorCode::not_found, "没有找到，或者已经处理过", {}, "请刷新"};
  return Done{};
}

Status open_register_task(store::Transaction& transaction, const std::string& kind,
                          std::int64_t person, const std::string& about, const std::string& detail,
                          Instant now) {
  TRY(transaction.execute(sql::open_task, kind, person, about, detail, now));
  return Done{};
}

}  // namespace leye::registers
