// For tests: a workbench over the pack of a city and an empty database, a draft of version 1.
#pragma once

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "store/test_database.hpp"
#include "workbench/publishing.hpp"

namespace leye::workbench {

inline constexpr auto hiring = "qingyang-2023/8-hiring.md";
inline const Person first{7, "甲"};
inline const Person second{8, "乙"};

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : to_text(result.error()));
  return std::move(result).value();
}

inline Day day(const char* text) { return Day::parse(text).value(); }
inline Instant at(int hour) { return Instant{std::chrono::hours(24 * 19700 + hour)}; }

class BenchTest : public testing::Test {
 protected:
  BenchTest()
      : home_(must(ScratchFolder::make(std::filesystem::temp_directory_path() / "leye_bench"))),
        bench_(must(Vocabulary::load(must(resource("vocabulary")))),
               must(resource("packs/qingyang-2023")), home_.path() / "data") {
    auto transaction = begin();
    must(bench_.open(transaction, day("2023-10-16"), at(1)));
    Drafts drafts(transaction);
    draft_ = must(drafts.make(must(find_version(transaction, 1)), "放宽年龄", first, at(2)));
    before_ = must(files_of_version(transaction, 1)).at(hiring);
    EXPECT_TRUE(transaction.commit().ok());
  }

  store::Transaction begin() {
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    return must(store::Transaction::begin(connection_, scope));
  }

  // The draft with one text in place of another; its new revision.
  std::int64_t change(store::Transaction& transaction, const std::string& from,
                      const std::string& to) {
    auto text = before_;
    const auto place = text.find(from);
    EXPECT_NE(place, text.npos) << from;
    text.replace(place, from.size(), to);
    Drafts drafts(transaction);
    const auto revision = must(drafts.find(draft_)).revision;
    return must(drafts.save(draft_, hiring, text, revision, first, at(3))).revision;
  }
  Request request(std::int64_t revision, const char* from) {
    return {draft_, revision, day(from), "标准提高",
            {"改动不影响其他措施", "金额一行没有界限"}};
  }
  Result<std::int64_t> approve_it(store::Transaction& transaction, const Person& by,
                                  const char* on) {
    return approve(transaction, bench_, draft_, by, day(on), at(9));
  }

  ScratchFolder home_;
  Workbench bench_;
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  std::int64_t draft_ = 0;
  std::string before_;
};

}  // namespace leye::workbench
