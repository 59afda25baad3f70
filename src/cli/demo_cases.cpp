#include "cli/demo_cases.hpp"

#include <fmt/format.h>

#include "access/session.hpp"
#include "base/resources.hpp"
#include "base/working_days.hpp"
#include "city/table.hpp"
#include "cli/policies.hpp"
#include "flows/opening.hpp"
#include "policy/pack.hpp"
#include "registers/places.hpp"
#include "store/transaction.hpp"

namespace leye::cli {
namespace {

constexpr const char* demo_pack = "packs/qingyang-2023";
constexpr const char* this_machine = "127.0.0.1";

// Who applies reaches the whole area, and sees there only what is its own.
flows::Actor actor_of(const access::Caller& caller, std::int64_t area) {
  flows::Actor actor;
  actor.account = caller.account;
  actor.name = caller.name;
  for (const auto& post : caller.posts) {
    actor.place_lo = post.range.low;
    actor.place_hi = post.range.high;
    actor.roles.emplace_back(access::name(post.role));
  }
  if (caller.subject && caller.subject->kind == "organisation") {
    actor.organisation = caller.subject->id;
    actor.place_lo = access::range_of(area).low;
    actor.place_hi = access::range_of(area).high;
  }
  return actor;
}

Result<std::int64_t> area_place(store::Connection& connection) {
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  for (const auto& area : TRY(registers::list_areas(transaction)))
    if (area.schema_name == demo_area) return area.place;
  return Error{ErrorCode::not_found, "演示地区还没有建立"};
}

}  // namespace

Status open_demo_cases(const std::string& dsn, const Cipher& cipher, const DemoCity& city) {
  const auto pack_folder = TRY(resource(demo_pack));
  const auto vocabulary = TRY(vocabulary_in_force(pack_folder));
  const auto plan = TRY(policy::load_pack(pack_folder, vocabulary));
  const auto calendar = TRY(WorkingDays::load());
  const SetClock clock(city.population.today);
  auto connection = TRY(store::connect(dsn));
  const auto place = TRY(area_place(connection));
  const flows::Bureau bureau{demo_area, place, plan, vocabulary, calendar, cipher, clock};
  std::size_t opened = 0;
  const auto listed = TRY(city::Table::read(city.setting.folder / "cases.csv"));
  for (std::size_t row = 0; row < listed.size(); ++row) {
    const auto signed_in = TRY(access::sign_in(
        connection, {listed.at(row, "login"), city.password, this_machine}, SystemClock().now()));
    const auto cases = TRY(flows::open_all(connection, bureau, actor_of(signed_in.caller, place),
                                           listed.at(row, "measure")));
    opened += cases.size();
  }
  fmt::print("已建立 {} 件待办\n", opened);
  return Done{};
}

}  // namespace leye::cli
