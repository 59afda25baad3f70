#include <algorithm>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audit/opened.hpp"
#include "audit/readers.hpp"
#include "audit/reading.hpp"
#include "audit/seal.hpp"
#include "audit/writer.hpp"
#include "store/test_database.hpp"

namespace leye::audit {
namespace {

using namespace std::chrono_literals;

class Audit : public testing::Test {
 protected:
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  SystemClock clock_;
  Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 7)));

  std::unique_ptr<Writer> writer() {
    auto opened = Writer::open({database_.dsn(), "test", 0ms}, cipher_, clock_);
    EXPECT_TRUE(opened.ok()) << to_text(opened.error());
    return std::move(opened).value();
  }
  static Record read_of(std::int64_t person) {
    Record record;
    record.role = "window_clerk";
    record.address = "10.0.0.1";
    record.area_schema = "area_000000";
    record.act = "read_person";
    record.object = "person:" + std::to_string(person);
    return record;
  }
  void fill(Writer& writer, int count) {
    for (int index = 0; index < count; ++index) ASSERT_TRUE(writer.write({read_of(index)}).ok());
  }
  std::int64_t seal_all() { return seal(connection_, cipher_, clock_.now()).value(); }
  std::vector<std::string> problems(const std::vector<Anchor>& anchors = {}) {
    auto verification = verify(connection_, cipher_, anchors);
    EXPECT_TRUE(verification.ok());
    return verification.value().problems;
  }
  // As the database's owner, who could: the program itself has no right to.
  void tamper(const std::string& sql) {
    const auto done = connection_.run_script("set role leye_owner; set search_path = leye;" + sql +
                                             "; reset role; reset search_path");
    EXPECT_TRUE(done.ok()) << to_text(done.error());
  }
};

// Of the reader's own account, of these days in China, what was done: each file once, masked lists
// too; sheets by themselves.
TEST_F(Audit, FilesThatAnAccountSawAreListed) {
  tamper(
      "insert into account (login, name, kind, password, password_set_at, made_at, area_schema, "
      "subject_kind, subject_id) select 'reader' || n, '读' || n, 'open_public', 'x', now(), "
      "now(), 'area_000000', 'person', n from generate_series(1, 2) n;"
      "insert into audit_writer (started_at, process) values (now(), 'test');"
      "insert into audit_record (writer, number, at, account_id, role, address, area_schema, "
      "act, object, outcome, detail, mac) select 1, row_number() over (), r.at, r.account, '', "
      "r.address, 'area_000000', r.act, r.object, r.outcome, r.detail, '' from (values "
      // The day before in China, its last second; the first second of the day.
      "(1, timestamptz '2026-03-01 15:59:59Z', '10.0.0.1', 'read_person', 'person:9', 'done', ''),"
      "(1, '2026-03-01 16:00Z', '10.0.0.1', 'read_person', 'person:2', 'done', ''),"
      "(1, '2026-03-02 02:00Z', '10.0.0.2', 'unmask', 'person:2', 'done', ''),"
      "(1, '2026-03-02 01:00Z', '10.0.0.1', 'list_person', 'person:1', 'done', ''),"
      "(1, '2026-03-02 01:00Z', '10.0.0.1', 'read_person', 'person:3', 'refused', ''),"
      "(1, '2026-03-02 15:59Z', '10.0.0.1', 'read_organisation', 'organisation:1', 'done', ''),"
      "(1, '2026-03-02 16:00Z', '10.0.0.1', 'read_person', 'person:4', 'done', ''),"
      "(1, '2026-03-02 03:00Z', '10.0.0.1', 'export', 'person', 'done', '20 行'),"
      "(1, '2026-03-02 03:00Z', '10.0.0.1', 'sign_out', '', 'done', ''),"
      "(2, '2026-03-02 02:00Z', '10.0.0.1', 'read_person', 'person:5', 'done', '')"
      ") r (account, at, address, act, object, outcome, detail)");
  auto transaction = store::Transaction::begin(connection_, {}).value();
  const auto day = Day::parse("2026-03-02").value();
  const OpenedBy asked{"reader1", day, day, 100};
  const auto files = files_opened(transaction, asked);
  ASSERT_TRUE(files.ok()) << to_text(files.error());
  ASSERT_EQ(files.value().size(), 3U);
  EXPECT_EQ(files.value()[0].object, "person:2");
  EXPECT_EQ(files.value()[0].times, 2);
  EXPECT_EQ(files.value()[0].acts, (std::vector<std::string>{"read_person", "unmask"}));
  EXPECT_EQ(files.value()[0].addresses, (std::vector<std::string>{"10.0.0.1", "10.0.0.2"}));
  EXPECT_EQ(files.value()[1].object, "person:1");
  EXPECT_EQ(files.value()[2].object, "organisation:1");
  const auto sheets = sheets_taken(transaction, asked);
  ASSERT_TRUE(sheets.ok()) << to_text(sheets.error());
  ASSERT_EQ(sheets.value().size(), 1U);
  EXPECT_EQ(sheets.value()[0].detail, "20 行");
  Search search;
  search.login = "reader1";
  search.from = search.until = day;
  const auto records = list_records(transaction, search);
  ASSERT_TRUE(records.ok()) << to_text(records.error());
  EXPECT_EQ(records.value().total, 7);
}

// Two people an hour, three a day, two at night: each limit is reached by the last that counts.
TEST_F(Audit, BulkReadingIsTold) {
  tamper(
      "insert into account (login, name, kind, password, password_set_at, made_at, area_schema, "
      "subject_kind, subject_id) select 'reader' || n, '读' || n, 'open_public', 'x', now(), "
      "now(), 'area_000000', 'person', n from generate_series(1, 4) n;"
      "insert into audit_writer (started_at, process) values (now(), 'test');"
      "insert into audit_record (writer, number, at, account_id, role, address, area_schema, "
      "act, object, outcome, detail, mac) select 1, row_number() over (), r.at, r.account, '', "
      "'', 'area_000000', r.act, case when r.person > 0 then 'person:' || r.person else 'x' end, "
      "r.outcome, case r.act when 'export' then '20 行' when 'export_ledger' then '20 行，明文：乙' "
      "when 'batch_lookup' then '10 行，查到 9 人：丙' when 'own_household' then 'person:7' else '' "
      "end, '' from (values "
      // 1: two people in one hour of the morning (02:00 UTC is ten in China), one of them twice
      "(1, timestamptz '2026-03-02 02:05Z', 10, 'read_person', 'done'),"
      "(1, '2026-03-02 02:10Z', 10, 'unmask', 'done'), (1, '2026-03-02 02:59Z', 11, 'read_person', "
      "'done'),"
      // 2: as many over the end of an hour; a list and a refusal do not count
      "(2, '2026-03-02 02:59Z', 10, 'read_person', 'done'), (2, '2026-03-02 03:00Z', 11, "
      "'read_person', 'done'),"
      "(2, '2026-03-02 03:01Z', 12, 'list_person', 'done'), (2, '2026-03-02 03:02Z', 13, "
      "'read_person', 'refused'),"
      // 3: three on one day in China, one an hour
      "(3, '2026-03-02 01:00Z', 10, 'read_person', 'done'), (3, '2026-03-02 02:00Z', 11, "
      "'read_person', 'done'),"
      "(3, '2026-03-02 03:00Z', 12, 'read_person', 'done'),"
      // 1: small sheets and a look-up that come to fifty rows within a day
      "(1, '2026-03-03 01:00Z', 0, 'export', 'done'), (1, '2026-03-03 02:00Z', 0, "
      "'export_ledger', 'done'), (1, '2026-03-03 03:00Z', 0, 'batch_lookup', 'done'),"
      // 2: a file of the own household, looked at twice
      "(2, '2026-03-03 01:00Z', 0, 'own_household', 'done'), (2, '2026-03-03 02:00Z', 0, "
      "'own_household', 'done'),"
      // 3: two looks for people of other places that found nobody, and one that did
      "(3, '2026-03-03 01:00Z', 0, 'window_search', 'done'), (3, '2026-03-03 01:01Z', 0, "
      "'window_search', 'done'), (3, '2026-03-03 01:02Z', 10, 'window_search', 'done'),"
      // 4: eight in the evening and later
      "(4, '2026-03-02 12:00Z', 10, 'read_person', 'done'), (4, '2026-03-02 14:00Z', 11, "
      "'read_person', 'done')"
      ") r (account, at, person, act, outcome)");
  ReadingLimits limits{2, 3, 2, 50, 1, 99, 7, 20, {}, 2, 9};
  auto transaction = store::Transaction::begin(connection_, {}).value();
  const auto since = Instant(std::chrono::seconds(1'772'323'200));  // 2026-03-01 00:00Z
  std::vector<std::string> told;
  const auto found = bulk_readings(transaction, limits, since);
  ASSERT_TRUE(found.ok()) << to_text(found.error());
  for (const auto& one : found.value())
    told.push_back(one.login + " " + one.kind + " " + std::to_string(one.people));
  std::sort(told.begin(), told.end());
  EXPECT_EQ(told,
            (std::vector<std::string>{"reader1 hour 2", "reader1 sheet_rows 50",
                                      "reader2 own_household 1",
                                      "reader3 day 3", "reader3 window_misses 2",
                                      "reader4 off_hours 2"}));
  limits.sheet_rows = 51;
  EXPECT_EQ(bulk_readings(transaction, limits, since).value().size(), 5U);
  EXPECT_EQ(rows_exported(transaction, 1, since).value(), 20);
  EXPECT_EQ(rows_exported(transaction, 3, since).value(), 0);
  EXPECT_TRUE(
      bulk_readings(transaction, limits, since + std::chrono::hours(24 * 9)).value().empty());
  const auto shipped = reading_limits();
  ASSERT_TRUE(shipped.ok()) << to_text(shipped.error());
  EXPECT_GT(shipped.value().a_day, shipped.value().an_hour);
}

// X for Y: whose rights were used is under the record's MAC too.
TEST_F(Audit, WhomItWasDoneForIsSealed) {
  auto own = writer();
  auto record = read_of(5);
  record.account = 11;
  record.for_account = 12;
  record.act = "case_action";
  ASSERT_TRUE(own->write({record}).ok());
  {
    auto transaction = store::Transaction::begin(connection_, {}).value();
    ActedFor asked{"area_000000", {12}, {"person:5"}};
    EXPECT_EQ(acted_for(transaction, asked).value(), std::vector<std::int64_t>{11});
    asked.objects = {"person:6"};
    EXPECT_TRUE(acted_for(transaction, asked).value().empty()) << "another object";
    asked.acts = {"case_action"};
    EXPECT_EQ(acted_for(transaction, asked).value(), std::vector<std::int64_t>{11}) << "by act";
    EXPECT_TRUE(was_done_for(transaction, {"area_000000", {12}, {"person:5"}, {"case_action"}}, {})
                    .value());
    EXPECT_TRUE(
        was_done_for(transaction, {"area_000000", {13}, {"person:5"}, {"case_action"}}, 11).value())
        << "by the giver himself";
    EXPECT_FALSE(was_done_for(transaction, {"area_000000", {11}, {"person:5"}, {"case_action"}}, {})
                     .value());
  }
  EXPECT_EQ(seal_all(), 1);
  EXPECT_TRUE(problems().empty());
  tamper("update audit_record set for_account = null where for_account = 12");
  EXPECT_FALSE(problems().empty()) << "taken away";
  tamper("update audit_record set for_account = 13 where act = 'case_action'");
  EXPECT_FALSE(problems().empty()) << "changed";
}

TEST_F(Audit, ReadsAreWrittenBeforeTheyAreAnswered) {
  auto own = writer();
  fill(*own, 3);
  auto transaction = store::Transaction::begin(connection_, {}).value();
  const auto looked = who_looked(transaction, {"person:1", "", "area_000000"}).value();
  ASSERT_EQ(looked.total, 1);
  EXPECT_EQ(looked.items[0].record.act, "read_person");
  EXPECT_EQ(act_label("read_person"), "查看档案");
}

TEST_F(Audit, ManyReadersAtOnceShareACommit) {
  auto own = writer();
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 16; ++reader) {
    readers.emplace_back([this, &own, reader] {
      for (int count = 0; count < 20; ++count) EXPECT_TRUE(own->write({read_of(reader)}).ok());
    });
  }
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(seal_all(), 320);
  EXPECT_EQ(problems(), std::vector<std::string>{});
}

TEST_F(Audit, AnActAndItsRecordAreOne) {
  auto own = writer();
  {
    auto transaction = store::Transaction::begin(connection_, {}).value();
    auto entry = own->append(transaction, read_of(1)).value();
    ASSERT_TRUE(transaction.commit().ok());
    entry.keep();
  }
  {
    auto transaction = store::Transaction::begin(connection_, {}).value();
    const auto entry = own->append(transaction, read_of(2)).value();
  }
  ASSERT_TRUE(own->write({read_of(3)}).ok());
  own.reset();
  auto transaction = store::Transaction::begin(connection_, {}).value();
  EXPECT_EQ(list_records(transaction, {"person:1"}).value().total, 1);
  EXPECT_EQ(list_records(transaction, {"person:2"}).value().total, 0);
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_EQ(seal_all(), 3) << "the number of the undone act is recorded as abandoned";
  EXPECT_EQ(problems(), std::vector<std::string>{});
}

TEST_F(Audit, AWriterThatWasKilledLeavesNoOpenNumber) {
  auto killed = writer();
  fill(*killed, 3);
  const auto id = killed->id();
  killed.reset();
  tamper("delete from audit_record where writer = " + std::to_string(id) + " and number = 2");
  EXPECT_EQ(seal_all(), 1) << "sealing stops before a number that is not there";
  auto next = writer();
  EXPECT_EQ(seal_all(), 2);
  EXPECT_EQ(problems(), std::vector<std::string>{});
}

TEST_F(Audit, TheProgramCanOnlyAdd) {
  auto own = writer();
  fill(*own, 1);
  ASSERT_EQ(seal_all(), 1);
  for (const store::Statement statement :
       {store::Statement("update audit_record set act = 'x'"),
        store::Statement("delete from audit_record"), store::Statement("truncate audit_record"),
        store::Statement("delete from audit_seal"),
        store::Statement("update audit_seal_range set last_number = 9"),
        store::Statement("alter table audit_record add column x int")}) {
    for (const bool bypass : {false, true}) {
      store::Scope scope;
      scope.bypass = bypass;
      auto transaction = store::Transaction::begin(connection_, scope).value();
      EXPECT_FALSE(transaction.execute(statement).ok()) << statement.text();
    }
  }
}

TEST_F(Audit, EveryKindOfTamperingShows) {
  auto own = writer();
  fill(*own, 10);
  ASSERT_EQ(seal_all(), 10);
  fill(*own, 10);
  ASSERT_EQ(seal_all(), 10);
  ASSERT_EQ(problems(), std::vector<std::string>{});
  const auto anchor = head(connection_).value().value();
  const std::vector<std::string> attacks = {
      "update audit_record set act = 'x' where number = 4",
      "update audit_record set at = at + interval '1 second' where number = 15",
      "update audit_record set account_id = 9 where number = 1",
      "update audit_record set detail = 'x' where number = 20",
      "update audit_record set object = 'person:9999' where number = 12",
      "update audit_record set mac = '\\x00' where number = 2",
      "delete from audit_record where number = 10",
      "delete from audit_record where number = 20",
      "update audit_record set number = number + 100 where number = 5",
      "insert into audit_record select writer, 21, at, account_id, role, address, area_schema, "
      "act, object, outcome, detail, mac from audit_record where number = 3",
      "update audit_seal set digest = '\\x00' where number = 1",
      "update audit_seal set mac = '\\x00' where number = 2",
      "delete from audit_seal_range; delete from audit_seal",
      "delete from audit_seal_range where seal = 2; delete from audit_seal where number = 2; "
      "delete from audit_record where number > 10",
  };
  for (const auto& attack : attacks) {
    tamper(
        "create table kept_record as table audit_record; create table kept_seal as table "
        "audit_seal; create table kept_range as table audit_seal_range;" +
        attack);
    EXPECT_NE(problems({anchor}), std::vector<std::string>{}) << attack;
    tamper(
        "delete from audit_seal_range; delete from audit_seal; delete from audit_record;"
        "insert into audit_record table kept_record; insert into audit_seal table kept_seal;"
        "insert into audit_seal_range table kept_range;"
        "drop table kept_record, kept_seal, kept_range");
    ASSERT_EQ(problems({anchor}), std::vector<std::string>{});
  }
}

// A verification names a hundred problems at most: ninety records are changed at a time, each of
// them has to be named; then some are taken away one by one.
TEST_F(Audit, EachOfTenThousandRecordsIsGuarded) {
  constexpr int records = 10'000, at_a_time = 90, taken_away_every = 499;
  auto own = writer();
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 20; ++reader)
    readers.emplace_back([&] { fill(*own, records / 20); });
  for (auto& reader : readers) reader.join();
  std::int64_t sealed = 0;
  while (const auto more = seal_all()) sealed += more;  // a seal has a bound
  ASSERT_EQ(sealed, records);
  tamper("create table kept_record as table audit_record");
  for (int first = 1; first <= records; first += at_a_time) {
    const int last = std::min(first + at_a_time - 1, records);
    const auto block = fmt::format("number between {} and {}", first, last);
    tamper("update audit_record set object = 'person:10001' where " + block);
    const auto found = problems();
    const auto changed = std::count_if(found.begin(), found.end(), [](const std::string& what) {
      return what.find("被改动") != std::string::npos;
    });
    EXPECT_EQ(changed, last - first + 1) << block;
    tamper(
        "update audit_record set object = kept_record.object from kept_record where "
        "audit_record.number = kept_record.number and audit_record." +
        block);
  }
  for (int number = 1; number <= records; number += taken_away_every) {
    const auto one = fmt::format("number = {}", number);
    tamper("delete from audit_record where " + one);
    EXPECT_NE(problems(), std::vector<std::string>{}) << one;
    tamper("insert into audit_record select * from kept_record where " + one);
  }
  EXPECT_EQ(problems(), std::vector<std::string>{});
}

TEST_F(Audit, AnotherKeyDoesNotVerify) {
  auto own = writer();
  fill(*own, 2);
  seal_all();
  const auto other = Cipher::from_master(Secret(Bytes(32, 8)));
  EXPECT_FALSE(verify(connection_, other).value().good());
}

TEST_F(Audit, TheHeadIsNotedOutside) {
  const auto file = std::filesystem::temp_directory_path() / ("leye_anchor_" + database_.name());
  auto own = writer();
  fill(*own, 1);
  seal_all();
  ASSERT_TRUE(note_anchor(connection_, file, clock_.now()).ok());
  ASSERT_TRUE(note_anchor(connection_, file, clock_.now()).ok());
  const auto anchors = read_anchors(file).value();
  EXPECT_EQ(anchors.size(), 1U);
  EXPECT_EQ(problems(anchors), std::vector<std::string>{});
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace leye::audit
