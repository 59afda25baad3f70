#include <gmock/gmock.h>

#include <fmt/format.h>

#include "registers/people.hpp"
#include "registers/test_unemployed.hpp"
#include "visits/record_visit.hpp"
#include "visits/surveys.hpp"

namespace leye::visits {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::int64_t town = 621002000000, other_town = 621022000000;

constexpr const char* plan_text =
    "# 走访 · unemployed · Visits\n\n登记失业：三个月一次。\n\n"
    "people: ledger registered_unemployed\nevery: 3 months\nfirst: 30 days\nlevel: community\n"
    "ways: visit, phone\nmet: met, family\nends: moved, died\nasks: wishes\n"
    "services: guidance 1, referral 3\nclause: 九\n";
constexpr const char* survey_text =
    "# 调查 · wishes · Survey\npeople: ledger registered_unemployed\nanswers: work_wish\n"
    "ways: visit, phone\nends: refused, died\n\n| question | question_en | fact |\n|---|---|---|\n"
    "| 想就业 | Work? | wants_work |\n| 什么工作 | Which? | occupation_wished |\n";

// Of the three, 1 had a visit on 1 August, by a service record.
class Visiting : public registers::UnemployedTest {
 protected:
  Visiting() : UnemployedTest(town, other_town) {
    sheet("service_record",
          fmt::format("身份证号码,服务单位,服务层级,服务类别,服务日期\n"
                      "000000199001010018,{},社区,上门走访,2023-08-01\n",
                      employer));
    ledgers_ = must(ledgers::Ledgers::load({resource("vocabulary").value()}, vocabulary_));
    plans_.visits.push_back(must(parse_visit_plan(plan_text, "plan", vocabulary_, ledgers_)));
    plans_.surveys.push_back(must(parse_survey(survey_text, "survey", vocabulary_, ledgers_)));
  }

  VisitDesk desk(std::int64_t account = 7) {
    return {vocabulary_, ledgers_, plans_, cipher_, account, town, 0, 999'999'999'999, now_, now_,
            late_days_};
  }
  Renewed renew() {
    return must(act([&](auto& transaction) { return renew_tasks(transaction, desk()); }));
  }
  // "1 2023-11-01" of each task.
  std::vector<std::string> tasks(const char* state) {
    auto transaction = begin();
    TaskQuestion asked;
    asked.state = state;
    asked.today = business_day(now_);
    std::vector<std::string> found;
    for (const auto& line : must(list_tasks(transaction, asked, 100, 0)).lines)
      found.push_back(fmt::format("{} {}", line.person, to_text(line.due_on)));
    return found;
  }
  std::int64_t task_of(std::int64_t person) {
    auto transaction = begin();
    TaskQuestion asked;
    asked.state = "open";
    asked.today = business_day(now_);
    for (const auto& line : must(list_tasks(transaction, asked, 100, 0)).lines)
      if (line.person == person) return line.id;
    return 0;
  }
  Fields file_of(std::int64_t person) {
    auto transaction = begin();
    return must(read_files(transaction, desk(), {person}, &plans_.surveys.front()))
        .at(0)
        .fields;
  }
  Visit visit_of(std::int64_t person, const char* outcome = "met", const char* way = "visit") {
    Visit visit;
    visit.device_key = fmt::format("device-{:04}", ++visits_);
    visit.task = task_of(person);
    visit.person = person;
    visit.way = way;
    visit.outcome = outcome;
    visit.visited_at = moment("2023-10-16", 8);
    visit.provider = employer;
    visit.level = "community";
    visit.seen = file_of(person);
    return visit;
  }
  Result<VisitTaken> record(const Visit& visit, std::int64_t account = 7) {
    return act([&](auto& transaction) {
      return record_visit(transaction, desk(account), {arrangements_, "经办"}, visit);
    });
  }
  // "visit 2023-10-16" of each service given to the person.
  std::vector<std::string> services(std::int64_t person) {
    auto transaction = begin();
    std::vector<std::string> found;
    for (const store::Row row : must(transaction.query(
             store::Statement("select facts->>'kind' || ' ' || (facts->>'served_on') as line "
                              "from register_record where person_id = $1 "
                              "and entity = 'service_record' and known_to = 'infinity'"),
             person)))
      found.push_back(row.get<std::string>("line"));
    return found;
  }
  int late_days_ = 90;
  ledgers::Ledgers ledgers_;
  Plans plans_;
  exchange::Arrangements arrangements_;
  int visits_ = 0;
};

TEST_F(Visiting, DueThreeMonthsAfterTheLastContactElseThirtyDaysFromToday) {
  EXPECT_EQ(renew().made, 3);
  EXPECT_THAT(tasks("open"), ElementsAre("1 2023-11-01", "2 2023-11-15", "3 2023-11-15"));
  EXPECT_THAT(tasks("soon"), testing::SizeIs(3));
  EXPECT_EQ(renew().made, 0);  // asked again
  now_ = moment("2023-11-10");
  EXPECT_THAT(tasks("overdue"), ElementsAre("1 2023-11-01"));
}

TEST_F(Visiting, WhoIsNoLongerMeantNeedNotBeVisited) {
  renew();
  sheet("unemployment_registration",
        "身份证号码,失业登记日期,注销日期,登记地\n000000199001010026,2023-05-01,2023-10-01,621002000000\n");
  EXPECT_EQ(renew().gone, 1);
  EXPECT_THAT(tasks("open"), ElementsAre("1 2023-11-01", "3 2023-11-15"));
}

TEST_F(Visiting, AVisitBecomesRecordsAndTheNextTask) {
  renew();
  Visit visit = visit_of(1);
  visit.services = {"guidance"};
  visit.referral = "refused";
  visit.survey = "wishes";
  visit.answers = {{"wants_work", "yes"}, {"occupation_wished", "电工"}};
  now_ = moment("2023-10-18");  // it arrives two days later
  const auto taken = must(record(visit));
  EXPECT_EQ(taken.state, VisitState::stored);
  EXPECT_THAT(taken.differences, IsEmpty());
  EXPECT_EQ(taken.closed, 1);
  EXPECT_THAT(services(1), UnorderedElementsAre("visit 2023-08-01", "visit 2023-10-16",
                                                "guidance 2023-10-16", "referral 2023-10-16"));
  const auto file = file_of(1);
  EXPECT_EQ(file.at("answer:occupation_wished"), "电工");
  EXPECT_EQ(file.at("asked_on"), "2023-10-16");
  EXPECT_EQ(number("select count(*) as n from register_record where entity = 'job_referral' "
                   "and person_id = 1 and facts->>'result' = 'refused'"),
            1);
  EXPECT_EQ(number("select count(*) as n from visit where visited_at = '2023-10-16T00:00Z' "
                   "and arrived_at = '2023-10-18T01:00Z' and counted"),
            1);
  // Three months after the day of the visit, not of its arrival.
  EXPECT_THAT(tasks("open"), ElementsAre("2 2023-11-15", "3 2023-11-15", "1 2024-01-16"));
  EXPECT_EQ(renew().made, 0);
}

TEST_F(Visiting, TheSameVisitSentAgainIsStoredOnce) {
  renew();
  const Visit visit = visit_of(1);
  const auto first = must(record(visit));
  EXPECT_EQ(must(record(visit)).id, first.id);
  EXPECT_EQ(number("select count(*) as n from visit"), 1);
  EXPECT_THAT(to_text(record(visit, 8).error()), HasSubstr("别人"));
}

TEST_F(Visiting, NobodyAtHomeLeavesTheTaskOpen) {
  renew();
  EXPECT_EQ(must(record(visit_of(2, "absent"))).closed, 0);
  EXPECT_THAT(tasks("open"), testing::Contains("2 2023-11-15"));
  EXPECT_THAT(services(2), IsEmpty());
  auto transaction = begin();
  TaskQuestion asked;
  asked.state = "open";
  asked.today = business_day(now_);
  EXPECT_EQ(must(list_tasks(transaction, asked, 1, 1)).lines.at(0).tries, 1);
}

TEST_F(Visiting, MovedAwayEndsTheTaskWithoutANext) {
  renew();
  EXPECT_EQ(must(record(visit_of(2, "moved"))).closed, 1);
  EXPECT_THAT(tasks("open"), ElementsAre("1 2023-11-01", "3 2023-11-15"));
}

TEST_F(Visiting, ACallIsAContactButNoHomeVisit) {
  renew();
  EXPECT_EQ(must(record(visit_of(2, "met", "phone"))).closed, 1);
  EXPECT_THAT(services(2), IsEmpty());
}

TEST_F(Visiting, AnotherNumberMeanwhileIsShownAndNothingIsOverwritten) {
  renew();
  Visit visit = visit_of(1);
  visit.phone = "13900000009";
  sheet("person", "身份证号码,姓名,性别,出生日期,常住地,联系电话\n"
                  "000000199001010018,人员1,1,1990-01-01,621002000000,13700000007\n");
  const auto shown = must(record(visit));
  EXPECT_EQ(shown.state, VisitState::conflict);
  ASSERT_EQ(shown.differences.size(), 1u);
  EXPECT_EQ(shown.differences[0].seen, "13800000001");
  EXPECT_EQ(shown.differences[0].now, "13700000007");
  EXPECT_EQ(shown.differences[0].mine, "13900000009");
  EXPECT_EQ(number("select count(*) as n from visit"), 0);
  EXPECT_EQ(file_of(1).at("phone"), "13700000007");

  visit.chosen = {{"phone", "file"}};
  EXPECT_EQ(must(record(visit)).state, VisitState::stored);
  EXPECT_EQ(file_of(1).at("phone"), "13700000007");
}

TEST_F(Visiting, TheVisitorsNumberIsTakenWhereHeChoosesIt) {
  renew();
  Visit visit = visit_of(1);
  visit.phone = "13900000009";
  visit.seen["phone"] = "13600000006";  // what the device took along is not what stands there
  visit.chosen = {{"phone", "mine"}};
  EXPECT_EQ(must(record(visit)).state, VisitState::stored);
  EXPECT_EQ(file_of(1).at("phone"), "13900000009");
}

TEST_F(Visiting, TwoNumbersWithinOneMomentAreBothKept) {
  renew();
  Visit visit = visit_of(1);
  visit.phone = "13900000009";
  must(record(visit));
  visit = visit_of(1);
  visit.phone = "13900000010";
  must(record(visit));
  EXPECT_EQ(file_of(1).at("phone"), "13900000010");
  EXPECT_EQ(number("select count(*) as n from person_identity_past where person_id = 1"), 2);
}

TEST_F(Visiting, AChangeThatTheVisitDoesNotTouchIsOnlyShown) {
  renew();
  Visit visit = visit_of(1);
  visit.seen["phone"] = "13600000006";
  const auto taken = must(record(visit));
  EXPECT_EQ(taken.state, VisitState::stored);
  ASSERT_EQ(taken.differences.size(), 1u);
  EXPECT_FALSE(taken.differences[0].choose);
}

TEST_F(Visiting, TwoPhonesOneTaskBothTextsStay) {
  renew();
  Visit mine = visit_of(1), theirs = mine;
  theirs.device_key = "device-other";
  mine.note = "第一部手机";
  theirs.note = "第二部手机";
  must(record(mine));
  EXPECT_EQ(must(record(theirs, 8)).state, VisitState::conflict);
  theirs.chosen = {{"task", "file"}};
  EXPECT_EQ(must(record(theirs, 8)).state, VisitState::set_aside);
  EXPECT_EQ(number("select count(*) as n from visit where note in ('第一部手机', '第二部手机')"), 2);
  EXPECT_THAT(services(1), UnorderedElementsAre("visit 2023-08-01", "visit 2023-10-16"));
}

TEST_F(Visiting, WhatIsWrongStoresNothing) {
  renew();
  Visit late = visit_of(1);
  late.visited_at = moment("2023-07-17");  // 91 days
  EXPECT_THAT(to_text(record(late).error()), HasSubstr("90"));
  Visit early = visit_of(1);
  early.visited_at = moment("2023-10-17");
  EXPECT_THAT(to_text(record(early).error()), HasSubstr("还没有到"));
  Visit phone = visit_of(1);
  phone.phone = "12";
  EXPECT_FALSE(record(phone).ok());
  Visit nobody = visit_of(1);
  nobody.provider.clear();
  EXPECT_THAT(to_text(record(nobody).error()), HasSubstr("服务单位"));
  EXPECT_EQ(number("select count(*) as n from visit"), 0);
  EXPECT_THAT(services(1), ElementsAre("visit 2023-08-01"));
}

TEST_F(Visiting, HowLateItIsTakenInIsTheOfficesToSay) {
  renew();
  Visit late = visit_of(1);
  late.visited_at = moment("2023-09-15");  // 31 days
  late_days_ = 30;
  EXPECT_THAT(to_text(record(late).error()), HasSubstr("30"));
  late_days_ = 31;
  EXPECT_EQ(must(record(late)).state, VisitState::stored);
}

TEST_F(Visiting, ASurveyGivesEveryoneATaskAndCountsTheRegistersAnswers) {
  const auto id = must(act([&](auto& transaction) {
    return begin_batch(transaction, desk(), {"wishes", "秋季摸排", "", day("2023-11-30")});
  }));
  Visit one = visit_of(1, "met", "phone"), two = visit_of(2, "met", "phone");
  one.survey = two.survey = "wishes";
  one.answers = {{"wants_work", "yes"}, {"occupation_wished", "电工"}};
  two.answers = {{"wants_work", "no"}};
  EXPECT_EQ(must(record(one)).closed, 1);
  EXPECT_EQ(must(record(two)).closed, 1);
  EXPECT_EQ(must(record(visit_of(3, "refused", "phone"))).closed, 1);
  auto transaction = begin();
  const auto batch = must(find_batch(transaction, id));
  EXPECT_EQ(batch.answered, 2);
  EXPECT_EQ(batch.ended, 1);
  EXPECT_EQ(batch.open, 0);
  std::vector<std::string> counts;
  for (const auto& each : must(count_answers(transaction, plans_.surveys.front(), batch)))
    counts.push_back(fmt::format("{}={} {}", each.fact, each.value, each.people));
  EXPECT_THAT(counts, UnorderedElementsAre("wants_work=yes 1", "wants_work=no 1",
                                           "occupation_wished= 1"));
  EXPECT_EQ(must(list_answers(transaction, plans_.surveys.front(), batch, 10))
                .at(0)
                .answers.at("occupation_wished"),
            "电工");
}

TEST_F(Visiting, WhoGaveServicesBeforeIsOffered) {
  auto transaction = begin();
  const auto providers = must(list_providers(transaction));
  ASSERT_EQ(providers.size(), 1u);
  EXPECT_EQ(providers[0].uscc, employer);
  EXPECT_EQ(providers[0].name, "示范有限公司");
}

TEST_F(Visiting, AssignedTasksAreTheVisitorsOwn) {
  renew();
  const auto task = task_of(1);
  EXPECT_EQ(must(act([&](auto& transaction) {
              return assign_tasks(transaction, desk(), {task}, 12);
            })),
            1);
  EXPECT_THAT(to_text(act([&](auto& transaction) {
                        return assign_tasks(transaction, desk(), {task, 99'999}, 12);
                      }).error()),
              HasSubstr("不在本辖区"));
  auto transaction = begin();
  TaskQuestion asked;
  asked.state = "open";
  asked.visitor = 12;
  asked.today = business_day(now_);
  EXPECT_EQ(must(list_tasks(transaction, asked, 10, 0)).lines.at(0).person, 1);
}

TEST(VisitPlans, AMistakeNamesItsLine) {
  const auto vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  const auto ledgers = ledgers::Ledgers::load({resource("vocabulary").value()}, vocabulary).value();
  const auto error_of = [&](std::string text, const char* from, const char* to) {
    text.replace(text.find(from), std::string_view(from).size(), to);
    return to_text(parse_visit_plan(text, "p.md", vocabulary, ledgers).error());
  };
  EXPECT_THAT(error_of(plan_text, "3 months", "3 moons"), HasSubstr("p.md:6"));
  EXPECT_THAT(error_of(plan_text, "ways: visit", "ways: pigeon"), HasSubstr("`pigeon`"));
  EXPECT_THAT(error_of(plan_text, "ledger registered_unemployed", "ledger nobody"),
              HasSubstr("p.md:5"));
  EXPECT_THAT(error_of(plan_text, "clause:", "clauses:"), HasSubstr("`clauses`"));
  EXPECT_THAT(error_of(plan_text, "referral 3", "referral many"), HasSubstr("p.md:13"));
  std::string survey = survey_text;
  survey.replace(survey.find("wants_work"), 10, "wants_rest");
  EXPECT_THAT(to_text(parse_survey(survey, "s.md", vocabulary, ledgers).error()),
              HasSubstr("s.md:9"));
}

TEST(VisitPlans, EveryShippedPackReads) {
  const auto vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  const auto ledgers = ledgers::Ledgers::load({resource("vocabulary").value()}, vocabulary).value();
  const auto plans =
      Plans::load(resource("packs/qingyang-2023").value(), vocabulary, ledgers).value();
  ASSERT_EQ(plans.visits.size(), 3u);
  EXPECT_EQ(plans.find_visit("hard_to_employ")->every_months, 6);
  EXPECT_EQ(plans.find_survey("wishes")->questions.size(), 9u);
}

}  // namespace
}  // namespace leye::visits
