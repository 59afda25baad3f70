// Screening a whole register: read, evaluated, settled, merged; the first run and one more.
#include <fmt/format.h>

#include "base/resources.hpp"
#include "benefits/grants.hpp"
#include "benefits/screening.hpp"
#include "city/findings.hpp"
#include "figures/new_jobs.hpp"
#include "parts.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"
#include "scratch_area.hpp"

namespace leye::bench {
namespace {

store::Scope whole_city() {
  store::Scope scope = store::Scope::whole_area(ScratchArea::area);
  scope.bypass = true;
  scope.time_limit = std::chrono::hours(1);
  return scope;
}

// Refuses to give figures for a screening that does not find what is there.
Status check_findings(store::Pool& pool, const city::Population& population) {
  const auto setting = TRY(city::Setting::load());
  const auto measures = TRY(city::read_measure_ids(setting.folder / "measures.csv"));
  auto lease = TRY(pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, whole_city()));
  const auto findings = TRY(city::compare(transaction, population, measures));
  for (const std::string& line : city::describe(findings)) fmt::print("# {}\n", line);
  if (findings.all_found()) return Done{};
  return Error{ErrorCode::conflict, "screening does not find what the city holds", {}, {}};
}

// The counter by county and month over the whole register, as the figures page asks for it.
Result<double> seconds_of_new_jobs(store::Pool& pool, const city::Population& population) {
  const auto definition = TRY(figures::NewJobsDefinition::load());
  auto lease = TRY(pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, whole_city()));
  const Stopwatch stopwatch;
  TRY(figures::new_jobs(
      transaction, definition,
      {population.today.civil().year, population.today, SetClock(population.today).now()}));
  return stopwatch.seconds();
}

// Where the time of the second run went: shares of what its readers took together, and of the
// whole.
void add_phases(const std::string& name, const benefits::ScreeningReport& report,
                std::vector<Measurement>& measured) {
  const auto& times = report.times;
  const double reading = times.load + times.batch + times.explain;
  const auto whole = static_cast<double>(report.milliseconds);
  const auto merging = static_cast<double>(report.merge_milliseconds);
  measured.push_back({name + ".readers", static_cast<double>(report.readers), "connections"});
  measured.push_back({name + ".load", times.load / reading * 100, "% of reading"});
  measured.push_back({name + ".batch", times.batch / reading * 100, "% of reading"});
  measured.push_back({name + ".explain", times.explain / reading * 100, "% of reading"});
  measured.push_back({name + ".merge", merging / whole * 100, "% of the run"});
  measured.push_back({name + ".kept", static_cast<double>(report.kept), "results"});
}

}  // namespace

Measurements measure_screen(std::int64_t people) {
  auto area = TRY(ScratchArea::start());
  const Stopwatch loading;
  const auto population = TRY(area.populate(people));
  const std::string name = fmt::format("screen.{}", people);
  std::vector<Measurement> measured = {{name + ".city", loading.seconds(), "s"}};
  const auto vocabulary_folder = TRY(resource("vocabulary"));
  const auto installed = TRY(Vocabulary::load(vocabulary_folder));
  const auto pack = TRY(resource("packs/qingyang-2023"));
  const auto vocabulary = TRY(policy::vocabulary_of_pack(installed, pack));
  const auto plan = TRY(policy::load_pack(pack, vocabulary));
  store::Pool pool(area.dsn(), 4);
  {
    auto lease = TRY(pool.take());
    auto transaction = TRY(store::Transaction::begin(*lease, whole_city()));
    TRY(benefits::guard_reported_grants(transaction, plan));
    TRY(transaction.commit());
  }
  const benefits::ScreeningOrder order{ScratchArea::area, population.today,
                                       SetClock(population.today).now()};
  forget_peak();  // making the city took more than screening it may
  const double before = resident_megabytes();
  benefits::ScreeningReport latest;
  for (const char* run : {"first", "again"}) {
    const Stopwatch stopwatch;
    const auto report =
        TRY(benefits::screen(pool, plan, vocabulary, order, [](const benefits::Progress&) {}));
    const double seconds = stopwatch.seconds();
    measured.push_back({fmt::format("{}.{}", name, run), seconds, "s"});
    measured.push_back({fmt::format("{}.{}.rate", name, run),
                        static_cast<double>(report.answers) / seconds, "answers/s"});
    latest = report;
  }
  measured.push_back({name + ".memory", peak_resident_megabytes() - before, "MB"});
  add_phases(name, latest, measured);
  measured.push_back({name + ".new_jobs", TRY(seconds_of_new_jobs(pool, population)), "s"});
  TRY(check_findings(pool, population));
  return measured;
}

}  // namespace leye::bench
