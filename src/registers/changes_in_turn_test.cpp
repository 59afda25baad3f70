// Changes of one person that come in one microsecond: each succeeds, after the one before, and what
// was known before each of them stays known.
#include <gtest/gtest.h>

#include <set>

#include "base/resources.hpp"
#include "registers/corrections.hpp"
#include "registers/import_runs.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr std::int64_t clerk = 7, director = 8;
const std::string heading = "身份证号码,姓名,常住地,文化程度,手机号码,社保卡账号\n";

class ChangesInTurn : public RegisterTest {
 protected:
  ChangesInTurn() { change("王小明", "本科", 0); }

  struct Stored {
    std::int64_t run = 0;
    Instant at;
  };
  // All at one moment, which is the first one's too.
  Stored import(const char* kind, const std::string& text) {
    auto transaction = begin();
    ImportOrder order{kind, fmt::format("导入{}", ++imports_), start_, day("2023-06-01"),
                      0,    999'999'999'999,                  {}};
    Import import(transaction, vocabulary_, cipher_, order);
    const auto report = must(import.run(intake::bytes_of(text)));
    EXPECT_EQ(report.bad, 0) << (report.problems.empty() ? "" : report.problems[0].message);
    must(import.store());
    order.now = import.learnt_at();
    const auto run = must(ImportRuns(transaction, vocabulary_, cipher_)
                              .record(order, report, {1, "经办", "花名册.xlsx"}));
    must(transaction.commit());
    return {run, order.now};
  }
  Stored change(const char* name, const char* education, int phone) {
    return import("person", heading + fmt::format("000000199001010018,{},西峰区,{},1390000000{},"
                                                  "622200000000000{}\n",
                                                  name, education, phone, phone));
  }
  // Name and phone as they are, education as it was known at a moment.
  std::string known(Instant at) {
    auto transaction = begin();
    People people(transaction, vocabulary_, cipher_);
    const auto found = must(people.find("000000199001010018", 5));
    if (found.size() != 1) return "unknown";
    const auto file = must(people.file(found[0].id, {day("2023-07-01"), at}));
    return fmt::format("{} {} {}", found[0].name, file.person.value("education"),
                       file.person.value("phone"));
  }
  std::int64_t count(store::Statement statement) {
    auto transaction = begin();
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  }

  int imports_ = 0;
};

TEST_F(ChangesInTurn, FourImportsOfOneMomentAllCountInTheirOrder) {
  const auto first = change("王晓明", "大专", 1);
  const auto second = change("王小鸣", "硕士", 2);
  const auto third = change("王小名", "本科", 3);
  EXPECT_LT(start_, first.at);
  EXPECT_LT(first.at, second.at);
  EXPECT_LT(second.at, third.at);
  EXPECT_LT(third.at, start_ + std::chrono::milliseconds(1));
  const auto later = next_minute();
  EXPECT_EQ(known(later), "王小名 20 13900000003");
  // Education alone is kept by when it was known.
  EXPECT_EQ(known(first.at), "王小名 30 13900000003");
  EXPECT_EQ(known(second.at), "王小名 14 13900000003");
  EXPECT_EQ(count("select count(*) as n from person_identity_past"), 3);
  EXPECT_EQ(count("select count(*) as n from person_account_past"), 3);
  EXPECT_EQ(count("select count(*) as n from person_version where known_from >= known_to"), 0);
}

TEST_F(ChangesInTurn, UndoingTheLastOfOneMomentLeavesTheOthers) {
  change("王晓明", "大专", 1);
  const auto last = change("王小鸣", "硕士", 2);
  auto transaction = begin();
  const auto undone = must(ImportRuns(transaction, vocabulary_, cipher_)
                               .undo(last.run, 0, 999'999'999'999, clerk, start_));
  EXPECT_EQ(undone.restored, 1);
  must(transaction.commit());
  EXPECT_EQ(known(next_minute()), "王晓明 30 13900000001");
}

TEST_F(ChangesInTurn, CorrectionsAndImportsOfOneMoment) {
  change("王晓明", "大专", 1);
  auto transaction = begin();
  for (const char* name : {"王一", "王二", "王三"}) {
    const auto id = must(ask_correction(
        transaction, cipher_,
        {"name", 1, 0, name, "身份证", "建档时录错", clerk, "窗口", start_}));
    must(decide_correction(transaction, cipher_, {id, true, "同意", director, "局长", start_}));
  }
  const auto id = must(ask_correction(transaction, cipher_,
                                      {"number", 1, 0, "00000019920202001X", "身份证", "建档时录错",
                                       clerk, "窗口", start_}));
  must(decide_correction(transaction, cipher_, {id, true, "同意", director, "局长", start_}));
  must(transaction.commit());
  import("person", heading + "00000019920202001X,王四,西峰区,硕士,13900000004,\n");
  auto after = begin();
  People people(after, vocabulary_, cipher_);
  const auto found = must(people.find("00000019920202001X", 5));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "王四");
  EXPECT_EQ(to_text(*found[0].birth_date), "1992-02-02");
}

TEST_F(ChangesInTurn, SpellsAndEmployersToo) {
  const std::string firms = "统一社会信用代码,单位名称,注册地,单位性质\n";
  const std::string jobs = "身份证号码,单位统一社会信用代码,就业日期,月工资\n";
  std::set<Instant> moments;
  for (const char* name : {"一厂", "二厂", "三厂", "四厂"})
    moments.insert(import("organisation", firms + "91000000000000000K," + name + ",西峰区,\n").at);
  for (const int wage : {3000, 3100, 3200})
    moments.insert(import("employment", jobs + fmt::format("000000199001010018,91000000000000000K,"
                                                           "2023-01-01,{}\n", wage)).at);
  EXPECT_EQ(moments.size(), 7U);
  EXPECT_EQ(count("select count(*) as n from organisation_version where known_to = 'infinity' "
                  "and upper_inf(valid)"), 1);
  EXPECT_EQ(count("select count(*) as n from employment_past where known_from < known_to"), 2);
  EXPECT_EQ(count("select wage_fen as n from employment"), 320000);
}

}  // namespace
}  // namespace leye::registers
