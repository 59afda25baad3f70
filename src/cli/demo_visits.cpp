#include "cli/demo_visits.hpp"

#include <fmt/format.h>

#include "access/session.hpp"
#include "city/table.hpp"
#include "cli/ledgers_in_force.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"
#include "visits/tasks.hpp"

namespace leye::cli {
namespace {

struct Visits {
  std::string visitor;     // whose account has them on its way
  std::int64_t tasks = 0;  // at most
};

Result<Visits> read_visits(const city::Setting& setting) {
  const auto table = TRY(city::Table::read(setting.folder / "visits.csv"));
  Visits read;
  if (table.size() == 1) read = {table.at(0, "visitor"), table.number(0, "tasks")};
  constexpr auto tasks_max = static_cast<std::int64_t>(visits::tasks_at_once);
  if (!read.visitor.empty() && read.tasks >= 1 && read.tasks <= tasks_max) return read;
  return Error{ErrorCode::invalid_input,
               fmt::format("one line, with a visitor and 1 to {} tasks", tasks_max),
               {"visits.csv:2"},
               "correct data/city and start again"};
}

}  // namespace

Status plan_demo_visits(const std::string& dsn, const Cipher& cipher, const DemoCity& city) {
  const Visits given = TRY(read_visits(city.setting));
  const auto policies = TRY(read_policies({}));
  const auto ledgers = TRY(ledgers_of(policies));
  const auto plans = TRY(visits::Plans::load(policies.pack, policies.vocabulary, ledgers));
  const registers::IdentityCipher identities(cipher);
  auto connection = TRY(store::connect(dsn));
  const auto signed_in = TRY(access::sign_in(
      connection, cipher, {given.visitor, city.password, "127.0.0.1"}, SystemClock().now()));
  const access::Caller& caller = signed_in.caller;
  store::Scope scope = store::Scope::whole_area(demo_area);
  scope.bypass = true;
  scope.time_limit = std::chrono::minutes(10);  // a city of three million people
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto now = SetClock(city.population.today).now();
  const visits::VisitDesk desk{policies.vocabulary,
                               ledgers,
                               plans,
                               identities,
                               caller.account,
                               caller.posts.front().place,
                               0,
                               999'999'999'999,
                               now,
                               now,
                               0};  // it records no visit
  TRY(visits::renew_tasks(transaction, desk));
  visits::TaskQuestion due;
  due.state = "open";
  due.place_lo = caller.posts.front().range.low;
  due.place_hi = caller.posts.front().range.high;
  due.today = desk.today();
  std::vector<std::int64_t> ids;
  for (const auto& line : TRY(visits::list_tasks(transaction, due, given.tasks, 0)).lines) {
    ids.push_back(line.id);
  }
  if (!ids.empty()) TRY(visits::assign_tasks(transaction, desk, ids, caller.account));
  return transaction.commit();
}

}  // namespace leye::cli
