#include "exchange/push_keys.hpp"

#include <gtest/gtest.h>

#include "store/test_database.hpp"

namespace leye::exchange {
namespace {

class Pushed : public testing::Test {
 protected:
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  std::string outcome(const SignedPush& push, Instant now) {
    auto transaction = begin();
    const auto key = PushKeys(transaction, master_).verify(push, now);
    EXPECT_TRUE(transaction.commit().ok());
    if (key.ok()) return key.value().name;
    return key.error().code == ErrorCode::unauthenticated ? "no"
           : key.error().code == ErrorCode::conflict    ? "again"
           : key.error().code == ErrorCode::overloaded  ? "too many"
                                                        : to_text(key.error());
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  Cipher master_ = Cipher::from_master(Secret(Bytes(32, 7)));
  const Instant now_{std::chrono::seconds(1'700'000'000)};
};

// Made by openssl dgst -sha256 -hmac secret over the five lines; the last is sha256sum of "body".
TEST_F(Pushed, TheSignatureIsTheStandardOne) {
  EXPECT_EQ(signature_of("secret", {"f", "1", "1700000000", "0123456789abcdef", "", "body"}),
            "e34fc2e90deae23b314b3025b96f4d28e4541b0d7a7cb22505dc7a80621ab206");
}

TEST_F(Pushed, CountsOnceAndOnlyForItsFeedTimeAndBody) {
  PushKey key;
  {
    auto transaction = begin();
    key = PushKeys(transaction, master_).make("police", "公安专线", 1, now_).value();
    ASSERT_TRUE(transaction.commit().ok());
  }
  const std::string id = std::to_string(key.id);
  SignedPush push{"police", id, "1700000000", "0123456789abcdef", "", "a,b"};
  const std::string good = signature_of(key.secret, push);
  push.signature = good;
  SignedPush other = push;
  other.body = "a,c";
  EXPECT_EQ(outcome(other, now_), "no");
  other = push;
  other.feed = "tax";
  EXPECT_EQ(outcome(other, now_), "no");
  other = push;
  other.key = "99";
  EXPECT_EQ(outcome(other, now_), "no");
  other = push;
  other.nonce = "short";
  EXPECT_EQ(outcome(other, now_), "no");
  EXPECT_EQ(outcome(push, now_ + std::chrono::seconds(301)), "no");
  EXPECT_EQ(outcome(push, now_ - std::chrono::seconds(301)), "no");
  EXPECT_EQ(outcome(push, now_), "公安专线");
  EXPECT_EQ(outcome(push, now_ + std::chrono::seconds(10)), "again");
  for (int number = 1; number < 60; ++number) {
    const std::string nonce = "0123456789abcd" + std::to_string(100 + number);
    SignedPush next{"police", id, "1700000000", nonce, "", "a,b"};
    const std::string signature = signature_of(key.secret, next);
    next.signature = signature;
    ASSERT_EQ(outcome(next, now_), "公安专线") << number;
  }
  SignedPush last{"police", id, "1700000000", "zzzzzzzzzzzzzzzz", "", "a,b"};
  const std::string signature = signature_of(key.secret, last);
  last.signature = signature;
  EXPECT_EQ(outcome(last, now_), "too many");
  {
    auto transaction = begin();
    ASSERT_TRUE(PushKeys(transaction, master_).revoke(key.id, now_).ok());
    EXPECT_FALSE(PushKeys(transaction, master_).revoke(key.id, now_).ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(outcome(last, now_ + std::chrono::seconds(1)), "no");
}

}  // namespace
}  // namespace leye::exchange
