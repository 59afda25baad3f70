// Registers: sheets checked and stored, registers into columns for rules, and looking people up.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "city/sheets.hpp"
#include "parts.hpp"
#include "registers/facts_loader.hpp"
#include "registers/import.hpp"
#include "registers/people.hpp"
#include "scratch_area.hpp"

namespace leye::bench {
namespace {

store::Scope whole_area(bool bypass) {
  store::Scope scope = store::Scope::whole_area(ScratchArea::area);
  scope.bypass = bypass;
  scope.time_limit = std::chrono::hours(2);
  return scope;
}

Status write_sheets(const std::filesystem::path& folder, const Vocabulary& vocabulary,
                    std::int64_t people) {
  const auto setting = TRY(city::Setting::load());
  auto sheets = TRY(city::SheetWriter::open(folder, setting, vocabulary, {}));
  city::CityPlan plan;
  plan.people = people;
  TRY(city::make_city(setting, plan, {&sheets}));
  return sheets.finish();
}

struct Imported {
  std::int64_t rows = 0;
  double seconds = 0;
};

Result<Imported> import_sheet(store::Connection& connection, const Vocabulary& vocabulary,
                              const std::string& kind, const std::filesystem::path& file) {
  const registers::IdentityCipher cipher{Cipher::from_master(Secret(Bytes(32, 7)))};
  const SystemClock clock;
  const Stopwatch stopwatch;
  auto transaction = TRY(store::Transaction::begin(connection, whole_area(true)));
  registers::Import import(transaction, vocabulary, cipher,
                           {kind, "bench", clock.now(), clock.today()});
  auto bytes = TRY(intake::bytes_of_file(file.string()));
  const auto report = TRY(import.run(std::move(bytes)));
  TRY(import.store());
  TRY(transaction.commit());
  return Imported{report.rows, stopwatch.seconds()};
}

// The slowest of a hundred but one, in milliseconds.
Result<double> search_milliseconds(store::Transaction& transaction, const Vocabulary& vocabulary,
                                   const std::vector<std::string>& wanted) {
  const registers::IdentityCipher cipher{Cipher::from_master(Secret(Bytes(32, 7)))};
  registers::People people(transaction, vocabulary, cipher);
  std::vector<double> times;
  for (int round = 0; round < 100; ++round) {
    const Stopwatch stopwatch;
    TRY(people.find(wanted[static_cast<std::size_t>(round) % wanted.size()], 20));
    times.push_back(stopwatch.seconds() * 1e3);
  }
  std::sort(times.begin(), times.end());
  return times[98];
}

}  // namespace

Measurements measure_import(std::int64_t people) {
  const auto vocabulary_folder = TRY(resource("vocabulary"));
  const auto vocabulary = TRY(Vocabulary::load(vocabulary_folder));
  auto area = TRY(ScratchArea::start());
  const auto folder = std::filesystem::temp_directory_path() / "leye-bench-sheets";
  std::filesystem::remove_all(folder);
  TRY(write_sheets(folder, vocabulary, people));
  auto connection = TRY(store::connect(area.dsn()));
  std::vector<Measurement> figures;
  for (const char* plural : {"organisations", "persons", "employments", "insurance_spells",
                             "unemployment_registrations"}) {
    const auto imported =
        TRY(import_sheet(connection, vocabulary, plural, folder / (std::string(plural) + ".csv")));
    figures.push_back({fmt::format("registers.import.{}.{}", people, plural),
                       static_cast<double>(imported.rows) / imported.seconds, "rows/s"});
  }
  figures.push_back(
      {fmt::format("registers.import.{}.memory", people), peak_resident_megabytes(), "MB"});
  std::filesystem::remove_all(folder);
  return figures;
}

Measurements measure_facts(std::int64_t people) {
  constexpr std::size_t block_of_people = 8192;
  const auto vocabulary_folder = TRY(resource("vocabulary"));
  const auto vocabulary = TRY(Vocabulary::load(vocabulary_folder));
  auto area = TRY(ScratchArea::start());
  TRY(area.populate(people));
  auto connection = TRY(store::connect(area.dsn()));
  const SystemClock clock;
  auto transaction = TRY(store::Transaction::begin(connection, whole_area(true)));
  policy::Facts facts(vocabulary);
  registers::FactsLoader loader(transaction, facts, {clock.today(), clock.now()});
  const Stopwatch stopwatch;
  while (TRY(loader.next_persons(block_of_people))) continue;
  const double seconds = stopwatch.seconds();
  TRY(transaction.commit());
  auto searching = TRY(store::Transaction::begin(connection, whole_area(false)));
  const double by_name = TRY(search_milliseconds(searching, vocabulary, {"王伟", "小", "秀英"}));
  const std::string name = fmt::format("registers.facts.{}", people);
  return std::vector<Measurement>{
      {name, static_cast<double>(people) / seconds, "people/s"},
      {fmt::format("registers.search.name.{}.p99", people), by_name, "ms"}};
}

}  // namespace leye::bench
