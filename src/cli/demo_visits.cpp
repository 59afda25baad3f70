#include "cli/demo_visits.hpp"

#include "access/session.hpp"
#include "cli/ledgers_in_force.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"
#include "visits/tasks.hpp"

namespace leye::cli {
namespace {

constexpr const char* visitor = "community";
constexpr std::int64_t given_at_once = 50;

}  // namespace

Status plan_demo_visits(const std::string& dsn, const Cipher& cipher, const DemoCity& city) {
  const auto policies = TRY(read_policies({}));
  const auto ledgers = TRY(ledgers_of(policies));
  const auto plans = TRY(visits::Plans::load(policies.pack, policies.vocabulary, ledgers));
  const registers::IdentityCipher identities(cipher);
  auto connection = TRY(store::connect(dsn));
  const auto signed_in = TRY(access::sign_in(
      connection, cipher, {visitor, city.password, "127.0.0.1"}, SystemClock().now()));
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
  for (const auto& line : TRY(visits::list_tasks(transaction, due, given_at_once, 0)).lines) {
    ids.push_back(line.id);
  }
  if (!ids.empty()) TRY(visits::assign_tasks(transaction, desk, ids, caller.account));
  return transaction.commit();
}

}  // namespace leye::cli
