#include "exchange/feeds_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "exchange/example_desk.hpp"

namespace leye::exchange {
namespace {

using example::must;
using example::Office;
namespace files = std::filesystem;

// What is a file of a feed becomes a delivery; what is none is one task until somebody takes it
// away.
TEST(FeedsFolder, TakesWhatIsDroppedAndTellsWhatIsLeft) {
  Office office({}, 2);
  const auto folder = files::temp_directory_path() / fmt::format("leye-feeds-{}", ::getpid());
  files::create_directories(folder);
  const auto drop = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder / name, std::ios::binary) << text;
    files::last_write_time(folder / name, std::chrono::file_clock::from_sys(
                                              office.clock.now() - std::chrono::minutes(1)));
  };
  drop("police_population-202310.csv",
       fmt::format("身份证号码,姓名,常住地\n{},人员1,621002001001\n", example::id_number(1)));
  drop("花名册.csv", "姓名\n王一\n");
  FeedsFolder feeds(office.desk(), must(Catalogue::load(office.vocabulary)), folder, office.clock);
  const auto open_tasks = [&] {
    return office.number("select count(*) as n from desk_task where about = 'feed_file:花名册.csv' "
                         "and role = 'window_clerk' and done_at is null");
  };
  EXPECT_EQ(must(feeds.take(office.connection)).size(), 2u);
  EXPECT_EQ(office.number("select count(*) as n from feed_delivery where state = 'stored' "
                          "and via = 'folder'"),
            1);
  EXPECT_TRUE(files::exists(folder / "stored" / "police_population-202310.csv"));
  EXPECT_EQ(open_tasks(), 1);
  EXPECT_EQ(must(feeds.take(office.connection)).size(), 1u);
  EXPECT_EQ(office.number("select count(*) as n from desk_task"), 1);
  files::remove(folder / "花名册.csv");
  must(feeds.take(office.connection));
  EXPECT_EQ(open_tasks(), 0);
  files::remove_all(folder);
}

}  // namespace
}  // namespace leye::exchange
