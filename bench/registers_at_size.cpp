// Every figure of the registers that has a goal (goals.cpp), each with what dominates it: a
// city of N people with more than three spells each, filled once; then rules' columns, families
// without work, a feed of the insurance agency against the register, and twenty clerks.
#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "bench/registers_at_size.sql.hpp"
#include "core_times.hpp"
#include "goals.hpp"
#include "intake/csv.hpp"
#include "ledgers/ledger_reader.hpp"
#include "parts.hpp"
#include "register_clerks.hpp"
#include "registers/facts_loader.hpp"
#include "registers/identity.hpp"
#include "registers/import.hpp"
#include "scratch_area.hpp"

namespace leye::bench {
namespace {

namespace fs = std::filesystem;

store::Scope whole_city() {
  store::Scope scope = store::Scope::whole_area(ScratchArea::area);
  scope.bypass = true;
  scope.time_limit = std::chrono::hours(2);
  return scope;
}

registers::IdentityCipher identity_cipher() {
  return registers::IdentityCipher{Cipher::from_master(Secret(Bytes(32, 7)))};
}

class AtSize {
 public:
  AtSize(std::int64_t people, const Vocabulary& vocabulary, ScratchArea& area,
         store::Connection& connection)
      : people_(people),
        name_(fmt::format("registers.{}", people)),
        vocabulary_(vocabulary),
        area_(area),
        connection_(connection),
        folder_(fs::temp_directory_path() / fmt::format("leye-bench-registers-{}", people)) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~AtSize() { fs::remove_all(folder_); }

  Status fill();
  Status read_columns();
  Status find_families();
  Status compare_feed();
  Status ask_as_clerks();

  std::vector<Measurement> figures;

 private:
  double server_seconds() const { return core_seconds_of(PQbackendPID(connection_.raw())); }
  Result<std::int64_t> write_feed(const fs::path& file, std::int64_t rows_max);

  const std::int64_t people_;
  const std::string name_;
  const Vocabulary& vocabulary_;
  ScratchArea& area_;
  store::Connection& connection_;
  const fs::path folder_;
  Day today_;
};

// As the example data are loaded; then earlier spells: ten for every three people.
Status AtSize::fill() {
  const Stopwatch loading;
  today_ = TRY(area_.populate(people_)).today;
  figures.push_back({name_ + ".city", loading.seconds(), "s"});
  const Stopwatch adding;
  TRY(connection_.run_script(sql::add_earlier_spells.text()));
  auto transaction = TRY(store::Transaction::begin(connection_, whole_city()));
  const auto spells = TRY(transaction.query(sql::count_spells))[0].get<std::int64_t>("count");
  TRY(transaction.commit());
  figures.push_back({name_ + ".more_spells", adding.seconds(), "s"});
  // What PostgreSQL does by itself within minutes after so many rows; it would do it while we ask.
  const Stopwatch settling;
  TRY(connection_.run_script(sql::settle.text()));
  TRY(connection_.run_script("checkpoint"));
  figures.push_back({name_ + ".vacuum", settling.seconds(), "s"});
  figures.push_back({name_ + ".spells", static_cast<double>(spells), "spells"});
  return Done{};
}

// Two connections and their blocks, as screening reads.
Status AtSize::read_columns() {
  constexpr std::size_t readers = 2, block = 10'000;  // as benefits/screening.hpp has it
  const SystemClock clock;
  auto scope = whole_city();
  scope.access = store::Access::snapshot;
  std::vector<store::Connection> connections;
  std::vector<store::Transaction> transactions;
  std::string moment;
  connections.reserve(readers);
  for (std::size_t reader = 0; reader < readers; ++reader) {
    connections.push_back(TRY(store::connect(area_.dsn())));
    scope.same_moment = moment;
    transactions.push_back(TRY(store::Transaction::begin(connections.back(), scope)));
    if (moment.empty()) moment = TRY(transactions.back().share_moment());
  }
  registers::KeyRanges ranges(registers::Swept::persons, block, {});
  std::array<Status, readers> done{Done{}, Done{}};
  std::array<double, readers> by_client{};
  std::atomic<std::int64_t> rows = 0;
  const Stopwatch stopwatch;
  const auto read = [&](std::size_t reader) -> Status {
    policy::Facts facts(vocabulary_);
    registers::FactsLoader loader(transactions[reader], facts, {today_, clock.now()});
    loader.share(TRY(loader.read_organisations()));
    const auto person = facts.entity("person");
    while (const auto range = TRY(ranges.next(transactions[reader]))) {
      TRY(loader.load_range(registers::Swept::persons, *range));
      rows += static_cast<std::int64_t>(loader.own_rows(person));
    }
    by_client[reader] = core_seconds();
    return Done{};
  };
  std::vector<std::thread> threads;
  for (std::size_t reader = 0; reader < readers; ++reader)
    threads.emplace_back([&, reader] { done[reader] = read(reader); });
  for (std::thread& thread : threads) thread.join();
  for (const Status& each : done) TRY(each);
  const double seconds = stopwatch.seconds();
  if (rows < people_) return Error{ErrorCode::unavailable, "people are missing in the columns"};
  double by_server = 0;
  for (store::Connection& each : connections)
    by_server += core_seconds_of(PQbackendPID(each.raw()));
  figures.push_back(
      {name_ + ".columns", seconds, "s",
       fmt::format("of a core: reading and sorting rows in PostgreSQL {:.1f} s, into columns "
                   "{:.1f} s",
                   by_server, by_client[0] + by_client[1])});
  return Done{};
}

Status AtSize::find_families() {
  const auto folder = TRY(resource("vocabulary"));
  const auto ledgers = TRY(ledgers::Ledgers::load({folder}, vocabulary_));
  const ledgers::Ledger* ledger = ledgers.find("zero_employment_families");
  if (ledger == nullptr) return Error{ErrorCode::not_found, "zero_employment_families"};
  const auto cipher = identity_cipher();
  auto transaction = TRY(store::Transaction::begin(connection_, whole_city()));
  ledgers::LedgerReader reader(transaction, vocabulary_, cipher);
  const double before = server_seconds();
  const Stopwatch stopwatch;
  const auto total =
      TRY(reader.total(*ledger, {today_, SystemClock().now()}, 1'000'000'000));
  const double seconds = stopwatch.seconds();
  const double by_server = server_seconds() - before;
  const auto expected =
      TRY(transaction.query(sql::families_without_work, today_))[0].get<std::int64_t>("count");
  if (total.rows != expected)
    return Error{ErrorCode::unavailable,
                 fmt::format("the ledger has {} families without work, a query by hand {}",
                             total.rows, expected)};
  figures.push_back({name_ + ".families", static_cast<double>(total.rows), "families"});
  figures.push_back({name_ + ".families.recompute", seconds, "s",
                     fmt::format("one query of PostgreSQL, {:.1f} s of its core", by_server)});
  return Done{};
}

// Every thousandth row ends a month later than we know.
constexpr std::int64_t differs_every = 1000;

Result<std::int64_t> AtSize::write_feed(const fs::path& file, std::int64_t rows_max) {
  const auto cipher = identity_cipher();
  std::ofstream out(file, std::ios::binary);
  out << "身份证号码,单位统一社会信用代码,险种类型,起始月,终止月,首次缴费日期\n";
  std::int64_t rows = 0, differ = 0;
  auto transaction = TRY(store::Transaction::begin(connection_, whole_city()));
  const auto write = [&](const store::Row& row) -> Status {
    const auto number =
        TRY(cipher.open(row.get<registers::Salt>("salt"), row.get<Bytes>("number_cipher")));
    if (!registers::canonical_id_number(number).ok()) return Done{};  // planted in the city
    const auto text = [&](const char* column) {
      return row.get<std::optional<std::string>>(column).value_or("");
    };
    const bool later = ++rows % differs_every == 0 && !text("last_month").empty();
    differ += later ? 1 : 0;
    out << number << ',' << text("uscc") << ',' << text("kind") << ',' << text("first_month") << ','
        << text(later ? "month_after" : "last_month") << ',' << text("first_paid_on") << '\n';
    return Done{};
  };
  TRY(transaction.each(sql::feed_rows, write, rows_max));
  out.flush();
  if (!out) return Error{ErrorCode::unavailable, "the feed could not be written"};
  return differ;
}

Status AtSize::compare_feed() {
  const fs::path file = folder_ / "insurance.csv";
  const std::int64_t differ = TRY(write_feed(file, people_));
  const auto cipher = identity_cipher();
  const SystemClock clock;
  auto transaction = TRY(store::Transaction::begin(connection_, whole_city()));
  registers::Import import(transaction, vocabulary_, cipher,
                           {"insurance_spell", "bench", clock.now(), today_});
  peak_megabytes_since_reset(true);
  const double resident = resident_megabytes();
  const double client = core_seconds(), server = server_seconds();
  const Stopwatch stopwatch;
  auto bytes = TRY(intake::bytes_of_file(file.string()));
  const auto report = TRY(import.run(std::move(bytes)));
  const double seconds = stopwatch.seconds();
  if (report.changed != differ || report.same != report.rows - differ)
    return Error{ErrorCode::unavailable,
                 fmt::format("of {} rows {} differ, but {} were found, {} new, {} bad: {}",
                             report.rows, differ, report.changed, report.added, report.bad,
                             report.problems.empty() ? "" : report.problems.front().message)};
  figures.push_back({name_ + ".feed.rows", static_cast<double>(report.rows), "rows"});
  figures.push_back(
      {name_ + ".feed.compare", seconds, "s",
       fmt::format("of a core: reading, checking and blinding rows {:.1f} s, staging and joining "
                   "in PostgreSQL {:.1f} s",
                   core_seconds() - client, server_seconds() - server)});
  figures.push_back(
      {name_ + ".feed.memory", peak_megabytes_since_reset(false) - resident, "MB"});
  return Done{};
}

Status AtSize::ask_as_clerks() {
  constexpr std::int64_t sample = 2'000;
  const auto cipher = identity_cipher();
  std::vector<Wanted> wanted;
  {
    auto transaction = TRY(store::Transaction::begin(connection_, whole_city()));
    for (const store::Row row : TRY(transaction.query(sql::sample_people, sample))) {
      wanted.push_back({row.get<std::int64_t>("id"), row.get<std::string>("name"),
                        TRY(cipher.open(row.get<registers::Salt>("salt"),
                                        row.get<Bytes>("number_cipher")))});
    }
  }
  const auto asked = TRY(measure_clerks(area_.dsn(), folder_ / "server", name_, wanted));
  figures.insert(figures.end(), asked.begin(), asked.end());
  return Done{};
}

// Of those figures of the part `imports` that have a goal.
void say_what_dominates(std::vector<Measurement>& figures) {
  const auto value_of = [&](const std::string& name) {
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&](const Measurement& each) { return each.name == name; });
    return found == figures.end() ? 0 : found->value;
  };
  for (Measurement& each : figures) {
    if (each.unit != "rows/s" || !goal_of(each.name)) continue;
    each.dominated_by = fmt::format(
        "us of a core a row: reading and sealing {:.1f}, staging and comparing {:.1f}, storing "
        "with indexes {:.1f}",
        value_of(each.name + ".checking.client"), value_of(each.name + ".checking.server"),
        value_of(each.name + ".storing.server"));
  }
}

}  // namespace

Measurements measure_registers(std::int64_t people) {
  const auto vocabulary_folder = TRY(resource("vocabulary"));
  const auto vocabulary = TRY(Vocabulary::load(vocabulary_folder));
  constexpr std::int64_t imported_max = 200'000;
  std::vector<Measurement> figures = TRY(measure_imports(std::min(people, imported_max)));
  say_what_dominates(figures);
  auto area = TRY(ScratchArea::start());
  auto connection = TRY(store::connect(area.dsn()));
  AtSize at_size(people, vocabulary, area, connection);
  using Step = Status (AtSize::*)();
  std::size_t told = 0;
  for (const Step step : {&AtSize::fill, &AtSize::read_columns, &AtSize::find_families,
                          &AtSize::compare_feed, &AtSize::ask_as_clerks}) {
    TRY((at_size.*step)());
    for (; told < at_size.figures.size(); ++told) {  // minutes go by between steps
      const Measurement& each = at_size.figures[told];
      fmt::print(stderr, "# {} {:.3f} {}\n", each.name, each.value, each.unit);
    }
  }
  figures.insert(figures.end(), at_size.figures.begin(), at_size.figures.end());
  return figures;
}

}  // namespace leye::bench
