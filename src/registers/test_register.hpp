// For tests only: an empty register of four places, and a clock that moves a minute at a time.
//
//   class ImportUndone : public RegisterTest { … };
#pragma once

#include <chrono>
#include <utility>

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/identity_cipher.hpp"
#include "store/test_database.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

class RegisterTest : public testing::Test {
 protected:
  RegisterTest() {
    auto transaction = begin();
    must(transaction.execute(
        "insert into leye.place (code, name, level, parent) values "
        "(620000000000, '甘肃省', 1, null), (621000000000, '庆阳市', 2, 620000000000), "
        "(621002000000, '西峰区', 3, 621000000000), (621022000000, '环县', 3, 621000000000) "
        "on conflict do nothing"));
    must(transaction.commit());
  }
  static Day day(const char* text) { return Day::parse(text).value(); }
  template <class T>
  static T must(Result<T> result) {
    EXPECT_TRUE(result.ok()) << to_text(result.error());
    return std::move(result).value();
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  Instant next_minute() { return start_ + std::chrono::minutes(++minute_); }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  Instant start_{std::chrono::hours(24 * 19000)};
  int minute_ = 0;
};

}  // namespace leye::registers
