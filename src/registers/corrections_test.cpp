#include "registers/corrections.hpp"

#include "registers/bulk.hpp"
#include "registers/people.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

const Instant learnt{std::chrono::hours(24 * 19000)};
const Instant later{std::chrono::hours(24 * 19100)};
constexpr std::int64_t clerk = 7, director = 8;

// Two people; each was entered under the other's number.
class CorrectionsTest : public RegisterTest {
 protected:
  CorrectionsTest() {
    auto load = must(
        RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_, {"测试", learnt}));
    PersonRow person;
    person.valid_from = day("2020-01-01");
    person.residence_place = 621002001001;
    person.id = 1;
    person.name = "张一";
    person.number = "000000197506150025";
    person.phone = "13900001234";
    must(load.add(person));
    person.id = 2;
    person.name = "李二";
    person.number = "000000199001010018";
    must(load.add(person));
    must(load.finish());
  }
  Result<std::int64_t> ask(store::Transaction& transaction, const char* kind, const char* value,
                           std::int64_t other = 0) {
    return ask_correction(transaction, cipher_,
                          {kind, 1, other, value, "身份证", "建档时录错", clerk, "窗口", later});
  }
  Status decide(store::Transaction& transaction, std::int64_t id, std::int64_t who) {
    return decide_correction(transaction, cipher_, {id, true, "同意", who, "局长", later});
  }
  std::string number(store::Transaction& transaction, std::int64_t person) {
    return People(transaction, vocabulary_, cipher_).card(person).value().number;
  }
};

TEST_F(CorrectionsTest, OneAsksAnotherDecidesAndTheOldNumberStays) {
  auto transaction = begin();
  const auto id = ask(transaction, "number", "000000199001010069").value();
  EXPECT_EQ(number(transaction, 1), "000000197506150025");
  EXPECT_EQ(decide(transaction, id, clerk).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(decide(transaction, id, director).ok());
  EXPECT_EQ(number(transaction, 1), "000000199001010069");
  const auto found = People(transaction, vocabulary_, cipher_).find("000000199001010069", 5);
  EXPECT_EQ(found.value().front().id, 1);
  EXPECT_EQ(to_text(*found.value().front().birth_date), "1990-01-01");
  const auto ticket = find_correction(transaction, cipher_, id).value();
  EXPECT_EQ(ticket.before, "000000197506150025");
  EXPECT_EQ(ticket.after, "000000199001010069");
  EXPECT_EQ(ticket.asked_by, "窗口");
  EXPECT_EQ(ticket.decided_by, "局长");
  EXPECT_EQ(decide(transaction, id, director).error().code, ErrorCode::conflict);
}

TEST_F(CorrectionsTest, TwoPeopleGetEachOthersNumber) {
  auto transaction = begin();
  const auto id = ask(transaction, "swapped", "", 2).value();
  ASSERT_TRUE(decide(transaction, id, director).ok());
  EXPECT_EQ(number(transaction, 1), "000000199001010018");
  EXPECT_EQ(number(transaction, 2), "000000197506150025");
  const auto found = People(transaction, vocabulary_, cipher_).find("000000197506150025", 5);
  EXPECT_EQ(found.value().front().name, "李二");
  EXPECT_EQ(to_text(*found.value().front().birth_date), "1975-06-15");
}

TEST_F(CorrectionsTest, RefusesWhatIsNoCorrection) {
  auto transaction = begin();
  const auto code = [&](const char* kind, const char* value, std::int64_t other = 0) {
    return ask(transaction, kind, value, other).error().code;
  };
  EXPECT_EQ(code("number", "000000197506150025"), ErrorCode::invalid_input);
  EXPECT_EQ(code("number", "000000199001010018"), ErrorCode::conflict);  // the other's
  EXPECT_EQ(code("name", "张一"), ErrorCode::invalid_input);
  EXPECT_EQ(code("swapped", "", 1), ErrorCode::invalid_input);
  EXPECT_EQ(code("swapped", "", 99), ErrorCode::not_found);
  EXPECT_EQ(code("sex", "2"), ErrorCode::invalid_input);
  ASSERT_TRUE(ask(transaction, "name", "张壹").ok());
  EXPECT_EQ(code("name", "张弌"), ErrorCode::conflict);
}

}  // namespace
}  // namespace leye::registers
