// For tests only: a register of three people with work and registrations, and the rules of the
// nation's pack.
#pragma once

#include <fmt/format.h>

#include "policy/pack_vocabulary.hpp"
#include "registers/bulk.hpp"
#include "registers/test_register.hpp"
#include "states/derive.hpp"

namespace leye::states {

inline constexpr std::int64_t town = 621002001001;

// Person 1 works at firm 11 from 2020 to June 2022, is registered as unemployed from July 2022 and
// works at firm 12 from September 2023, still registered. Person 2 is registered. Person 3 nothing.
class StatesTest : public registers::RegisterTest {
 protected:
  StatesTest() {
    words_ = must(policy::vocabulary_of_pack(vocabulary_, pack()));
    rules_ = must(Rules::load(pack(), words_));
    auto load = must(registers::RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_,
                                                    {"测试", start_}));
    for (const int id : {11, 12}) {
      registers::OrganisationRow firm;
      firm.id = id;
      firm.uscc = id == 11 ? "91000000000000000K" : "91000000000000001J";
      firm.name = fmt::format("第{}厂", id);
      firm.valid_from = day("2019-01-01");
      firm.registered_place = town;
      must(load.add(firm));
    }
    const char* numbers[] = {"000000199001010018", "000000199001010026", "000000197506150025"};
    for (const int id : {1, 2, 3}) {
      registers::PersonRow person;
      person.id = id;
      person.name = fmt::format("人员{}", id);
      person.number = numbers[id - 1];
      person.valid_from = day("2000-01-01");
      person.residence_place = town;
      must(load.add(person));
    }
    add_work(load, 11, "2020-03-02", "2022-06-30");
    add_work(load, 12, "2023-09-01", nullptr);
    add_registration(load, 1, "2022-07-04");
    add_registration(load, 2, "2023-01-10");
    must(load.finish());
  }
  static std::filesystem::path pack() { return resource("packs/qingyang-2023").value(); }
  static void must(const Status& status) { ASSERT_TRUE(status.ok()) << to_text(status.error()); }
  using RegisterTest::must;

  void add_work(registers::RegisterLoad& load, std::int64_t employer, const char* from,
                const char* to) {
    registers::EmploymentRow work;
    work.id = employer;
    work.person_id = 1;
    work.employer_id = employer;
    work.start_date = day(from);
    if (to != nullptr) work.end_date = day(to);
    must(load.add(work));
  }
  void add_registration(registers::RegisterLoad& load, std::int64_t person, const char* from) {
    registers::UnemploymentRow registered;
    registered.id = person;
    registered.person_id = person;
    registered.start_date = day(from);
    registered.place = town;
    must(load.add(registered));
  }
  Derived derive(const char* on, std::optional<std::int64_t> person = std::nullopt) {
    auto transaction = begin();
    const DeriveOrder order{rules_, words_, day(on), next_minute()};
    const auto derived =
        must(person ? derive_person(transaction, order, *person) : derive_all(transaction, order));
    must(transaction.commit());
    return derived;
  }
  void change(store::Statement statement) {
    auto transaction = begin();
    must(transaction.execute(statement));
    must(transaction.commit());
  }
  std::vector<std::string> lines(store::Statement statement) {
    auto transaction = begin();
    std::vector<std::string> found;
    for (const store::Row row : must(transaction.query(statement)))
      found.push_back(row.get<std::string>("line"));
    return found;
  }
  std::vector<std::string> stored() {
    return lines(store::Statement(
        "select person_id || ' ' || (facts->>'state') || ' ' || (facts->>'since') as line "
        "from register_record where entity = 'registered_state' and known_to = 'infinity' "
        "order by person_id"));
  }
  std::vector<std::string> tasks() {
    return lines(store::Statement(
        "select title || ' ' || detail || ' ' || role || ' ' || due_on as line from desk_task "
        "where kind = 'states_conflict' and done_at is null order by about"));
  }

  Vocabulary words_;
  Rules rules_;
};

}  // namespace leye::states
