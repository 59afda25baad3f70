// A draft goes on from a version that was published meanwhile; a version is taken back before its
// day.
#include "workbench/moving.hpp"

#include <gtest/gtest.h>

#include "workbench/test_bench.hpp"

namespace leye::workbench {
namespace {

constexpr auto terms = "qingyang-2023/0-terms.md";
constexpr auto more = "qingyang-2023/99-more.md";

class MovingTest : public BenchTest {
 protected:
  std::string text_of(store::Transaction& transaction, std::int64_t version, const char* path) {
    return must(files_of_version(transaction, version)).at(path);
  }
  static std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto place = text.find(from);
    EXPECT_NE(place, text.npos) << from;
    return text.replace(place, from.size(), to);
  }
  // Another draft of the latest version, published with these texts.
  std::int64_t publish(store::Transaction& transaction, const Changes& changes,
                       const char* from = "2023-11-01") {
    Drafts drafts(transaction);
    const auto versions = must(list_versions(transaction, bench_.pack()));
    const auto id = must(drafts.make(*latest_standing(versions), "另一份", second, at(3)));
    std::int64_t revision = 1;
    for (const auto& [path, text] : changes)
      revision = must(drafts.save(id, path, text, revision, second, at(3))).revision;
    Request asked = request(revision, from);
    asked.draft = id;
    const auto done = submit(transaction, bench_, asked, second, day("2023-10-16"), at(4));
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : to_text(done.error()));
    return must(approve(transaction, bench_, id, first, day("2023-10-16"), at(5)));
  }
  Result<std::int64_t> taken_back(store::Transaction& transaction, std::int64_t number,
                                  const char* on, const char* reason = "日期写早了") {
    return take_back(transaction, number, reason, first, day(on), at(9));
  }
};

TEST_F(MovingTest, WhatOthersPublishedStaysAndSoDoesTheDraft) {
  auto transaction = begin();
  const auto revision = change(transaction, "县区政府落实", "县区政府落实并公开");
  const auto base_terms = text_of(transaction, 1, terms);
  publish(transaction, {{terms, base_terms + "\n另加一句。\n"}, {more, "# 另加\n"}});

  Drafts drafts(transaction);
  EXPECT_FALSE(move_to_latest(transaction, draft_, revision - 1, first, at(6)).ok());
  const auto moved = must(move_to_latest(transaction, draft_, revision, first, at(6)));
  EXPECT_EQ(moved.base, 2);
  EXPECT_EQ(moved.revision, revision + 1);
  EXPECT_EQ(moved.files_merged, 0);
  const auto draft = must(drafts.find(draft_));
  EXPECT_EQ(draft.base, 2);
  EXPECT_EQ(draft.changed_files, 1);
  const auto files = must(drafts.files(draft));
  EXPECT_NE(files.at(hiring).find("落实并公开"), std::string::npos);
  EXPECT_NE(files.at(terms).find("另加一句"), std::string::npos);
  EXPECT_TRUE(files.contains(more));
  // Now it may be submitted; before the move it was refused.
  EXPECT_TRUE(submit(transaction, bench_, request(moved.revision, "2023-11-02"), first,
                     day("2023-10-16"), at(7))
                  .ok());
  EXPECT_FALSE(move_to_latest(transaction, draft_, moved.revision, first, at(8)).ok());
}

TEST_F(MovingTest, OneFileThatBothChangedInOtherPlacesIsPutTogether) {
  auto transaction = begin();
  const auto revision = change(transaction, "县区政府落实", "县区政府落实并公开");
  publish(transaction, {{hiring, before_ + "\n另加一句。\n"}});
  const auto moved = must(move_to_latest(transaction, draft_, revision, first, at(6)));
  EXPECT_EQ(moved.files_merged, 1);
  EXPECT_EQ(moved.conflicts, 0);
  Drafts drafts(transaction);
  const auto text = must(drafts.files(must(drafts.find(draft_)))).at(hiring);
  EXPECT_EQ(text, with(before_, "县区政府落实", "县区政府落实并公开") + "\n另加一句。\n");
}

TEST_F(MovingTest, ConflictsStandInTheTextWithBothSidesAndCannotBePublished) {
  auto transaction = begin();
  const auto revision = change(transaction, "县区政府落实", "县区政府落实并公开");
  publish(transaction, {{hiring, with(before_, "县区政府落实", "县区政府负责")}});
  const auto moved = must(move_to_latest(transaction, draft_, revision, first, at(6)));
  EXPECT_EQ(moved.conflicts, 1);
  Drafts drafts(transaction);
  const auto text = must(drafts.files(must(drafts.find(draft_)))).at(hiring);
  EXPECT_NE(text.find("县区政府落实并公开"), text.npos);
  EXPECT_NE(text.find("县区政府负责"), text.npos);
  EXPECT_NE(text.find(">>>>>>> 第 2 版\n"), text.npos);
  const auto reading = must(bench_.reading(transaction, {.draft = draft_}));
  ASSERT_GT(reading->errors(), 0u);
  EXPECT_EQ(reading->problems[0].code, "conflict");
  EXPECT_EQ(reading->problems[0].path, hiring);
  const auto refused = submit(transaction, bench_, request(moved.revision, "2023-11-02"), first,
                              day("2023-10-16"), at(7));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().what.find("两边都改了"), std::string::npos);
}

TEST_F(MovingTest, AFileThatOneChangedAndTheOtherLeftOutIsAConflict) {
  auto transaction = begin();
  Drafts drafts(transaction);
  publish(transaction, {{more, "# 另加\n"}});
  const auto id = must(drafts.make(must(find_version(transaction, 2)), "改另加", first, at(6)));
  const auto saved = must(drafts.save(id, more, "# 另加的\n", 1, first, at(6)));
  publish(transaction, {{more, std::nullopt}});
  const auto moved = must(move_to_latest(transaction, id, saved.revision, first, at(7)));
  EXPECT_EQ(moved.conflicts, 1);
  EXPECT_EQ(must(drafts.files(must(drafts.find(id)))).at(more),
            "<<<<<<< 草案\n# 另加的\n=======\n>>>>>>> 第 3 版（删去了这个文件）\n");
}

TEST_F(MovingTest, AWaitingVersionIsTakenBackAndItsDraftGoesOn) {
  auto transaction = begin();
  const auto number = publish(transaction, {{hiring, before_ + "\n另加一句。\n"}});
  EXPECT_EQ(must(bench_.in_force(transaction, day("2023-11-01"))).number, number);
  EXPECT_FALSE(taken_back(transaction, number, "2023-10-31", "").ok());
  EXPECT_FALSE(taken_back(transaction, 1, "2023-10-31").ok());
  const auto draft = must(taken_back(transaction, number, "2023-10-31"));
  EXPECT_EQ(must(bench_.in_force(transaction, day("2023-11-01"))).number, 1);
  EXPECT_FALSE(taken_back(transaction, number, "2023-10-31").ok());

  Drafts drafts(transaction);
  const auto reopened = must(drafts.find(draft));
  EXPECT_EQ(reopened.state, "open");
  EXPECT_FALSE(reopened.version.has_value());
  EXPECT_NE(must(drafts.files(reopened)).at(hiring).find("另加一句"), std::string::npos);
  const auto version = must(find_version(transaction, number));
  EXPECT_FALSE(version.stands());
  EXPECT_EQ(version.taken_back_why, "日期写早了");
  // The text of the version is kept, and the next one has another number.
  EXPECT_NE(text_of(transaction, number, hiring).find("另加一句"), std::string::npos);
  Request asked = request(reopened.revision, "2023-12-01");
  asked.draft = draft;
  ASSERT_TRUE(submit(transaction, bench_, asked, second, day("2023-10-31"), at(10)).ok());
  EXPECT_EQ(must(approve(transaction, bench_, draft, first, day("2023-10-31"), at(11))), 3);
  EXPECT_EQ(must(bench_.in_force(transaction, day("2023-11-30"))).number, 1);
  EXPECT_EQ(must(bench_.in_force(transaction, day("2023-12-01"))).number, 3);
}

TEST_F(MovingTest, WhatIsInForceOrCarriesAnotherVersionIsNotTakenBack) {
  auto transaction = begin();
  const auto lower = publish(transaction, {{hiring, before_ + "\n另加一句。\n"}});
  const auto upper = publish(transaction, {{more, "# 另加\n"}}, "2023-11-10");
  EXPECT_FALSE(taken_back(transaction, lower, "2023-11-01").ok());  // its day
  const auto carried = taken_back(transaction, lower, "2023-10-31");
  ASSERT_FALSE(carried.ok());
  EXPECT_NE(carried.error().what.find("第 3 版"), std::string::npos);
  must(taken_back(transaction, upper, "2023-10-31"));
  must(taken_back(transaction, lower, "2023-10-31"));
}

}  // namespace
}  // namespace leye::workbench
