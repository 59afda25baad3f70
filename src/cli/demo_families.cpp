#include "cli/demo_families.hpp"

#include "access/session.hpp"
#include "city/table.hpp"
#include "cli/ledgers_in_force.hpp"
#include "families/cases.hpp"
#include "families/look.hpp"
#include "store/transaction.hpp"

namespace leye::cli {
namespace {

constexpr std::int64_t cases_max = 500;

// Whose account stands in the first line.
struct Community {
  std::int64_t account = 0;
  access::PlaceRange places;
};

Result<std::vector<families::CaseLine>> open_cases(store::Transaction& transaction,
                                                   const Community& community, Day today) {
  families::CaseQuestion asked;
  asked.what = "open";
  asked.place_lo = community.places.low;
  asked.place_hi = community.places.high;
  asked.first = asked.last = asked.today = today;
  return TRY(families::list_cases(transaction, asked, cases_max, 0)).lines;
}

// One line of family_help.csv: what is done `days` before today for every n-th open case.
Status take_step(store::Transaction& transaction, const families::FamilyRules& rules,
                 const city::Table& table, std::size_t row, const Community& community,
                 Day today) {
  const Day on = today - static_cast<int>(table.number(row, "days"));
  const families::CaseDesk desk{rules, community.account, on, SetClock(on).now()};
  const auto cases = TRY(open_cases(transaction, community, today));
  const auto every = std::max<std::int64_t>(1, table.number(row, "every"));
  const std::string& step = table.at(row, "step");
  for (std::size_t at = 0; at < cases.size(); ++at) {
    const auto& each = cases[at];
    if (static_cast<std::int64_t>(at) % every != every - 1) continue;
    if (step == "confirm" && each.state == "found" && each.found_on < on) {
      TRY(families::assign_cases(transaction, desk, {each.id}, community.account));
      TRY(families::confirm_case(transaction, desk, each.id));
    }
    if (step == "help" && each.state == "helping")
      TRY(families::help_family(
          transaction, desk,
          {each.id, table.at(row, "action"), on, {}, table.at(row, "told")}));
    if (step == "refuse" && each.state == "found")
      TRY(families::refuse_case(transaction, desk, each.id, table.at(row, "action"),
                                table.at(row, "told")));
  }
  return Done{};
}

}  // namespace

Status help_demo_families(const std::string& dsn, const Cipher& cipher, const DemoCity& city) {
  const auto policies = TRY(read_policies({}));
  const auto rules = TRY(families::FamilyRules::load(policies.pack, policies.vocabulary));
  const auto calendar = TRY(WorkingDays::load());
  const auto table = TRY(city::Table::read(city.setting.folder / "family_help.csv"));
  const Day today = city.population.today;
  auto connection = TRY(store::connect(dsn));
  const auto signed_in = TRY(
      access::sign_in(connection, cipher,
                      {table.at(0, "told"), city.password, "127.0.0.1"}, SystemClock().now()));
  const access::Caller& caller = signed_in.caller;
  const Community community{caller.account, caller.posts.front().range};
  store::Scope scope = store::Scope::whole_area(demo_area);
  scope.bypass = true;
  scope.time_limit = std::chrono::minutes(10);  // a city of three million people
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  for (std::size_t row = 1; row < table.size(); ++row) {
    if (table.at(row, "step") != "look") {
      TRY(take_step(transaction, rules, table, row, community, today));
      continue;
    }
    const Day on = today - static_cast<int>(table.number(row, "days"));
    TRY(families::look_at_all(transaction, {rules, calendar, on, SetClock(on).now()}));
  }
  return transaction.commit();
}

}  // namespace leye::cli
