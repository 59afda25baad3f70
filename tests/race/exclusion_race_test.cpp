// Many clients grant exclusive benefits to the same few people at once. No
// person may end with two that exclude each other in one month, nobody may be refused without a
// holder in the way, and no client may meet a deadlock.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "benefits/grants.hpp"
#include "store/test_database.hpp"

namespace leye::benefits {
namespace {

constexpr int clients = 64;
constexpr int attempts = 400;
constexpr int persons = 2000;

// A excludes B, B excludes C; A and C go together.
std::vector<std::string> rules_of(int benefit) {
  switch (benefit) {
    case 0: return {"exclusion:ab"};
    case 1: return {"exclusion:ab", "exclusion:bc"};
    default: return {"exclusion:bc"};
  }
}

Day month_start(int month) { return Day::from_civil(2023, month, 1).value(); }

class ExclusionRace : public testing::Test {
 protected:
  void SetUp() override {
    auto connection = database_.connect();
    ASSERT_TRUE(connection
                    .run_script("set search_path = area_000000; insert into person (id) "
                                "overriding system value select generate_series(1, 2000)")
                    .ok());
  }

  struct Attempt {
    std::int64_t person;
    int benefit;
    int month;
  };

  // Granted, refused, or an error that is neither.
  enum class Outcome { granted, refused, failed };

  static Outcome attempt(store::Connection& connection, const Attempt& tried) {
    auto scope = store::TestDatabase::scope();
    auto transaction = store::Transaction::begin(connection, scope);
    if (!transaction.ok()) return Outcome::failed;
    const auto id = transaction.value().query(
        "insert into benefit_grant (measure, source, person_id, amount_fen, granted_on, period, "
        "place, recorded_at) values ($1, 'race', $2, 100, '2023-01-01', "
        "daterange($3, $4), 0, '2023-01-01') returning id",
        std::string(1, static_cast<char>('a' + tried.benefit)), tried.person,
        month_start(tried.month), month_start(tried.month + 1));
    if (!id.ok()) return Outcome::failed;
    std::vector<Slot> slots;
    for (const std::string& rule : rules_of(tried.benefit)) {
      Slot slot;
      slot.subject = tried.person;
      slot.rule = rule;
      slot.member = tried.benefit;
      slot.period = {month_start(tried.month), month_start(tried.month + 1)};
      slots.push_back(slot);
    }
    // Once in a month: the member is the grant.
    slots.push_back(slots.front());
    slots.back().rule = fmt::format("limit:{}", tried.benefit);
    slots.back().member = std::nullopt;
    const std::vector<std::int64_t> grants{id.value()[0].get<std::int64_t>("id")};
    const std::vector<std::vector<Slot>> all{slots};
    const Status taken = take_slots(transaction.value(), grants, all);
    if (!taken.ok()) {
      if (taken.error().code != ErrorCode::conflict) fmt::print("{}\n", to_text(taken.error()));
      return taken.error().code == ErrorCode::conflict ? Outcome::refused : Outcome::failed;
    }
    return transaction.value().commit().ok() ? Outcome::granted : Outcome::failed;
  }

  std::int64_t count(store::Statement statement) {
    auto connection = database_.connect();
    auto transaction = store::Transaction::begin(connection, store::TestDatabase::scope());
    return transaction.value().query(statement).value()[0].get<std::int64_t>("n");
  }

  // The benefits held by each person in each month.
  std::map<std::pair<std::int64_t, int>, std::set<int>> holders() {
    auto connection = database_.connect();
    auto transaction = store::Transaction::begin(connection, store::TestDatabase::scope());
    const auto rows = transaction.value().query(
        "select person_id, measure, lower(period) as month from benefit_grant");
    std::map<std::pair<std::int64_t, int>, std::set<int>> held;
    for (const store::Row row : rows.value())
      held[{row.get<std::int64_t>("person_id"), row.get<Day>("month").civil().month}].insert(
          row.get<std::string>("measure")[0] - 'a');
    return held;
  }

  store::TestDatabase database_;
};

TEST_F(ExclusionRace, NobodyIsGrantedTwiceAndNobodyDeadlocks) {
  std::atomic<int> granted{0}, failed{0};
  std::mutex mutex;
  std::vector<Attempt> refused;
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client)
    threads.emplace_back([&, client] {
      auto connection = store::connect(database_.dsn());
      ASSERT_TRUE(connection.ok());
      std::mt19937 random(static_cast<unsigned>(client));
      for (int i = 0; i < attempts; ++i) {
        const Attempt tried{static_cast<std::int64_t>(random() % persons) + 1,
                            static_cast<int>(random() % 3), static_cast<int>(random() % 3) + 1};
        switch (attempt(connection.value(), tried)) {
          case Outcome::granted: ++granted; break;
          case Outcome::refused: {
            const std::lock_guard lock(mutex);
            refused.push_back(tried);
            break;
          }
          case Outcome::failed: ++failed; break;
        }
      }
    });
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(failed, 0) << "deadlocks or errors";
  EXPECT_EQ(granted + static_cast<int>(refused.size()), clients * attempts);
  EXPECT_EQ(count("select count(*) as n from benefit_grant"), granted);
  // Counted from the grants, not from the slots that guard them.
  EXPECT_EQ(count("select count(*) as n from benefit_grant one join benefit_grant other "
                  "on one.person_id = other.person_id and one.period && other.period "
                  "and one.id < other.id "
                  "where one.measure = other.measure "
                  "or 'b' in (one.measure, other.measure)"),
            0);
  // A and C were granted together, so the chain did not refuse too much.
  EXPECT_GT(count("select count(*) as n from benefit_grant one join benefit_grant other "
                  "on one.person_id = other.person_id and one.period && other.period "
                  "where one.measure = 'a' and other.measure = 'c'"),
            0);
  const auto held = holders();
  for (const Attempt& tried : refused) {
    const auto found = held.find({tried.person, tried.month});
    ASSERT_NE(found, held.end()) << "refused, though nobody holds anything";
    const auto& benefits = found->second;
    EXPECT_TRUE(benefits.count(tried.benefit) || benefits.count(1) ||
                (tried.benefit == 1 && !benefits.empty()))
        << "refused without a holder in the way: person " << tried.person;
  }
}

TEST_F(ExclusionRace, AdjacentPeriodsAndAReleasedSlotAreFree) {
  auto connection = database_.connect();
  EXPECT_EQ(attempt(connection, {1, 0, 1}), Outcome::granted);
  EXPECT_EQ(attempt(connection, {1, 1, 1}), Outcome::refused);
  EXPECT_EQ(attempt(connection, {1, 1, 2}), Outcome::granted) << "the next month";
  EXPECT_EQ(attempt(connection, {1, 2, 1}), Outcome::granted) << "A and C go together";
  EXPECT_EQ(attempt(connection, {1, 2, 2}), Outcome::refused) << "B holds February";
  {
    auto transaction = store::Transaction::begin(connection, store::TestDatabase::scope());
    const auto row = transaction.value().query(
        "select id from benefit_grant where measure = 'b' and person_id = 1");
    ASSERT_TRUE(end_grant(transaction.value(), row.value()[0].get<std::int64_t>("id"),
                          GrantEnd::withdrawn, month_start(2), "撤回")
                    .ok());
    ASSERT_TRUE(transaction.value().commit().ok());
  }
  EXPECT_EQ(attempt(connection, {1, 2, 2}), Outcome::granted) << "B gave February back";
}

}  // namespace
}  // namespace leye::benefits
