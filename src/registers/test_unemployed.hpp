// For tests only: three registered as unemployed on 1 May 2023, two in one town and one in another,
// and an employer; sheets as an import brings them. It is 16 October 2023.
//
//   class Sweeping : public UnemployedTest { Sweeping() : UnemployedTest(town, other_town) {} … };
#pragma once

#include <fmt/format.h>

#include "registers/bulk.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {

class UnemployedTest : public RegisterTest {
 protected:
  // Their ids are 1 to 3, the employer's is 1.
  UnemployedTest(std::int64_t town, std::int64_t other_town) {
    auto load = must(RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_,
                                         {"测试", moment("2023-05-01")}));
    OrganisationRow firm;
    firm.id = 1;
    firm.uscc = employer;
    firm.name = "示范有限公司";
    firm.valid_from = day("2019-01-01");
    firm.registered_place = town;
    must(load.add(firm));
    for (int id = 1; id <= 3; ++id) {
      PersonRow person;
      person.id = id;
      person.name = fmt::format("人员{}", id);
      person.number = number_of(id);
      person.phone = fmt::format("1380000000{}", id);
      person.birth_date = day("1990-01-01");
      person.sex = "1";
      person.valid_from = day("2020-01-01");
      person.residence_place = id < 3 ? town : other_town;
      must(load.add(person));
      UnemploymentRow registered;
      registered.id = id;
      registered.person_id = id;
      registered.start_date = day("2023-05-01");
      registered.place = person.residence_place;
      must(load.add(registered));
    }
    must(load.finish());
  }

  static constexpr const char* employer = "91000000000000000K";
  static const char* number_of(int person) {
    constexpr const char* numbers[] = {"000000199001010018", "000000199001010026",
                                       "000000197506150025"};
    return numbers[person - 1];
  }
  // In Beijing.
  static Instant moment(const char* on, int hours = 9) {
    return Instant(std::chrono::days(day(on).number()) + std::chrono::hours(hours - 8));
  }
  void sheet(const char* kind, const std::string& csv) {
    auto transaction = begin();
    ImportOrder order;
    order.kind = kind;
    order.source = fmt::format("表{}", ++sheets_);
    order.now = now_;
    order.valid_on = business_day(now_);
    Import import(transaction, vocabulary_, cipher_, order);
    EXPECT_EQ(must(import.run(intake::bytes_of(csv))).bad, 0) << kind;
    must(import.store());
    must(transaction.commit());
  }
  // In a transaction of its own.
  template <class Work>
  auto act(Work work) -> decltype(work(std::declval<store::Transaction&>())) {
    auto transaction = begin();
    auto done = TRY(work(transaction));
    TRY(transaction.commit());
    return done;
  }
  std::int64_t number(store::Statement query) {
    auto transaction = begin();
    return must(transaction.query(query))[0].template get<std::int64_t>("n");
  }

  Instant now_ = moment("2023-10-16");

 private:
  int sheets_ = 0;
};

}  // namespace leye::registers
