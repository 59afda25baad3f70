#include "registers/similar_names.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/resources.hpp"

namespace leye::registers {
namespace {

class SimilarNamesTest : public testing::Test {
 protected:
  SimilarNames similar_ =
      SimilarNames::load(resource("data/characters/similar.txt").value()).value();
  bool alike(const char* one, const char* other) const {
    return similar_.folded(one) == similar_.folded(other);
  }
};

TEST_F(SimilarNamesTest, FoldsWhatStandsForEachOtherOrLooksAlike) {
  EXPECT_TRUE(alike("陈小峰", "陳小峯"));
  EXPECT_TRUE(alike("张未", "张末"));
  EXPECT_TRUE(alike("李日", "李曰"));
  EXPECT_TRUE(alike("傅己", "付已"));
  EXPECT_TRUE(alike("买买提·吐尔逊", "买买提 吐尔逊"));
  EXPECT_FALSE(alike("张三", "张四"));
  EXPECT_FALSE(alike("王小明", "王明"));
}

TEST_F(SimilarNamesTest, KeepsCharactersBeyondTheBasicPlane) {
  EXPECT_EQ(characters_of("王𬱖䶮").size(), 3U);
  EXPECT_TRUE(alike("王𬱖", "王頔"));  // U+2CC56 is the simplified form of U+9814
  EXPECT_FALSE(alike("王𬱖", "王𬶋"));
}

TEST_F(SimilarNamesTest, ListsVariantsUpToACount) {
  const auto variants = similar_.variants("陈未", 64);
  EXPECT_EQ(variants.front(), "陈未");
  for (const char* name : {"陈末", "陳未", "陳末"})
    EXPECT_NE(std::find(variants.begin(), variants.end(), name), variants.end()) << name;
  EXPECT_EQ(similar_.variants("匱匮柜", 10).size(), 10U);
  EXPECT_EQ(similar_.variants("王", 64).front(), "王");
}

}  // namespace
}  // namespace leye::registers
