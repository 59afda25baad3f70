// The rules that keep the schema movable between PostgreSQL and Citus and the
// clock out of the database (docs/decisions/0001-area-is-a-schema.md): no triggers, no
// deferred constraints, no MERGE, no clock functions, no string-built SQL.
#include <gtest/gtest.h>
#include <pg_query.h>

#include <boost/json.hpp>
#include <functional>
#include <regex>
#include <set>

#include "tidy/project_files.hpp"

namespace leye::tidy {
namespace {

namespace json = boost::json;

std::vector<ProjectFile> sql_files() {
  std::vector<ProjectFile> found;
  for (const char* folder : {"schema", "src"})
    for (auto& file : files_below(folder))
      if (file.ends_with(".sql")) found.push_back(std::move(file));
  return found;
}

// Calls `look` with each object key of the tree and its value.
void walk(const json::value& node,
          const std::function<void(std::string_view, const json::value&)>& look) {
  if (const auto* object = node.if_object()) {
    for (const auto& [key, value] : *object) {
      look(key, value);
      walk(value, look);
    }
  } else if (const auto* array = node.if_array()) {
    for (const auto& value : *array) walk(value, look);
  }
}

bool is_clock(const json::value& call) {
  static const std::set<std::string> clocks = {"now", "clock_timestamp", "statement_timestamp",
                                               "transaction_timestamp", "timeofday"};
  bool found = false;
  walk(call.at("funcname"), [&](std::string_view key, const json::value& value) {
    if (key == "sval" && value.is_string()) found |= clocks.count(std::string(value.as_string()));
  });
  return found;
}

// The statements of a file; a `-- name:` line ends the one before it (cmake/sql.awk).
std::string statements_of(const ProjectFile& file) {
  std::string sql;
  for (const auto& line : file.lines) sql += (line.starts_with("-- name:") ? ";" : line) + "\n";
  return sql;
}

class Tree {
 public:
  explicit Tree(const std::string& sql) : parsed_(pg_query_parse(sql.c_str())) {
    json::parse_options options;
    options.max_depth = 1000;  // a chain of a dozen || is a deep tree
    if (!parsed_.error) root_ = json::parse(parsed_.parse_tree, {}, options);
  }
  ~Tree() { pg_query_free_parse_result(parsed_); }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  const char* error() const { return parsed_.error ? parsed_.error->message : nullptr; }
  const json::value& root() const { return root_; }

 private:
  PgQueryParseResult parsed_;
  json::value root_;
};

TEST(Sql, EveryStatementParsesAndKeepsTheRules) {
  int statements = 0;
  for (const auto& file : sql_files()) {
    const Tree tree(statements_of(file));
    ASSERT_EQ(tree.error(), nullptr) << file.path << ": " << (tree.error() ? tree.error() : "");
    walk(tree.root(), [&](std::string_view key, const json::value& value) {
      statements += key == "stmt";
      EXPECT_NE(key, "CreateTrigStmt") << file.path << ": triggers hide what happens";
      EXPECT_NE(key, "MergeStmt") << file.path << ": MERGE does not run on Citus";
      EXPECT_NE(key, "deferrable") << file.path << ": deferred constraints fail at commit";
      EXPECT_NE(key, "SQLValueFunction") << file.path << ": time and user are parameters";
      EXPECT_FALSE(key == "FuncCall" && is_clock(value))
          << file.path << ": time is a parameter, not a function";
    });
  }
  EXPECT_GT(statements, 20);
}

TEST(Sql, IsNeverBuiltFromStrings) {
  const std::regex built(R"re(Statement\s*[({]\s*(fmt::|std::string|[a-z_]+\s*\+))re");
  for (const auto& file : files_below("src"))
    for (std::size_t at = 0; at < file.lines.size(); ++at)
      EXPECT_FALSE(std::regex_search(file.lines[at], built)) << file.path << ":" << at + 1;
}

}  // namespace
}  // namespace leye::tidy
