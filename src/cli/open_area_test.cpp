// A command on the registers reads the version in force, not what the installation's folder says.
#include "cli/open_area.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/resources.hpp"
#include "policy/pack.hpp"
#include "store/test_database.hpp"
#include "workbench/versions.hpp"

namespace leye::cli {
namespace {

constexpr auto hiring = "qingyang-2023/8-hiring.md";

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : to_text(result.error()));
  return std::move(result).value();
}

class OpenAreaTest : public testing::Test {
 protected:
  OpenAreaTest() : home_(must(workbench::ScratchFolder::make(testing::TempDir()))) {
    EXPECT_TRUE(connection_
                    .run_script("insert into leye.place (code, name, level, parent) values "
                                "(0, '示例县', 3, null) on conflict do nothing;"
                                "insert into leye.area (place, schema_name, name) values "
                                "(0, 'area_000000', '示例县') on conflict do nothing")
                    .ok());
    EXPECT_TRUE(Cipher::open_or_create(home_.path() / "master.key").ok());
    options_.data = home_.path().string();
    options_.database = database_.dsn();
  }

  // The shipped pack with another amount of the hiring subsidy, in force from the day.
  std::int64_t publish(const char* yuan, const char* from) {
    auto files = must(workbench::read_files(must(resource("packs/qingyang-2023"))));
    auto& text = files[hiring];
    const auto measure = text.find("(hiring_subsidy)");
    const std::string amount = "标准 1000 元";
    const auto at = text.find(amount, measure);
    EXPECT_NE(at, text.npos);
    text.replace(at, amount.size(), std::string("标准 ") + yuan + " 元");
    workbench::Version version;
    version.pack = "qingyang-2023";
    version.title = "试验";
    version.in_force_from = must(Day::parse(from));
    version.plan_digest = yuan;
    version.recorded_at = Instant{std::chrono::hours(24 * 19700)};
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    auto transaction = must(store::Transaction::begin(connection_, scope));
    const auto number = must(workbench::add_version(transaction, version, files));
    EXPECT_TRUE(transaction.commit().ok());
    return number;
  }

  // What the pack that a command reads pays.
  std::int64_t paid(OpenArea& area) {
    const auto plan = must(policy::load_pack(area.pack, area.vocabulary));
    const auto* measure = plan.find_measure("hiring_subsidy");
    std::int64_t fen = 0;  // the only amount of money that the measure names
    for (const auto& node : measure->nodes)
      if (node.op == policy::Op::constant && node.type == policy::Type::money)
        fen = std::max(fen, node.constant.top);
    return fen;
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  workbench::ScratchFolder home_;
  AreaOptions options_;
};

TEST_F(OpenAreaTest, WithoutAVersionReadsTheInstalledPack) {
  auto area = must(open_area(options_));
  EXPECT_FALSE(area.version.has_value());
  EXPECT_EQ(area.pack.filename(), "qingyang-2023");
  EXPECT_EQ(paid(area), 100'000);
}

TEST_F(OpenAreaTest, ReadsTheVersionOfTheDay) {
  const auto first = publish("1100", "2023-11-01");
  const auto second = publish("1200", "2024-03-01");
  std::filesystem::path left;
  {
    auto area = must(open_area(options_, Day::parse("2024-02-29").value()));
    EXPECT_EQ(area.version, first);
    EXPECT_EQ(paid(area), 110'000);
    left = area.pack;
    EXPECT_TRUE(std::filesystem::exists(left));
  }
  EXPECT_FALSE(std::filesystem::exists(left));
  auto area = must(open_area(options_, Day::parse("2024-03-01").value()));
  EXPECT_EQ(area.version, second);
  EXPECT_EQ(paid(area), 120'000);
  // Today is after both; before the first of them it is the first.
  EXPECT_EQ(must(open_area(options_)).version, second);
  EXPECT_EQ(must(open_area(options_, Day::parse("2022-01-01").value())).version, first);
}

TEST_F(OpenAreaTest, AFolderThatIsNamedCountsMore) {
  publish("1100", "2023-11-01");
  options_.pack = must(resource("packs/qingyang-2023")).string();
  auto area = must(open_area(options_));
  EXPECT_FALSE(area.version.has_value());
  EXPECT_EQ(paid(area), 100'000);
}

}  // namespace
}  // namespace leye::cli
