// Many clients change the same person at once, by import and by correction, several of them at the
// same microsecond. Every change must succeed, each after another, and none may be lost.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "registers/corrections.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr int clients = 8, changes = 12;

class SamePersonRace : public RegisterTest {
 protected:
  SamePersonRace() {
    std::string rows = heading_;
    for (int person = 0; person < 3; ++person) rows += row(person, 99, 0);
    const Status stored = import(connection_, rows, start_);
    EXPECT_TRUE(stored.ok()) << to_text(stored.error());
  }
  static std::string row(int person, int client, int change) {
    static constexpr const char* numbers[] = {"000000199001010018", "000000197506150025",
                                              "00000019920202001X"};
    return fmt::format("{},王{},西峰区,139{:03}{:02}00{}\n", numbers[person], client, client, change,
                       person);
  }
  Status import(store::Connection& connection, const std::string& rows, Instant now) const {
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    const IdentityCipher cipher(cipher_);
    Import import(transaction, vocabulary_, cipher,
                  {"person", fmt::format("导入 {}", rows.size()), now, day("2023-06-01")});
    const auto report = TRY(import.run(intake::bytes_of(rows)));
    if (report.bad > 0) return Error{ErrorCode::invalid_input, report.problems[0].message};
    TRY(import.store());
    return transaction.commit();
  }
  Status correct(store::Connection& connection, const std::string& name, Instant now) const {
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    const IdentityCipher cipher(cipher_);
    const auto id = TRY(ask_correction(
        transaction, cipher, {"name", 1, 0, name, "身份证", "建档时录错", 7, "窗口", now}));
    TRY(decide_correction(transaction, cipher, {id, true, "同意", 8, "局长", now}));
    return transaction.commit();
  }
  std::int64_t count(store::Statement statement) {
    auto transaction = begin();
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  }

  const std::string heading_ = "身份证号码,姓名,常住地,手机号码\n";
};

TEST_F(SamePersonRace, EveryChangeSucceedsAndNoneIsLost) {
  std::mutex mutex;
  std::map<std::string, int> failed;
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client)
    threads.emplace_back([&, client] {
      auto connection = store::connect(database_.dsn());
      ASSERT_TRUE(connection.ok());
      for (int change = 1; change <= changes; ++change) {
        // Two moments each, so that clients meet in one microsecond all the time. The rows of half
        // of the clients stand the other way round.
        const Instant now = start_ + std::chrono::hours(change / 6);
        std::string rows = heading_;
        for (int at = 0; at < 3; ++at) rows += row(client % 2 == 0 ? at : 2 - at, client, change);
        const Status done =
            client == 0 ? correct(connection.value(), fmt::format("王改{}", change), now)
                        : import(connection.value(), rows, now);
        if (done.ok()) continue;
        const std::scoped_lock lock(mutex);
        ++failed[to_text(done.error())];
      }
    });
  for (auto& thread : threads) thread.join();
  for (const auto& [why, times] : failed) ADD_FAILURE() << times << " × " << why;
  constexpr int imports = (clients - 1) * changes;
  // Persons 2 and 3 are changed by imports alone: each keeps what was there before it.
  EXPECT_EQ(count("select count(*) as n from person_identity_past where person_id = 2"), imports);
  EXPECT_EQ(count("select count(*) as n from person_identity_past where person_id = 1"),
            imports + changes);
  EXPECT_EQ(count("select count(distinct replaced_at) as n from person_identity_past "
                  "where person_id = 1"), imports + changes);
  // One is in force, and each begins when the one before ends.
  EXPECT_EQ(count("select count(*) as n from person_version where person_id = 2 "
                  "and known_to = 'infinity' and upper_inf(valid)"), 1);
  EXPECT_EQ(count("select count(*) as n from person_version a where known_to < 'infinity' "
                  "and known_to <= known_from"), 0);
  EXPECT_EQ(count("select count(*) as n from person_version a where known_to < 'infinity' "
                  "and not exists (select from person_version b where b.person_id = a.person_id "
                  "and b.known_from = a.known_to)"), 0);
  // The phone of everybody is the one that was stored last.
  EXPECT_EQ(count("select count(*) as n from person_identity i where exists (select from "
                  "person_identity_past p where p.person_id = i.person_id "
                  "and p.recorded_at > i.recorded_at)"), 0);
}

}  // namespace
}  // namespace leye::registers
