#include "benefits/block_reader.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "benefits/bounded_queue.hpp"

namespace leye::benefits {
namespace {

TEST(BlockReader, NamesTheSubjectWhereTheReadersDiffer) {
  const auto vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  const Entity& hire = *vocabulary.find_entity("employment");
  policy::Measure measure;
  measure.name.id = "hiring_subsidy";
  measure.name.label = "吸纳就业补贴";
  policy::Answer batch, told;
  batch.outcome = told.outcome = policy::Outcome::eligible;
  batch.amount = batch.low = Money::yuan(1000);
  batch.high = batch.low;
  told = batch;
  told.event_on = Day::parse("2023-08-01").value();  // the interpreter's alone
  EXPECT_TRUE(check_agreement(measure, hire, 4711, batch, told).ok());
  told.high = Money::yuan(1001);
  const auto differs = check_agreement(measure, hire, 4711, batch, told);
  ASSERT_FALSE(differs.ok());
  const std::string text = to_text(differs.error());
  EXPECT_NE(text.find("吸纳就业补贴"), std::string::npos) << text;
  EXPECT_NE(text.find("employment 4711"), std::string::npos) << text;
  EXPECT_NE(text.find("100100"), std::string::npos) << text;
}

TEST(BlockReader, KeepsWhoIsEntitledOneShortOrUndetermined) {
  policy::Measure subsidy, service;
  subsidy.amount = 7;  // the node of its amount
  policy::Answer answer;
  answer.outcome = policy::Outcome::eligible;
  EXPECT_STREQ(kept_outcome(subsidy, answer), "eligible");
  answer.outcome = policy::Outcome::undetermined;
  answer.distance = 3;
  EXPECT_STREQ(kept_outcome(subsidy, answer), "undetermined");
  answer.outcome = policy::Outcome::not_eligible;
  EXPECT_EQ(kept_outcome(subsidy, answer), nullptr);
  answer.distance = 1;
  EXPECT_STREQ(kept_outcome(subsidy, answer), "short");
  EXPECT_EQ(kept_outcome(service, answer), nullptr) << "nothing to miss";
  answer.outcome = policy::Outcome::not_in_force;
  EXPECT_EQ(kept_outcome(subsidy, answer), nullptr);
}

TEST(BoundedQueue, HandsOverWhatIsInItAndEndsWhenClosed) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  queue.close();
  EXPECT_FALSE(queue.push(3));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 2);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

}  // namespace
}  // namespace leye::benefits
