#include "exchange/value_words.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"

namespace leye::exchange {
namespace {

// By vocabulary/: the sex 1 is 男, male; a place is named, what is no value of ours stays.
TEST(ValueWords, AreThoseOfTheVocabulary) {
  const Vocabulary vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  const Entity& person = *vocabulary.find_entity("person");
  const PlaceNames places{{621002000000, "西峰区"}};
  const auto said = [&](const char* fact, const char* value, bool english = false) {
    return value_in_words(vocabulary, *person.find_fact(fact), value, places, english);
  };
  EXPECT_EQ(said("sex", "1"), "男");
  EXPECT_EQ(said("sex", "1", true), "male");
  EXPECT_EQ(said("sex", "Z"), "Z");
  EXPECT_EQ(said("veteran", "yes"), "是");
  EXPECT_EQ(said("veteran", "yes", true), "yes");
  EXPECT_EQ(said("veteran", "Y"), "Y");
  EXPECT_EQ(said("residence_place", "621002000000"), "西峰区");
  EXPECT_EQ(said("residence_place", "621003000000"), "621003000000");
  EXPECT_EQ(said("residence_place", "62100200000x"), "62100200000x");
  EXPECT_EQ(said("name", "张三"), "张三");
  EXPECT_EQ(said("sex", ""), "");
}

}  // namespace
}  // namespace leye::exchange
