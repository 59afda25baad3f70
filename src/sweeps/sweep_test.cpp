#include "sweeps/sweep.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "registers/test_unemployed.hpp"
#include "sweeps/sweep_view.hpp"

namespace leye::sweeps {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr const char* rules_text =
    "# 核查 · unemployed · sweep\nundo days: 30\n\n"
    "| source | when | because | told | clause |\n"
    "|---|---|---|---|---|\n| death | any | died | no | 十 |\n"
    "| list army | later | army | yes | 六 |\n| list pension | any | pension | yes | 四 |\n"
    "| employment | later | employed | yes | 一 |\n"
    "| insurance pension | later | employed | yes | 一 |\n"
    "## 计入 · counted\n| counted |\n|---|\n| list unemployment_aid |\n";
constexpr const char* arrangements_text =
    "# 省系统 · province · provincial system\ninterface: http\n\n## unemployment_registration\n"
    "serial: 失业登记号 · number\nsince 2023-01-01: collaborate\n\n| field | label | value |\n"
    "|---|---|---|\n| AAC002 | 身份证号码 | person.id_number |\n";

constexpr std::int64_t town = 621002001001, other_town = 621022100000;

class Sweeping : public registers::UnemployedTest {
 protected:
  Sweeping() : UnemployedTest(town, other_town) {}

  // What somebody else did at the desk.
  void change(store::Statement statement) {
    auto transaction = begin();
    must(transaction.execute(statement));
    must(transaction.commit());
  }
  // A line of another body's list.
  void list(const char* number, const char* list, const char* since) {
    sheet("outside_listing", fmt::format("身份证号码,名单,起始日期,提供单位\n{},{},{},武装部\n",
                                         number, list, since));
  }
  SweepDesk desk(std::int64_t low = 0, std::int64_t high = 999'999'999'999) {
    return {vocabulary_, arrangements_, rules_, 7, town, low, high, now_, now_};
  }
  std::int64_t sweep(std::int64_t low = 0, std::int64_t high = 999'999'999'999) {
    const auto found = must(act(
        [&](auto& transaction) { return find_exits(transaction, desk(low, high), signs_); }));
    return found.found;
  }
  Result<ConfirmedRun> confirm(const Chosen& chosen, std::int64_t low = 0,
                               std::int64_t high = 999'999'999'999) {
    return act(
        [&](auto& transaction) { return confirm_exits(transaction, desk(low, high), chosen); });
  }
  Result<UndoneExits> undo(std::int64_t run, const std::string& reason) {
    return act([&](auto& transaction) { return undo_run(transaction, desk(), run, reason); });
  }
  Status undo_one(std::int64_t exit, const std::string& reason) {
    auto transaction = begin();
    TRY(undo_exit(transaction, desk(), exit, reason));
    return transaction.commit();
  }
  // "1 army 2023-09-01" of each open proposal.
  std::vector<std::string> open() {
    auto transaction = begin();
    std::vector<std::string> found;
    for (const auto& line : must(list_exits(transaction, "open", "", 100, 0)).lines)
      found.push_back(
          fmt::format("{} {} {}", line.person, line.because, to_text(line.ends_on)));
    return found;
  }

  Rules rules_ = must(Rules::parse(rules_text, "unemployed.md", vocabulary_));
  Signs signs_;
  exchange::Arrangements arrangements_ =
      must(exchange::Arrangements::parse(arrangements_text, "province.md", vocabulary_));
};

TEST_F(Sweeping, ProposesWhatIsSaidAfterTheRegistrationAndNothingElse) {
  list("000000199001010018", "army", "2023-09-01");
  list("000000199001010026", "army", "2023-04-01");    // before the registration
  list("000000197506150025", "school", "2023-09-01");  // without a rule
  EXPECT_EQ(sweep(), 1);
  EXPECT_THAT(open(), ElementsAre("1 army 2023-09-01"));
  EXPECT_EQ(sweep(), 0);
  EXPECT_EQ(number("select count(*) as n from unemployment_registration where end_date is null"),
            3);
}

// Who was on pension before he registered ends on the day of the registration.
TEST_F(Sweeping, SomeSourcesCountWhateverTheirDay) {
  list("000000199001010018", "pension", "2023-04-01");
  list("000000199001010026", "pension", "2023-11-01");  // not yet
  EXPECT_EQ(sweep(), 1);
  EXPECT_THAT(open(), ElementsAre("1 pension 2023-05-01"));
}

// Work and insurance that go on; those that ended, or that nobody but the person pays, say nothing.
TEST_F(Sweeping, TheRegistersThemselvesAreEvidence) {
  sheet("employment",
        "身份证号码,统一社会信用代码,就业日期,离职日期\n"
        "000000199001010018,91000000000000000K,2023-07-01,\n"
        "000000199001010026,91000000000000000K,2023-06-01,2023-08-31\n");
  sheet("insurance_spell",
        "身份证号码,单位统一社会信用代码,险种,起始月,终止月\n"
        "000000199001010026,91000000000000000K,pension,2023-06,2023-08\n"
        "000000197506150025,91000000000000000K,pension,2023-08,\n"
        "000000199001010018,,pension,2023-06,\n");
  EXPECT_EQ(sweep(), 2);
  EXPECT_THAT(open(), UnorderedElementsAre("1 employed 2023-07-01", "3 employed 2023-08-01"));
  EXPECT_EQ(number("select count(*) as n from sweep_exit where detail = '示范有限公司'"), 2);
}

TEST_F(Sweeping, TheFirstRuleCounts) {
  list("000000199001010018", "army", "2023-06-01");
  change("update person_version set death_date = '2023-09-01' where person_id = 1");
  EXPECT_EQ(sweep(), 1);
  EXPECT_THAT(open(), ElementsAre("1 died 2023-09-01"));
}

TEST_F(Sweeping, ConfirmedTogetherThePeopleAreToldAndItGoesOut) {
  list("000000199001010018", "army", "2023-09-01");
  list("000000199001010026", "army", "2023-08-15");
  ASSERT_EQ(sweep(), 2);
  EXPECT_EQ(must(confirm({.ids = {1, 2}})).exits, 2);
  EXPECT_EQ(number("select count(*) as n from unemployment_registration where known_to = "
                   "'infinity' and source = '月度核查 2023-10-16〔1〕' and "
                   "((id = 1 and end_date = '2023-09-01') or (id = 2 and end_date = "
                   "'2023-08-15'))"),
            2);
  EXPECT_EQ(number("select count(*) as n from unemployment_registration_past where end_date is "
                   "null"),
            2);
  EXPECT_EQ(number("select count(*) as n from message where person_id = 1 and body like "
                   "'%2023-09-01%服兵役%武装部%2023-11-15%'"),
            1);
  EXPECT_EQ(number("select count(*) as n from outgoing where state = 'unsent' and clerk = 7"), 2);
  EXPECT_FALSE(confirm({.ids = {1}}).ok());
  EXPECT_EQ(sweep(), 0);
}

// Nobody writes to the dead.
TEST_F(Sweeping, TheDeadAreNotTold) {
  change("update person_version set death_date = '2023-09-01' where person_id = 1");
  ASSERT_EQ(sweep(), 1);
  EXPECT_EQ(must(confirm({.because = "died"})).exits, 1);
  EXPECT_EQ(number("select count(*) as n from message"), 0);
}

TEST_F(Sweeping, AWholeRunIsUndoneButForWhatWasChangedSince) {
  list("000000199001010018", "army", "2023-09-01");
  list("000000199001010026", "army", "2023-08-15");
  sweep();
  must(confirm({.because = "army"}));
  const auto with_reason = [&] {
    return number("select count(*) as n from unemployment_registration where "
                  "extra->>'ended_because' = 'army'");
  };
  EXPECT_EQ(with_reason(), 2);
  now_ = moment("2023-10-20");
  change("update unemployment_registration set end_date = '2023-08-20', source = '窗口', "
         "known_from = known_from + interval '1 hour' where person_id = 2");
  EXPECT_FALSE(undo(1, "").ok());
  const auto undone = must(undo(1, "名单有误"));
  EXPECT_EQ(undone.restored, 1);
  EXPECT_EQ(undone.kept, 1);
  EXPECT_EQ(with_reason(), 1);
  EXPECT_EQ(number("select count(*) as n from unemployment_registration where id = 1 and "
                   "known_to = 'infinity' and end_date is null"),
            1);
  EXPECT_EQ(number("select count(*) as n from unemployment_registration where id = 2 and "
                   "known_to = 'infinity' and end_date = '2023-08-20'"),
            1);
  EXPECT_EQ(number("select count(*) as n from message where person_id = 1"), 2);
  EXPECT_EQ(number("select count(*) as n from outgoing where record_id = 1"), 2);
  EXPECT_FALSE(undo(1, "再来一次").ok());
  // The same line of the list proposes nothing again; another one does.
  EXPECT_EQ(sweep(), 0);
  list("000000199001010018", "army", "2023-10-18");
  EXPECT_EQ(sweep(), 1);
}

TEST_F(Sweeping, OneIsUndoneWithinItsDays) {
  list("000000199001010018", "army", "2023-09-01");
  list("000000199001010026", "army", "2023-08-15");
  sweep();
  must(confirm({.because = "army"}));
  now_ = moment("2023-11-15");
  must(undo_one(1, "本人未入伍"));
  EXPECT_EQ(number("select count(*) as n from unemployment_registration where end_date is null"),
            2);
  EXPECT_FALSE(undo_one(1, "再来一次").ok());
  now_ = moment("2023-11-16");
  const Status late = undo_one(2, "本人未入伍");
  ASSERT_FALSE(late.ok());
  EXPECT_THAT(late.error().what, HasSubstr("2023-11-15"));
}

// Who registered anew after the exit keeps that; the old registration would overlap it.
TEST_F(Sweeping, WhoRegisteredAnewKeepsTheNewRegistration) {
  list("000000199001010018", "army", "2023-09-01");
  sweep();
  must(confirm({.ids = {1}}));
  change("insert into unemployment_registration (person_id, start_date, place, source, known_from) "
         "select 1, '2023-10-10', place, '窗口', known_from from unemployment_registration "
         "where person_id = 1");
  const Status refused = undo_one(1, "本人未入伍");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TEST_F(Sweeping, RejectedItIsNotFoundAgain) {
  list("000000199001010018", "army", "2023-09-01");
  sweep();
  const auto reject = [&](const std::string& reason) {
    return act([&](auto& transaction) { return reject_exits(transaction, desk(), {1}, reason); });
  };
  EXPECT_FALSE(reject("").ok());
  ASSERT_TRUE(reject("同名不同人").ok());
  EXPECT_FALSE(reject("同名不同人").ok());
  EXPECT_EQ(sweep(), 0);
}

TEST_F(Sweeping, OtherTownsAreNotThere) {
  list("000000197506150025", "army", "2023-09-01");
  EXPECT_EQ(sweep(town, town), 0);
  ASSERT_EQ(sweep(), 1);
  EXPECT_FALSE(confirm({.ids = {1}}, town, town).ok());
  EXPECT_FALSE(confirm({.because = "army"}, town, town).ok());
  EXPECT_THAT(open(), ElementsAre("3 army 2023-09-01"));
}

// A proposal whose registration ended otherwise goes away.
TEST_F(Sweeping, WhatEndedOtherwiseIsGone) {
  list("000000199001010018", "army", "2023-09-01");
  sweep();
  change("update unemployment_registration set end_date = '2023-08-20', source = '窗口', "
         "known_from = known_from + interval '1 hour' where person_id = 1");
  EXPECT_FALSE(confirm({.ids = {1}}).ok());
  const auto again =
      must(act([&](auto& transaction) { return find_exits(transaction, desk(), signs_); }));
  EXPECT_EQ(again.gone, 1);
  EXPECT_TRUE(open().empty());
}

TEST_F(Sweeping, SomeCountAsRegisteredWithoutBeingSo) {
  list("000000199001010018", "unemployment_aid", "2023-09-01");  // is registered
  change("update unemployment_registration set end_date = '2023-08-20', source = '窗口', "
         "known_from = known_from + interval '1 hour' where person_id = 2");
  list("000000199001010026", "unemployment_aid", "2023-09-01");
  auto transaction = begin();
  const auto counts = must(count_sweep(transaction, business_day(now_), rules_, signs_));
  EXPECT_EQ(counts.registered, 2);
  EXPECT_EQ(counts.registered_long, 0);  // nobody says what is long
  EXPECT_EQ(counts.counted.at("unemployment_aid"), 1);
}

constexpr const char* signs_text =
    "long registration: 5\n\n| contact | day | fact | value |\n|---|---|---|---|\n"
    "| visit | | | |\n| job_referral | referred_on | | |\n\n"
    "| refusal | day | fact | value |\n|---|---|---|---|\n"
    "| visit | | | refused |\n| job_referral | referred_on | result | refused |\n";

// Registered on 1 May, today is 16 October: five months are full, six are not.
class Contacts : public Sweeping {
 protected:
  Contacts() {
    signs_ = must(Signs::parse(signs_text, "contacts.md", vocabulary_));
    rules_.all = {{"refusals 3", true, "refused", true, "八"},
                  {"silence 5", true, "no_contact", true, "九"}};
  }
  void visit(int person, const char* on, const char* outcome, bool counted) {
    auto transaction = begin();
    must(transaction.execute(
        store::Statement(
            "insert into visit (device_key, person_id, place, account, way, outcome, counted, "
            "visited_at, visited_on, arrived_at) values ($1, $2, 621002001001, 7, 'visit', $3, $4, "
            "$5, $6, $5)"),
        fmt::format("device-{}-{}", person, on), std::int64_t{person}, outcome, counted,
        now_, day(on)));
    must(transaction.commit());
  }
  void refer(const char* number, const char* on, const char* result) {
    sheet("job_referral",
          fmt::format("身份证号码,推荐日期,推荐结果\n{},{},{}\n", number, on, result));
  }
};

TEST_F(Contacts, SilenceIsCountedFromTheLastContact) {
  visit(1, "2023-05-16", "met", true);      // five months today
  visit(2, "2023-05-17", "met", true);      // a day short of them
  visit(3, "2023-09-01", "absent", false);  // nobody was reached
  EXPECT_EQ(sweep(), 2);
  EXPECT_THAT(open(), UnorderedElementsAre("1 no_contact 2023-10-16", "3 no_contact 2023-10-01"));
  refer("000000197506150025", "2023-10-02", "未录用");
  const auto again =
      must(act([&](auto& transaction) { return find_exits(transaction, desk(), signs_); }));
  EXPECT_EQ(again.found, 0);
  EXPECT_EQ(again.gone, 1);  // person 3 was spoken to
  EXPECT_THAT(open(), ElementsAre("1 no_contact 2023-10-16"));
}

TEST_F(Contacts, TheThirdRefusalSinceTheRegistrationCounts) {
  refer("000000199001010018", "2023-04-20", "本人不接受");  // before the registration
  refer("000000199001010018", "2023-06-01", "本人不接受");
  refer("000000199001010018", "2023-07-01", "未录用");
  visit(1, "2023-08-01", "refused", false);
  visit(2, "2023-10-01", "met", true);
  visit(3, "2023-10-01", "met", true);
  EXPECT_EQ(sweep(), 0);  // of person 1 two, and the last contact was on 1 July
  refer("000000199001010018", "2023-10-10", "本人不接受");
  EXPECT_EQ(sweep(), 1);
  EXPECT_THAT(open(), ElementsAre("1 refused 2023-10-10"));
  auto transaction = begin();
  EXPECT_EQ(must(list_exits(transaction, "open", "", 10, 0)).lines[0].detail,
            "拒绝 2023-06-01、2023-08-01、2023-10-10");
}

TEST_F(Contacts, HowLongIsLongStandsInThePack) {
  auto transaction = begin();
  EXPECT_EQ(must(count_sweep(transaction, day("2023-09-30"), rules_, signs_)).registered_long, 0);
  EXPECT_EQ(must(count_sweep(transaction, day("2023-10-01"), rules_, signs_)).registered_long, 3);
}

TEST_F(Contacts, WithoutAWordOnContactsNobodyIsSilent) {
  signs_ = {};
  EXPECT_FALSE(
      act([&](auto& transaction) { return find_exits(transaction, desk(), signs_); }).ok());
}

TEST_F(Contacts, SignsNameWhatIsWrong) {
  const std::string head = "| contact | day | fact | value |\n|---|---|---|---|\n";
  EXPECT_TRUE(Signs::parse(head + "| visit | | | met |\n", "a.md", vocabulary_).ok());
  for (const char* row :
       {"| visit | | | bored |\n", "| visit | visited_on | | met |\n", "| employment | | | |\n",
        "| job_referral | result | | |\n", "| job_referral | referred_on | result | bored |\n",
        "| job_referral | referred_on | person | |\n", "| job_referral | referred_on |\n",
        "\nlong registration: 0\n"})
    EXPECT_FALSE(Signs::parse(head + row, "a.md", vocabulary_).ok()) << row;
  EXPECT_FALSE(Signs::parse("| moon | day | fact | value |\n", "a.md", vocabulary_).ok());
}

TEST_F(Sweeping, RulesNameWhatIsWrong) {
  const std::string head =
      "# 核查 · unemployed · sweep\nundo days: 30\n| source | when | because | told | clause |\n"
      "|---|---|---|---|---|\n";
  EXPECT_TRUE(Rules::parse(head + "| death | any | died | no | 十 |\n", "a.md", vocabulary_).ok());
  for (const char* rule :
       {"| moon | any | died | no | 十 |\n", "| list moon | any | died | no | 十 |\n",
        "| death | soon | died | no | 十 |\n", "| death | any | bored | no | 十 |\n",
        "| silence 0 | any | no_contact | yes | 九 |\n",
        "| refusals | any | refused | yes | 八 |\n", "| death | any | died | perhaps | 十 |\n",
        "| death | any | died | no | |\n", "",
        "| death | any | died | no | 十 |\n| death | later | died | no | 十 |\n"})
    EXPECT_FALSE(Rules::parse(head + rule, "a.md", vocabulary_).ok()) << rule;
  EXPECT_FALSE(Rules::parse("undo days: 30\n", "a.md", vocabulary_).ok());
}

// The rules of the pack that is in force read.
TEST_F(Sweeping, ThePackHasRules) {
  const auto rules = must(Rules::load(must(resource("packs/qingyang-2023")), vocabulary_));
  EXPECT_EQ(rules.undo_days, 30);
  EXPECT_EQ(rules.all.size(), 15u);
  EXPECT_EQ(rules.counted.size(), 3u);
  const auto signs = must(Signs::load(must(resource("packs/qingyang-2023")), vocabulary_));
  EXPECT_EQ(signs.long_months, 6);
  EXPECT_EQ(signs.contacts.size(), 4u);
  EXPECT_EQ(signs.refusals.size(), 2u);
}

}  // namespace
}  // namespace leye::sweeps
