// Files that come twice, in halves, in any order, with an undo between or a crash: one register.
#include <gtest/gtest.h>

#include <random>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "registers/identity.hpp"
#include "registers/import_runs.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr int people_of_a_roster = 40;

// The n-th number of division 000000.
std::string number_of(int n) {
  const std::string stem = fmt::format("000000{}{:02}{:02}{:03}", 1950 + n / 1000 % 50,
                                       1 + n / 100000 % 12, 1 + n / 50000 % 28, n % 1000);
  for (const char check : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'X'}) {
    if (canonical_id_number(stem + check).ok()) return stem + check;
  }
  return {};
}

struct Roster {
  int number;  // tells its people from those of other rosters

  std::string name(int person) const { return fmt::format("甲{}号乙{}", number, person); }
  std::string id(int person) const { return number_of(number * people_of_a_roster + person); }
  std::string people(int from, int until) const {
    constexpr const char* schooling[] = {"本科", "大专", "", "高中"};
    std::string text = "身份证号码,姓名,常住地,文化程度,手机号码\n";
    for (int person = from; person < until; ++person) {
      text += fmt::format("{},{},{},{},1390000{:04}\n", id(person), name(person),
                          person % 3 == 0 ? "环县" : "西峰区", schooling[person % 4], person);
    }
    return text;
  }
  std::string spells(int from, int until) const {
    std::string text = "身份证号码,失业登记日期,失业登记注销日期,失业登记地\n";
    for (int person = from; person < until; ++person) {
      text += fmt::format("{},2022-0{}-01,2022-0{}-20,西峰区\n", id(person), 1 + person % 4,
                          1 + person % 4);
      text += fmt::format("{},2023-0{}-01,,西峰区\n", id(person), 1 + person % 9);
    }
    return text;
  }
  // Another file says something else about some of them.
  std::string other() const {
    std::string text = "身份证号码,姓名,常住地,文化程度\n";
    for (int person = 0; person < people_of_a_roster; person += 5) {
      text += fmt::format("{},{},西峰区,硕士研究生\n", id(person), name(person));
    }
    return text;
  }
};

class ImportOrders : public RegisterTest {
 protected:
  ImportReport import(const char* kind, const std::string& text, std::int64_t* run = nullptr,
                      bool commit = true) {
    auto transaction = begin();
    const Instant at = next_minute();
    const ImportOrder order{kind, fmt::format("导入 {}", minute_), at, day("2023-06-01")};
    Import import(transaction, vocabulary_, cipher_, order);
    auto report = must(import.run(intake::bytes_of(text)));
    must(import.store());
    const auto id = must(ImportRuns(transaction, vocabulary_, cipher_)
                             .record(order, report, {1, "经办", "花名册.xlsx"}));
    if (run != nullptr) *run = id;
    if (commit) must(transaction.commit());
    return report;
  }
  Undone undo(std::int64_t run) {
    auto transaction = begin();
    auto undone = must(ImportRuns(transaction, vocabulary_, cipher_)
                           .undo(run, 0, 999'999'999'999, 1, next_minute()));
    must(transaction.commit());
    return undone;
  }
  // What the register says now of the people of a roster.
  std::string known(const Roster& roster) {
    auto transaction = begin();
    const auto rows = must(transaction.query(
        "select md5(coalesce(string_agg(line, e'\\n' order by line), '')) as digest "
        "from (select concat_ws('|', replace(i.name, $1, ''), i.place, i.phone_blind, v.sex, "
        "  v.residence_place, v.education, v.place, "
        "  (select string_agg(concat(u.start_date, '~', u.end_date, '@', u.place), ',' "
        "     order by u.start_date) from unemployment_registration u "
        "   where u.person_id = i.person_id and u.known_to = 'infinity')) as line "
        "from person_identity i join person_now v on v.id = i.person_id "
        "where i.name like $1 || '%') known",
        fmt::format("甲{}号", roster.number)));
    return rows[0].get<std::string>("digest");
  }
  std::string known_after_one_import(const Roster& roster) {
    import("person", roster.people(0, people_of_a_roster));
    import("unemployment_registration", roster.spells(0, people_of_a_roster));
    return known(roster);
  }

  std::string kind_;  // of certificates
};

// Twelve orders drawn at random: overlapping halves and the whole, some of it several times, a file
// of others undone between. At the end everything was sent at least once.
TEST_F(ImportOrders, AnyOrderGivesTheRegisterOfOneImport) {
  const std::string clean = known_after_one_import(Roster{0});
  constexpr int all = people_of_a_roster, third = all / 3;
  for (int number = 1; number <= 12; ++number) {
    const Roster roster{number};
    std::mt19937 draw(static_cast<unsigned>(number));
    std::vector<std::pair<int, int>> parts{{0, all - third}, {third, all}};
    if (draw() % 2 == 0) parts.push_back({0, all});
    if (draw() % 2 == 0) parts.push_back(parts[draw() % 2]);
    std::shuffle(parts.begin(), parts.end(), draw);
    const std::size_t undone_after = 1 + draw() % parts.size();
    std::string order;
    for (std::size_t at = 0; at < parts.size(); ++at) {
      const auto& [from, until] = parts[at];
      order += fmt::format("[{},{}) ", from, until);
      if (at + 1 == undone_after) {  // only about those whom the register knows
        std::int64_t run = 0;
        import("person", roster.people(from, until));
        import("person", roster.other(), &run);
        undo(run);
        order += "undone ";
      }
      import("person", roster.people(from, until));
      import("unemployment_registration", roster.spells(from, until));
    }
    EXPECT_EQ(known(roster), clean) << order;
    EXPECT_EQ(import("person", roster.people(0, all)).same, all) << order;
    EXPECT_EQ(import("unemployment_registration", roster.spells(0, all)).same, 2 * all) << order;
  }
}

TEST_F(ImportOrders, WhatWasTakenBackComesBackTheSame) {
  const std::string clean = known_after_one_import(Roster{0});
  const Roster roster{1};
  std::int64_t people = 0, spells = 0;
  import("person", roster.people(0, people_of_a_roster), &people);
  import("unemployment_registration", roster.spells(0, people_of_a_roster), &spells);
  EXPECT_EQ(undo(spells).removed, 2 * people_of_a_roster);
  EXPECT_EQ(undo(people).removed, people_of_a_roster);
  EXPECT_NE(known(roster), clean);
  EXPECT_EQ(known_after_one_import(roster), clean);
}

// Killed before the commit: as if nothing had been sent.
TEST_F(ImportOrders, HalfAnImportIsNone) {
  const std::string clean = known_after_one_import(Roster{0});
  const Roster roster{1};
  const std::string nothing = known(roster);
  import("person", roster.people(0, people_of_a_roster), nullptr, false);
  EXPECT_EQ(known(roster), nothing);
  EXPECT_EQ(known_after_one_import(roster), clean);
}

// Twenty thousand new people are the first rows of an empty register: keys are put up afterwards,
// and hold.
TEST_F(ImportOrders, AFirstImportEndsWithItsKeys) {
  constexpr int many = 20'000;
  std::string text = "身份证号码,姓名,常住地\n";
  for (int person = 0; person < many; ++person) {
    text += fmt::format("{},甲{}号,西峰区\n", number_of(person), person);
  }
  const auto keys = [&] {
    auto transaction = begin();
    return must(transaction.query(
        "select string_agg(line, e'\\n' order by line) as keys from ("
        "  select pg_get_indexdef(indexrelid) as line from pg_index join pg_class c "
        "    on c.oid = indrelid where c.relnamespace = current_schema()::regnamespace"
        "  union all select conrelid::regclass::text || conname || pg_get_constraintdef(oid) "
        "    from pg_constraint where connamespace = current_schema()::regnamespace) all_of_them"))
        [0]
            .get<std::string>("keys");
  };
  const std::string before = keys();
  EXPECT_EQ(import("person", text).added, many);
  EXPECT_EQ(keys(), before);
  EXPECT_EQ(import("person", text).same, many);
  EXPECT_EQ(import("person", Roster{5000}.people(0, 3)).added, 3);  // by the ordinary way
}

// Of a register that vocabulary alone describes.
TEST_F(ImportOrders, AnImportOfRecordsIsUndone) {
  import("person", Roster{0}.people(0, 3));
  const auto certificates = [&](const char* level, const char* day) {
    std::string text = "身份证号码,证书类别,证书编号,发证日期,技能等级\n";
    for (int person = 0; person < 2; ++person) {
      text += fmt::format("{},{},S{},{},{}\n", Roster{0}.id(person), kind_, person, day, level);
    }
    return text;
  };
  const auto now = [&] {
    auto transaction = begin();
    return must(transaction.query(
        "select coalesce(string_agg(facts::text, '|' order by facts->>'number'), 'none') as said "
        "from register_record where known_to = 'infinity' and entity = 'skill_certificate'"))[0]
        .get<std::string>("said");
  };
  kind_ = vocabulary_.code_table(*vocabulary_.find_entity("skill_certificate")->find_fact("kind"))
              ->codes()
              .front()
              .zh;
  std::int64_t first = 0, second = 0;
  import("skill_certificate", certificates("", "2023-05-01"), &first);
  EXPECT_EQ(undo(first).removed, 2);
  EXPECT_EQ(now(), "none");
  EXPECT_EQ(import("skill_certificate", certificates("", "2023-05-01")).added, 2);
  const std::string before = now();
  EXPECT_NE(before, "none");
  EXPECT_EQ(import("skill_certificate", certificates("", "2023-05-01")).same, 2);
  EXPECT_EQ(import("skill_certificate", certificates("", "2023-05-02"), &second).changed, 2);
  EXPECT_NE(now(), before);
  EXPECT_EQ(undo(second).restored, 2);
  EXPECT_EQ(now(), before);
}

}  // namespace
}  // namespace leye::registers
