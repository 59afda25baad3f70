#include "exchange/deliveries.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "exchange/test_feeds.hpp"

namespace leye::exchange {
namespace {

class Exchanged : public FeedsTest {
 protected:
  // "stored 1 new 2 changed 3 same 4 refused 5 held"
  std::string deliver(const char* feed, const std::string& text, Delivered* out = nullptr) {
    const Delivered got = receive(feed, text);
    if (out != nullptr) *out = got;
    return fmt::format("{} {} new {} changed {} same {} refused {} held",
                       got.repeated ? "repeated" : got.state, got.added, got.changed, got.same,
                       got.refused, got.held);
  }
  // "fact known→said (who)" of each open task.
  std::string open_tasks() {
    auto transaction = begin();
    Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
    std::string all;
    for (const auto& each : must(deliveries.disagreements(0, true, 100))) {
      all += fmt::format("{} {} {}→{} ({}) ", each.name, each.fact, each.known_value,
                         each.said_value, each.known_source);
    }
    return all;
  }
  std::string text_of(store::Statement statement) {
    auto transaction = begin();
    return must(transaction.query(statement))[0].get<std::optional<std::string>>("t").value_or("");
  }
};

const std::string people = known_person + "000000197506150025,欧阳小丽,环县,环县,,\n";

TEST_F(Exchanged, EachFeedNamesItsPurposeBasisFieldsScheduleApproverAndOwner) {
  EXPECT_EQ(catalogue_.feeds().size(), 11U);
  for (const Feed& feed : catalogue_.feeds()) {
    for (const std::string* text : {&feed.zh, &feed.en, &feed.purpose, &feed.basis, &feed.approver,
                                    &feed.owner, &catalogue_.department_of(feed).zh}) {
      EXPECT_FALSE(text->empty()) << feed.id;
    }
    EXPECT_FALSE(feed.facts.empty()) << feed.id;
    EXPECT_GT(feed.settle_days, 0) << feed.id;
  }
}

// The police are believed before the window about hukou and death, not about where people live.
TEST_F(Exchanged, ASourceOfHigherRankStaysAndTheOtherIsATask) {
  import("person", people);
  Delivered got;
  EXPECT_EQ(deliver("police_population",
                    "身份证号码,姓名,常住地,户籍地\n"
                    "000000199001010018,王小明,环县,西峰区\n"
                    "000000197506150025,欧阳小丽,环县,环县\n"
                    "000000199001010069,李新,西峰区,西峰区\n"
                    "000000199001010019,坏号,西峰区,西峰区\n",
                    &got),
            "stored 1 new 1 changed 1 same 1 refused 1 held");
  EXPECT_EQ(open_tasks(), "王小明 residence_place 621002000000→621022000000 (窗口导入) ");
  EXPECT_EQ(text_of("select concat(v.hukou_place, ' ', v.residence_place, ' ', i.place) as t "
                    "from person_identity i join person_now v on v.id = i.person_id "
                    "where i.name = '王小明'"),
            "621002000000 621002000000 621002000000");
  EXPECT_EQ(got.rows, 4);
  auto transaction = begin();
  Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
  const auto refusals = must(deliveries.refusals(got.id));
  ASSERT_EQ(refusals.size(), 1U);
  EXPECT_EQ(refusals[0].row, 5);
  EXPECT_EQ(refusals[0].heading, "身份证号码");
}

// Then the window says otherwise than the police about the hukou: nobody asked them. The next
// delivery of the police is believed again; what the federation says of disability, too.
TEST_F(Exchanged, WhoRanksBeforeIsBelievedFactByFact) {
  import("person", people);
  EXPECT_EQ(deliver("disabled_certificates",
                    "身份证号码,姓名,常住地,残疾等级\n000000199001010018,王晓明,西峰区,二级\n"),
            "stored 0 new 1 changed 0 same 0 refused 1 held");
  EXPECT_EQ(open_tasks(), "王小明 name 王小明→王晓明 (窗口导入) ");
  EXPECT_EQ(text_of("select disability_grade as t from person_now v join person_identity i "
                    "on i.person_id = v.id where i.name = '王小明'"),
            "2");
  EXPECT_EQ(
      deliver("police_population", "身份证号码,姓名,常住地\n000000199001010018,王晓明,西峰区\n"),
      "stored 0 new 1 changed 0 same 0 refused 0 held");
  EXPECT_EQ(text_of("select name as t from person_identity where name like '王%'"), "王晓明");
}

TEST_F(Exchanged, TheSameFileAgainChangesNothing) {
  import("person", people);
  const std::string text = "身份证号码,姓名,常住地,户籍地\n000000199001010018,王小明,环县,西峰区\n";
  EXPECT_EQ(deliver("police_population", text), "stored 0 new 1 changed 0 same 0 refused 1 held");
  EXPECT_EQ(deliver("police_population", text), "repeated 0 new 1 changed 0 same 0 refused 1 held");
  const std::string tasks = open_tasks();
  EXPECT_EQ(deliver("police_population", text + "\n"),  // another file with the same rows
            "stored 0 new 0 changed 1 same 0 refused 1 held");
  EXPECT_EQ(open_tasks(), tasks);
}

const std::string spells =
    "身份证号码,险种,起始月\n000000199001010018,失业保险,2023-09\n";
const std::string registrations =
    "身份证号码,失业登记日期,登记地\n000000199001010018,2023-09-01,西峰区\n";

// What the insurance office says of a kind that the province keeps too goes out to the province;
// what the province says itself does not go back to it.
TEST_F(Exchanged, WhatChangesARecordKeptElsewhereTooGoesOutThere) {
  const char* text =
      "# 省系统 · province · provincial system\ninterface: http\n\n"
      "## insurance_spell\nserial: 参保号 · number\nsince 2020-01-01: collaborate\n\n"
      "| field | label | value |\n|---|---|---|\n| A | 险种 | kind |\n\n"
      "## unemployment_registration\nserial: 失业登记号 · number\n"
      "since 2020-01-01: collaborate\n\n"
      "| field | label | value |\n|---|---|---|\n| B | 失业登记日期 | start_date |\n";
  arrangements_ = must(Arrangements::parse(text, "province.md", vocabulary_));
  import("person", people);
  EXPECT_EQ(deliver("insurance_spells", spells),
            "stored 1 new 0 changed 0 same 0 refused 0 held");
  EXPECT_EQ(text_of("select string_agg(concat(system, ' ', entity, ' ', state), ',') as t "
                    "from outgoing"),
            "province insurance_spell unsent");
  EXPECT_EQ(deliver("province_registrations", registrations),
            "stored 1 new 0 changed 0 same 0 refused 0 held");
  EXPECT_EQ(text_of("select count(*)::text as t from outgoing"), "1");
}

// A kind that another system alone keeps does not come in from a third.
TEST_F(Exchanged, AKindThatIsReadOnlyIsTakenFromItsMasterAlone) {
  const char* text =
      "# 省系统 · province · provincial system\ninterface: http\n\n"
      "## insurance_spell\nsince 2020-01-01: read_only\n\n"
      "## unemployment_registration\nsince 2020-01-01: read_only\n";
  arrangements_ = must(Arrangements::parse(text, "province.md", vocabulary_));
  import("person", people);
  Delivered got;
  EXPECT_EQ(deliver("insurance_spells", spells, &got),
            "refused 0 new 0 changed 0 same 0 refused 0 held");
  EXPECT_NE(got.problem.find("只读"), std::string::npos) << got.problem;
  EXPECT_EQ(deliver("province_registrations", registrations),
            "stored 1 new 0 changed 0 same 0 refused 0 held");
}

// Columns that the feed is not for are not read, whatever the file holds.
TEST_F(Exchanged, OnlyTheAgreedFactsAreTaken) {
  import("person", people);
  EXPECT_EQ(deliver("veterans_register",
                    "身份证号码,姓名,常住地,退役军人,文化程度,手机号码\n"
                    "000000199001010018,王小明,西峰区,是,博士,13900001234\n"),
            "stored 0 new 1 changed 0 same 0 refused 0 held");
  EXPECT_EQ(text_of("select concat(education, ' ', veteran) as t from person_now v join "
                    "person_identity i on i.person_id = v.id where i.name = '王小明'"),
            "20 t");
}

TEST_F(Exchanged, AFileThatIsNoneIsADeliveryRefused) {
  Delivered got;
  EXPECT_EQ(deliver("police_population", "姓名\n王小明\n", &got),
            "refused 0 new 0 changed 0 same 0 refused 0 held");
  EXPECT_NE(got.problem.find("身份证号码"), std::string::npos);
  EXPECT_EQ(deliver("police_population", std::string("a\0b", 3)),
            "refused 0 new 0 changed 0 same 0 refused 0 held");
}

TEST_F(Exchanged, ATaskIsSettledOnceWithANote) {
  import("person", people);
  deliver("police_population", "身份证号码,姓名,常住地\n000000199001010018,王小明,环县\n");
  auto transaction = begin();
  Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
  const auto tasks = must(deliveries.disagreements(0, true, 10));
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(to_text(tasks[0].due_on), "2023-11-30");  // ten days
  EXPECT_EQ(tasks[0].owner, "window_clerk");
  const auto settle = [&](const char* state, const char* note) {
    return deliveries.settle(tasks[0].id, state, note, {1, "window_clerk"}, next_minute());
  };
  // The role that the feed names answers, nobody else's.
  EXPECT_EQ(deliveries
                .settle(tasks[0].id, "register_right", "电话核实", {1, "insurance_agency"},
                        next_minute())
                .error()
                .code,
            ErrorCode::forbidden);
  EXPECT_EQ(settle("register_right", "").error().code, ErrorCode::invalid_input);
  EXPECT_EQ(settle("nobody", "x").error().code, ErrorCode::invalid_input);
  EXPECT_TRUE(settle("register_right", "电话核实，住西峰区").ok());
  EXPECT_EQ(settle("feed_right", "x").error().code, ErrorCode::conflict);
  const Settler clerk{1, "window_clerk"};
  EXPECT_EQ(deliveries.settle(999, "feed_right", "x", clerk, next_minute()).error().code,
            ErrorCode::not_found);
  EXPECT_TRUE(must(deliveries.disagreements(0, true, 10)).empty());
  must(transaction.commit());
  // The same words again are no new task.
  deliver("police_population", "身份证号码,姓名,常住地\n\n000000199001010018,王小明,环县\n");
  EXPECT_EQ(open_tasks(), "");
}

// A county sees that the city's file came and its counts, not the rows of it that nobody could
// read: they may be about people of another county.
TEST_F(Exchanged, RefusedRowsAreForWhoSeesAllPlacesOfTheFile) {
  import("person", people);
  Delivered whole;
  deliver("police_population",
          "身份证号码,姓名,常住地\n000000199001010019,坏号,西峰区\n"
          "000000199001010018,王小明,环县\n",
          &whole);
  const auto seen = [&](std::int64_t lo, std::int64_t hi) {
    store::Scope scope = store::TestDatabase::scope();
    scope.place_lo = lo;
    scope.place_hi = hi;
    auto transaction = store::Transaction::begin(connection_, scope).value();
    Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
    return fmt::format("{} deliveries {} rows", must(deliveries.latest("", 9)).size(),
                       must(deliveries.refusals(whole.id)).size());
  };
  EXPECT_EQ(seen(0, 9'999'999'999), "1 deliveries 1 rows");  // the area of the tests, 00…
  EXPECT_EQ(seen(621002000000, 621002999999), "1 deliveries 0 rows");
  EXPECT_EQ(seen(0, -1), "0 deliveries 0 rows");
}

TEST_F(Exchanged, WhatIsLateIsShown) {
  const auto state = [&](const char* feed, const char* today) {
    auto transaction = begin();
    Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
    for (const Standing& standing : must(deliveries.standings(day(today)))) {
      if (standing.feed->id == feed) {
        return fmt::format("{} {} {}", standing.state, to_text(standing.period.first),
                           to_text(standing.period.due));
      }
    }
    return std::string();
  };
  EXPECT_EQ(state("police_population", "2023-11-05"), "waiting 2023-10-01 2023-11-05");
  EXPECT_EQ(state("police_population", "2023-11-06"), "late 2023-10-01 2023-11-05");
  EXPECT_EQ(state("disabled_certificates", "2023-11-20"), "late 2023-07-01 2023-10-15");
  EXPECT_EQ(state("tax_headcounts", "2023-01-10"), "waiting 2022-01-01 2023-01-31");
  deliver("police_population", "身份证号码,姓名,常住地\n000000199001010018,王小明,环县\n");
  EXPECT_EQ(state("police_population", "2023-11-20"), "received 2023-10-01 2023-11-05");
  EXPECT_EQ(state("police_population", "2023-12-06"), "late 2023-11-01 2023-12-05");
}

}  // namespace
}  // namespace leye::exchange
