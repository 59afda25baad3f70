// What crosses between C++ and PostgreSQL comes back the same; scopes, errors and copies hold.
#include <gtest/gtest.h>

#include <thread>

#include "store/pool.hpp"
#include "store/test_database.hpp"

namespace leye::store {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

class Store : public testing::Test {
 protected:
  Transaction begin(Scope scope = TestDatabase::scope()) {
    return std::move(Transaction::begin(connection_, scope)).value();
  }
  TestDatabase database_;
  Connection connection_ = database_.connect();
};

TEST_F(Store, EveryKindOfValueComesBackTheSame) {
  const std::string hard = "引号\" 反斜\\ 逗号, {花} NULL 䶮";
  const Instant moment{std::chrono::microseconds(1'690'850'096'123'456)};
  const DateRange range{day("2023-08-01"), std::nullopt};
  auto transaction = begin();
  const auto rows = transaction.query(
      R"(select $1::bigint as whole, $2::bool as flag, $3::text as text, $4::date as day,
                $5::bigint as money, $6::timestamptz as moment, $7::daterange as range,
                $8::bytea as bytes, $9::text[] as texts, $10::bigint[] as wholes,
                $11::jsonb as json, $12::text as missing, ($1::bigint * 10000)::numeric as numeric,
                $13::bytea[] as blobs, 'infinity'::timestamptz as forever)",
      std::int64_t{-42}, true, hard, day("1960-02-29"), Money::fen(592592), moment, range,
      Bytes{0, 255, 39, 92}, std::vector<std::string>{hard, "", "b"},
      std::vector<std::int64_t>{1, -2}, Json{R"({"a": 1})"}, std::optional<std::string>{},
      std::vector<Bytes>{{0, 1}, {}});
  ASSERT_TRUE(rows.ok()) << to_text(rows.error());
  const Row row = rows.value()[0];
  EXPECT_EQ(row.get<std::int64_t>("whole"), -42);
  EXPECT_EQ(row.get<bool>("flag"), true);
  EXPECT_EQ(row.get<std::string>("text"), hard);
  EXPECT_EQ(row.get<Day>("day"), day("1960-02-29"));
  EXPECT_EQ(row.get<Money>("money").fen(), 592592);
  EXPECT_EQ(row.get<Instant>("moment"), moment);
  EXPECT_EQ(row.get<DateRange>("range"), range);
  EXPECT_EQ(row.get<Bytes>("bytes"), (Bytes{0, 255, 39, 92}));
  EXPECT_EQ(row.get<std::vector<std::string>>("texts"), (std::vector<std::string>{hard, "", "b"}));
  EXPECT_EQ(row.get<std::vector<std::int64_t>>("wholes"), (std::vector<std::int64_t>{1, -2}));
  EXPECT_EQ(row.get<Json>("json").text, R"({"a": 1})");
  EXPECT_FALSE(row.get<std::optional<std::string>>("missing").has_value());
  EXPECT_EQ(row.get<std::int64_t>("numeric"), -420000);
  EXPECT_EQ(row.get<Instant>("forever"), Instant::max());
}

TEST_F(Store, WholeNumericsOfEverySize) {
  auto transaction = begin();
  for (const std::int64_t value : {std::int64_t{0}, std::int64_t{9999}, std::int64_t{10000},
                                   std::int64_t{-123456789}, INT64_MAX, INT64_MIN}) {
    const auto rows = transaction.query("select $1::numeric as value", value);
    EXPECT_EQ(rows.value()[0].get<std::int64_t>("value"), value);
  }
}

TEST_F(Store, ErrorsAreToldApartBySqlstate) {
  const auto code = [&](auto run) {
    auto transaction = begin();
    const auto done = run(transaction);
    return done.ok() ? "ok" : name(done.error().code);
  };
  EXPECT_STREQ(code([](auto& t) {
                 (void)t.execute("create temp table unique_once (id int primary key)");
                 return t.execute("insert into unique_once values (1), (1)");
               }),
               "conflict");
  EXPECT_STREQ(code([](auto& t) { return t.query("select 'x'::int"); }), "invalid_input");
  EXPECT_STREQ(code([](auto& t) { return t.query("select * from nowhere"); }), "unavailable");
  EXPECT_STREQ(code([](auto& t) { return t.query("select * from pg_authid"); }), "forbidden");
}

TEST_F(Store, AStatementThatTakesTooLongIsStopped) {
  Scope scope = TestDatabase::scope();
  scope.time_limit = std::chrono::milliseconds(50);
  auto transaction = begin(scope);
  const auto rows = transaction.query("select pg_sleep(20)::text as nothing");
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().code, ErrorCode::overloaded);
}

TEST_F(Store, ScopeIsSetInsideAndGoneOutside) {
  Scope scope = TestDatabase::scope();
  scope.account = 7;
  {
    auto transaction = begin(scope);
    const auto rows = transaction.query(
        "select current_setting('leye.account') as account, current_user::text as role, "
        "current_schema()::text as schema");
    EXPECT_EQ(rows.value()[0].get<std::string>("account"), "7");
    EXPECT_EQ(rows.value()[0].get<std::string>("role"), "leye_app");
    EXPECT_EQ(rows.value()[0].get<std::string>("schema"), TestDatabase::area);
  }
  const auto after = connection_.run("select current_setting('leye.account', true) as account", {});
  EXPECT_EQ(after.value()[0].get<std::string>("account"), "");
  Scope wrong;
  wrong.area_schema = "area_621000; drop schema leye";
  EXPECT_FALSE(Transaction::begin(connection_, wrong).ok());
}

TEST_F(Store, SnapshotsOfOneMomentSeeTheSame) {
  auto others = database_.connect(), writers = database_.connect();
  Scope scope = TestDatabase::scope();
  scope.bypass = true;
  Scope snapshot = scope;
  snapshot.access = Access::snapshot;
  auto first = Transaction::begin(connection_, snapshot).value();
  const Scope later = snapshot;
  snapshot.same_moment = first.share_moment().value();
  auto writer = Transaction::begin(writers, scope).value();
  ASSERT_TRUE(
      writer.execute("insert into leye.place (code, name, level) values (1, '甲', 1)").ok());
  ASSERT_TRUE(writer.commit().ok());
  const auto places = [](Transaction& transaction) {
    return transaction.query("select count(*) as n from leye.place where code = 1")
        .value()[0]
        .get<std::int64_t>("n");
  };
  auto second = Transaction::begin(others, snapshot).value();
  auto third = Transaction::begin(writers, later).value();
  EXPECT_EQ(places(first), 0);
  EXPECT_EQ(places(second), 0);
  EXPECT_EQ(places(third), 1);
  snapshot.same_moment = "'; drop table place; --";
  EXPECT_EQ(Transaction::begin(writers, snapshot).error().code, ErrorCode::invalid_input);
}

TEST_F(Store, WhatIsNotCommittedIsNotThere) {
  ASSERT_TRUE(connection_
                  .run_script("create table public.kept (id bigint primary key);"
                              "grant all on public.kept to leye_app")
                  .ok());
  { ASSERT_TRUE(begin().execute("insert into kept values (1)").ok()); }
  auto transaction = begin();
  ASSERT_TRUE(transaction.execute("insert into kept values (2)").ok());
  ASSERT_TRUE(transaction.commit().ok());
  auto failing = begin();
  ASSERT_TRUE(failing.execute("insert into kept values (3)").ok());
  ASSERT_FALSE(failing.execute("insert into kept values (2)").ok());
  EXPECT_EQ(failing.commit().error().code, ErrorCode::conflict);
  const auto rows = begin().query("select sum(id) as ids from kept");
  EXPECT_EQ(rows.value()[0].get<std::int64_t>("ids"), 2);
}

TEST_F(Store, CopiesInAndOut) {
  ASSERT_TRUE(
      connection_
          .run_script("create table public.copied (id bigint, small int, name text, born date, "
                      "extra jsonb, "
                      "period daterange, cipher bytea, tags text[], at timestamptz, sums bigint[]);"
                      "grant all on public.copied to leye_app")
          .ok());
  auto transaction = begin();
  std::int64_t next = 0;
  constexpr std::int64_t count = 20'000;
  const Instant moment{std::chrono::microseconds(1'690'850'096'123'456)};
  const auto copied =
      transaction.copy_in("copy copied from stdin binary", [&](CopyRow& row) -> Result<bool> {
        if (next == count) return false;
        row.add(next++).add(std::int32_t{5}).add("张三").add(day("1990-01-31"));
        row.add(Json{"{}"}).add(DateRange{day("2023-01-01"), day("2024-01-01")}).add(Bytes{1, 0});
        row.add(std::vector<std::string>{"a", "二"}).add(moment);
        row.add(std::vector<std::int64_t>{});
        return true;
      });
  ASSERT_TRUE(copied.ok()) << to_text(copied.error());
  EXPECT_EQ(copied.value(), count);
  std::int64_t sum = 0;
  const auto read = transaction.copy_out(
      "copy (select id, small, name, born, extra, period, cipher, tags, at, null::text "
      "from copied) to stdout binary",
      [&](const CopyFields& fields) -> Status {
        sum += fields.get<std::int64_t>(0) + fields.get<std::int64_t>(1);
        EXPECT_EQ(fields.get<std::string>(2), "张三");
        EXPECT_EQ(fields.get<Day>(3), day("1990-01-31"));
        EXPECT_EQ(fields.get<DateRange>(5), (DateRange{day("2023-01-01"), day("2024-01-01")}));
        EXPECT_EQ(fields.get<std::vector<std::string>>(7)[1], "二");
        EXPECT_EQ(fields.get<Instant>(8), moment);
        EXPECT_FALSE(fields.get<std::optional<std::string>>(9).has_value());
        return Done{};
      });
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  EXPECT_EQ(sum, count * (count - 1) / 2 + 5 * count);
  std::int64_t seen = 0;
  ASSERT_TRUE(transaction
                  .each(
                      "select id from copied where id >= $1",
                      [&](Row row) -> Status {
                        seen += row.get<std::int64_t>("id") >= 100 ? 1 : 0;
                        return Done{};
                      },
                      100)
                  .ok());
  EXPECT_EQ(seen, count - 100);
}

TEST_F(Store, ACopyStoppedByTheSenderStoresNothing) {
  ASSERT_TRUE(connection_
                  .run_script("create table public.copied (id bigint);"
                              "grant all on public.copied to leye_app")
                  .ok());
  auto transaction = begin();
  int rows = 0;
  const auto copied =
      transaction.copy_in("copy copied from stdin binary", [&](CopyRow& row) -> Result<bool> {
        if (++rows > 3) return Error{ErrorCode::invalid_input, "row 4 is wrong"};
        row.add(std::int64_t{rows});
        return true;
      });
  EXPECT_EQ(copied.error().what, "row 4 is wrong");
  EXPECT_FALSE(transaction.commit().ok());
  EXPECT_TRUE(begin().query("select 1 as one from copied").value().empty());
}

TEST_F(Store, AFullPoolAnswersOverloadedAndRecovers) {
  Pool pool(database_.dsn(), 1);
  std::optional<Lease> lease = std::move(pool.take()).value();
  const auto refused = pool.take(std::chrono::milliseconds(20));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::overloaded);
  lease.reset();
  EXPECT_TRUE(pool.take().ok());
}

TEST_F(Store, APoolReplacesABrokenConnection) {
  Pool pool(database_.dsn(), 1);
  {
    auto lease = std::move(pool.take()).value();
    const auto killed = lease->run("select pg_terminate_backend(pg_backend_pid()) as gone", {});
    EXPECT_EQ(killed.error().code, ErrorCode::unavailable);
  }
  auto lease = std::move(pool.take()).value();
  EXPECT_TRUE(lease->run("select 1 as one", {}).ok());
}

TEST_F(Store, LosersOfADeadlockRunAgain) {
  ASSERT_TRUE(connection_
                  .run_script("create table public.pair (id int primary key, n int);"
                              "insert into public.pair values (1, 0), (2, 0);"
                              "grant all on public.pair to leye_app")
                  .ok());
  const auto turn = [&](int first, int second) {
    Connection connection = database_.connect();
    const auto done = run_in_transaction(connection, TestDatabase::scope(), [&](Transaction& t) {
      const auto move = [&](int id) -> Status {
        TRY(t.execute("update pair set n = n + 1 where id = $1", id));
        return Done{};
      };
      if (auto moved = move(first); !moved.ok()) return moved;
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
      return move(second);
    });
    EXPECT_TRUE(done.ok()) << to_text(done.error());
  };
  std::thread other([&] { turn(1, 2); });
  turn(2, 1);
  other.join();
  const auto rows = begin().query("select sum(n) as moves from pair");
  EXPECT_EQ(rows.value()[0].get<std::int64_t>("moves"), 4);
}

}  // namespace
}  // namespace leye::store
