#include "quality/quality_checks.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "quality/quality_view.hpp"
#include "registers/bulk.hpp"
#include "registers/test_register.hpp"

namespace leye::quality {
namespace {

constexpr std::int64_t city = 621000000000, town = 621002001001, other_county = 621022100000;

// Ten people in two counties: seven in the one, three in the other.
class Checking : public registers::RegisterTest {
 protected:
  Checking() {
    auto load = must(registers::RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_,
                                                    {"测试", start_}));
    for (int id = 1; id <= 10; ++id) {
      registers::PersonRow person;
      person.id = id;
      person.name = fmt::format("人员{}", id);
      person.number = fmt::format("0000001990010100{:02}", id);
      person.valid_from = day("2020-01-01");
      person.residence_place = id <= 7 ? town : other_county;
      EXPECT_TRUE(load.add(person).ok());
    }
    EXPECT_TRUE(load.finish().ok());
    order_.title = "季度核查";
    order_.ledger = "register_of_person";
    order_.fields = {"name", "sex"};
    order_.seed = 7;
    order_.plan.county_rows = 4;
    order_.plan.answer_days = 15;
    order_.plan.correct_days = 10;
    order_.plan.parties = {{"reporter", "window_clerk", "填报单位", "office"},
                           {"subject", "first_checker", "本人", "person"},
                           {"independent", "second_checker", "第三方", "third"}};
    ledger_ = ledgers::parse_ledger(
                  "# 人员 · register_of_person · People\n\nof: person\nnote: 人员 · people\n\n"
                  "| label | label_en | group | value | required |\n|---|---|---|---|---|\n"
                  "| 姓名 | name |  | name | yes |\n| 性别 | sex |  | sex |  |\n",
                  "ledger.md", vocabulary_)
                  .value();
  }
  QualityDesk desk(std::int64_t account, std::int64_t low = 0,
                   std::int64_t high = 999'999'999'999) {
    return {seal_, account, city, low, high, next_minute()};
  }
  std::int64_t drawn() {
    auto transaction = begin();
    const auto sample = must(take_sample(transaction, vocabulary_, ledger_, order_, desk(1)));
    EXPECT_EQ(sample.rows.size(), 7U);  // four of seven, and all three
    const auto id = must(open_check(transaction, desk(1), order_, sample));
    must(transaction.commit());
    return id;
  }
  template <class Work>
  Status act(Work work) {
    auto transaction = begin();
    TRY(work(transaction));
    return transaction.commit();
  }
  Status say(std::int64_t account, const char* party, std::int64_t row, const char* name,
             const char* sex) {
    return act([&](auto& transaction) {
      std::vector<FieldAnswer> answers{{"name", name, ""}, {"sex", sex, ""}};
      if (answers[1].answer == "wrong") answers[1].correct = "女";
      return reply(transaction, desk(account), order_.plan, party, row, answers, "电话核对");
    });
  }
  RowPage rows(std::int64_t check, const char* state, const char* party, std::int64_t account,
               bool closed) {
    auto transaction = begin();
    return must(rows_of(transaction, seal_, {check, state, party, account, closed, 100, 0}));
  }
  std::int64_t tasks(const char* role) {
    auto transaction = begin();
    return must(transaction.query("select count(*) as n from desk_task where kind = 'quality' "
                                  "and done_at is null and role = $1",
                                  std::string(role)))[0]
        .template get<std::int64_t>("n");
  }

  Cipher seal_ = Cipher::from_master(Secret(Bytes(32, 7)));
  ledgers::Ledger ledger_;
  CheckOrder order_;
};

TEST_F(Checking, ThreePartiesAnswerBlindAndTheVerdictIsTheMajority) {
  const auto check = drawn();
  EXPECT_EQ(tasks("window_clerk"), 2);  // one a town
  EXPECT_EQ(tasks("first_checker"), 2);
  const auto all = rows(check, "waiting", "reporter", 11, false).rows;
  ASSERT_EQ(all.size(), 7U);
  const auto first = all[0].id;
  EXPECT_TRUE(say(11, "reporter", first, "right", "right").ok());
  EXPECT_EQ(rows(check, "waiting", "reporter", 11, false).total, 6);
  // The others see nothing of it; nobody answers for two parties, or twice.
  EXPECT_TRUE(rows(check, "waiting", "subject", 12, false).rows[0].replies.empty());
  EXPECT_EQ(rows(check, "", "reporter", 11, false).rows[0].replies.size(), 1U);
  EXPECT_EQ(say(11, "subject", first, "right", "right").error().code, ErrorCode::conflict);
  EXPECT_EQ(say(13, "reporter", first, "wrong", "right").error().code, ErrorCode::conflict);
  EXPECT_TRUE(say(12, "subject", first, "right", "wrong").ok());
  EXPECT_TRUE(say(13, "independent", first, "unreached", "wrong").ok());
  // The second: one says wrong, one right, one could not reach. The third: nobody could tell.
  EXPECT_TRUE(say(11, "reporter", all[1].id, "right", "right").ok());
  EXPECT_TRUE(say(12, "subject", all[1].id, "right", "wrong").ok());
  EXPECT_TRUE(say(13, "independent", all[1].id, "right", "unreached").ok());
  for (const auto& [account, party] :
       {std::pair{11, "reporter"}, {12, "subject"}, {13, "independent"}}) {
    EXPECT_TRUE(say(account, party, all[2].id, "unreached", "unreached").ok());
    for (std::size_t at = 3; at < 7; ++at)
      EXPECT_TRUE(say(account, party, all[at].id, "right", "right").ok());
  }
  EXPECT_EQ(tasks("first_checker"), 0);
  EXPECT_EQ(tasks("director"), 1);
  ASSERT_TRUE(act([&](auto& t) { return close_check(t, desk(1), check); }).ok());
  EXPECT_EQ(tasks("director"), 0);
  const auto closed = rows(check, "", "", 1, true).rows;
  EXPECT_EQ(closed[0].verdict, "wrong");
  EXPECT_EQ(closed[0].verdicts.at("name"), "right");
  EXPECT_EQ(closed[0].verdicts.at("sex"), "wrong");
  ASSERT_EQ(closed[0].replies.size(), 3U);
  EXPECT_EQ(closed[0].replies[1].party, "subject");
  EXPECT_EQ(closed[1].verdict, "split");
  EXPECT_EQ(closed[2].verdict, "unreached");
  EXPECT_EQ(closed[6].verdict, "right");

  auto transaction = begin();
  const auto report = must(report_of(transaction, check));
  ASSERT_EQ(report.counties.size(), 2U);
  EXPECT_EQ(report.counties[0].rows, 7);
  EXPECT_EQ(report.counties[0].drawn, 4);
  EXPECT_EQ(report.counties[0].tally.right, 1);
  EXPECT_EQ(report.counties[0].tally.wrong, 1);
  EXPECT_EQ(report.counties[0].tally.split, 1);
  EXPECT_EQ(report.counties[0].tally.unreached, 1);
  EXPECT_EQ(report.counties[1].tally.right, 3);
  EXPECT_EQ(report.fields.at("sex").wrong, 1);
  EXPECT_EQ(report.fields.at("name").right, 6);
  EXPECT_EQ(report.rate, 3500);  // 7 rows at 1 of 2, 3 rows at 0 of 3
}

TEST_F(Checking, WrongRowsAreSettledOnce) {
  const auto check = drawn();
  const auto row = rows(check, "", "", 1, false).rows[0].id;
  EXPECT_TRUE(say(11, "reporter", row, "right", "wrong").ok());
  // Not all answered, and the last day is not over.
  EXPECT_EQ(act([&](auto& t) { return close_check(t, desk(1), check); }).error().code,
            ErrorCode::conflict);
  auto later = desk(1);
  later.now += std::chrono::hours(24 * 16);
  ASSERT_TRUE(act([&](auto& t) { return close_check(t, later, check); }).ok());
  EXPECT_EQ(tasks("window_clerk"), 1);  // to correct it
  EXPECT_EQ(say(12, "subject", row, "right", "right").error().code, ErrorCode::conflict);
  const auto settle = [&](QualityDesk who, std::int64_t id) {
    return act([&](auto& t) { return settle_row(t, who, id, "corrected", "已更正"); });
  };
  EXPECT_EQ(settle(desk(11, 1, 2), row).error().code, ErrorCode::not_found);
  EXPECT_TRUE(settle(desk(11), row).ok());
  EXPECT_EQ(settle(desk(11), row).error().code, ErrorCode::conflict);
  EXPECT_EQ(tasks("window_clerk"), 0);
}

TEST_F(Checking, RefusesWhatItCannotDo) {
  const auto check = drawn();
  const auto row = rows(check, "", "", 1, false).rows[0].id;
  const auto answer = [&](const std::vector<FieldAnswer>& answers, const char* note) {
    return act([&](auto& t) {
      return reply(t, desk(11), order_.plan, "reporter", row, answers, note);
    });
  };
  EXPECT_FALSE(answer({{"name", "right", ""}}, "电话").ok());  // one field is missing
  EXPECT_FALSE(answer({{"name", "right", "x"}, {"sex", "right", ""}}, "电话").ok());
  EXPECT_FALSE(answer({{"name", "right", ""}, {"sex", "maybe", ""}}, "电话").ok());
  EXPECT_FALSE(answer({{"name", "right", ""}, {"sex", "right", ""}}, "").ok());
  auto transaction = begin();
  order_.fields = {"nonsense"};
  EXPECT_FALSE(take_sample(transaction, vocabulary_, ledger_, order_, desk(1)).ok());
  order_.fields = {"name"};
  order_.source = "nowhere";
  EXPECT_EQ(take_sample(transaction, vocabulary_, ledger_, order_, desk(1)).error().code,
            ErrorCode::conflict);
}

}  // namespace
}  // namespace leye::quality
