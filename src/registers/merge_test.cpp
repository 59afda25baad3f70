#include "registers/merge.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/bulk.hpp"
#include "registers/import.hpp"
#include "registers/people.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

const Instant learnt{std::chrono::hours(24 * 19000)};
const Instant merged_at{std::chrono::hours(24 * 19100)};
const Instant learnt_after{std::chrono::hours(24 * 19150)};
const Instant undone_at{std::chrono::hours(24 * 19200)};

Day day(const char* text) { return Day::parse(text).value(); }

// One person with two files. Both hold the same job at one firm; the second file holds another one,
// a registration as unemployed, and what the first does not say.
class MergeTest : public testing::Test {
 protected:
  MergeTest() {
    must(connection_.run_script(
        "insert into leye.place (code, name, level, parent) values (621002000000, '西峰区', 3, "
        "621000000000) on conflict do nothing"));
    auto load =
        RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_, {"测试", learnt})
            .value();
    PersonRow person;
    person.id = 1;
    person.name = "陈小峰";
    person.number = "000000199001010018";
    person.phone = "13900001234";
    person.valid_from = day("2020-01-01");
    person.birth_date = day("1990-01-01");
    person.residence_place = 621002001001;
    must(load.add(person));
    person.id = 2;
    person.name = "陈小峯";
    person.number = "passport:E12345678";
    person.phone = "13900005678";
    person.education = "20";
    person.residence_place = 621002002000;
    person.account_number = "6222000000000001";
    must(load.add(person));
    OrganisationRow firm;
    firm.valid_from = day("2019-01-01");
    firm.registered_place = 621002001001;
    firm.id = 1;
    firm.uscc = "91000000000000000K";
    firm.name = "一厂";
    must(load.add(firm));
    firm.id = 2;
    firm.uscc = "91000000MA0000000N";
    firm.name = "二厂";
    must(load.add(firm));
    add_job(load, 1, 1, 1);
    add_job(load, 2, 2, 1);
    add_job(load, 3, 2, 2);
    UnemploymentRow unemployed;
    unemployed.id = 1;
    unemployed.person_id = 2;
    unemployed.start_date = day("2022-11-01");
    unemployed.place = 621002001001;
    must(load.add(unemployed));
    must(load.finish());
  }

  static void must(const Status& status) {
    if (!status.ok()) throw std::runtime_error(to_text(status.error()));
  }

  static void add_job(RegisterLoad& load, std::int64_t id, std::int64_t who, std::int64_t firm) {
    EmploymentRow hire;
    hire.id = id;
    hire.person_id = who;
    hire.employer_id = firm;
    hire.start_date = day("2023-08-01");
    hire.place = 621002001001;
    must(load.add(hire));
  }

  store::Transaction begin() {
    auto scope = store::Scope::whole_area(store::TestDatabase::area);
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }

  std::string one(store::Transaction& transaction, store::Statement statement) {
    return transaction.query(statement).value()[0].get<std::string>("said");
  }

  // What is in force, without what a merge may change: when it was learnt, how it is sealed.
  std::string in_force(store::Transaction& transaction) {
    return one(transaction, store::Statement(R"(
      select string_agg(row, E'\n' order by row) as said from (
        select 'person ' || (to_jsonb(p) - 'id' - 'known_from')::text as row
          from person_version p where known_to = 'infinity'
        union all select 'identity ' || person_id || name || encode(number_blind, 'hex')
            || encode(phone_blind, 'hex') || place from person_identity
        union all select 'account ' || person_id || encode(account_blind, 'hex')
          from person_account
        union all select 'job ' || (to_jsonb(e) - 'known_from')::text
          from employment e where known_to = 'infinity'
        union all select 'unemployed ' || (to_jsonb(u) - 'known_from')::text
          from unemployment_registration u where known_to = 'infinity') rows)"));
  }

  std::int64_t merge(store::Transaction& transaction, std::vector<std::string> from_merged) {
    auto merged = merge_people(transaction, vocabulary_, cipher_,
                               {1, 2, std::move(from_merged), "同一个人", 7, "窗口", merged_at});
    EXPECT_TRUE(merged.ok()) << to_text(merged.error());
    return merged.value();
  }

  std::int64_t join(store::Transaction& transaction, std::int64_t survivor, std::int64_t merged,
                    std::vector<std::string> from_merged) {
    auto id =
        merge_people(transaction, vocabulary_, cipher_,
                     {survivor, merged, std::move(from_merged), "同一个人", 7, "窗口", merged_at});
    EXPECT_TRUE(id.ok()) << to_text(id.error());
    return id.value();
  }

  Result<std::int64_t> part(store::Transaction& transaction, std::int64_t merge) {
    return undo_merge(transaction, cipher_, {merge, "其实是两个人", 7, "窗口", undone_at});
  }

  void learn(store::Transaction& transaction, const std::string& rows) {
    Import people(transaction, vocabulary_, cipher_,
                  {"person", "社保", learnt_after, day("2023-09-01")});
    const auto report = people.run(intake::bytes_of(rows));
    ASSERT_TRUE(report.ok()) << to_text(report.error());
    ASSERT_TRUE(report.value().problems.empty()) << report.value().problems[0].message;
    must(people.store());
  }

  // A third file, with an account.
  std::int64_t third(store::Transaction& transaction) {
    learn(transaction,
          "身份证号码,姓名,常住地,社保卡银行账号\n"
          "000000197506150025,陈晓峰,西峰区,6222000000000003\n");
    const auto made =
        transaction.query("select person_id as id from person_identity where name = '陈晓峰'");
    return made.value()[0].get<std::int64_t>("id");
  }

  store::TestDatabase database_;
  store::Connection connection_ = store::connect(database_.dsn()).value();
  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
};

TEST_F(MergeTest, EverythingFollowsTheSurvivor) {
  auto transaction = begin();
  merge(transaction, {"name"});
  People people(transaction, vocabulary_, cipher_);
  const auto file = people.file(1, {day("2023-09-01"), merged_at}).value();
  EXPECT_EQ(file.card.name, "陈小峯");
  EXPECT_EQ(file.card.number, "000000199001010018");
  EXPECT_EQ(file.person.value("phone"), "13900001234");
  EXPECT_EQ(file.person.value("education"), "20");
  EXPECT_EQ(file.person.value("account_number"), "6222000000000001");
  EXPECT_EQ(file.employments.size(), 2U);  // of three, two were the same
  EXPECT_EQ(file.unemployment.size(), 1U);
  EXPECT_FALSE(people.file(2, {day("2023-09-01"), merged_at}).ok());
  const auto found = people.find("E12345678", 5).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().id, 1);
  const auto tasks = list_register_tasks(transaction, "open", 10, 0).value();
  ASSERT_EQ(tasks.total, 1);
  EXPECT_NE(tasks.items.front().detail.find("1 条登记"), std::string::npos);
}

TEST_F(MergeTest, WhatWasKnownBeforeStaysKnown) {
  auto transaction = begin();
  merge(transaction, {});
  EXPECT_EQ(one(transaction,
                store::Statement("select string_agg(person_id || '-' || employer_id, ' ' order by "
                                 "id) as said from (select * from employment union all select * "
                                 "from employment_past) known where known_from <= '2022-02-01' "
                                 "and known_to > '2022-02-01'")),
            "1-1 2-1 2-2");
  EXPECT_EQ(one(transaction, store::Statement("select count(*)::text as said from "
                                              "person_as_of('2022-02-01', '2022-02-01')")),
            "2");
}

TEST_F(MergeTest, UndoneTheTwoAreAsTheyWere) {
  auto transaction = begin();
  const std::string before = in_force(transaction);
  const auto id =
      merge(transaction, {"name", "id_number", "phone", "account_number", "residence_place"});
  EXPECT_NE(in_force(transaction), before);
  const auto left = undo_merge(transaction, cipher_, {id, "其实是两个人", 7, "窗口", undone_at});
  ASSERT_TRUE(left.ok()) << to_text(left.error());
  EXPECT_EQ(left.value(), 0);
  EXPECT_EQ(in_force(transaction), before);
  EXPECT_EQ(undo_merge(transaction, cipher_, {id, "再撤一次", 7, "窗口", undone_at}).error().code,
            ErrorCode::conflict);
}

// A clock that stands still, as in the demonstration.
TEST_F(MergeTest, MergedAndUndoneAtOneMoment) {
  auto transaction = begin();
  const std::string before = in_force(transaction);
  for (int time = 0; time < 2; ++time) {
    const auto merged = merge_people(transaction, vocabulary_, cipher_,
                                     {1, 2, {"phone"}, "同一个人", 7, "窗口", learnt});
    ASSERT_TRUE(merged.ok()) << to_text(merged.error());
    const auto left = undo_merge(transaction, cipher_, {merged.value(), "错了", 7, "窗口", learnt});
    ASSERT_TRUE(left.ok()) << to_text(left.error());
    EXPECT_EQ(in_force(transaction), before);
  }
}

// The later merge stands on what the earlier one gave the survivor.
TEST_F(MergeTest, TheLaterMergeIsUndoneFirst) {
  auto transaction = begin();
  const auto other = third(transaction);
  const std::string before = in_force(transaction);
  const auto first =
      join(transaction, 1, 2, {"name"});  // and the account, since the first has none
  const auto second = join(transaction, 1, other, {"account_number", "phone", "name"});
  const auto refused = part(transaction, first);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  for (const auto each : {second, first}) {
    const auto left = part(transaction, each);
    ASSERT_TRUE(left.ok()) << to_text(left.error());
    EXPECT_EQ(left.value(), 0);
  }
  EXPECT_EQ(in_force(transaction), before);
}

TEST_F(MergeTest, AFileThatSurvivedGoesOnAndComesBack) {
  auto transaction = begin();
  const auto other = third(transaction);
  const std::string before = in_force(transaction);
  const auto first = join(transaction, 2, other, {"account_number"});
  const auto second = join(transaction, 1, 2, {"residence_place"});
  EXPECT_EQ(part(transaction, first).error().code, ErrorCode::conflict);
  for (const auto each : {second, first}) {
    const auto left = part(transaction, each);
    ASSERT_TRUE(left.ok()) << to_text(left.error());
    EXPECT_EQ(left.value(), 0);
  }
  EXPECT_EQ(in_force(transaction), before);
}

TEST_F(MergeTest, WhatWasLearntAfterTheMergeStays) {
  auto transaction = begin();
  const auto id = join(transaction, 1, 2, {"name", "phone"});
  learn(transaction,
        "身份证号码,姓名,常住地,手机,社保卡银行账号\n"
        "000000199001010018,陈小峯,西峰区,13900009999,6222000000000009\n");
  const auto left = part(transaction, id);
  ASSERT_TRUE(left.ok()) << to_text(left.error());
  EXPECT_EQ(left.value(), 3);  // the phone, the account, the version with the new residence
  People people(transaction, vocabulary_, cipher_);
  const auto survivor = people.file(1, {day("2023-09-01"), undone_at}).value();
  EXPECT_EQ(survivor.person.value("name"), "陈小峰");  // what the merge gave goes back
  EXPECT_EQ(survivor.person.value("phone"), "13900009999");
  EXPECT_EQ(survivor.person.value("account_number"), "6222000000000009");
  const auto merged = people.file(2, {day("2023-09-01"), undone_at}).value();
  EXPECT_EQ(merged.person.value("phone"), "13900005678");
  EXPECT_EQ(merged.person.value("account_number"), "6222000000000001");
}

// Job 3 of the second file is known to another system; a change of it waits to be told.
TEST_F(MergeTest, WhatWaitsToBeToldFollowsTheSurvivorAndComesBack) {
  auto transaction = begin();
  ASSERT_TRUE(transaction
                  .execute("insert into outgoing (system, entity, record_id, person, subject, "
                           "place, operation, source, known_at, clerk, recorded_at, state, "
                           "next_try_at, answered_at, payload) "
                           "select 'province', 'employment', 3, 2, 'person:2', 621002001001, "
                           "'put', '测试', '2022-01-08', 7, '2022-01-08', state, '2022-01-08', "
                           "case state when 'accepted' then '2022-01-09'::timestamptz end, "
                           "case state when 'accepted' then 'sealed'::bytea end "
                           "from unnest(array['accepted', 'unsent']) state")
                  .ok());
  const auto items = [&] {
    return one(transaction,
               store::Statement("select string_agg(state || ' ' || person || ' ' || subject || ' ' "
                                "|| (known_at at time zone 'UTC')::date, ', ' order by id) as said "
                                "from outgoing"));
  };
  const std::string accepted = "accepted 2 person:2 2022-01-08, ";
  ASSERT_EQ(items(), accepted + "unsent 2 person:2 2022-01-08");
  const auto id = join(transaction, 1, 2, {});  // day 19100 is 2022-04-18
  EXPECT_EQ(items(), "accepted 1 person:1 2022-01-08, unsent 1 person:1 2022-04-18");
  const auto left = part(transaction, id);  // day 19200 is 2022-07-27
  ASSERT_TRUE(left.ok()) << to_text(left.error());
  EXPECT_EQ(left.value(), 0);
  EXPECT_EQ(items(), accepted + "unsent 2 person:2 2022-07-27");
}

// Whoever was given the number meanwhile keeps it: the other file cannot come back with it.
TEST_F(MergeTest, ANumberThatSomebodyElseHasNowIsNotTakenBack) {
  auto transaction = begin();
  const auto id = join(transaction, 1, 2, {});
  auto taken = transaction.execute(
      "update person_identity set number_blind = (select number_blind from person_merge) "
      "where person_id = 1");
  ASSERT_TRUE(taken.ok()) << to_text(taken.error());
  const auto refused = part(transaction, id);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().what, "并入的档案原来的证件号码现在登记在别的档案上");
}

TEST_F(MergeTest, FilesThatNameTheOldNumberMeanTheSurvivor) {
  auto transaction = begin();
  merge(transaction, {});
  const auto import = [&](const char* kind, const std::string& text) {
    Import each(transaction, vocabulary_, cipher_, {kind, "社保", undone_at, day("2023-09-01")});
    auto report = each.run(intake::bytes_of(text));
    EXPECT_TRUE(report.ok()) << to_text(report.error());
    return std::move(report).value();
  };
  const auto jobs = import("employment",
                           "身份证号码,单位统一社会信用代码,入职日期\n"
                           "护照:E12345678,91000000MA0000000N,2023-08-01\n");
  EXPECT_EQ(jobs.same, 1) << (jobs.problems.empty() ? "" : jobs.problems[0].message);
}

TEST_F(MergeTest, AFileUnderTheOldNumberIsRefused) {
  auto transaction = begin();
  merge(transaction, {});
  Import people(transaction, vocabulary_, cipher_,
                {"person", "社保", undone_at, day("2023-09-01")});
  const auto report =
      people.run(intake::bytes_of("身份证号码,姓名,常住地\n护照:E12345678,陈小峯,西峰区\n"))
          .value();
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_NE(report.problems[0].message.find("并入"), std::string::npos)
      << report.problems[0].column << report.problems[0].message;
}

TEST_F(MergeTest, AMergeSaysWhyAndOfWhom) {
  auto transaction = begin();
  const auto try_it = [&](MergeOrder order) {
    return merge_people(transaction, vocabulary_, cipher_, order).error().code;
  };
  EXPECT_EQ(try_it({1, 2, {}, "", 7, "窗口", merged_at}), ErrorCode::invalid_input);
  EXPECT_EQ(try_it({1, 1, {}, "同一个人", 7, "窗口", merged_at}), ErrorCode::invalid_input);
  EXPECT_EQ(try_it({1, 2, {"wage"}, "同一个人", 7, "窗口", merged_at}), ErrorCode::invalid_input);
  EXPECT_EQ(try_it({1, 99, {}, "同一个人", 7, "窗口", merged_at}), ErrorCode::not_found);
}

}  // namespace
}  // namespace leye::registers
