#include "sql_engines.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <unistd.h>
#include <boost/json.hpp>

#include "base/resources.hpp"
#include "bench/rules.sql.hpp"
#include "policy/sql/sql.hpp"
#include "store/connection.hpp"
#include "store/private_cluster.hpp"

namespace leye::bench {
namespace {

namespace files = std::filesystem;
constexpr int runs = 3;

// The rows as files, and PostgreSQL beside them; gone afterwards.
class Scratch {
 public:
  Scratch() : folder_(fmt::format("/var/tmp/leye-bench-sql-{}", ::getpid())) {
    files::create_directories(folder_);
  }
  Scratch(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    files::remove_all(folder_, ignored);
  }
  const files::path& folder() const { return folder_; }

 private:
  files::path folder_;
};

using Setup = std::vector<std::string>;  // statements, for both engines

Result<Setup> write_tables(const HashRows& rows, const files::path& folder) {
  Setup setup;
  for (const auto entity : {rows.person(), rows.firm()}) {
    const auto name = std::string(entity == rows.person() ? "bench_person" : "bench_firm");
    const auto file = folder / (name + ".csv");
    TRY(rows.write_csv(entity, file));
    files::permissions(file, files::perms::others_read, files::perm_options::add);
    setup.push_back(fmt::format("create table {} ({})", name, rows.sql_columns(entity)));
    setup.push_back(
        fmt::format("copy {} from '{}' (format csv, header false)", name, file.string()));
  }
  return setup;
}

using Sums = std::map<std::string, std::int64_t>;  // "absorb_n", "absorb_fen"

Status agree(const char* engine, const Sums& sums, const std::vector<RuleSum>& expected) {
  const auto check = [&](const std::string& name, std::int64_t wanted) -> Status {
    const auto found = sums.find(name);
    if (found != sums.end() && found->second == wanted) return Done{};
    return Error{ErrorCode::conflict, fmt::format("{}: {} is {}, should be {}", engine, name,
                                                  found == sums.end() ? 0 : found->second, wanted)};
  };
  for (const auto& rule : expected) {
    TRY(check(rule.measure + "_n", rule.eligible));
    TRY(check(rule.measure + "_fen", rule.fen));
  }
  return Done{};
}

// What a process spent on cores so far, to the nanosecond; 0 if the system does not tell.
double core_seconds_of(int process) {
  std::ifstream in(fmt::format("/proc/{}/schedstat", process));
  double nanoseconds = 0;
  in >> nanoseconds;
  return nanoseconds * 1e-9;
}

double middle(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

Result<Sums> sums_of(store::Connection& connection, const std::vector<RuleSum>& expected) {
  Sums sums;
  const auto take = [&](const store::Rows& rows) {
    for (const auto& rule : expected)
      for (const auto& column : {rule.measure + "_n", rule.measure + "_fen"})
        if (rows[0].find_column(column.c_str()) >= 0)
          sums[column] = rows[0].get<std::int64_t>(column.c_str());
  };
  take(TRY(connection.run(sql::sum_persons, {})));
  take(TRY(connection.run(sql::sum_firms, {})));
  return sums;
}

// `once`: all rules once, checked.
template <class Once>
Result<SqlTime> timed(store::Connection& connection, const Once& once) {
  std::vector<double> seconds, of_core;
  const int backend = PQbackendPID(connection.raw());
  for (int i = 0; i < runs; ++i) {
    const double before = core_seconds_of(backend);
    const Stopwatch stopwatch;
    TRY(once());
    seconds.push_back(stopwatch.seconds());
    of_core.push_back(core_seconds_of(backend) - before);
  }
  return SqlTime{"postgresql", 1, middle(seconds),
                 *std::min_element(of_core.begin(), of_core.end())};
}

// The rows of the bench as the hand-written query has them.
class HashLayout : public policy::sql::Layout {
 public:
  HashLayout(const HashRows& rows, const Vocabulary& vocabulary)
      : rows_(rows), vocabulary_(vocabulary) {}
  const Vocabulary& vocabulary() const override { return vocabulary_; }
  std::string table(policy::EntityIndex entity) const override {
    return entity == rows_.person() ? "bench_person" : "bench_firm";
  }
  policy::sql::FactColumn fact(policy::EntityIndex entity, policy::FactIndex fact) const override {
    const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(entity)]
                               .facts[static_cast<std::size_t>(fact)];
    const auto shape = rows_.shape(entity, fact);
    policy::sql::FactColumn column;
    column.column = declared.id;
    column.range = {shape.low, shape.high};
    column.nullable = !shape.always_known;
    column.empty_is_none = true;
    const auto sort = policy::sql::sort_of(declared.type);
    if (sort == policy::sql::Sort::bigint) column.sort = policy::sql::Sort::integer;
    column.small = shape.width == policy::batch::Width::bits8 && sort != policy::sql::Sort::truth &&
                   sort != policy::sql::Sort::date;
    return column;
  }
  policy::sql::Listing listing(policy::EntityIndex, policy::FactIndex) const override {
    return {true, ""};
  }
  std::string judgement(policy::EntityIndex, std::string_view id) const override {
    return std::string(id);
  }

 private:
  const HashRows& rows_;
  const Vocabulary& vocabulary_;
};

// One query for all rules about a subject, prepared.
class Generated {
 public:
  static Result<Generated> prepare(store::Connection& connection, const HashRows& rows,
                                   const policy::Plan& plan, const Vocabulary& vocabulary) {
    Generated made(connection);
    const HashLayout layout(rows, vocabulary);
    for (const auto subject : {rows.person(), rows.firm()}) {
      std::vector<const policy::Measure*> measures;
      for (const auto& measure : plan.measures)
        if (measure.subject == subject) measures.push_back(&measure);
      const auto compiled = policy::sql::compile(
          plan, measures, layout, {.wanted = policy::sql::Wanted::sums, .choices = {}});
      if (compiled.refusal)
        return Error{ErrorCode::conflict, policy::sql::to_text(*compiled.refusal)};
      const auto name = fmt::format("rules_of_{}", made.measures_.size());
      TRY(connection.run_script(
          fmt::format("prepare {} (date) as {}", name, compiled.query->text)));
      made.measures_.push_back(measures);
    }
    return made;
  }

  Status run() {
    for (std::size_t i = 0; i < measures_.size(); ++i)
      TRY(connection_.run_script(fmt::format("execute rules_of_{} ('2023-11-20')", i)));
    return Done{};
  }

  Status check(const std::vector<RuleSum>& expected) {
    Sums sums;
    for (std::size_t i = 0; i < measures_.size(); ++i) {
      TRY(connection_.run_script("drop table if exists rule_sums"));
      TRY(connection_.run_script(
          fmt::format("create temp table rule_sums as execute rules_of_{} ('2023-11-20')", i)));
      const auto rows = TRY(connection_.run(
          store::Statement("select to_jsonb(rule_sums)::text as sums from rule_sums"), {}));
      const auto row = boost::json::parse(rows[0].get<std::string>("sums"));
      for (std::size_t m = 0; m < measures_[i].size(); ++m)
        for (const char* what : {"n", "fen"})
          sums[fmt::format("{}_{}", measures_[i][m]->name.id, what)] =
              row.at(fmt::format("m{}_{}", m, what)).to_number<std::int64_t>();
    }
    return agree("the generated query", sums, expected);
  }

 private:
  explicit Generated(store::Connection& connection) : connection_(connection) {}
  store::Connection& connection_;
  std::vector<std::vector<const policy::Measure*>> measures_;
};

// With and without its compiler; what is faster counts.
Result<SqlTimes> in_postgresql(const Setup& setup, const files::path& folder, const HashRows& rows,
                               const policy::Plan& plan, const Vocabulary& vocabulary,
                               const std::vector<RuleSum>& expected) {
  const auto cluster = TRY(store::PrivateCluster::start(folder, store::IfRunning::refuse));
  auto connection = TRY(store::connect(cluster.dsn()));
  for (const auto& statement : setup) TRY(connection.run_script(statement));
  for (const char* table : {"bench_person", "bench_firm"})
    TRY(connection.run_script(fmt::format("vacuum analyze {}", table)));
  auto generated = TRY(Generated::prepare(connection, rows, plan, vocabulary));
  TRY(generated.check(expected));
  SqlTimes times;
  for (const int cores : {1, 2}) {
    SqlTime best{"postgresql", cores, 0, 0};
    for (const char* jit : {"off", "on"}) {
      TRY(connection.run_script(fmt::format(
          "set max_parallel_workers_per_gather = {}; set work_mem = '256MB'; set jit = {}",
          cores - 1, jit)));
      const auto by_hand = [&]() -> Status {
        return agree("PostgreSQL", TRY(sums_of(connection, expected)), expected);
      };
      const auto time = TRY(timed(connection, by_hand));
      const auto made = TRY(timed(connection, [&] { return generated.run(); }));
      times.ratios.push_back({std::string_view(jit) == "on", cores - 1, time, made});
      if (best.seconds > 0 && best.of_core < time.of_core) continue;
      best.seconds = time.seconds;
      best.of_core = time.of_core;
    }
    if (cores > 1) best.of_core = 0;  // of the leader alone
    times.engines.push_back(best);
  }
  return times;
}

Result<std::string> output_of(const std::string& command) {
  std::string text;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return Error{ErrorCode::unavailable, command + " cannot be started"};
  char buffer[4096];
  for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    text.append(buffer, size);
  if (::pclose(pipe) != 0) return Error{ErrorCode::unavailable, command + " failed"};
  return text;
}

Result<std::vector<SqlTime>> in_duckdb(const Setup& setup, const files::path& folder,
                                       const std::vector<RuleSum>& expected) {
  namespace json = boost::json;
  std::vector<SqlTime> times;
  const auto installed = resource("bench/duckdb/node_modules/@duckdb/node-api");
  if (!installed.ok()) {
    fmt::print(stderr,
               "DuckDB is not installed (npm install --no-save --prefix bench/duckdb): left out\n");
    return times;
  }
  const auto script = TRY(resource("bench/duckdb/sums.mjs"));
  const json::object spec = {
      {"setup", json::array(setup.begin(), setup.end())},
      {"queries", json::array{sql::sum_persons.text(), sql::sum_firms.text()}},
      {"runs", runs}};
  const auto file = folder / "duckdb.json";
  std::ofstream(file) << json::serialize(spec);
  const auto said =
      json::parse(TRY(output_of(fmt::format("node '{}' '{}'", script.string(), file.string()))));
  for (const auto& way : said.at("ways").as_array()) {
    Sums sums;
    for (const auto& [name, value] : way.at("sums").as_object())
      sums[std::string(name)] = value.to_number<std::int64_t>();
    TRY(agree("DuckDB", sums, expected));
    std::vector<double> seconds, of_core;
    for (const auto& each : way.at("seconds").as_array())
      seconds.push_back(each.to_number<double>());
    for (const auto& each : way.at("core").as_array()) of_core.push_back(each.to_number<double>());
    times.push_back({"duckdb", static_cast<int>(way.at("threads").as_int64()), middle(seconds),
                     *std::min_element(of_core.begin(), of_core.end())});
  }
  return times;
}

}  // namespace

Result<SqlTimes> time_sql_engines(const HashRows& rows, const policy::Plan& plan,
                                  const Vocabulary& vocabulary,
                                  const std::vector<RuleSum>& expected) {
  const Scratch scratch;
  const auto setup = TRY(write_tables(rows, scratch.folder()));
  auto times = TRY(in_postgresql(setup, scratch.folder(), rows, plan, vocabulary, expected));
  for (auto& each : TRY(in_duckdb(setup, scratch.folder(), expected)))
    times.engines.push_back(std::move(each));
  return times;
}

}  // namespace leye::bench
