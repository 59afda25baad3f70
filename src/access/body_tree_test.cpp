// The organisation tree: what a body was on a day, what stands below what, posts that end with it.
#include "access/body_tree.hpp"

#include "access/accounts.hpp"
#include "access/test_accounts.hpp"

namespace leye::access {
namespace {

constexpr auto area = "area_000000";

Day day(const char* text) { return Day::parse(text).value(); }

class BodyTree : public Accounts {
 protected:
  const Day today_ = business_day(now_);  // 2023-11-15

  BodyWords words(const std::string& name, std::optional<std::int64_t> parent = {},
                  std::int64_t place = 1000000) const {
    BodyWords all;
    all.name = name;
    all.parent = parent;
    all.place = place;
    return all;
  }
  std::string change(std::int64_t id, const char* from, const BodyWords& to) {
    auto transaction = begin();
    const auto changed = change_body(transaction, area, id, day(from), to, {0, now_});
    if (!changed.ok()) return name(changed.error().code);
    EXPECT_TRUE(transaction.commit().ok());
    return changed.value() ? "changed" : "same";
  }
  std::string close(std::int64_t id, const char* last) {
    auto transaction = begin();
    const auto closed = close_body(transaction, area, id, day(last), "撤并", {0, now_});
    if (!closed.ok()) return name(closed.error().code);
    return transaction.commit().ok() ? "closed" : "not kept";
  }
  BodyRow on(std::int64_t id, const char* when) {
    auto transaction = begin();
    return find_body(transaction, area, id, day(when)).value().value();
  }
  // As the program's own role is.
  bool refused_by_database(const std::string& statement) {
    auto connection = database_.connect();
    return !connection
                .run_script("set role leye_app; set search_path = leye, public; " + statement)
                .ok();
  }
};

TEST_F(BodyTree, SaysWhatABodyWasOnADay) {
  const auto bureau = body("JY", "employment_service", false);
  const auto other = body("RS", "employment_service", false);
  const auto window = body("JY-01", "outlet", false, 1001000, bureau);
  auto moved = words("大厅一号窗", other, 1001000);
  moved.phone = "0934-1";
  EXPECT_EQ(change(window, "2022-05-01", moved), "changed");
  EXPECT_EQ(change(window, "2022-05-01", moved), "same") << "the same again";
  EXPECT_EQ(on(window, "2022-04-30").words.parent, bureau);
  EXPECT_EQ(on(window, "2022-05-01").words.parent, other);
  EXPECT_EQ(on(window, "2022-05-01").words.phone, "0934-1");
  EXPECT_EQ(on(bureau, "2022-04-30").children, 1);
  EXPECT_EQ(on(bureau, "2022-05-01").children, 0);
  EXPECT_EQ(change(window, "2021-01-01", words("早", other, 1001000)), "conflict")
      << "behind a later change";
  auto transaction = begin();
  EXPECT_EQ(path_of_body(transaction, area, window, day("2023-01-01")).value().size(), 2U);
  EXPECT_EQ(history_of_body(transaction, window).value().versions.size(), 2U);
}

TEST_F(BodyTree, StandsNeverBelowItselfNorOutsideTheParentsPlace) {
  const auto top = body("A", "employment_service", false);
  const auto middle = body("A-1", "department", false, 1000000, top);
  const auto low = body("A-1-1", "outlet", false, 1001000, middle);
  EXPECT_EQ(change(top, "2022-01-01", words("甲", low)), "invalid_input") << "the place is larger";
  auto below = words("甲", low, 1001000);
  EXPECT_EQ(change(top, "2022-01-01", below), "conflict");
  EXPECT_EQ(change(top, "2022-01-01", words("甲", top)), "conflict");
  EXPECT_EQ(change(low, "2022-01-01", words("低", middle, 2000000)), "invalid_input");
  EXPECT_EQ(change(low, "2022-01-01", words("低", 999)), "invalid_input") << "no such parent";
  // A move that is planned counts as well
  const auto twin = body("B", "employment_service", false);
  EXPECT_EQ(change(twin, "2030-01-01", words("乙", middle)), "changed");
  EXPECT_EQ(change(middle, "2025-01-01", words("中", twin)), "conflict");
}

TEST_F(BodyTree, IsClosedWithADayWhenNothingStandsBelow) {
  const auto top = body("A", "employment_service", false);
  const auto low = body("A-1", "outlet", false, 1001000, top);
  EXPECT_EQ(close(top, "2023-01-01"), "conflict") << "something is below";
  EXPECT_EQ(close(low, "2022-12-31"), "closed");
  EXPECT_EQ(close(low, "2022-12-31"), "conflict") << "twice";
  EXPECT_EQ(change(low, "2023-01-01", words("又", top, 1001000)), "conflict");
  EXPECT_EQ(close(top, "2023-01-01"), "closed");
  auto transaction = begin();
  const auto late = make_body(
      transaction, {area, "A-2", "outlet", false, day("2023-05-01"), words("晚", top)}, {0, now_});
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::invalid_input) << "below one that has ended";
  EXPECT_EQ(list_bodies(transaction, {area, today_}).value().total, 0);
  EXPECT_EQ(list_bodies(transaction, {area, today_, {}, "", true}).value().total, 2);
}

TEST_F(BodyTree, EndsItsPostsWithItself) {
  const auto bank = body("YH", "bank", true);
  const auto account = make(staff("teller", 't')).value();
  const auto give_at = [&](std::int64_t at) {
    auto transaction = begin();
    const auto given = give_role_at(
        transaction, {account, Role::outside_body, area, 1000000, {}}, at, now_);
    return given.ok() && transaction.commit().ok();
  };
  ASSERT_TRUE(give_at(bank));
  // The moment is 06:13:20 of the day in China, whose midnight is 17:46:40 away.
  const auto midnight = now_ + std::chrono::seconds(64'000);
  const auto session = sign_in(connection_, cipher_, {"teller", good_password, "10.0.0.1"},
                               midnight - std::chrono::minutes(1))
                           .value();
  const auto posts = [&](Instant when) {
    auto transaction = begin();
    return find_session(transaction, session.token, when).value()->posts.size();
  };
  EXPECT_EQ(posts(midnight), 1U);
  EXPECT_EQ(close(bank, to_text(today_).c_str()), "closed");
  EXPECT_EQ(posts(midnight - std::chrono::seconds(1)), 1U) << "the last day is one of work";
  EXPECT_EQ(posts(midnight), 0U) << "and ends by itself";
  {
    auto transaction = begin();
    EXPECT_EQ(posts_at_body(transaction, bank, today_).value().size(), 1U);
    EXPECT_TRUE(posts_at_body(transaction, bank, today_ + 1).value().empty());
  }
  const auto closed = body("YH-OLD", "bank", true);
  EXPECT_EQ(close(closed, "2023-01-01"), "closed");
  EXPECT_FALSE(give_at(closed)) << "none is given at one that has ended";
}

TEST_F(BodyTree, TheDatabaseRefusesWhatTheProgramWould) {
  const auto bank = body("YH", "bank", true);
  const auto account = make(staff("teller", 't')).value();
  auto transaction = begin();
  ASSERT_TRUE(
      give_role_at(transaction, {account, Role::outside_body, area, 1000000, {}}, bank, now_)
          .ok());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_TRUE(refused_by_database("delete from body"));
  EXPECT_TRUE(refused_by_database("update body set kind = 'tax_bureau'"))
      << "the rights of its accounts hang on it";
  EXPECT_TRUE(refused_by_database("update body_version set name = 'x'"));
  EXPECT_TRUE(refused_by_database("delete from body_version"));
  EXPECT_TRUE(refused_by_database("update role_assignment set body = 'tax_bureau'"));
  EXPECT_TRUE(refused_by_database("update role_assignment set body_last_day = '2030-01-01'"))
      << "a post's day is its body's";
  EXPECT_TRUE(refused_by_database(
      "insert into body_version (body_id, area_schema, from_day, name, place, uscc, written_at) "
      "select id, area_schema, '2022-01-01', 'x', 0, '91350100M000100Y44', '2022-01-01' "
      "from body"))
      << "the last character of the code checks the others";
  EXPECT_FALSE(refused_by_database(
      "insert into body_version (body_id, area_schema, from_day, name, place, uscc, written_at) "
      "select id, area_schema, '2022-01-01', 'x', 0, '91350100M000100Y43', '2022-01-01' "
      "from body"));
}

}  // namespace
}  // namespace leye::access
