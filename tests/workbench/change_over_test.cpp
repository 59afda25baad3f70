// A draft raises an age; two people publish it; the server goes over on the day, between two
// requests, and what was decided before is still answered by the text of its day.
#include <gtest/gtest.h>

#include "audit/writer.hpp"
#include "base/resources.hpp"
#include "cli/version_in_force.hpp"
#include "store/test_database.hpp"
#include "workbench/publishing.hpp"

namespace leye::cli {
namespace {

constexpr auto hiring = "qingyang-2023/8-hiring.md";

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : to_text(result.error()));
  return std::move(result).value();
}

Day day(const char* text) { return Day::parse(text).value(); }

class ChangeOverTest : public testing::Test {
 protected:
  ChangeOverTest()
      : home_(must(workbench::ScratchFolder::make(std::filesystem::temp_directory_path() /
                                                  "leye_change_over"))),
        clock_(day("2023-10-16")),
        cipher_(Cipher::from_master(Secret(Bytes(32, 5)))),
        pool_(database_.dsn(), 4),
        audit_(must(audit::Writer::open({database_.dsn(), "change_over"}, cipher_, machine_))),
        calendar_(must(WorkingDays::load())),
        bench_(must(installed_vocabulary()), must(resource("packs/qingyang-2023")),
               home_.path() / "policies") {
    serving_.dsn = database_.dsn();
    serving_.data_folder = home_.path();
    area_.schema_name = store::TestDatabase::area;
    versions_ = must(ChangeOver::begin(parts_));
  }

  store::Transaction begin() {
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    return must(store::Transaction::begin(connection_, scope));
  }

  // Asked for by one and approved by another.
  std::int64_t publish(const std::string& from, const std::string& to, const char* on) {
    auto transaction = begin();
    workbench::Drafts drafts(transaction);
    const auto base = must(workbench::list_versions(transaction, bench_.pack())).front();
    const auto id = must(drafts.make(base, "改", {1, "甲"}, clock_.now()));
    auto text = must(workbench::files_of_version(transaction, base.number)).at(hiring);
    const auto place = text.find(from);
    EXPECT_NE(place, text.npos);
    text.replace(place, from.size(), to);
    const auto saved = must(drafts.save(id, hiring, text, 1, {1, "甲"}, clock_.now()));
    const workbench::Request asked{id, saved.revision, day(on), "改一处", {"不涉及", "不涉及"}};
    const auto submitted =
        workbench::submit(transaction, bench_, asked, {1, "甲"}, clock_.today(), clock_.now());
    EXPECT_TRUE(submitted.ok()) << to_text(submitted.error());
    const auto number = must(workbench::approve(transaction, bench_, id, {2, "乙"},
                                                clock_.today(), clock_.now()));
    EXPECT_TRUE(transaction.commit().ok());
    bench_.note_published();
    return number;
  }

  static std::string heading(const VersionInForce& version) {
    const auto& texts = version.policies().texts.sentences;
    return texts.at("二(二)8 句6");
  }

  workbench::ScratchFolder home_;
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  SystemClock machine_;
  SetClock clock_;
  Cipher cipher_;
  store::Pool pool_;
  std::unique_ptr<audit::Writer> audit_;
  http::WebFiles web_;
  WorkingDays calendar_;
  Serving serving_;
  registers::Area area_;
  workbench::Workbench bench_;
  api::TrialRunner trials_{database_.dsn(), machine_};
  const ServerParts parts_{serving_, area_, machine_,  clock_, cipher_, pool_,
                           *audit_,  web_,  calendar_, bench_, trials_};
  std::unique_ptr<ChangeOver> versions_;
};

TEST_F(ChangeOverTest, AVersionTakesOverOnItsDayAndTheOldOneEndsAfterItsRequests) {
  EXPECT_EQ(versions_->current()->number(), 1);
  EXPECT_EQ(publish("县区政府落实", "县区政府落实并公开", "2023-11-01"), 2);
  versions_->look();
  EXPECT_EQ(versions_->current()->number(), 1);

  // A request that is under way when the day begins.
  auto request = versions_->current();
  const std::weak_ptr<VersionInForce> old = request;
  clock_.set(day("2023-11-01"));
  versions_->look();
  EXPECT_EQ(versions_->current()->number(), 2);
  EXPECT_NE(heading(*versions_->current()).find("落实并公开"), std::string::npos);
  versions_->look();
  ASSERT_FALSE(old.expired());
  EXPECT_EQ(heading(*request).find("落实并公开"), std::string::npos);
  request.reset();
  versions_->look();
  for (int tries = 0; tries < 100 && !old.expired(); ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(old.expired());

  // The clock of a demonstration may go back: so does the version.
  clock_.set(day("2023-10-31"));
  versions_->look();
  EXPECT_EQ(versions_->current()->number(), 1);
}

TEST_F(ChangeOverTest, PublishedForTodayItTakesOverAtOnce) {
  EXPECT_EQ(publish("县区政府落实", "县区政府落实并公开", "2023-10-16"), 2);
  versions_->look();
  EXPECT_EQ(versions_->current()->number(), 2);
}

TEST_F(ChangeOverTest, AServerThatStartsLaterAnswersByTheVersionOfItsDay) {
  publish("县区政府落实", "县区政府落实并公开", "2023-11-01");
  versions_.reset();
  clock_.set(day("2023-12-01"));
  versions_ = must(ChangeOver::begin(parts_));
  EXPECT_EQ(versions_->current()->number(), 2);
}

}  // namespace
}  // namespace leye::cli
