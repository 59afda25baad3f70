// Registrations as unemployed of one person exclude each other (schema/area/0452), whatever his
// number.
#include <optional>

#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

class Registrations : public RegisterTest {
 protected:
  struct Spell {
    std::int64_t person;
    Day start;
    std::optional<Day> end;
  };

  void add_person(store::Transaction& transaction, std::int64_t id) {
    must(transaction.execute("insert into person (id) values ($1)", id));
  }
  // Whether the table takes it; what it does not take is left out without an error.
  bool taken(store::Transaction& transaction, const Spell& spell, const char* known_to) {
    return !must(transaction.query(
                     "insert into unemployment_registration (person_id, start_date, end_date, "
                     "place, source, known_from, known_to) values ($1, $2, $3, 621002000000, "
                     "'测试', '2020-01-01', $4::timestamptz) on conflict do nothing returning id",
                     spell.person, spell.start, spell.end, std::string(known_to)))
                .empty();
  }
};

TEST_F(Registrations, ASecondOneOfTheSameDaysIsRefused) {
  auto transaction = begin();
  add_person(transaction, 1);
  EXPECT_TRUE(taken(transaction, {1, day("2023-01-05"), day("2023-02-05")}, "infinity"));
  const auto refused = transaction.execute(
      "insert into unemployment_registration (person_id, start_date, place, source, known_from) "
      "values (1, '2023-02-05', 621002000000, '测试', '2020-01-01')");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TEST_F(Registrations, TheDayAfterIsFreeAndSoIsWhatTurnedOutNeverToHaveBeen) {
  auto transaction = begin();
  add_person(transaction, 1);
  EXPECT_TRUE(taken(transaction, {1, day("2023-01-05"), day("2023-02-05")}, "2023-03-01"));
  EXPECT_TRUE(taken(transaction, {1, day("2023-01-06"), day("2023-02-05")}, "infinity"));
  EXPECT_FALSE(taken(transaction, {1, day("2023-02-05"), std::nullopt}, "infinity"));
  EXPECT_TRUE(taken(transaction, {1, day("2023-02-06"), std::nullopt}, "infinity"));
  EXPECT_FALSE(taken(transaction, {1, day("2199-12-31"), std::nullopt}, "infinity"));
  EXPECT_TRUE(taken(transaction, {1, day("1900-01-01"), day("2023-01-05")}, "infinity"));
}

// People whose numbers differ in one bit, high or low, and neighbours.
TEST_F(Registrations, TheSameAsLookingAtAllOthers) {
  std::vector<std::int64_t> people = {1, 2, 3, (std::int64_t{1} << 31) - 1};
  for (int bit = 20; bit < 41; ++bit) people.push_back((std::int64_t{1} << bit) + 1);
  auto transaction = begin();
  for (const std::int64_t person : people) add_person(transaction, person);
  std::uint64_t drawn = 88172645463325252U;
  const auto draw = [&](std::uint64_t below) {
    drawn ^= drawn << 13U;
    drawn ^= drawn >> 7U;
    drawn ^= drawn << 17U;
    return static_cast<int>(drawn % below);
  };
  const int first = day("2020-01-01").number();
  std::vector<Spell> known;
  int refused = 0;
  for (int round = 0; round < 1500; ++round) {
    const int start = first + draw(400);
    Spell spell{people[static_cast<std::size_t>(draw(people.size()))], Day::from_number(start),
                std::nullopt};
    if (draw(40) != 0) spell.end = Day::from_number(start + draw(12));
    bool overlaps = false;
    for (const Spell& other : known) {
      overlaps |= other.person == spell.person && (!other.end || *other.end >= spell.start) &&
                  (!spell.end || *spell.end >= other.start);
    }
    EXPECT_EQ(taken(transaction, spell, "infinity"), !overlaps) << spell.person;
    if (overlaps)
      ++refused;
    else
      known.push_back(spell);
  }
  EXPECT_GT(refused, 300);
  EXPECT_GT(known.size(), 300U);
}

}  // namespace
}  // namespace leye::registers
