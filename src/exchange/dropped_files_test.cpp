#include "exchange/dropped_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include <fmt/format.h>

#include "base/resources.hpp"

namespace leye::exchange {
namespace {

namespace files = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Dropped : public testing::Test {
 protected:
  Dropped() { files::create_directories(folder_); }
  ~Dropped() override { files::remove_all(folder_); }

  void drop(const std::string& name, const std::string& text, std::chrono::seconds age) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    files::last_write_time(folder_ / name,
                           std::chrono::file_clock::from_sys(clock_.now() - age));
  }
  // "name outcome" of each; what is received is what `answer_` says.
  std::vector<std::string> take() {
    const auto receive = [this](const Feed& feed, Incoming incoming) -> Result<Delivered> {
      received_.push_back(feed.id + " " + incoming.bytes);
      if (error_) return *error_;
      Delivered delivered;
      delivered.state = incoming.bytes == "bad" ? "refused" : "stored";
      delivered.problem = incoming.bytes == "bad" ? "缺列" : "";
      return delivered;
    };
    const auto taken = take_dropped(folder_, catalogue_, receive, clock_);
    EXPECT_TRUE(taken.ok());
    std::vector<std::string> lines;
    for (const DroppedFile& file : taken.value()) {
      const char* outcomes[] = {"stored", "refused", "left"};
      lines.push_back(file.name + " " + outcomes[static_cast<int>(file.outcome)]);
      problems_ += file.problem;
    }
    return lines;
  }
  std::string text_of(const std::string& name) {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  const files::path folder_ =
      files::temp_directory_path() / fmt::format("leye-dropped-{}", ::getpid());
  SetClock clock_{Day::parse("2023-11-20").value()};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  Catalogue catalogue_ = Catalogue::load(vocabulary_).value();
  std::vector<std::string> received_;
  std::optional<Error> error_;
  std::string problems_;
};

constexpr std::chrono::minutes old{5};

TEST_F(Dropped, EachIsTakenOnceAndMovedOn) {
  drop("police_population-202310.csv", "good", old);
  drop("veterans_register.csv", "bad", old);
  drop("somebody.csv", "x", old);
  EXPECT_THAT(take(), ElementsAre("police_population-202310.csv stored", "somebody.csv left",
                                  "veterans_register.csv refused"));
  EXPECT_THAT(received_, ElementsAre("police_population good", "veterans_register bad"));
  EXPECT_EQ(text_of("stored/police_population-202310.csv"), "good");
  EXPECT_EQ(text_of("refused/veterans_register.csv"), "bad");
  EXPECT_THAT(problems_, HasSubstr("缺列"));
  EXPECT_THAT(take(), ElementsAre("somebody.csv left"));
}

TEST_F(Dropped, WhatIsStillBeingWrittenWaits) {
  drop("police_population-1.csv", "hal", std::chrono::seconds(2));
  drop("police_population-2.csv.part", "half", old);
  drop(".police_population-3.csv", "half", old);
  EXPECT_THAT(take(), IsEmpty());
  clock_.set(clock_.now() + std::chrono::seconds(20));
  EXPECT_THAT(take(), ElementsAre("police_population-1.csv stored"));
}

// The database is away, or the feed must be mended: that is no fault of the file.
TEST_F(Dropped, WhatCannotBeStoredNowStays) {
  drop("police_population-1.csv", "a", old);
  drop("police_population-2.csv", "b", old);
  error_ = Error{ErrorCode::unavailable, "数据库连不上"};
  EXPECT_THAT(take(), ElementsAre("police_population-1.csv left"));
  error_ = Error{ErrorCode::overloaded, "稍后再试"};
  EXPECT_THAT(take(), ElementsAre("police_population-1.csv left", "police_population-2.csv left"));
  EXPECT_EQ(text_of("police_population-1.csv"), "a");
  error_ = Error{ErrorCode::invalid_input, "文件损坏"};
  EXPECT_THAT(take(),
              ElementsAre("police_population-1.csv refused", "police_population-2.csv refused"));
}

TEST_F(Dropped, ASecondFileOfOneNameWritesNothingOver) {
  drop("police_population.csv", "first", old);
  take();
  drop("police_population.csv", "second", old);
  take();
  EXPECT_EQ(text_of("stored/police_population.csv"), "first");
  EXPECT_EQ(text_of("stored/police_population-2.csv"), "second");
}

TEST_F(Dropped, WhatIsTooLargeIsRefusedUnread) {
  drop("police_population.csv", "", old);
  files::resize_file(folder_ / "police_population.csv", dropped_bytes_max + 1);
  files::last_write_time(folder_ / "police_population.csv",
                         std::chrono::file_clock::from_sys(clock_.now() - old));
  EXPECT_THAT(take(), ElementsAre("police_population.csv refused"));
  EXPECT_THAT(received_, IsEmpty());
  EXPECT_THAT(problems_, HasSubstr("64 MB"));
}

TEST_F(Dropped, ALinkIsNoFile) {
  files::create_symlink("/etc/hostname", folder_ / "police_population.csv");
  EXPECT_THAT(take(), IsEmpty());
}

}  // namespace
}  // namespace leye::exchange
