// What if: the register loaded once, then one draft after another compared with the version in
// force.
#include <fmt/format.h>

#include "base/resources.hpp"
#include "parts.hpp"
#include "policy/draft/numbers.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "scratch_area.hpp"
#include "trial/trial.hpp"

namespace leye::bench {
namespace {

constexpr std::size_t threads = 2;

Result<policy::Plan> draft(const std::filesystem::path& pack, const Vocabulary& vocabulary,
                           const std::vector<policy::Change>& changes) {
  auto loaded = TRY(policy::draft_of(pack, vocabulary, changes));
  if (loaded.plan) return std::move(*loaded.plan);
  return Error{ErrorCode::conflict, "the draft has errors"};
}

// Every limit of age of 24 becomes 29.
std::vector<policy::Change> older(const policy::LoadedPack& pack) {
  std::vector<policy::Change> changes;
  for (const auto& number : policy::numbers_of(pack))
    if (number.text == "24" && number.before.find("周岁") != std::string::npos)
      changes.push_back({number.id, "29"});
  return changes;
}

}  // namespace

Measurements measure_trial(std::int64_t people) {
  auto area = TRY(ScratchArea::start());
  const auto population = TRY(area.populate(people));
  const auto words = TRY(resource("vocabulary"));
  const auto installed = TRY(Vocabulary::load(words));
  const auto pack = TRY(resource("packs/qingyang-2023"));
  const auto vocabulary = TRY(policy::vocabulary_of_pack(installed, pack));
  const auto loaded = policy::read_pack(pack, vocabulary);
  if (!loaded.plan) return Error{ErrorCode::conflict, "the pack has errors"};
  const auto dearer = TRY(draft(pack, vocabulary, {{"hiring_subsidy.5", "1600"}}));
  const auto higher = TRY(draft(pack, vocabulary, older(loaded)));

  const std::string name = fmt::format("trial.{}", people);
  std::vector<Measurement> measured;
  const auto add = [&](const char* what, double value, const char* unit) {
    measured.push_back({name + "." + what, value, unit});
  };
  store::Pool pool(area.dsn(), threads + 1);
  trial::LoadingOrder order{ScratchArea::area, population.today, SetClock(population.today).now()};
  order.bytes_max = std::size_t{16} << 30;
  const double before = resident_megabytes();
  const Stopwatch loading;
  const auto columns = TRY(
      trial::Columns::load(pool, vocabulary, trial::needs_of(*loaded.plan, vocabulary), order, {}));
  add("load", loading.seconds(), "s");
  add("columns", static_cast<double>(columns->bytes()) / 1e6, "MB");
  const Stopwatch standing;
  const auto baseline = TRY(trial::Baseline::make(columns, *loaded.plan, vocabulary, threads));
  add("baseline", standing.seconds(), "s");
  add("memory", resident_megabytes() - before, "MB");
  for (const auto& [what, plan] : {std::pair("amount", &dearer), std::pair("age", &higher),
                                   std::pair("same", &*loaded.plan)}) {
    const Stopwatch asking;
    const auto report = TRY(trial::compare(*baseline, *plan, threads));
    add(what, asking.seconds(), "s");
    add(fmt::format("{}.rules", what).c_str(), static_cast<double>(report.changed.size()),
        "measures");
    add(fmt::format("{}.people", what).c_str(),
        static_cast<double>(report.people_gain + report.people_lose), "people");
  }
  return measured;
}

}  // namespace leye::bench
