// Rosters whose import dies at the chunks of them that go to the database and at the statements
// after, each time by SIGKILL, and is begun again: nothing is stored before the commit, nothing is
// left behind, and what is stored in the end is, row for row, what an undisturbed import stores.
//
// This program is its own child: with LEYE_CRASH_ROLE it imports what its environment names. A
// roster of a hundred thousand rows dies at places spread evenly over all of its messages; one of
// as many rows as make the import take the keys down (registers/import.cpp) at every statement and
// one chunk of five. LEYE_EVERY_POINT=1 takes all points of all of them.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "crash/importing_run.hpp"
#include "registers/export.hpp"
#include "registers/identity.hpp"
#include "registers/test_register.hpp"

namespace leye::crash {
namespace {

namespace fs = std::filesystem;
using registers::Import;

constexpr int people_of_a_city = 100'000;
constexpr int people_of_a_county = 20'000;
constexpr int people_of_a_town = 2'000;
constexpr std::size_t places_in_a_city = 8;
constexpr int every_nth_chunk = 5;

struct Point {
  std::string name;
  int pass = 1;
};

std::string to_text(const Point& point) { return fmt::format("{}:{}", point.name, point.pass); }

// The n-th number of division 000000.
std::string number_of(int n) {
  const std::string stem = fmt::format("000000{}{:02}{:02}{:03}", 1950 + n / 28'000, 1 + n % 12,
                                       1 + n / 12 % 28, n / 336 % 1000);
  for (const char check : std::string_view("0123456789X")) {
    if (registers::canonical_id_number(stem + check).ok()) return stem + check;
  }
  return {};
}

// Every third has a phone, every fifth an account. Edition 1 says otherwise what edition 0 said:
// the schooling of all but those of remainder 1 by five, every phone and account, and every seventh
// lives elsewhere. So of a thousand 200 keep their schooling, less 67 with a phone and 28 who
// moved, of whom 10 are both: 115 are the same.
std::string people(int from, int until, int edition) {
  constexpr const char* schooling[] = {"本科", "大专", "", "高中", "硕士研究生"};
  std::string text = "身份证号码,姓名,常住地,文化程度,手机号码,银行账号,开户银行\n";
  for (int n = from; n < until; ++n) {
    const bool moved = edition > 0 && n % 7 == 0;
    text += fmt::format("{},甲{}号,{},{},", number_of(n), n,
                        n % 3 == 0 || moved ? "环县" : "西峰区", schooling[(n + edition) % 5]);
    text += n % 3 == 0 ? fmt::format("139{}{:07},", edition, n) : ",";
    text += n % 5 == 0 ? fmt::format("'62220000{}{:08},示范银行\n", edition, n) : ",\n";
  }
  return text;
}

std::string registrations(int people, int edition) {
  std::string text = "身份证号码,失业登记日期,失业登记注销日期,失业登记地\n";
  for (int n = 0; n < people; ++n) {
    text += fmt::format("{},2022-0{}-01,2022-1{}-20,西峰区\n", number_of(n), 1 + n % 9,
                        n % 4 == 0 ? edition : 0);
    if (n % 2 < edition + 1) text += fmt::format("{},2023-0{}-01,,环县\n", number_of(n), 1 + n % 9);
  }
  return text;
}

class Register : public registers::RegisterTest {
 public:
  void TestBody() override {}

  std::string dsn() const { return database_.dsn(); }
  // Of every table of the area: how many rows, and a sum over what they say, without the ids that
  // a sequence gives and the seals, which are under a fresh salt each time.
  std::map<std::string, std::string> tables() {
    auto transaction = begin();
    std::map<std::string, std::string> digests;
    const auto all = must(transaction.query(
        "select table_name as name, query_to_xml(format("
        "  'select count(*), sum(hashtextextended((to_jsonb(t) - %L::text[])::text, 18)) from %I "
        "t',"
        "  (select coalesce(array_agg(column_name::text), '{}') from information_schema.columns c"
        "   where c.table_schema = t.table_schema and c.table_name = t.table_name"
        "     and column_name ~ '(^id|_id|_cipher|salt)$'), table_name), true, false, '')::text"
        " as digest "
        "from information_schema.tables t "
        "where table_schema = current_schema() and table_type = 'BASE TABLE'"));
    for (const auto& row : all)
      digests[row.get<std::string>("name")] = row.get<std::string>("digest");
    return digests;
  }
  // The same with whose it is and what was sealed: the lines of the file that goes out, in order.
  std::string lines(const std::string& kind) {
    auto transaction = begin();
    std::stringstream out;
    must(registers::export_register(transaction, vocabulary_, cipher_, {kind}, out));
    std::vector<std::string> lines;
    for (std::string line; std::getline(out, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
  }
  std::string keys() {
    auto transaction = begin();
    const auto rows = must(transaction.query(
        "select (select string_agg(conname || ' ' || pg_get_constraintdef(oid), ';'"
        "                         order by conname)"
        "        from pg_constraint where connamespace = current_schema()::regnamespace"
        "          and contype <> 'c')"
        "    || (select string_agg(indexdef, ';' order by indexname)"
        "        from pg_indexes where schemaname = current_schema()) as keys"));
    return rows[0].get<std::string>("keys");
  }
};

class ImportKilled : public testing::Test {
 protected:
  ImportKilled() { fs::create_directories(folder_); }
  ~ImportKilled() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) const {
    const auto path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  // Runs a child; its wait status.
  int run_child(const Sheet& sheet, const char* variable, const std::string& value) const {
    const pid_t child = ::fork();
    if (child == 0) {
      if (variable != nullptr) ::setenv(variable, value.c_str(), 1);
      ::setenv("LEYE_CRASH_ROLE", "import", 1);
      ::setenv("LEYE_CRASH_DSN", sheet.dsn.c_str(), 1);
      ::setenv("LEYE_CRASH_KIND", sheet.kind.c_str(), 1);
      ::setenv("LEYE_CRASH_FILE", sheet.path.c_str(), 1);
      ::setenv("LEYE_CRASH_REPORT", (folder_ / "report").c_str(), 1);
      ::execl("/proc/self/exe", "import_kill_test", static_cast<char*>(nullptr));
      ::_exit(127);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
  }
  // "new changed same bad" of a run that nobody kills.
  std::string finish(const Sheet& sheet) const {
    const int status = run_child(sheet, nullptr, "");
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? last_report() : "the run failed";
  }
  // The last death was after the commit had been sent, and the server may still be at it: whoever
  // begins again at once may find it done, not done, or in the way, and then begins once more.
  void run_until_done(const Sheet& sheet) const {
    constexpr int tries_max = 5;
    for (int tries = 0; tries < tries_max; ++tries)
      if (finish(sheet) != "the run failed") return;
    ADD_FAILURE() << "no run came through";
  }
  std::string last_report() const {
    std::ifstream file(folder_ / "report");
    std::string report;
    std::getline(file, report);
    return report;
  }
  // Every point that an undisturbed import passes.
  std::vector<Point> points(const Sheet& sheet) const {
    const auto log = (folder_ / "points").string();
    fs::remove(log);
    EXPECT_EQ(run_child(sheet, "LEYE_CRASH_LOG", log), 0);
    std::vector<Point> found;
    std::map<std::string, int> passes;
    std::ifstream file(log);
    for (std::string name; std::getline(file, name);) found.push_back({name, ++passes[name]});
    EXPECT_FALSE(found.empty());
    EXPECT_EQ(passes["commit"], 1);
    return found;
  }
  // Every statement, and every n-th chunk.
  static std::vector<Point> at_statements(const std::vector<Point>& all) {
    std::vector<Point> kept;
    for (const Point& point : all)
      if (every_point() || point.name != "chunk" || point.pass % every_nth_chunk == 0)
        kept.push_back(point);
    return kept;
  }
  // The first and as many more at even distances, up to the commit.
  static std::vector<Point> evenly(const std::vector<Point>& all, std::size_t places) {
    std::vector<Point> kept;
    for (std::size_t at = 0; at < all.size(); ++at)
      if (every_point() || at * places / all.size() != (at + 1) * places / all.size() ||
          all[at].name == "commit")
        kept.push_back(all[at]);
    return kept;
  }
  static bool every_point() { return std::getenv("LEYE_EVERY_POINT") != nullptr; }
  // Kills the import at each of the points; until the commit nothing of it is to be seen.
  int kill_at(Register& killed, const Sheet& sheet, const std::vector<Point>& points) const {
    const auto before = killed.tables();
    int deaths = 0;
    for (const Point& point : points) {
      SCOPED_TRACE(to_text(point));
      const int status = run_child(sheet, "LEYE_CRASH_AT", to_text(point));
      EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
      ++deaths;
      if (point.name == "commit") break;
      EXPECT_EQ(killed.tables(), before);
      if (HasFailure()) break;
    }
    return deaths;
  }
  // A roster of so many into registers without rows: undisturbed, and killed at the chosen points.
  template <class Choose>
  void fill_as_if_undisturbed(int rows, Choose choose) const {
    const auto path = file("people.csv", people(0, rows, 0));
    Register whole, killed;
    const std::string keys = whole.keys();
    const auto all = points({whole.dsn(), "person", path});
    const Sheet sheet{killed.dsn(), "person", path};
    const auto chosen = choose(all);
    const int deaths = kill_at(killed, sheet, chosen);
    EXPECT_EQ(deaths, static_cast<int>(chosen.size()));
    run_until_done(sheet);
    EXPECT_EQ(finish(sheet), fmt::format("0 0 {} 0", rows));
    EXPECT_EQ(killed.keys(), keys);
    EXPECT_EQ(killed.tables(), whole.tables());
    const std::string lines = whole.lines("person");
    EXPECT_EQ(std::ranges::count(lines, '\n'), rows + 1);
    EXPECT_TRUE(killed.lines("person") == lines) << "the files that go out differ";
    fmt::print("killed {} times of {} points\n", deaths, all.size());
  }

  const fs::path folder_ =
      fs::temp_directory_path() / fmt::format("leye-import-kill-{}", ::getpid());
};

TEST_F(ImportKilled, InEveryPhaseOfAHundredThousandRowsIsAsIfUndisturbed) {
  fill_as_if_undisturbed(people_of_a_city, [](const std::vector<Point>& all) {
    EXPECT_GE(std::ranges::count(all, std::string("chunk"), &Point::name), 50);
    const auto chosen = evenly(all, places_in_a_city);
    EXPECT_GE(chosen.size(), places_in_a_city);
    EXPECT_EQ(chosen.back().name, "commit");
    return chosen;
  });
}

TEST_F(ImportKilled, AtEveryStatementThatFillsARegisterIsAsIfUndisturbed) {
  fill_as_if_undisturbed(people_of_a_county, [](const std::vector<Point>& all) {
    const auto chosen = at_statements(all);
    EXPECT_EQ(std::ranges::count(chosen, std::string("statement"), &Point::name),
              std::ranges::count(all, std::string("statement"), &Point::name));
    EXPECT_GE(std::ranges::count(chosen, std::string("chunk"), &Point::name), 2);
    return chosen;
  });
}

// Of a register that knows half of them otherwise: what was known is kept once, not once a death.
TEST_F(ImportKilled, AtEveryStepOfAFileThatChangesWhatIsKnown) {
  struct Part {
    const char* kind;
    std::string first, second;
    const char* expected;  // of the second, undisturbed
    int rows;
  };
  const std::array parts{
      Part{"person", file("first.csv", people(0, people_of_a_town / 2, 0)),
           file("second.csv", people(0, people_of_a_town, 1)), "1000 885 115 0", 2000},
      Part{"unemployment_registration", file("spells.csv", registrations(people_of_a_town, 0)),
           file("later.csv", registrations(people_of_a_town, 1)), "1000 500 2500 0", 4000}};
  Register whole, killed;
  for (const Part& part : parts) {
    SCOPED_TRACE(part.kind);
    EXPECT_TRUE(finish({whole.dsn(), part.kind, part.first}).ends_with(" 0 0 0"));
    EXPECT_TRUE(finish({killed.dsn(), part.kind, part.first}).ends_with(" 0 0 0"));
    const auto all = points({whole.dsn(), part.kind, part.second});
    EXPECT_EQ(last_report(), part.expected);
    const Sheet sheet{killed.dsn(), part.kind, part.second};
    kill_at(killed, sheet, at_statements(all));
    run_until_done(sheet);
    EXPECT_EQ(finish(sheet), fmt::format("0 0 {} 0", part.rows));
    EXPECT_EQ(killed.tables(), whole.tables());
    EXPECT_TRUE(killed.lines(part.kind) == whole.lines(part.kind));
  }
}

int import_in_a_child() {
  const auto report = import_sheet({std::getenv("LEYE_CRASH_DSN"), std::getenv("LEYE_CRASH_KIND"),
                                    std::getenv("LEYE_CRASH_FILE")});
  if (!report.ok()) {
    fmt::print(stderr, "{}\n", leye::to_text(report.error()));
    return 1;
  }
  const registers::ImportReport& done = report.value();
  std::ofstream(std::getenv("LEYE_CRASH_REPORT"))
      << fmt::format("{} {} {} {}\n", done.added, done.changed, done.same, done.bad);
  return 0;
}

}  // namespace
}  // namespace leye::crash

int main(int argc, char** argv) {
  if (std::getenv("LEYE_CRASH_ROLE") != nullptr) return leye::crash::import_in_a_child();
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
