#include "city/population.hpp"

#include <fmt/format.h>

#include <fstream>

#include "city/population.sql.hpp"
#include "city/table.hpp"

namespace leye::city {
namespace {

constexpr const char* truth_file = "truth.csv";
constexpr const char* planted_file = "planted.csv";

std::string line(std::string_view what, const Total& total) {
  return fmt::format("{},{},{},{},{},{}\n", what, total.eligible, leye::to_text(total.amount),
                     total.undetermined, leye::to_text(total.low), leye::to_text(total.high));
}

Result<Total> read_total(const Table& table, std::size_t row) {
  Total total;
  total.eligible = table.number(row, "eligible");
  total.amount = TRY(Money::parse(table.at(row, "amount")));
  total.undetermined = table.number(row, "undetermined");
  total.low = TRY(Money::parse(table.at(row, "low")));
  total.high = TRY(Money::parse(table.at(row, "high")));
  return total;
}

}  // namespace

Result<bool> is_empty(store::Transaction& transaction) {
  const auto rows = TRY(transaction.query(sql::has_person));
  return rows.empty();
}

Result<Population> populate(store::Connection& connection, const std::string& area_schema,
                            const registers::IdentityCipher& cipher, const Setting& setting,
                            const CityPlan& plan) {
  Truth truth(TRY(Figures::load(setting.folder / "oracle.csv")), plan.today);
  const MeasureIds measures = TRY(read_measure_ids(setting.folder / "measures.csv"));
  auto writer = TRY(RegisterWriter::begin(connection, area_schema, cipher, {measures, plan.today}));
  Made made = TRY(make_city(setting, plan, {&truth, &writer}));
  TRY(writer.finish());
  Population population;
  population.people = made.people;
  population.today = plan.today;
  population.manifest = std::move(made.manifest);
  for (const Benefit benefit : all_benefits) {
    population.totals[static_cast<std::size_t>(benefit)] = truth.total(benefit);
  }
  population.hires_after_exclusion = truth.hires_after_exclusion();
  return population;
}

Status save(const Population& population, const std::filesystem::path& folder) {
  TRY(population.manifest.write(folder / planted_file));
  std::ofstream out(folder / truth_file);
  out << "what,eligible,amount,undetermined,low,high\n";
  for (const Benefit benefit : all_benefits) out << line(name(benefit), population.total(benefit));
  out << line("hires_after_exclusion", population.hires_after_exclusion);
  out << fmt::format("people,{},0,0,0,0\ntoday,{},0,0,0,0\n", population.people,
                     population.today.number());
  out.flush();
  if (out) return Done{};
  return Error{ErrorCode::unavailable,
               "cannot write the truth about the city",
               {(folder / truth_file).string()},
               {}};
}

Result<Population> load(const std::filesystem::path& folder) {
  Population population;
  population.manifest = TRY(Manifest::read(folder / planted_file));
  const auto table = TRY(Table::read(folder / truth_file));
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::string& what = table.at(row, "what");
    if (what == "people") {
      population.people = table.number(row, "eligible");
    } else if (what == "today") {
      population.today = Day::from_number(static_cast<std::int32_t>(table.number(row, "eligible")));
    } else if (const auto benefit = benefit_named(what)) {
      population.totals[static_cast<std::size_t>(*benefit)] = TRY(read_total(table, row));
    } else {
      population.hires_after_exclusion = TRY(read_total(table, row));
    }
  }
  return population;
}

}  // namespace leye::city
