// For tests only: a register with a father and a mother in one household.
#pragma once

#include "families/rules.hpp"
#include "registers/entry.hpp"
#include "registers/households.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::families {

class FamiliesRegister : public registers::RegisterTest {
 protected:
  FamiliesRegister() {
    store("person",
          "身份证号码,姓名,性别,出生日期,常住地\n护照:E00000001,张父,男,1985-01-01,西峰区\n"
          "护照:E00000002,李母,女,1986-01-01,西峰区\n");
    store("organisation", "统一社会信用代码,单位名称,注册地\n91000000MA0000001R,某厂,环县\n");
    auto transaction = begin();
    father_ = must(registers::person_with_number(transaction, cipher_, "passport:E00000001"));
    mother_ = must(registers::person_with_number(transaction, cipher_, "passport:E00000002"));
    must(transaction.commit());
    family_ = make_household("registered", father_, "2020-01-01");
    set_member(family_, mother_, "2020-01-01");
  }
  static void must(const Status& status) { ASSERT_TRUE(status.ok()) << to_text(status.error()); }
  using RegisterTest::must;

  void store(const char* kind, const std::string& sheet) {
    auto transaction = begin();
    registers::Import import(transaction, vocabulary_, cipher_,
                             {kind, "导入", next_minute(), day("2023-12-01")});
    const auto report = must(import.run(intake::bytes_of(sheet)));
    ASSERT_TRUE(report.problems.empty()) << report.problems.front().message;
    must(import.store());
    must(transaction.commit());
  }
  std::int64_t make_household(const char* kind, std::int64_t head, const char* since) {
    auto transaction = begin();
    const auto id = must(registers::make_household(
        transaction, {head, kind, here, day(since), {"窗口录入", next_minute()}}));
    must(transaction.commit());
    return id;
  }
  void set_member(std::int64_t household, std::int64_t person, const char* since,
                  const char* until = nullptr) {
    auto transaction = begin();
    std::optional<Day> last;
    if (until != nullptr) last = day(until);
    must(registers::set_member(transaction, {household, person, person == father_ ? "0" : "1",
                                             day(since), last, {"窗口录入", next_minute()}}));
    must(transaction.commit());
  }
  void run(store::Statement statement) {
    auto transaction = begin();
    must(transaction.execute(statement));
    must(transaction.commit());
  }

  static constexpr std::int64_t here = 621002000000;
  std::int64_t father_ = 0, mother_ = 0, family_ = 0;
  FamilyRules rules_ = FamilyRules::load(vocabulary_).value();
};

}  // namespace leye::families
