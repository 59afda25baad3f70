// Sheets checked and stored: people into an empty register, once more, into one that is filled;
// spells that exclude each other; a workbook; and whether memory grows with the file.
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "city/sheets.hpp"
#include "core_times.hpp"
#include "intake/csv.hpp"
#include "intake/workbook.hpp"
#include "intake/xlsx_writer.hpp"
#include "parts.hpp"
#include "registers/import.hpp"
#include "scratch_area.hpp"

namespace leye::bench {
namespace {

namespace fs = std::filesystem;

Status write_city(const fs::path& folder, const Vocabulary& vocabulary, std::int64_t people) {
  const auto setting = TRY(city::Setting::load());
  auto sheets = TRY(city::SheetWriter::open(folder, setting, vocabulary, {}));
  city::CityPlan plan;
  plan.people = people;
  TRY(city::make_city(setting, plan, {&sheets}));
  return sheets.finish();
}

// The headings and every second row: what a register may know before the whole file comes.
Status write_half(const fs::path& whole, const fs::path& half) {
  std::ifstream in(whole);
  std::ofstream out(half);
  std::string line;
  for (std::int64_t number = 0; std::getline(in, line); ++number) {
    if (number % 2 == 0) out << line << '\n';
  }
  out.flush();
  if (!out) return Error{ErrorCode::unavailable, "the half of a sheet could not be written"};
  return Done{};
}

// Two spells as registered unemployed for each person of the sheet: none may overlap another of
// the same person, which the table holds with an index of its own.
Status write_exclusive_spells(const fs::path& persons, const fs::path& spells) {
  auto bytes = TRY(intake::bytes_of_file(persons.string()));
  intake::CsvReader rows(std::move(bytes));
  std::ofstream out(spells);
  out << "身份证号码,登记日期,注销日期,失业原因,登记地\n";
  intake::Row row;
  while (TRY(rows.next(row))) {
    if (row.number == 1) continue;
    const std::string_view number = row.cells.front().text;
    const int month = static_cast<int>(row.number % 9) + 1;
    out << fmt::format("{0},2019-0{1}-05,2019-0{1}-27,,621002002000\n", number, month);
    out << fmt::format("{0},2021-0{1}-01,2021-1{2}-15,,621002002000\n", number, month, month % 3);
  }
  out.flush();
  if (!out) return Error{ErrorCode::unavailable, "a sheet of spells could not be written"};
  return Done{};
}

// The same rows as a workbook.
Status write_workbook(const fs::path& csv, const fs::path& xlsx, std::int64_t rows_max) {
  auto bytes = TRY(intake::bytes_of_file(csv.string()));
  intake::CsvReader rows(std::move(bytes));
  intake::XlsxWriter writer;
  intake::Row row;
  std::vector<std::string> cells;
  for (std::int64_t count = 0; count <= rows_max && TRY(rows.next(row)); ++count) {
    cells.clear();
    for (const intake::Cell& cell : row.cells) cells.emplace_back(cell.text);
    if (row.number > 1) {
      writer.write(cells);
      continue;
    }
    std::vector<intake::XlsxColumn> columns;
    for (const std::string& heading : cells) columns.push_back({.heading = heading});
    writer.start_sheet("人员", columns);
  }
  const std::string written = TRY(writer.finish());
  std::ofstream(xlsx, std::ios::binary) << written;
  return Done{};
}

class Measured {
 public:
  Measured(store::Connection& connection, const Vocabulary& vocabulary, std::string size)
      : connection_(connection),
        vocabulary_(vocabulary),
        size_(std::move(size)),
        server_(PQbackendPID(connection.raw())) {}

  Status import(const std::string& name, const char* kind, const fs::path& file) {
    const registers::IdentityCipher cipher{Cipher::from_master(Secret(Bytes(32, 7)))};
    const SystemClock clock;
    store::Scope scope = store::Scope::whole_area(ScratchArea::area);
    scope.bypass = true;
    scope.time_limit = std::chrono::hours(2);
    peak_megabytes_since_reset(true);
    const double before = resident_megabytes();
    const double server_before = core_seconds_of(server_);
    const Stopwatch all;
    auto transaction = TRY(store::Transaction::begin(connection_, scope));
    registers::Import import(transaction, vocabulary_, cipher,
                             {kind, "bench " + name, clock.now(), clock.today()});
    const auto book = TRY(intake::Workbook::open({.bytes = {}, .path = file.string()}));
    auto rows = TRY(book.rows(0));
    const double core = core_seconds();
    const Stopwatch checking;
    const auto report = TRY(import.run(*rows));
    const double checked = checking.seconds(), by_client = core_seconds() - core;
    const double at_server = core_seconds_of(server_) - server_before;
    const Stopwatch storing;
    TRY(import.store());
    TRY(transaction.commit());
    const double stored = storing.seconds(), seconds = all.seconds();
    const auto count = static_cast<double>(report.rows);
    if (report.added + report.changed + report.same + report.bad != report.rows) {
      return Error{ErrorCode::unavailable, name + ": rows were lost"};
    }
    const auto add = [&](const char* what, double value, const char* unit) {
      figures.push_back({fmt::format("imports.{}.{}{}", size_, name, what), value, unit});
    };
    add("", count / seconds, "rows/s");
    add(".rows", count, "rows");
    add(".new", static_cast<double>(report.added), "rows");
    add(".checking", 1e6 * checked / count, "us/row");
    add(".checking.client", 1e6 * by_client / count, "us/row");
    add(".checking.server", 1e6 * at_server / count, "us/row");
    add(".storing", 1e6 * stored / count, "us/row");
    const double by_server = core_seconds_of(server_) - server_before;
    add(".storing.server", 1e6 * (by_server - at_server) / count, "us/row");
    // What two cores with nothing else to do need: client and server work at once while checking.
    add(".cores", count / (by_server - at_server + std::max(by_client, at_server)), "rows/s");
    add(".memory", peak_megabytes_since_reset(false) - before, "MB");
    return Done{};
  }

  std::vector<Measurement> figures;

 private:
  store::Connection& connection_;
  const Vocabulary& vocabulary_;
  std::string size_;
  int server_;  // the process that serves the connection
};

}  // namespace

Measurements measure_imports(std::int64_t people) {
  const auto vocabulary_folder = TRY(resource("vocabulary"));
  const auto vocabulary = TRY(Vocabulary::load(vocabulary_folder));
  const auto folder = fs::temp_directory_path() / "leye-bench-imports";
  fs::remove_all(folder);
  TRY(write_city(folder, vocabulary, people));
  TRY(write_exclusive_spells(folder / "persons.csv", folder / "unemployment_registrations.csv"));
  for (const char* sheet : {"persons", "unemployment_registrations", "insurance_spells"}) {
    TRY(write_half(folder / fmt::format("{}.csv", sheet),
                   folder / fmt::format("{}-half.csv", sheet)));
  }
  constexpr std::int64_t workbook_rows_max = 200'000;
  TRY(write_workbook(folder / "persons.csv", folder / "persons.xlsx", workbook_rows_max));
  std::vector<Measurement> figures;
  for (const bool halves : {false, true}) {  // into an empty register; into one that knows half
    auto area = TRY(ScratchArea::start());
    auto connection = TRY(store::connect(area.dsn()));
    Measured measured(connection, vocabulary, std::to_string(people));
    const auto import = [&](const char* name, const char* kind,
                            const std::string& sheet) -> Status {
      if (!halves) return measured.import(name, kind, folder / (sheet + ".csv"));
      TRY(measured.import(std::string(name) + ".half", kind, folder / (sheet + "-half.csv")));
      return measured.import(std::string(name) + ".other_half", kind, folder / (sheet + ".csv"));
    };
    TRY(import("persons", "person", "persons"));
    if (!halves) {
      TRY(measured.import("persons.again", "person", folder / "persons.csv"));
      TRY(measured.import("persons.workbook", "person", folder / "persons.xlsx"));
    }
    TRY(import("unemployment", "unemployment_registration", "unemployment_registrations"));
    TRY(measured.import("organisations", "organisation", folder / "organisations.csv"));
    TRY(import("insurance", "insurance_spell", "insurance_spells"));
    figures.insert(figures.end(), measured.figures.begin(), measured.figures.end());
  }
  fs::remove_all(folder);
  return figures;
}

}  // namespace leye::bench
