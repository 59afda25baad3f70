// For tests only: a register to which departments deliver, and what the window knew before.
//
//   class ContestedTest : public FeedsTest { … };
#pragma once

#include "exchange/deliveries.hpp"
#include "registers/test_register.hpp"

namespace leye::exchange {

class FeedsTest : public registers::RegisterTest {
 protected:
  // What the window knows, from 1 June 2023.
  void import(const char* kind, const std::string& text) {
    auto transaction = begin();
    registers::Import import(transaction, vocabulary_, cipher_,
                             {kind, "窗口导入", next_minute(), day("2023-06-01")});
    EXPECT_EQ(must(import.run(intake::bytes_of(text))).bad, 0);
    must(import.store());
    must(transaction.commit());
  }
  Delivered receive(const char* feed, const std::string& text) {
    auto transaction = begin();
    Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
    Incoming incoming;
    incoming.file_name = "送来.csv";
    incoming.bytes = text;
    incoming.via = "folder";
    incoming.sender = "数据专员";
    incoming.account = 1;
    incoming.now = incoming.recorded_at = next_minute();
    incoming.today = day("2023-11-20");
    const Delivered got = must(deliveries.receive(*catalogue_.find(feed), incoming));
    must(transaction.commit());
    return got;
  }

  Catalogue catalogue_ = Catalogue::load(vocabulary_).value();
  Arrangements arrangements_;  // master of everything
};

// One whose residence, place of registration and disability the window wrote down.
inline const std::string known_person =
    "身份证号码,姓名,常住地,户籍地,残疾等级,文化程度\n"
    "000000199001010018,王小明,西峰区,环县,三级,本科\n";

}  // namespace leye::exchange
