#include "registering/windows.hpp"

#include "registering/windows.sql.hpp"

namespace leye::registering {

Result<Look> look_for(store::Transaction& transaction, const registers::IdentityCipher& cipher,
                      const LookFor& wanted) {
  const auto rows =
      TRY(transaction.query(sql::look, cipher.number_blind(wanted.number), wanted.name, wanted.kind,
                            wanted.place, wanted.now, wanted.until));
  return Look{rows[0].get<std::int64_t>("id"), rows[0].get<std::optional<std::int64_t>>("person"),
              rows[0].get<bool>("inside")};
}

Result<std::int64_t> misses_since(store::Transaction& transaction, Instant since) {
  return TRY(transaction.query(sql::misses, since))[0].get<std::int64_t>("n");
}

Result<std::vector<GoesOn>> registrations_of(store::Transaction& transaction, std::int64_t look,
                                             Instant now, Day today) {
  std::vector<GoesOn> found;
  for (const store::Row row : TRY(transaction.query(sql::goes_on, look, now, today)))
    found.push_back({row.get<std::string>("entity"), row.get<Day>("start_date"),
                     row.get<std::string>("detail")});
  return found;
}

Result<Opened> take_open(store::Transaction& transaction, const registers::IdentityCipher& cipher,
                         std::int64_t look, Instant now) {
  const auto rows = TRY(transaction.query(sql::opened, look, now));
  if (rows.empty())
    return Error{ErrorCode::conflict, "这次查找已经用过，或者过了时间", {}, "再查一次，然后登记"};
  Opened opened;
  opened.person = rows[0].get<std::int64_t>("person");
  opened.home = rows[0].get<std::int64_t>("home");
  opened.home_label = rows[0].get<std::string>("home_label");
  opened.kind = rows[0].get<std::string>("kind");
  opened.name = rows[0].get<std::string>("name");
  opened.number = TRY(cipher.open(rows[0].get<Bytes>("salt"), rows[0].get<Bytes>("number_cipher")));
  return opened;
}

Result<std::vector<Ending>> endings(store::Transaction& transaction, std::int64_t person,
                                    const Kind& kind, Day today) {
  std::vector<Ending> found;
  if (kind.ends == nullptr) return found;
  const bool jobs = kind.ends->id == "employment";
  const auto rows =
      TRY(transaction.query(jobs ? sql::open_employments : sql::open_registrations, person, today));
  for (const store::Row row : rows)
    found.push_back({kind.ends->id, row.get<std::optional<std::string>>("uscc"),
                     row.get<Day>("start_date"), row.get<std::int64_t>("place")});
  return found;
}

Status tell_home(store::Transaction& transaction, const Registered& registered) {
  const auto person = registered.opened.person;
  const auto task =
      TRY(transaction.query(sql::open_task, person, "window:" + std::to_string(registered.look),
                            registered.detail, registered.now))[0]
          .get<std::int64_t>("id");
  TRY(transaction.execute(sql::open_at_desk, person, task,
                          "全城通办：别处窗口办理了" + registered.label, registered.due,
                          registered.now));
  const auto used = TRY(
      transaction.execute(sql::use_look, registered.look, registered.now, registered.clerk, task));
  CHECK(used == 1);
  return Done{};
}

Status home_looked(store::Transaction& transaction, std::int64_t task, std::int64_t account,
                   Instant now) {
  TRY(transaction.execute(sql::close_at_desk, task, now, account));
  return Done{};
}

Result<std::vector<DoneHere>> done_here(store::Transaction& transaction, int count_max) {
  std::vector<DoneHere> found;
  for (const store::Row row : TRY(transaction.query(sql::done_here, count_max)))
    found.push_back({row.get<std::int64_t>("id"), row.get<std::string>("kind"),
                     row.get<std::string>("name"), row.get<std::string>("home_label"),
                     row.get<std::string>("used_by_name"), row.get<Instant>("used_at"),
                     row.get<bool>("answered")});
  return found;
}

}  // namespace leye::registering
