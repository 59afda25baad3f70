#include "reports/trainees.hpp"

#include <algorithm>

#include "reports/trainees.sql.hpp"

namespace leye::reports {

Result<std::vector<Host>> list_hosts(store::Transaction& transaction,
                                     const TraineesWanted& wanted) {
  const auto rows = TRY(transaction.query(sql::list_hosts, wanted.organisation, wanted.low,
                                          wanted.high, wanted.from, wanted.until, wanted.today));
  std::vector<Host> hosts;
  for (const store::Row row : rows) {
    Host host;
    host.organisation = row.get<std::int64_t>("organisation_id");
    host.batch = row.get<std::int64_t>("batch");
    host.label = row.get<std::string>("label");
    host.batch_label = row.get<std::string>("batch_label");
    host.places_opened = row.get<std::int64_t>("places_opened");
    host.places_open = row.get<std::int64_t>("places_open");
    host.started = row.get<std::int64_t>("started");
    host.now = row.get<std::int64_t>("now");
    host.all = row.get<std::int64_t>("begun");
    host.finished = row.get<std::int64_t>("finished");
    host.ended = row.get<std::int64_t>("over");
    host.kept = row.get<std::int64_t>("kept");
    hosts.push_back(std::move(host));
  }
  return hosts;
}

Result<TraineePage> list_trainees(store::Transaction& transaction, const TraineesWanted& wanted,
                                  std::int64_t limit, std::int64_t offset) {
  const auto rows =
      TRY(transaction.query(sql::list_trainees, wanted.organisation, wanted.low, wanted.high,
                            wanted.from, wanted.until, wanted.today, limit, offset));
  TraineePage page;
  for (const store::Row row : rows) {
    Trainee one;
    page.total = row.get<std::int64_t>("total");
    one.record = row.get<std::int64_t>("id");
    one.person = row.get<std::int64_t>("person_id");
    one.organisation = row.get<std::int64_t>("organisation_id");
    one.who = row.get<std::string>("who");
    one.host = row.get<std::string>("host");
    one.batch_label = row.get<std::string>("batch_label");
    one.start = row.get<Day>("began");
    one.planned_end = row.get<std::optional<Day>>("planned");
    one.end = row.get<std::optional<Day>>("ended");
    one.kept_on = row.get<std::optional<Day>>("signed");
    one.agreement_confirmed = row.get<bool>("agreement_confirmed");
    one.end_confirmed = row.get<bool>("end_confirmed");
    one.months_agreed = row.get<std::int64_t>("agreed");
    one.months_done = std::min(row.get<std::int64_t>("done"), one.months_agreed);
    one.months_left = one.months_agreed - one.months_done;
    one.months_reported = row.get<std::int64_t>("reported");
    one.months_confirmed = row.get<std::int64_t>("confirmed");
    one.months_paid = row.get<std::int64_t>("paid");
    page.lines.push_back(std::move(one));
  }
  return page;
}

}  // namespace leye::reports
