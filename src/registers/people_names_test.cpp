// People by their names: what is found, in which order, and by whom (schema/area/0470).
#include <algorithm>
#include <tuple>

#include "registers/bulk.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr Place here = 621002001001, there = 621022001001;

class Names : public RegisterTest {
 protected:
  struct Known {
    std::int64_t id;
    std::string name;
    Place place;
  };

  void fill(std::vector<Known> people) {
    known_ = std::move(people);
    auto load = must(
        RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_, {"测试", start_}));
    for (const Known& each : known_) {
      PersonRow row;
      row.id = each.id;
      row.name = each.name;
      row.valid_from = day("2023-01-01");
      row.residence_place = each.place;
      must(load.add(std::move(row)));
    }
    must(load.finish());
  }

  std::vector<std::int64_t> found(const std::string& wanted, int count_max, Place lo = 0,
                                  Place hi = 999'999'999'999) {
    store::Scope scope = store::TestDatabase::scope();
    scope.place_lo = lo;
    scope.place_hi = hi;
    auto transaction = store::Transaction::begin(connection_, scope).value();
    std::vector<std::int64_t> ids;
    for (const PersonCard& card :
         must(People(transaction, vocabulary_, cipher_).find(wanted, count_max)))
      ids.push_back(card.id);
    return ids;
  }

  // Each character of a text.
  static std::vector<std::string> characters(const std::string& text) {
    std::vector<std::string> all;
    for (const char c : text) {
      if ((c & 0xC0) == 0x80)
        all.back() += c;
      else
        all.emplace_back(1, c);
    }
    return all;
  }
  static std::string lower(std::string text) {
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  }
  // Of at most four characters, no letters among them, three bytes each and more.
  static bool is_short(const std::string& name) {
    const std::size_t size = characters(name).size();
    return size <= 4 && name.size() >= 3 * size && name.find_first_of("aA") == std::string::npos;
  }

  // The same, one after the other: kind, place inside, what it is ordered by, number.
  std::vector<std::int64_t> expected(const std::string& wanted, int count_max, Place lo = 0,
                                     Place hi = 999'999'999'999) const {
    std::vector<std::tuple<int, std::size_t, std::string, std::int64_t>> rows;
    for (const Known& each : known_) {
      if (each.place < lo || each.place > hi) continue;
      if (lower(each.name).find(lower(wanted)) == std::string::npos) continue;
      const std::size_t at = each.name.find(wanted);
      if (at == 0)
        rows.emplace_back(1, 0, each.name, each.id);
      else if (is_short(each.name))
        rows.emplace_back(2, characters(each.name.substr(0, at)).size(), each.name.substr(at),
                          each.id);
      else
        rows.emplace_back(3, characters(each.name).size(), each.name, each.id);
    }
    std::sort(rows.begin(), rows.end());
    std::vector<std::int64_t> ids;
    for (const auto& row : rows) {
      if (static_cast<int>(ids.size()) < count_max) ids.push_back(std::get<3>(row));
    }
    return ids;
  }

  std::vector<Known> known_;
};

TEST_F(Names, JustTheNameThenItsBeginningThenItsInside) {
  fill({{1, "李王明", here},
        {2, "王明远", here},
        {3, "王明", here},
        {4, "王明", there},
        {5, "欧阳王明", here},
        {6, "王小明", here}});
  EXPECT_EQ(found("王明", 10), (std::vector<std::int64_t>{3, 4, 2, 1, 5}));
  EXPECT_EQ(found("王明", 3), (std::vector<std::int64_t>{3, 4, 2}));
  EXPECT_EQ(found("王", 10), (std::vector<std::int64_t>{6, 3, 4, 2, 1, 5}));
  EXPECT_EQ(found("明", 10), (std::vector<std::int64_t>{3, 4, 2, 1, 6, 5}));
  EXPECT_TRUE(found("王远", 10).empty());
}

TEST_F(Names, OnlyOfTheCallersPlaces) {
  fill({{1, "王明", here}, {2, "王明", there}, {3, "王明远", there}, {4, "小王明", there}});
  EXPECT_EQ(found("王明", 10, 621002000000, 621002999999), std::vector<std::int64_t>{1});
  EXPECT_EQ(found("王明", 10, 621022000000, 621022999999), (std::vector<std::int64_t>{2, 3, 4}));
  EXPECT_EQ(found("明", 10, 621002000000, 621002999999), std::vector<std::int64_t>{1});
}

TEST_F(Names, LettersOfEitherCaseAreFound) {
  fill({{1, "Anna Li", here}, {2, "ANNA", here}, {3, "Hanna", here}, {4, "anna b", here}});
  EXPECT_EQ(found("ANNA", 10), (std::vector<std::int64_t>{2, 3, 4, 1}));
  EXPECT_EQ(found("Anna", 10), (std::vector<std::int64_t>{1, 2, 3, 4}));
}

// Names of few characters, so that every question has many answers of each kind.
TEST_F(Names, TheSameAsLookingThroughAll) {
  const std::vector<std::string> characters = {"王", "李", "明", "a", "A", "%", "_", "𠮷"};
  std::vector<Known> people;
  std::uint64_t drawn = 88172645463325252U;
  const auto draw = [&](std::uint64_t below) {
    drawn ^= drawn << 13U;
    drawn ^= drawn >> 7U;
    drawn ^= drawn << 17U;
    return drawn % below;
  };
  const auto name = [&](std::uint64_t size_max) {
    std::string text;
    for (std::uint64_t size = 1 + draw(size_max); size > 0; --size)
      text += characters[draw(characters.size())];
    return text;
  };
  for (std::int64_t id = 1; id <= 3000; ++id)
    people.push_back({id, name(6), draw(3) == 0 ? here : there});
  fill(std::move(people));
  for (int round = 0; round < 200; ++round) {
    const std::string wanted = name(3);
    const int count_max = static_cast<int>(1 + draw(80));
    EXPECT_EQ(found(wanted, count_max), expected(wanted, count_max)) << wanted;
    EXPECT_EQ(found(wanted, count_max, 621002000000, 621002999999),
              expected(wanted, count_max, 621002000000, 621002999999))
        << wanted;
  }
}

}  // namespace
}  // namespace leye::registers
