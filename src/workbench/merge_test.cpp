// Texts put together by lines, and what is left to be settled.
#include "workbench/merge.hpp"

#include <gtest/gtest.h>

namespace leye::workbench {
namespace {

Merged merged(const char* base, const char* mine, const char* theirs) {
  return merge(base, {mine, "草案"}, {theirs, "第 3 版"});
}

TEST(Merge, WhatOnlyOneSideChangedIsAsThatSideHasIt) {
  const auto both = merged("a\nb\nc\nd\ne\n", "a\nB\nc\nd\ne\n", "a\nb\nc\nd\nE\nf\n");
  EXPECT_EQ(both.text, "a\nB\nc\nd\nE\nf\n");
  EXPECT_EQ(both.conflicts, 0);
  EXPECT_EQ(merged("a\nb\n", "a\nb\n", "b\n").text, "b\n");
  EXPECT_EQ(merged("a\nb\n", "0\na\nb\n", "a\nb\n").text, "0\na\nb\n");
}

TEST(Merge, TheSameChangeOfBothIsNoConflict) {
  const auto both = merged("a\nb\nc\n", "a\nx\nc\n", "a\nx\nc\n");
  EXPECT_EQ(both.text, "a\nx\nc\n");
  EXPECT_EQ(both.conflicts, 0);
}

TEST(Merge, LinesThatBothChangedStandBothBetweenMarks) {
  const auto both = merged("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n");
  EXPECT_EQ(both.text, "a\n<<<<<<< 草案\nmine\n=======\ntheirs\n>>>>>>> 第 3 版\nc\n");
  EXPECT_EQ(both.conflicts, 1);
  EXPECT_EQ(conflicts_in(both.text), std::vector<std::int32_t>{2});
}

TEST(Merge, ALineThatOneTookOutAndTheOtherChangedIsNotLost) {
  const auto both = merged("a\nb\nc\n", "a\nc\n", "a\nB\nc\n");
  EXPECT_EQ(both.text, "a\n<<<<<<< 草案\n=======\nB\n>>>>>>> 第 3 版\nc\n");
  EXPECT_EQ(both.conflicts, 1);
}

TEST(Merge, AFileThatOneSideHasNotIsOneConflict) {
  const auto both = both_of({"a\nb\n", "草案"}, {"", "第 3 版（删去了这个文件）"});
  EXPECT_EQ(both.text, "<<<<<<< 草案\na\nb\n=======\n>>>>>>> 第 3 版（删去了这个文件）\n");
}

TEST(Merge, OnlyWholeMarksAreConflicts) {
  EXPECT_TRUE(conflicts_in("标题\n=======\n文字\n").empty());
  EXPECT_TRUE(conflicts_in("<<<<<<< 草案\na\n").empty());
  EXPECT_EQ(conflicts_in("x\n<<<<<<< a\n=======\n>>>>>>> b\n<<<<<<< a\n=======\n>>>>>>> b\n"),
            (std::vector<std::int32_t>{2, 5}));
}

TEST(Merge, TicksAreJoinedByTheirLimit) {
  EXPECT_EQ(merge_rows("编号,x\na.1,old\na.2,two\n", "编号,x\na.1,mine\na.2,two\na.3,three\n",
                       "编号,x\na.1,old\na.2,theirs\nb.1,new\n"),
            "编号,x\na.1,mine\na.2,theirs\nb.1,new\na.3,three\n");
  // One that I took out stays out.
  EXPECT_EQ(merge_rows("h\na,1\nb,1\n", "h\nb,1\n", "h\na,1\nb,2\n"), "h\nb,2\n");
}

}  // namespace
}  // namespace leye::workbench
