// The synthetic city: making it, and putting it into PostgreSQL.
#include "city/city.hpp"

#include <fmt/format.h>

#include "city/truth.hpp"
#include "parts.hpp"
#include "scratch_area.hpp"

namespace leye::bench {

Measurements measure_city() {
  const auto setting = TRY(city::Setting::load());
  city::CityPlan plan;
  city::Truth truth(TRY(city::Figures::load(setting.folder / "oracle.csv")), plan.today);
  const Stopwatch stopwatch;
  TRY(city::make_city(setting, plan, {&truth}));
  const double seconds = stopwatch.seconds();
  return std::vector<Measurement>{
      {"city.generate", static_cast<double>(plan.people) / seconds, "people/s"}};
}

Measurements measure_load(std::int64_t people) {
  auto area = TRY(ScratchArea::start());
  const double before = resident_megabytes();
  const Stopwatch stopwatch;
  TRY(area.populate(people));
  const std::string name = fmt::format("registers.load.{}", people);
  return std::vector<Measurement>{{name, stopwatch.seconds(), "s"},
                                  {name + ".memory", peak_resident_megabytes() - before, "MB"}};
}

}  // namespace leye::bench
