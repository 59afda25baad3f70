// Families as cases: found the same day, solved by a record at its true day, taken back, lost
// again.
#include "families/look.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "families/cases.hpp"
#include "families/test_families.hpp"

namespace leye::families {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LookTest : public FamiliesRegister {
 protected:
  LookTest() {
    store("unemployment_registration",
          "身份证号码,登记日期,登记地\n护照:E00000001,2023-04-03,西峰区\n");
  }
  Looked look(const char* on) {
    auto transaction = begin();
    const auto looked = must(look_at_all(transaction, order(on)));
    must(transaction.commit());
    return looked;
  }
  Looked look_at(const char* on, std::vector<std::int64_t> people) {
    auto transaction = begin();
    const auto looked = must(look_at_people(transaction, order(on), people, Turn::wait));
    must(transaction.commit());
    return looked;
  }
  LookOrder order(const char* on) { return {rules_, calendar_, day(on), next_minute()}; }
  CaseDesk desk(const char* on) { return {rules_, 7, day(on), next_minute()}; }

  void work(const char* person, const char* from, const char* to = "") {
    store("employment", std::string("身份证号码,单位统一社会信用代码,入职日期,离职日期\n护照:") +
                            person + ",91000000MA0000001R," + from + "," + to + "\n");
  }
  std::vector<std::string> lines(store::Statement statement) {
    auto transaction = begin();
    std::vector<std::string> found;
    for (const store::Row row : must(transaction.query(statement)))
      found.push_back(row.get<std::string>("line"));
    return found;
  }
  // Of the rule without_work, the first first.
  std::vector<std::string> cases() {
    return lines(store::Statement(
        "select concat_ws(' ', state, since, ended_on, ended_because, "
        "case when relapse then 'relapse' end, case when stood_on is not null then 'stood' end) "
        "as line from family_case where rule = 'without_work' order by id"));
  }
  std::vector<std::string> steps() {
    return lines(store::Statement("select kind || ' ' || happened_on as line from family_step s "
                                  "join family_case c on c.id = s.case_id "
                                  "where c.rule = 'without_work' order by s.id"));
  }
  std::vector<std::string> tasks() {
    return lines(store::Statement(
        "select concat_ws(' ', kind, title, detail, role, account, due_on) as line "
        "from desk_task where done_at is null order by id"));
  }
  // On a line of its own, since it is asked for within transactions.
  std::int64_t only_case() {
    auto line = database_.connect();
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    auto transaction = must(store::Transaction::begin(line, scope));
    return must(transaction.query(store::Statement(
                    "select max(id) as id from family_case where rule = 'without_work'")))[0]
        .get<std::int64_t>("id");
  }

  WorkingDays calendar_ = WorkingDays::load().value();
};

TEST_F(LookTest, AFamilyIsFoundOnceAndItsCommunityIsTold) {
  EXPECT_EQ(look("2023-04-02").opened, 0);
  EXPECT_EQ(look("2023-04-03").opened, 1);
  EXPECT_THAT(cases(), ElementsAre("found 2023-04-03"));
  EXPECT_THAT(tasks(), ElementsAre("families 零就业家庭待确认 1 户 window_clerk 2023-05-04"));
  const auto again = look("2023-04-04");
  EXPECT_EQ(again.opened + again.solved + again.gone + again.reopened, 0);
  EXPECT_THAT(steps(), ElementsAre("found 2023-04-03"));
}

TEST_F(LookTest, WorkSolvesItOnTheDayItBegins) {
  look("2023-04-03");
  work("E00000002", "2023-04-20");
  EXPECT_EQ(look_at("2023-04-19", {mother_}).solved, 0);  // it is to come
  EXPECT_EQ(look_at("2023-04-21", {mother_}).solved, 1);
  EXPECT_THAT(cases(), ElementsAre("solved 2023-04-03 2023-04-20"));
  EXPECT_THAT(tasks(), IsEmpty());
  look("2023-05-19");
  EXPECT_THAT(cases(), ElementsAre("solved 2023-04-03 2023-04-20"));
  look("2023-05-20");
  EXPECT_THAT(cases(), ElementsAre("solved 2023-04-03 2023-04-20 stood"));
  EXPECT_THAT(steps(), ElementsAre("found 2023-04-03", "solved 2023-04-20", "stood 2023-05-20"));
}

TEST_F(LookTest, ALateRecordClosesItAtItsTrueDay) {
  look("2023-04-03");
  work("E00000002", "2023-05-20");
  look("2023-06-01");
  EXPECT_THAT(cases(), ElementsAre("solved 2023-04-03 2023-05-20"));
  work("E00000001", "2023-05-08", "2023-05-12");  // told in June
  look_at("2023-06-02", {father_});
  // He was at work for five days, then nobody until she was: that stretch is over as well.
  EXPECT_THAT(cases(), ElementsAre("solved 2023-04-03 2023-05-08"));
}

TEST_F(LookTest, ALateRecordBetweenMakesTwoOfOne) {
  look("2023-04-03");
  work("E00000002", "2023-05-08", "2023-05-12");
  look_at("2023-06-01", {mother_});
  EXPECT_THAT(cases(),
              ElementsAre("solved 2023-04-03 2023-05-08", "found 2023-05-13 relapse"));
}

TEST_F(LookTest, WorkThatCoversTheDayShowsThatItNeverWas) {
  look("2023-04-03");
  work("E00000002", "2023-03-01");
  EXPECT_EQ(look_at("2023-06-01", {mother_}).gone, 1);
  EXPECT_THAT(cases(), ElementsAre("gone 2023-04-03 2023-04-03 unfounded"));
  run(store::Statement("update employment set known_to = now()"));  // taken back
  EXPECT_EQ(look_at("2023-06-02", {mother_}).reopened, 1);
  EXPECT_THAT(cases(), ElementsAre("found 2023-04-03"));
}

TEST_F(LookTest, AnotherLastDayOfTheLastJobMovesTheClock) {
  work("E00000002", "2022-01-01", "2023-04-14");
  look("2023-04-17");
  EXPECT_THAT(cases(), ElementsAre("found 2023-04-15"));
  run(store::Statement("update employment set end_date = '2023-04-20'"));
  look_at("2023-05-04", {mother_});
  EXPECT_THAT(cases(), ElementsAre("found 2023-04-21"));
  run(store::Statement("update employment set end_date = '2023-04-10'"));
  look_at("2023-05-05", {mother_});
  EXPECT_THAT(cases(), ElementsAre("found 2023-04-11"));
}

TEST_F(LookTest, AnotherRegistrationDoesNotSetTheClockBack) {
  look("2023-04-03");
  run(store::Statement("update unemployment_registration set end_date = '2023-05-31'"));
  store("unemployment_registration",
        "身份证号码,登记日期,登记地\n护照:E00000002,2023-06-01,西峰区\n");
  look("2023-06-02");
  EXPECT_THAT(cases(), ElementsAre("found 2023-04-03"));
}

TEST_F(LookTest, AProofThatIsTakenBackOpensItAgain) {
  look("2023-04-03");
  {
    auto transaction = begin();
    must(confirm_case(transaction, desk("2023-04-04"), only_case()));
    must(transaction.commit());
  }
  work("E00000002", "2023-04-20");
  look("2023-04-21");
  run(store::Statement("update employment set known_to = now()"));
  EXPECT_EQ(look_at("2023-04-25", {mother_}).reopened, 1);
  EXPECT_THAT(cases(), ElementsAre("helping 2023-04-03"));
}

TEST_F(LookTest, WorkThatEndsWithinTheTimeIsARelapse) {
  look("2023-04-03");
  work("E00000002", "2023-04-20", "2023-07-31");
  look("2023-04-21");
  look("2023-06-01");
  EXPECT_EQ(look("2023-08-01").opened, 1);
  EXPECT_THAT(cases(), ElementsAre("solved 2023-04-03 2023-04-20 stood",
                                   "found 2023-08-01 relapse"));
  auto transaction = begin();
  const auto file = must(find_case(transaction, only_case()));
  ASSERT_EQ(file.earlier.size(), 1);
  EXPECT_EQ(file.earlier[0].state, "solved");
  EXPECT_EQ(file.steps.size(), 4);  // found, solved, stood, found
}

TEST_F(LookTest, LongAfterwardsItIsNoRelapse) {
  look("2022-01-01");
  run(store::Statement("update unemployment_registration set start_date = '2021-04-01'"));
  look("2022-01-02");
  work("E00000002", "2022-02-01", "2023-07-31");
  look("2022-02-01");
  look("2023-08-01");
  EXPECT_THAT(cases(), ElementsAre("solved 2021-04-01 2022-02-01 stood", "found 2023-08-01"));
}

TEST_F(LookTest, ARegistrationThatEndsWithoutWorkIsNoSolution) {
  look("2023-04-03");
  run(store::Statement("update unemployment_registration set end_date = '2023-05-31'"));
  EXPECT_EQ(look("2023-06-01").gone, 1);
  EXPECT_THAT(cases(), ElementsAre("gone 2023-04-03 2023-06-01 left"));
}

TEST_F(LookTest, WhatWasRefusedIsNotFoundAgainUntilWorkIsLostAnew) {
  look("2023-04-03");
  {
    auto transaction = begin();
    must(refuse_case(transaction, desk("2023-04-04"), only_case(), "at_work", "开店"));
    must(transaction.commit());
  }
  EXPECT_THAT(tasks(), IsEmpty());
  EXPECT_EQ(look("2023-05-01").opened, 0);
  work("E00000002", "2023-05-10", "2023-06-10");
  look("2023-05-11");
  EXPECT_EQ(look("2023-06-11").opened, 1);
  EXPECT_THAT(cases(), ElementsAre("refused 2023-04-03 2023-04-04 at_work", "found 2023-06-11"));
}

TEST_F(LookTest, WhoLeavesForAnotherHouseholdTakesTheCaseAlong) {
  look("2023-04-03");
  {
    auto transaction = begin();
    must(confirm_case(transaction, desk("2023-04-04"), only_case()));
    must(assign_cases(transaction, desk("2023-04-04"), {only_case()}, 9));
    must(transaction.commit());
  }
  EXPECT_THAT(tasks(), ElementsAre("family_help 零就业家庭帮扶 西峰区 9 2023-05-04"));
  set_member(family_, father_, "2020-01-01", "2023-05-09");
  const auto other = make_household("resident", mother_, "2023-05-10");
  run(store::Statement("update household set kind = 'registered' where kind = 'resident'"));
  set_member(other, father_, "2023-05-10");
  look_at("2023-05-10", {father_});
  EXPECT_THAT(cases(),
              ElementsAre("gone 2023-04-03 2023-05-10 moved", "helping 2023-04-03"));
  EXPECT_THAT(tasks(), ElementsAre("family_help 零就业家庭帮扶 西峰区 9 2023-05-04"));
  EXPECT_THAT(lines(store::Statement("select found_on::text as line from family_case")),
              ElementsAre("2023-04-03", "2023-04-03"));
}

// Two members are hired in two transactions at once: one solves it, the other changes nothing, and
// nobody waits for ever.
TEST_F(LookTest, TwoMembersHiredAtOnceSolveItOnce) {
  look("2023-04-03");
  const auto hire = [this](std::int64_t person, const char* from, Instant now) {
    auto line = database_.connect();
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    must(store::run_in_transaction(
        line, scope, [&](store::Transaction& transaction) -> Status {
          TRY(transaction.execute(
              store::Statement("insert into employment (person_id, employer_id, start_date, place, "
                               "source, known_from) select $1, id, $2::date, 621002000000, '窗口', "
                               "$3 from organisation limit 1"),
              person, day(from), now));
          TRY(look_at_people(transaction, {rules_, calendar_, day("2023-04-21"), now}, {person},
                             Turn::wait));
          return Done{};
        }));
  };
  const auto first = next_minute(), second = next_minute();
  std::thread one(hire, father_, "2023-04-20", first), other(hire, mother_, "2023-04-18", second);
  one.join();
  other.join();
  EXPECT_THAT(cases(), ElementsAre("solved 2023-04-03 2023-04-18"));
}

// Both lose their work at once: whoever writes second waits, sees the first and opens the case.
TEST_F(LookTest, TwoMembersWhoLoseWorkAtOnceAreFoundAtOnce) {
  work("E00000001", "2023-01-01");
  work("E00000002", "2023-01-01");
  look("2023-04-03");
  EXPECT_THAT(cases(), IsEmpty());
  const auto lose = [this](std::int64_t person, Instant now) {
    auto line = database_.connect();
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    auto transaction = must(store::Transaction::begin(line, scope));
    must(transaction.execute(store::Statement("update employment set end_date = '2023-04-20' "
                                              "where person_id = $1"),
                             person));
    must(look_at_people(transaction, {rules_, calendar_, day("2023-04-21"), now}, {person},
                        Turn::wait));
    must(transaction.commit());
  };
  const auto first = next_minute(), second = next_minute();
  std::thread one(lose, father_, first), other(lose, mother_, second);
  one.join();
  other.join();
  EXPECT_THAT(cases(), ElementsAre("found 2023-04-21"));
}

TEST_F(LookTest, EachFigureIsHowManyTheListFinds) {
  look("2023-04-03");
  work("E00000002", "2023-04-20", "2023-04-25");
  look("2023-04-21");
  look("2023-04-27");
  {
    auto transaction = begin();
    must(help_family(transaction, desk("2023-04-28"),
                     {only_case(), "contact", day("2023-04-28"), father_, "电话联系"}));
    EXPECT_FALSE(help_family(transaction, desk("2023-04-28"),
                             {only_case(), "contact", day("2023-04-29"), father_, ""})
                     .ok());
    must(transaction.commit());
  }
  auto transaction = begin();
  CaseQuestion asked;
  asked.rule = "without_work";
  asked.first = day("2023-04-01");
  asked.last = day("2023-04-30");
  asked.today = day("2023-06-01");
  const auto towns = must(count_cases(transaction, asked));
  ASSERT_EQ(towns.size(), 1);
  const CaseCounts& counts = towns[0].counts;
  const auto listed = [&](const char* what) {
    asked.what = what;
    return must(list_cases(transaction, asked, 10, 0)).total;
  };
  EXPECT_EQ(counts.month_found, 2);
  EXPECT_EQ(counts.month_found, listed("month_found"));
  EXPECT_EQ(counts.month_helped, 2);
  EXPECT_EQ(counts.month_helped, listed("month_helped"));
  EXPECT_EQ(counts.month_cleared, 1);
  EXPECT_EQ(counts.month_cleared, listed("month_cleared"));
  EXPECT_EQ(counts.month_solved, 1);
  EXPECT_EQ(counts.month_solved, listed("month_solved"));
  EXPECT_EQ(counts.month_relapse, 1);
  EXPECT_EQ(counts.month_relapse, listed("month_relapse"));
  EXPECT_EQ(counts.overdue, 1);
  EXPECT_EQ(counts.overdue, listed("overdue"));
  EXPECT_EQ(counts.open, listed("open"));
  EXPECT_EQ(counts.found, listed("found"));
  EXPECT_EQ(counts.days_sum, 17);
  EXPECT_EQ(counts.days_worst, 17);
}

TEST_F(LookTest, WhatWasWrittenOfAFamilyGoesWithWhoIsErased) {
  look("2023-04-03");
  const auto id = only_case();
  {
    auto transaction = begin();
    must(help_family(transaction, desk("2023-04-05"),
                     {id, "contact", day("2023-04-05"), {}, "张父腰伤未愈"}));
    must(refuse_case(transaction, desk("2023-04-06"), id, "other", "李母说明"));
    must(transaction.query(store::Statement("select erase_family_words($1)"), mother_));
    must(transaction.commit());
  }
  EXPECT_THAT(lines(store::Statement(
                  "select note || told as line from family_case c join family_step s "
                  "on s.case_id = c.id where s.kind = 'helped'")),
              ElementsAre("已销毁已销毁"));
}

TEST_F(LookTest, SixMonthsOfWorkWithoutABreakAreStable) {
  work("E00000002", "2023-01-10", "2023-04-30");
  work("E00000002", "2023-05-01");
  auto transaction = begin();
  const auto on = [&](const char* text) {
    for (const auto& each : must(members_at_work(transaction, family_, day(text), 6)))
      if (each.person == mother_)
        return to_text(*each.work_from) + (each.stable_on ? " " + to_text(*each.stable_on) : "");
    return std::string();
  };
  EXPECT_EQ(on("2023-07-08"), "2023-01-10");
  EXPECT_EQ(on("2023-07-09"), "2023-01-10 2023-07-10");  // through its last day
  EXPECT_EQ(on("2023-09-01"), "2023-01-10 2023-07-10");
}

}  // namespace
}  // namespace leye::families
