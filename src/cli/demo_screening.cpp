#include "cli/demo_screening.hpp"

#include <fmt/format.h>

#include "base/resources.hpp"
#include "benefits/grants.hpp"
#include "benefits/screening.hpp"
#include "city/findings.hpp"
#include "city/suspect_list.hpp"
#include "cli/demo_files.hpp"
#include "cli/policies.hpp"
#include "cli/progress.hpp"
#include "policy/pack.hpp"
#include "states/derive.hpp"

namespace leye::cli {
namespace {

constexpr const char* demo_pack = "packs/qingyang-2023";

store::Scope whole_city() {
  store::Scope scope = store::Scope::whole_area(demo_area);
  scope.bypass = true;
  return scope;
}

Result<bool> screened_before(store::Pool& pool) {
  auto lease = TRY(pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, whole_city()));
  const auto latest = benefits::screening_run(transaction, 0);
  if (!latest.ok() && latest.error().code != ErrorCode::not_found) return latest.error();
  return latest.ok() && latest.value().state == "done";
}

// Grants that others reported take their slots, so that nothing is granted twice beside them.
Status guard_grants(store::Pool& pool, const policy::Plan& plan) {
  auto lease = TRY(pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, whole_city()));
  const std::int64_t doubled = TRY(benefits::guard_reported_grants(transaction, plan));
  if (doubled > 0) fmt::print("他处已发放中有 {} 笔互相排斥\n", doubled);
  return transaction.commit();
}

// Registered states, and tasks of what contradicts them.
Status derive_states(store::Pool& pool, const std::filesystem::path& pack,
                     const Vocabulary& vocabulary, Day today) {
  const auto rules = TRY(states::Rules::load(pack, vocabulary));
  auto lease = TRY(pool.take());
  auto scope = whole_city();
  scope.time_limit = std::chrono::minutes(30);
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto derived = TRY(
      states::derive_all(transaction, {rules, vocabulary, today, SetClock(today).now()}));
  fmt::print("登记状态 {} 人，相互矛盾的登记 {} 件\n", derived.changed, derived.opened);
  return transaction.commit();
}

Status screen(store::Pool& pool, const DemoCity& city) {
  const auto pack_folder = TRY(resource(demo_pack));
  const auto vocabulary = TRY(vocabulary_in_force(pack_folder));
  const policy::Plan plan = TRY(policy::load_pack(pack_folder, vocabulary));
  TRY(guard_grants(pool, plan));
  TRY(derive_states(pool, pack_folder, vocabulary, city.population.today));
  benefits::ScreeningOrder order;
  order.area_schema = demo_area;
  order.on = city.population.today;
  order.now = SetClock(city.population.today).now();
  ProgressLine line("筛查全部政策", city.population.people, "人");
  const auto report = TRY(benefits::screen(
      pool, plan, vocabulary, order, [&](const benefits::Progress& at) { line.show(at.done); }));
  line.finish();
  fmt::print("结果 {} 行\n", report.inserted);
  return Done{};
}

// Of the list that was taken in when the city was made; a city of an older program has none.
Status print_suspects(store::Transaction& transaction, const Cipher& cipher,
                      const DemoCity& city) {
  const registers::IdentityCipher identities(cipher);
  const auto planted = TRY(city::plant_suspects(transaction, city.setting, identities));
  const auto found = city::compare_suspects(transaction, cipher, planted);
  if (!found.ok() && found.error().code == ErrorCode::not_found) return Done{};
  if (!found.ok()) return found.error();
  fmt::print("  {}\n", city::describe(found.value()));
  fmt::print("{}\n", found.value().all_found() ? "  疑点名单与埋设完全一致"
                                               : "  疑点名单与埋设不一致");
  return Done{};
}

Status print_findings(store::Pool& pool, const Cipher& cipher, const DemoCity& city) {
  const auto measures = TRY(city::read_measure_ids(city.setting.folder / "measures.csv"));
  auto lease = TRY(pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, whole_city()));
  const auto findings = TRY(city::compare(transaction, city.population, measures));
  fmt::print("\n埋设与查得（{} 人，{}）\n", city.population.people, to_text(city.population.today));
  for (const std::string& each : city::describe(findings)) fmt::print("  {}\n", each);
  TRY(print_suspects(transaction, cipher, city));
  const registers::IdentityCipher identities(cipher);
  fmt::print("{}", TRY(describe_demo_files(transaction, identities, city)));
  fmt::print("{}\n", findings.all_found() ? "  筛查结果与埋设完全一致" : "  筛查结果与埋设不一致");
  return Done{};
}

}  // namespace

Result<bool> screen_demo_city(const std::string& dsn, const Cipher& cipher, const DemoCity& city) {
  store::Pool pool(dsn, 4);
  if (TRY(screened_before(pool))) return false;
  TRY(screen(pool, city));
  TRY(print_findings(pool, cipher, city));
  return true;
}

}  // namespace leye::cli
