// A roster of forty thousand people: at once into an empty register (its keys are put up after the
// rows then), in halves that overlap and are shuffled, and once more: the same register each time.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include <fmt/format.h>

#include "registers/identity.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr int people = 40'000;
constexpr const char* headings = "身份证号码,姓名,常住地,文化程度,手机号码\n";

std::vector<std::string> roster() {
  constexpr const char* schooling[] = {"本科", "大专", "", "高中"};
  std::vector<std::string> lines;
  for (int n = 0; n < people; ++n) {
    const std::string stem = fmt::format("000000{}{:02}{:02}{:03}", 1950 + n / 28000, 1 + n % 12,
                                         1 + n / 12 % 28, n / 336 % 1000);
    for (const char check : std::string_view("0123456789X")) {
      if (!canonical_id_number(stem + check).ok()) continue;
      lines.push_back(fmt::format("{}{},甲{}号,{},{},139{:08}\n", stem, check, n,
                                  n % 3 == 0 ? "环县" : "西峰区", schooling[n % 4], n));
    }
  }
  return lines;
}

std::string text_of(const std::vector<std::string>& lines, std::size_t from, std::size_t until) {
  std::string text = headings;
  for (std::size_t at = from; at < until; ++at) text += lines[at];
  return text;
}

class RosterRegister : public RegisterTest {
 public:
  void TestBody() override {}

  ImportReport import(const std::string& text, bool confirm = true) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {"person", "名册", next_minute(), day("2023-10-16")});
    auto report = must(import.run(intake::bytes_of(text)));
    if (!confirm) return report;  // the transaction ends without a commit, as after a kill
    must(import.store());
    must(transaction.commit());
    return report;
  }
  // What stands in the register, without ids and moments; and whether its keys do.
  std::string digest() {
    auto transaction = begin();
    const auto rows = must(transaction.query(
        "select count(*) || ' ' || coalesce(md5(string_agg(concat_ws('|', "
        "encode(number_blind, 'hex'), name, encode(phone_blind, 'hex'), i.place, v.valid, v.sex, "
        "v.birth_date, v.education, v.residence_place), ';' order by number_blind)), '') as digest "
        "from person_identity i join person_version v using (person_id) "
        "where v.known_to = 'infinity'"));
    return rows[0].get<std::string>("digest");
  }
  std::string keys() {
    auto transaction = begin();
    const auto rows = must(transaction.query(
        "select (select string_agg(conname || ' ' || pg_get_constraintdef(oid), ';'"
        "                         order by conname)"
        "        from pg_constraint where connamespace = 'area_000000'::regnamespace"
        "          and contype <> 'c')"
        "    || (select string_agg(indexdef, ';' order by indexname)"
        "        from pg_indexes where schemaname = 'area_000000') as keys"));
    return rows[0].get<std::string>("keys");
  }
};

TEST(ImportOfARoster, IsTheSameAtOnceInShuffledHalvesAndAgain) {
  auto lines = roster();
  ASSERT_EQ(lines.size(), static_cast<std::size_t>(people));
  RosterRegister whole;
  const std::string keys = whole.keys();
  EXPECT_EQ(whole.import(text_of(lines, 0, lines.size()), false).added, people);
  EXPECT_EQ(whole.digest(), "0 ");  // nothing was stored
  EXPECT_EQ(whole.import(text_of(lines, 0, lines.size())).added, people);
  EXPECT_EQ(whole.keys(), keys);
  const std::string expected = whole.digest();
  EXPECT_TRUE(expected.starts_with(fmt::format("{} ", people))) << expected;

  std::shuffle(lines.begin(), lines.end(), std::mt19937(18));
  EXPECT_EQ(whole.import(text_of(lines, 0, lines.size())).same, people);
  EXPECT_EQ(whole.digest(), expected);

  RosterRegister halves;
  const std::size_t from = lines.size() * 2 / 5, until = lines.size() * 3 / 5;
  EXPECT_EQ(halves.import(text_of(lines, from, lines.size())).added,
            static_cast<std::int64_t>(lines.size() - from));
  EXPECT_EQ(halves.import(text_of(lines, 0, until)).same,
            static_cast<std::int64_t>(until - from));
  EXPECT_EQ(halves.digest(), expected);
  EXPECT_EQ(halves.keys(), keys);
}

}  // namespace
}  // namespace leye::registers
