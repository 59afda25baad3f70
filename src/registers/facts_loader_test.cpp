#include "registers/facts_loader.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/bulk.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

using policy::State;
using policy::Value;

const Instant learnt{std::chrono::hours(24 * 19000)};
const Instant later = learnt + std::chrono::hours(1);

Day day(const char* text) { return Day::parse(text).value(); }

class Loader : public testing::Test {
 protected:
  Loader() {
    const IdentityCipher cipher{Cipher::from_master(Secret(Bytes(32, 7)))};
    auto load =
        RegisterLoad::begin(connection_, store::TestDatabase::area, cipher, {"测试", learnt})
            .value();
    for (std::int64_t id = 1; id <= 5; ++id) must(load.add(person(id)));
    must(load.add(organisation()));
    must(load.add(year()));
    for (std::int64_t id = 1; id <= 3; ++id) must(load.add(employment(10 + id, id)));
    must(load.add(insurance()));
    must(load.finish());
  }
  static void must(const Status& status) { ASSERT_TRUE(status.ok()) << to_text(status.error()); }
  static PersonRow person(std::int64_t id) {
    PersonRow row;
    row.id = id;
    row.name = "王小明";
    row.valid_from = day("2020-01-01");
    row.residence_place = 621002001001;
    row.sex = "2";
    if (id != 2) row.birth_date = day("2000-02-29");
    return row;
  }
  static OrganisationRow organisation() {
    OrganisationRow row;
    row.id = 7;
    row.uscc = "91000000000000000K";
    row.name = "庆阳市示范有限公司";
    row.valid_from = day("2020-01-01");
    row.size_class = "small";
    row.registered_place = 621002000000;
    return row;
  }
  static OrganisationYearRow year() {
    OrganisationYearRow row;
    row.id = 70;
    row.organisation_id = 7;
    row.year = 2022;
    row.headcount_mean = Ratio::make(361, 12).value();
    row.premium_unit_paid = Money::yuan(7000);
    row.place = 621002000000;
    return row;
  }
  static EmploymentRow employment(std::int64_t id, std::int64_t person_id) {
    EmploymentRow row;
    row.id = id;
    row.person_id = person_id;
    row.employer_id = 7;
    row.start_date = day("2023-08-01");
    row.contract_kind = person_id == 3 ? "open_ended" : "fixed_term";
    row.place = 621002000000;
    return row;
  }
  static InsuranceRow insurance() {
    InsuranceRow row;
    row.id = 100;
    row.person_id = 1;
    row.employer_id = 7;
    row.kind = "unemployment";
    row.first_month = day("2023-09-01");
    row.place = 621002000000;
    return row;
  }

  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  Value value(const char* entity, std::int64_t key, const char* fact, FactsLoader& loader) {
    const auto index = facts_.entity(entity);
    return facts_.value(index, loader.row(entity, key).value(), facts_.fact(index, fact));
  }

  policy::Fraction known(const char* entity, std::int64_t key, const char* fact,
                         FactsLoader& loader) {
    const Value found = value(entity, key, fact, loader);
    EXPECT_EQ(found.state, State::known) << entity << "." << fact;
    return found.low;
  }
  static policy::Fraction of(std::int64_t number) { return {number, 1}; }
  static policy::Fraction of(policy::Fraction number) { return number; }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  policy::Facts facts_{vocabulary_};
  AsOf now_{day("2023-12-01"), later};
};

TEST_F(Loader, LoadsAnEmploymentWithAllThatItReaches) {
  auto transaction = begin();
  FactsLoader loader(transaction, facts_, now_);
  must(loader.load("employment", {11, 12, 13}));
  EXPECT_EQ(facts_.size(facts_.entity("employment")), 3U);
  EXPECT_EQ(known("employment", 11, "person", loader), of(loader.row("person", 1).value()));
  EXPECT_EQ(known("employment", 11, "employer", loader), of(loader.row("organisation", 7).value()));
  EXPECT_EQ(known("employment", 11, "start_date", loader), of(day("2023-08-01").number()));
  EXPECT_EQ(known("person", 1, "sex", loader), of(2));  // position of code 2
  EXPECT_EQ(known("organisation_year", 70, "headcount_mean", loader),
            of(policy::Fraction{361, 12}));
  EXPECT_EQ(known("organisation_year", 70, "premium_unit_paid", loader), of(700'000));
  EXPECT_EQ(known("insurance_spell", 100, "first_month", loader), of(2023 * 12 + 8));
  EXPECT_EQ(facts_.source(facts_.entity("employment"), loader.row("employment", 11).value()),
            "测试");
}

TEST_F(Loader, TellsNoneFromUnknown) {
  auto transaction = begin();
  FactsLoader loader(transaction, facts_, now_);
  must(loader.load("person", {1, 2, 3}));
  EXPECT_EQ(value("employment", 11, "end_date", loader).state, State::none);
  EXPECT_EQ(value("employment", 11, "contract_end", loader).state, State::unknown);
  EXPECT_EQ(value("employment", 13, "contract_end", loader).state, State::none);
  EXPECT_EQ(value("person", 2, "birth_date", loader).state, State::unknown);
  EXPECT_EQ(value("insurance_spell", 100, "last_month", loader).state, State::none);
  const auto closed = [&](const char* entity, const char* fact, policy::Row target) {
    const auto index = facts_.entity(entity);
    return facts_.closed(index, facts_.fact(index, fact), target);
  };
  EXPECT_TRUE(closed("unemployment_registration", "person", loader.row("person", 1).value()));
  EXPECT_FALSE(closed("household", "householder", 0));
  // Not all who work for the employer are here.
  EXPECT_TRUE(closed("employment", "person", loader.row("person", 1).value()));
  EXPECT_FALSE(closed("employment", "employer", loader.row("organisation", 7).value()));
}

TEST_F(Loader, SweepsMeetEveryPersonOnceAndSayTheSame) {
  auto transaction = begin();
  FactsLoader sweep(transaction, facts_, now_);
  std::vector<std::int64_t> met;
  for (auto more = sweep.next_persons(2); more.ok() && more.value(); more = sweep.next_persons(2)) {
    const auto person = facts_.entity("person");
    for (std::size_t row = 0; row < facts_.size(person); ++row) {
      met.push_back(facts_.key(person, static_cast<policy::Row>(row)));
    }
    if (const auto hire = sweep.row("employment", 13)) {
      EXPECT_EQ(known("employment", 13, "employer", sweep),
                of(sweep.row("organisation", 7).value()));
      EXPECT_EQ(known("organisation_year", 70, "headcount_mean", sweep),
                of(policy::Fraction{361, 12}));
    }
  }
  EXPECT_EQ(met, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  FactsLoader organisations(transaction, facts_, now_);
  EXPECT_TRUE(organisations.next_organisations(10).value());
  EXPECT_EQ(facts_.size(facts_.entity("organisation_year")), 1U);
  EXPECT_FALSE(organisations.next_organisations(10).value());
}

TEST_F(Loader, TwoLoadersShareASweepInOneMoment) {
  store::Scope scope = store::TestDatabase::scope();
  scope.bypass = true;
  scope.access = store::Access::snapshot;
  auto first = store::Transaction::begin(connection_, scope).value();
  scope.same_moment = first.share_moment().value();
  auto other_connection = database_.connect();
  auto second = store::Transaction::begin(other_connection, scope).value();
  KeyRanges ranges(Swept::persons, 2, {});
  policy::Facts other_facts(vocabulary_);
  FactsLoader one(first, facts_, now_), two(second, other_facts, now_);
  auto organisations = one.read_organisations();
  ASSERT_TRUE(organisations.ok()) << to_text(organisations.error());
  one.share(organisations.value());
  two.share(organisations.value());
  const auto load_next = [&](FactsLoader& loader, store::Transaction& transaction) {
    const auto range = ranges.next(transaction).value();
    if (!range) return std::string("through");
    must(loader.load_range(Swept::persons, *range));
    return fmt::format("{}..{}", range->first, range->last);
  };
  EXPECT_EQ(load_next(one, first), "1..2");
  EXPECT_EQ(load_next(two, second), "3..4");
  // The third person's employer came from what the first loader had read.
  const auto employment = other_facts.entity("employment");
  const auto hire = two.row("employment", 13);
  ASSERT_TRUE(hire.has_value());
  EXPECT_EQ(other_facts.value(employment, *hire, other_facts.fact(employment, "employer")).low,
            of(two.row("organisation", 7).value()));
  EXPECT_EQ(load_next(one, first), "5..5");
  EXPECT_EQ(load_next(two, second), "through");
  EXPECT_EQ(load_next(one, first), "through");
}

TEST_F(Loader, ShowsWhatWasKnownThen) {
  auto transaction = begin();
  ASSERT_TRUE(transaction
                  .execute("insert into employment_past select id, person_id, employer_id, "
                           "signed_on, start_date, end_date, contract_kind, contract_end, form, "
                           "occupation, workplace, wage_fen, is_owner, place, source, known_from, "
                           "$1::timestamptz, extra from employment where id = 11",
                           later)
                  .ok());
  ASSERT_TRUE(transaction
                  .execute("update employment set start_date = '2023-08-02', "
                           "known_from = $1::timestamptz where id = 11",
                           later)
                  .ok());
  FactsLoader then(transaction, facts_, {now_.valid_on, learnt});
  must(then.load("employment", {11}));
  EXPECT_EQ(known("employment", 11, "start_date", then), of(day("2023-08-01").number()));
  FactsLoader now(transaction, facts_, now_);
  must(now.load("employment", {11}));
  EXPECT_EQ(known("employment", 11, "start_date", now), of(day("2023-08-02").number()));
}

}  // namespace
}  // namespace leye::registers
