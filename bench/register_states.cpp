#include "register_states.hpp"

#include <fmt/format.h>

#include <thread>

#include "base/resources.hpp"
#include "bench/registers_at_size.sql.hpp"
#include "core_times.hpp"
#include "scratch_area.hpp"

namespace leye::bench {

using namespace std::chrono_literals;

Result<std::unique_ptr<States>> States::of(store::Connection& connection) {
  const auto folder = TRY(resource("vocabulary"));
  const auto installed = TRY(Vocabulary::load(folder));
  auto vocabulary = TRY(policy::vocabulary_of_pack(installed, pack));
  auto rules = TRY(states::Rules::load(pack, vocabulary));
  return std::unique_ptr<States>(new States(connection, std::move(vocabulary), std::move(rules)));
}

Status States::go_through(const std::string& prefix, std::vector<Measurement>& figures) {
  const auto in_force = TRY(version());
  states::Keeper keeper({ScratchArea::area, rules_, in_force, vocabulary_, clock_});
  const int server = PQbackendPID(line_.raw());
  const double by_client = core_seconds(), by_server = core_seconds_of(server);
  const Stopwatch stopwatch;
  while (TRY(keeper.step(line_))) continue;
  const double seconds = stopwatch.seconds();
  const auto kept = TRY(now());
  if (!kept.ended_at || kept.derived.people == 0)
    return Error{ErrorCode::unavailable, "no pass over the states has ended"};
  figures.push_back({prefix + ".states.first_pass", seconds, "s",
                     fmt::format("of a core: {:.1f} s in leye, {:.1f} s in PostgreSQL",
                                 core_seconds() - by_client, core_seconds_of(server) - by_server)});
  return Done{};
}

Status States::ask_again() {
  const auto in_force = TRY(version());
  auto transaction = TRY(begin());
  TRY(states::ask_for_pass(transaction, rules_, in_force, clock_.today(), clock_.now(), 1));
  TRY(transaction.commit());
  for (int second = 0; second < 300; ++second) {
    if (TRY(now()).derived.people > 0) return Done{};
    std::this_thread::sleep_for(1s);
  }
  return Error{ErrorCode::unavailable, "the server does not derive the states"};
}

Result<states::Kept> States::now() {
  auto transaction = TRY(begin());
  return states::kept(transaction, rules_);
}

Result<std::int64_t> States::version() {
  auto transaction = TRY(begin());
  const auto rows = TRY(transaction.query(sql::version_of_states));
  if (rows.empty()) return Error{ErrorCode::unavailable, "the server began no pass"};
  return rows[0].get<std::int64_t>("policy_version");
}

Result<store::Transaction> States::begin() {
  auto scope = store::Scope::whole_area(ScratchArea::area);
  scope.bypass = true;
  return store::Transaction::begin(line_, scope);
}

}  // namespace leye::bench
