#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "ledgers/ledger_reader.hpp"
#include "ledgers/saved_views.hpp"
#include "store/test_database.hpp"

namespace leye::ledgers {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

const std::string head = "| label | label_en | group | value | required |\n|---|---|---|---|---|\n";

class LedgersOfATown : public testing::Test {
 protected:
  // Five people of 000000001001 and one of another village; employers 1 here, 2 elsewhere.
  LedgersOfATown() {
    script(R"(
      insert into leye.place (code, name, level, parent) values (1000, '甲镇', 4, 0),
        (1001, '一村', 5, 1000), (1002, '二村', 5, 1000) on conflict do nothing;
      insert into person select generate_series(1, 6);
      insert into person_identity (person_id, name, place, recorded_at)
        select id, '人' || id, case id when 6 then 1002 else 1001 end, '2023-01-01' from person;
      insert into person_version (person_id, valid, sex, birth_date, hukou_kind, education,
                                  residence_place, place, source, known_from)
        select id, '[1950-01-01,)', case id when 3 then null else '1' end,
               make_date((array[1990,1970,2004,1963,2010,1990])[id], 5, 5), '20', '21',
               case id when 6 then 1002 else 1001 end, case id when 6 then 1002 else 1001 end,
               '户籍', case id when 2 then '2023-09-20'::date else '2022-01-01' end from person;
      insert into organisation (id, uscc) values (1, '91000000MA0000001R'),
        (2, '91000000MA0000002W');
      insert into organisation_version (organisation_id, valid, name, registered_place, place,
                                        source, known_from)
        select id, '[2000-01-01,)', '单位' || id, id * 1001, id * 1001, '市场监管', '2022-01-01'
        from organisation;
    )");
    vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  }
  void script(const std::string& text) {
    const auto run = connection_.run_script("set search_path = area_000000, leye, public;" + text);
    ASSERT_TRUE(run.ok()) << to_text(run.error());
  }
  void job(int person, int employer, const char* start, const char* end = "null") {
    script(
        fmt::format("insert into employment (person_id, employer_id, start_date, end_date, form,"
                    " wage_fen, place, source, known_from) values ({}, {}, '{}', {}, 'unit',"
                    " 350050, {}, '就业登记', '2023-03-01')",
                    person, employer, start, end, employer * 1001));
  }
  void record(int person, const char* entity, const char* key, const char* valid,
              const char* facts) {
    script(
        fmt::format("insert into register_record (entity, person_id, key, valid, facts, place,"
                    " source, known_from) values ('{}', {}, '{}', '{}', '{}', 1001, '社区',"
                    " '2023-10-01')",
                    entity, person, key, valid, facts));
  }
  Ledger ledger(const std::string& text) {
    auto read = parse_ledger("# 试 · trial · Trial\n" + text, "trial.md", vocabulary_);
    EXPECT_TRUE(read.ok()) << to_text(read.error());
    return read.ok() ? std::move(read).value() : Ledger{};
  }
  store::Transaction begin(std::int64_t low = 1000, std::int64_t high = 1999) {
    store::Scope scope = store::TestDatabase::scope();
    scope.place_lo = low;
    scope.place_hi = high;
    return store::Transaction::begin(connection_, scope).value();
  }
  LedgerPage page(const Ledger& one, const std::optional<Mark>& after = {}, std::int64_t size = 50,
                  std::vector<Condition> conditions = {}) {
    auto transaction = begin();
    LedgerReader reader(transaction, vocabulary_, identity_);
    auto read = reader.page(one, {on_, now_, std::move(conditions)}, after, size);
    EXPECT_TRUE(read.ok()) << to_text(read.error());
    return read.ok() ? std::move(read).value() : LedgerPage{};
  }
  std::vector<std::int64_t> ids(const Ledger& one) {
    std::vector<std::int64_t> found;
    for (const auto& row : page(one).rows) found.push_back(row.id);
    return found;
  }

  using Ids = std::vector<std::int64_t>;
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 5)));
  registers::IdentityCipher identity_{cipher_};
  Vocabulary vocabulary_;
  Day on_ = day("2023-10-16");
  Instant now_ = SetClock(day("2023-10-16")).now();
};

TEST_F(LedgersOfATown, ShowsFactsOfTheRowAndOfWhatHangsOnIt) {
  job(1, 2, "2023-03-01");
  job(1, 1, "2021-03-01", "'2022-03-01'");
  const auto one = ledger(
      "of: person\nwhere: birth_date aged 16 to 59\nrelated: job = employment where in force\n"
      "related: all_jobs = employment\n" +
      head +
      "| 姓名 | | | name | yes |\n| 性别 | | | sex | yes |\n| 住地 | | | residence_place | |\n"
      "| 单位 | | | job.employer | |\n| 信用代码 | | | job.employer.uscc | |\n"
      "| 月工资 | | | job.wage | |\n| 段数 | | | count(all_jobs) | |\n");
  const auto read = page(one);
  // 1963-05-05 is 60 on the day, 2010 is 13; the other village is within the same town.
  ASSERT_EQ(read.rows.size(), 4U);
  EXPECT_EQ(read.rows[0].cells,
            (std::vector<std::string>{"人1", "男", "甲镇一村", "单位2", "", "3,500.50", "2"}));
  EXPECT_EQ(read.rows[1].cells[3], "");
  EXPECT_EQ(read.rows[0].person, 1);
  EXPECT_EQ(read.rows[0].source, "户籍");
  EXPECT_FALSE(read.next);
}

// Worked out when it is read: how far from home, how long without a break, in which groups.
TEST_F(LedgersOfATown, WorksOutReachMonthsAndLists) {
  script("update person_version set hukou_place = 621002001000;");
  const auto away = [&](int person, const char* workplace, const char* from) {
    record(person, "labour_transfer", from, fmt::format("[{},)", from).c_str(),
           fmt::format(R"({{"start_date":"{}","workplace":"{}"}})", from, workplace).c_str());
  };
  away(1, "621002003000", "2023-04-18");
  away(2, "620100000000", "2023-04-17");
  away(4, "440300000000", "2023-10-16");
  record(2, "key_group_member", "r", "(,)", R"({"key_group":"resettled"})");
  record(2, "key_group_member", "l/1", "(,)", R"({"key_group":"lifted_poor"})");
  record(2, "key_group_member", "l/2", "(,)", R"({"key_group":"lifted_poor"})");
  const auto one = ledger(
      "of: person\nrelated: transfer = labour_transfer where in force\n"
      "related: groups = key_group_member where in force\n"
      "group: reach(hukou_place, transfer.workplace)\n" +
      head +
      "| 姓名 | | | name | |\n| 流向 | | | reach(hukou_place, transfer.workplace) | |\n"
      "| 满月 | | | months(transfer) | |\n| 群体 | | | list(groups.key_group) | |\n");
  const auto read = page(one);
  using Cells = std::vector<std::string>;
  ASSERT_EQ(read.rows.size(), 6U);
  EXPECT_EQ(read.rows[0].cells, (Cells{"人1", "县内", "5", ""}));  // six months are over tomorrow
  EXPECT_EQ(read.rows[1].cells, (Cells{"人2", "省内县外", "6", "脱贫人口、易地搬迁人口"}));
  EXPECT_EQ(read.rows[1].values[3], "lifted_poor,resettled");
  EXPECT_EQ(read.rows[2].cells, (Cells{"人3", "", "", ""}));
  EXPECT_EQ(read.rows[3].cells, (Cells{"人4", "跨省", "0", ""}));
  auto transaction = begin();
  LedgerReader reader(transaction, vocabulary_, identity_);
  const auto groups = reader.groups(one, {on_, now_, {}}, 100).value();
  ASSERT_EQ(groups.size(), 4U);
  EXPECT_EQ(groups[0].rows, 3);  // not away
  const auto six = ledger(
      "of: person\nrelated: transfer = labour_transfer where in force\n"
      "where: months(transfer) at least 6\n"
      "where: reach(hukou_place, transfer.workplace) is in_province\n" +
      head + "| 姓名 | | | name | |\n");
  EXPECT_EQ(ids(six), (Ids{2}));
}

TEST_F(LedgersOfATown, RefusesWhatCannotBeWorkedOut) {
  for (const char* value : {"reach(hukou_place)", "reach(hukou_place, name)", "months(nothing)",
                            "list(groups.helper)", "list(key_group)"}) {
    const auto read = parse_ledger("# 试 · trial · Trial\nof: person\n"
                                   "related: groups = key_group_member\n" + head + "| 甲 | | | " +
                                       value + " | |\n",
                                   "trial.md", vocabulary_);
    ASSERT_FALSE(read.ok()) << value;
    EXPECT_FALSE(read.error().where.empty()) << value;
  }
}

// Of two surveys the one that was asked last, though the other one was typed in after it.
TEST_F(LedgersOfATown, ShowsWhatWasSaidLastNotWhatWasLearntLast) {
  record(1, "work_wish", "2023-09-01", "(,)", R"({"asked_on":"2023-09-01","wants_work":"yes"})");
  record(1, "work_wish", "2021-09-01", "(,)", R"({"asked_on":"2021-09-01","wants_work":"no"})");
  script(
      "update register_record set known_from = '2023-10-05' where key = '2021-09-01';"
      "update register_record set known_from = '2023-09-02' where key = '2023-09-01'");
  const auto one = ledger("of: person\nrelated: wish = work_wish\n" + head +
                          "| 姓名 | | | name | |\n| 调查日期 | | | wish.asked_on | |\n"
                          "| 意愿 | | | wish.wants_work | |\n");
  const auto read = page(one);
  ASSERT_GE(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].cells, (std::vector<std::string>{"人1", "2023-09-01", "是"}));
}

TEST_F(LedgersOfATown, LeavesOutWhoLivesElsewhere) {
  const auto one = ledger("of: person\n" + head + "| 姓名 | | | name | |\n");
  auto transaction = begin(1002, 1002);
  LedgerReader reader(transaction, vocabulary_, identity_);
  const auto read = reader.page(one, {on_, now_}, {}, 50);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  ASSERT_EQ(read.value().rows.size(), 1U);
  EXPECT_EQ(read.value().rows[0].cells[0], "人6");
  EXPECT_EQ(reader.total(one, {on_, now_}, 100).value().rows, 1);
}

TEST_F(LedgersOfATown, GoesOnWhereAPageEnded) {
  for (const char* order : {"", "order: birth_date\n", "order: birth_date down\n"}) {
    const auto one = ledger("of: person\n" + std::string(order) + head + "| 姓名 | | | name | |\n");
    Ids seen;
    std::optional<Mark> after;
    for (int turn = 0; turn < 4; ++turn) {
      const auto read = page(one, after, 2);
      for (const auto& row : read.rows) seen.push_back(row.id);
      after = read.next;
      if (!after) break;
    }
    EXPECT_FALSE(after) << order;
    const std::string wanted(order);
    if (wanted.empty()) EXPECT_EQ(seen, (Ids{1, 2, 3, 4, 5, 6}));
    // Two were born on one day: 1 and 6.
    else if (wanted.ends_with("down\n"))
      EXPECT_EQ(seen, (Ids{5, 3, 6, 1, 2, 4}));
    else
      EXPECT_EQ(seen, (Ids{4, 2, 1, 6, 3, 5}));
  }
}

TEST_F(LedgersOfATown, TellsWhatHeldOnAnotherDayAndWhatWasKnownThen) {
  job(1, 1, "2021-03-01", "'2022-03-01'");
  const auto one =
      ledger("of: employment\nwhere: in force\n" + head + "| 单位 | | | employer | |\n");
  EXPECT_TRUE(ids(one).empty());
  on_ = day("2022-03-01");  // its last day
  EXPECT_EQ(ids(one).size(), 1U);
  now_ = SetClock(day("2022-06-01")).now();  // learnt in March 2023
  EXPECT_TRUE(ids(one).empty());
}

TEST_F(LedgersOfATown, ReadsRecordsAndTheirPeriods) {
  record(1, "recognition", "hard_to_employ/2023-02-01", "[2023-02-01,2024-02-01)",
         R"({"category":"hard_to_employ","recognised_on":"2023-02-01"})");
  record(2, "recognition", "hard_to_employ/2020-02-01", "[2020-02-01,2021-02-01)",
         R"({"category":"hard_to_employ","recognised_on":"2020-02-01"})");
  record(3, "recognition", "hard_to_employ/2023-03-01", "[2023-03-01,)",
         R"({"category":"hard_to_employ","recognised_on":"2023-03-01","ended_on":"2023-06-30"})");
  record(4, "recognition", "other/2023-03-01", "[2023-03-01,)",
         R"({"category":"other","recognised_on":"2023-03-01"})");
  const auto one = ledger(
      "of: recognition\nwhere: category is hard_to_employ; in force; ended_on not passed\n" + head +
      "| 姓名 | | | person.name | yes |\n| 认定日期 | | | recognised_on | yes |\n"
      "| 凭证 | | | evidence | yes |\n");
  const auto read = page(one);
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].cells, (std::vector<std::string>{"人1", "2023-02-01", ""}));
  EXPECT_EQ(read.rows[0].person, 1);
}

// The street's station serves the people of its villages: each village sees its own people's.
TEST_F(LedgersOfATown, ShowsAVillageWhatOthersDidForItsPeople) {
  script(R"(
    insert into register_record (entity, person_id, organisation_id, key, valid, facts, place,
                                 source, known_from)
      select 'service_record', id, 1, 'visit/2023-05-01/' || id, '(,)',
             '{"served_on":"2023-05-01","kind":"visit","level":"street"}', 1000, '街道',
             '2023-05-01' from person where id in (1, 6);
    insert into register_record (id, entity, organisation_id, key, valid, facts, place, source,
                                 known_from)
      overriding system value
      values (900, 'training_class', 1, '2023-03-01', '(,)', '{"start_date":"2023-03-01"}', 1000,
              '街道', '2023-03-01');
    insert into register_record (entity, person_id, key, valid, facts, refers, place, source,
                                 known_from)
      select 'training_enrolment', id, '900', '(,)', '{"training_class":"900"}', '{900}',
             case id when 6 then 1002 else 1001 end, '街道', '2023-03-01' from person
      where id in (1, 6);
    insert into benefit_grant (measure, source, person_id, amount_fen, granted_on, place,
                               recorded_at)
      values ('m', '区', 1, 100000, '2023-05-01', 1000, '2023-05-01'),
             ('m', '区', 6, 100000, '2023-05-01', 1000, '2023-05-01');
  )");
  const auto services = ledger("of: service_record\nwhere: served_on this year\n" + head +
                               "| 姓名 | | | person.name | |\n| 服务单位 | | | provider | |\n");
  const auto grants = ledger("of: grant\nwhere: granted_on this year\n" + head +
                             "| 姓名 | | | person.name | |\n| 金额 | | | amount | |\n");
  const auto classes = ledger("of: training_enrolment\n" + head +
                              "| 姓名 | | | person.name | |\n| 开班 | | | training_class.start_date"
                              " | |\n");
  for (const Ledger* one : {&services, &grants, &classes}) {
    for (const std::int64_t village : {1001, 1002}) {
      auto transaction = begin(village, village);
      LedgerReader reader(transaction, vocabulary_, identity_);
      const auto read = reader.page(*one, {on_, now_}, {}, 50);
      ASSERT_TRUE(read.ok()) << to_text(read.error());
      ASSERT_EQ(read.value().rows.size(), 1U) << village;
      EXPECT_EQ(read.value().rows[0].cells[0], village == 1001 ? "人1" : "人6");
      EXPECT_EQ(read.value().rows[0].cells[1], one == &services ? "单位1"
                                               : one == &grants ? "1,000.00"
                                                                : "2023-03-01");
    }
    EXPECT_EQ(page(*one).rows.size(), 2U);
  }
}

// Persons 1 and 2 are one family, 3 and 4 another: somebody of each is registered as unemployed,
// but in the second one works.
TEST_F(LedgersOfATown, CountsByWayOfTheMembersOfAFamily) {
  script(R"(
    insert into household (id, householder_id, kind, place, source, known_from) values
      (1, 1, 'registered', 1001, '户籍', '2022-01-01'),
      (2, 3, 'registered', 1001, '户籍', '2022-01-01');
    insert into household_member (household_id, person_id, relation, place, source, known_from)
      values (1, 1, '01', 1001, '户籍', '2022-01-01'), (1, 2, '10', 1001, '户籍', '2022-01-01'),
             (2, 3, '01', 1001, '户籍', '2022-01-01'), (2, 4, '10', 1001, '户籍', '2022-01-01');
    insert into unemployment_registration (person_id, start_date, end_date, place, source,
                                           known_from)
      values (1, '2023-08-01', null, 1001, '登记', '2023-08-01'),
             (3, '2023-08-01', null, 1001, '登记', '2023-08-01');
  )");
  job(4, 1, "2022-03-01");
  const auto one = ledger(
      "of: household\nrelated: members = household_member where in force\n"
      "related: out = household_member > unemployment_registration where in force\n"
      "related: at_work = household_member > employment where in force\n"
      "where: count(out) at least 1; count(at_work) is 0\n" +
      head + "| 户主 | | | householder.name | yes |\n| 人数 | | | count(members) | |\n");
  const auto read = page(one);
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].cells, (std::vector<std::string>{"人1", "2"}));
  EXPECT_EQ(read.rows[0].person, 1);  // whose page opens: the head
  // Who may see the whole area is answered from whole tables (0351).
  const auto in_whole_area = [&] {
    auto transaction = begin(0, 999'999'999'999);
    LedgerReader reader(transaction, vocabulary_, identity_);
    const auto whole = reader.page(one, {on_, now_}, {}, 50);
    EXPECT_TRUE(whole.ok()) << to_text(whole.error());
    std::vector<std::vector<std::string>> cells;
    for (const LedgerRow& row : whole.value().rows) cells.push_back(row.cells);
    EXPECT_EQ(reader.total(one, {on_, now_}, 50).value().rows,
              static_cast<std::int64_t>(cells.size()));
    return cells;
  };
  EXPECT_EQ(in_whole_area(), (std::vector<std::vector<std::string>>{{"人1", "2"}}));
  job(2, 1, "2023-10-16");  // hired today: no longer in it
  EXPECT_TRUE(ids(one).empty());
  EXPECT_TRUE(in_whole_area().empty());
}

TEST_F(LedgersOfATown, SaysHowFullAndHowFreshItIs) {
  job(1, 1, "2023-03-01");
  const auto one = ledger(
      "of: person\nfresh: 30\ngroup: sex\nrelated: job = employment where in force\n" + head +
      "| 姓名 | | | name | yes |\n| 性别 | | | sex | yes |\n| 单位 | | | job.employer | yes |\n");
  auto transaction = begin();
  LedgerReader reader(transaction, vocabulary_, identity_);
  const auto quality = reader.quality(one, {on_, now_}, 1000);
  ASSERT_TRUE(quality.ok()) << to_text(quality.error());
  EXPECT_EQ(quality.value().rows, 6);
  EXPECT_EQ(quality.value().needed, 18);
  EXPECT_EQ(quality.value().filled, 6 + 5 + 1);  // 3 has no sex; 1 alone works
  EXPECT_EQ(quality.value().complete, 1);
  EXPECT_EQ(quality.value().fresh, 1);  // 2, of 20 September
  EXPECT_EQ(business_day(*quality.value().oldest), day("2022-01-01"));
  const auto groups = reader.groups(one, {on_, now_}, 1000);
  ASSERT_TRUE(groups.ok()) << to_text(groups.error());
  ASSERT_EQ(groups.value().size(), 2U);
  EXPECT_EQ(groups.value()[0].label, "男");
  EXPECT_EQ(groups.value()[0].rows, 5);
  const auto some = reader.total(one, {on_, now_}, 4);
  EXPECT_EQ(some.value().rows, 4);
  EXPECT_TRUE(some.value().more);
}

TEST_F(LedgersOfATown, AnswersWhatAUserAsksOfAColumn) {
  job(1, 1, "2023-03-01");
  const auto one = ledger("of: person\nrelated: job = employment where in force\n" + head +
                          "| 姓名 | | | name | |\n| 单位 | | | job.employer.name | |\n"
                          "| 工资 | | | job.wage | |\n| 出生 | | | birth_date | |\n"
                          "| 学历 | | | education | |\n| 号码 | | | id_number | |\n"
                          "| 残疾 | | | disability_grade | |\n");
  const auto asked = [&](const char* column, const char* test, std::vector<std::string> values) {
    const auto made = condition_on(vocabulary_, *one.find_column(column), test, values);
    EXPECT_TRUE(made.ok()) << column << " " << (made.ok() ? "" : to_text(made.error()));
    return page(one, {}, 50, {made.value()}).rows.size();
  };
  EXPECT_EQ(asked("job.wage", "at_least", {"3500.50"}), 1U);
  EXPECT_EQ(asked("job.wage", "at_least", {"3500.51"}), 0U);
  EXPECT_EQ(asked("job.employer.name", "contains", {"单位1"}), 1U);
  EXPECT_EQ(asked("job.employer.name", "empty", {}), 5U);
  EXPECT_EQ(asked("birth_date", "at_least", {"1990-05-05"}), 4U);
  EXPECT_EQ(asked("education", "is", {"本科毕业", "大专"}), 6U);
  EXPECT_EQ(asked("name", "is", {"人1' or true --"}), 0U);
  EXPECT_EQ(asked("id_number", "empty", {}), 6U);
  EXPECT_FALSE(condition_on(vocabulary_, *one.find_column("id_number"), "is", {"1"}).ok());
  // What is shown masked is not told by asking for it value by value.
  script("update person_version set disability_grade = '41' where person_id = 1");
  EXPECT_EQ(asked("disability_grade", "given", {}), 1U);
  for (const char* test : {"is", "is_not", "contains"}) {
    EXPECT_FALSE(condition_on(vocabulary_, *one.find_column("disability_grade"), test, {"41"}).ok())
        << test;
  }
  EXPECT_FALSE(condition_on(vocabulary_, *one.find_column("education"), "is", {"小小学"}).ok());
  EXPECT_FALSE(condition_on(vocabulary_, *one.find_column("name"), "at_least", {"1"}).ok());
  EXPECT_FALSE(condition_on(vocabulary_, *one.find_column("name"), "is", {}).ok());
}

TEST_F(LedgersOfATown, KeepsSoManyViewsOfOneOwner) {
  auto transaction = begin();
  const ViewOwner owner{7, "窗口", 1000, 1999};
  SavedView view;
  view.ledger = "trial";
  view.name = "一";
  view.conditions = R"({"items":[]})";
  std::int64_t first = 0;
  for (std::int64_t each = 0; each < views_max; ++each) {
    const auto id = save_view(transaction, view, owner, now_);
    ASSERT_TRUE(id.ok()) << to_text(id.error());
    first = id.value();
  }
  EXPECT_EQ(save_view(transaction, view, owner, now_).error().code, ErrorCode::conflict);
  EXPECT_TRUE(save_view(transaction, view, {8, "另一人", 1000, 1999}, now_).ok());
  ASSERT_TRUE(remove_view(transaction, first, owner, now_).ok());
  EXPECT_TRUE(save_view(transaction, view, owner, now_).ok());
}

TEST_F(LedgersOfATown, MistakesInAFileAreNamed) {
  const auto mistake = [&](const std::string& text) {
    const auto read = parse_ledger("# 试 · trial · Trial\n" + text, "trial.md", vocabulary_);
    return read.ok() ? std::string("none") : to_text(read.error());
  };
  EXPECT_NE(mistake("of: nobody\n").find("trial.md:2"), std::string::npos);
  EXPECT_NE(mistake("of: person\nwhere: nonsense is 1\n").find("nonsense"), std::string::npos);
  EXPECT_NE(mistake("of: person\nwhere: sex is 9x\n").find("sex"), std::string::npos);
  EXPECT_NE(mistake("of: person\nrelated: r = training_class\n").find("in common"),
            std::string::npos);
  EXPECT_NE(mistake("of: person\n" + head + "| 账号 | | | account_number | |\n").find("accounts"),
            std::string::npos);
  EXPECT_NE(
      mistake("of: person\n" + head + "| 死亡 | | | death_date | yes |\n").find("never missing"),
      std::string::npos);
}

// Every ledger of this installation can be asked, and shows the row that stands for its entity.
TEST_F(LedgersOfATown, EveryInstalledLedgerAnswers) {
  for (const Entity& entity : vocabulary_.entities()) {
    if (entity.is_record()) record(2, entity.id.c_str(), entity.id.c_str(), "(,)", "{}");
  }
  record(1, "recognition", "hard_to_employ/2023-02-01", "[2023-02-01,2024-02-01)",
         R"({"category":"hard_to_employ","recognised_on":"2023-02-01"})");
  record(1, "service_record", "visit/2023-05-01", "(,)", R"({"served_on":"2023-05-01"})");
  record(2, "graduate_destination", "2023-06-25", "(,)",
         R"({"graduated_on":"2023-06-25","destination":"waiting"})");
  record(1, "key_group_member", "lifted_poor/2021-02-01", "[2021-02-01,)",
         R"({"key_group":"lifted_poor","recognised_on":"2021-02-01"})");
  record(1, "key_group_member", "graduate_in_difficulty/2023-02-01", "[2023-02-01,)",
         R"({"key_group":"graduate_in_difficulty","recognised_on":"2023-02-01"})");
  record(1, "traineeship", "2023-02-01", "[2023-02-01,2024-01-31]",
         R"({"start_date":"2023-02-01","planned_end":"2024-01-31"})");
  record(1, "work_wish", "2023-02-01", "(,)",
         R"({"asked_on":"2023-02-01","wants_training":"yes"})");
  record(1, "start_up", "2023-02-01", "[2023-02-01,)",
         R"({"started_on":"2023-02-01","returning":"yes"})");
  record(1, "labour_transfer", "2023-02-01", "[2023-02-01,)",
         R"({"start_date":"2023-02-01","workplace":"440300000000"})");
  record(1, "labour_transfer", "2022-02-01", "[2022-02-01,2023-01-02)",
         R"({"start_date":"2022-02-01","end_date":"2023-01-01"})");
  record(2, "job_project", "relief", "(,)", R"({"work_for_relief":"yes"})");
  job(1, 1, "2023-03-01");
  job(1, 2, "2023-03-01");
  for (const char* more : {"2023-04-01", "2023-04-02", "2023-04-03", "2023-04-04"})
    job(1, 1, more);
  script(R"(
    insert into register_record (entity, organisation_id, key, valid, facts, place, source,
                                 known_from)
      values ('employer_contact', 1, '2023-05-01', '(,)', '{"contacted_on":"2023-05-01"}', 1001,
              '社区', '2023-05-01');
    update person_version set veteran = true, disability_grade = '41' where person_id = 1;
    update employment set form = 'flexible', is_owner = true where employer_id = 2;
    insert into education_record (person_id, level, graduated_on, place, source, known_from)
      values (1, '20', '2022-07-01', 1001, '学校', '2022-07-01');
    insert into unemployment_registration (person_id, start_date, place, source, known_from)
      values (3, '2023-08-01', 1001, '登记', '2023-08-01');
    insert into household (id, householder_id, kind, place, source, known_from)
      values (1, 3, 'registered', 1001, '户籍', '2022-01-01'),
             (2, 2, 'minimum_living', 1001, '民政', '2022-01-01');
    insert into household_member (household_id, person_id, relation, place, source, known_from)
      values (1, 3, '01', 1001, '户籍', '2022-01-01');
    insert into benefit_grant (measure, source, person_id, amount_fen, granted_on, place,
                               recorded_at)
      values ('m', '区', 1, 100000, '2023-05-01', 1000, '2023-05-01');
  )");
  const auto ledgers = Ledgers::load({resource("vocabulary").value()}, vocabulary_);
  ASSERT_TRUE(ledgers.ok()) << to_text(ledgers.error());
  int of_community = 0;
  for (const Ledger& one : ledgers.value().all()) {
    auto transaction = begin();
    LedgerReader reader(transaction, vocabulary_, identity_);
    const auto read = reader.page(one, {on_, now_}, {}, 5);
    ASSERT_TRUE(read.ok()) << one.id << ": " << to_text(read.error());
    EXPECT_GE(read.value().rows.size(), 1U) << one.id;
    const auto quality = reader.quality(one, {on_, now_}, 100);
    EXPECT_TRUE(quality.ok()) << one.id << ": " << to_text(quality.error());
    EXPECT_TRUE(reader.groups(one, {on_, now_}, 100).ok()) << one.id;
    EXPECT_TRUE(reader.total(one, {on_, now_}, 100).ok()) << one.id;
    of_community += one.set == "full_employment_community";
  }
  EXPECT_EQ(of_community, 15);
}

}  // namespace
}  // namespace leye::ledgers
