// leye policy test PACK… [--db DSN] [--without-sql] [--json]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "cli/policy/scratch_database.hpp"
#include "policy/cases.hpp"
#include "policy/differential/third_reader.hpp"

namespace leye::cli {
namespace {

void append_json(std::string& out, const policy::CaseResult& result) {
  if (out.size() > 1) out += ",\n ";
  out += "{";
  const auto member = [&out](const char* name, const std::string& value) {
    out += fmt::format("\"{}\": ", name);
    json::append_quoted(out, value);
    out += ", ";
  };
  member("file", result.file);
  member("id", result.id);
  member("measure", result.measure);
  member("expected", result.expected);
  member("got", result.got);
  member("reason", result.reason);
  out += fmt::format("\"line\": {}, \"passed\": {}}}", result.line, result.passed);
}

struct TestArguments {
  std::vector<std::string> packs;
  std::string dsn;  // where the queries run; "": in a private database
  bool without_sql = false;
  bool as_json = false;
};

// The pack's cases as queries: says where they differ or could not be asked; whether all agree.
bool agree_in_sql(const std::string& path, const policy::LoadedPack& pack,
                  const Vocabulary& vocabulary, policy::sql::Scratch& scratch) {
  const auto found = policy::differential::compare_cases_in_sql(pack, vocabulary, scratch);
  if (!found.ok()) {
    fmt::print(stderr, "{}: {}\n", path, to_text(found.error()));
    return false;
  }
  const auto& compared = found.value();
  for (const auto& refused : compared.refused) fmt::print(stderr, "{}: {}\n", path, refused);
  if (compared.difference) fmt::print(stderr, "{}: 另一读法 sql\n{}\n", path, *compared.difference);
  fmt::print(stderr, "{}: {} answers of queries, {}\n", path, compared.compared,
             compared.difference ? "one differs" : "all the same");
  return compared.refused.empty() && !compared.difference;
}

int run_packs(const TestArguments& arguments) {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::string out = "[";
  std::optional<ScratchDatabase> database;
  if (!arguments.without_sql) {
    auto opened = ScratchDatabase::open(arguments.dsn);
    if (!opened.ok()) {
      fmt::print(stderr, "leye: {}\n  建议: --db 指一个 PostgreSQL, 或用 --without-sql 不跑查询\n",
                 to_text(opened.error()));
      return 2;
    }
    database.emplace(std::move(opened).value());
  }
  for (const auto& path : arguments.packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    const auto pack = policy::read_pack(path, *vocabulary);
    const bool reads = usable(pack);
    if (!reads) ++failed;
    for (const auto& result : policy::run_cases(pack, *vocabulary)) {
      ++(result.passed ? passed : failed);
      if (arguments.as_json)
        append_json(out, result);
      else if (!result.passed)
        fmt::print("{}:{} {} {}\n    期望 {}\n    得到 {}\n", result.file, result.line, result.id,
                   result.measure, result.expected, result.got);
    }
    if (reads && database && !agree_in_sql(path, pack, *vocabulary, database->scratch())) ++failed;
  }
  if (arguments.as_json)
    fmt::print("{}]\n", out);
  else
    fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace

void add_policy_test(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand("test", "run the worked cases of packs in all readers");
  const auto arguments = std::make_shared<TestArguments>();
  command->add_option("packs", arguments->packs, "pack folders or files")->required();
  command->add_option("--db", arguments->dsn,
                      "where the queries run (only temporary tables); none: in a private database");
  command->add_flag("--without-sql", arguments->without_sql, "the other two readers alone");
  command->add_flag("--json", arguments->as_json, "every case as JSON");
  command->callback([arguments, &exit_code] { exit_code = run_packs(*arguments); });
}

}  // namespace leye::cli
