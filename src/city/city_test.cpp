#include "city/city.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "city/numbers.hpp"

namespace leye::city {
namespace {

const Setting& qingyang() {
  static const Setting setting = Setting::load().value();
  return setting;
}

Figures figures() { return Figures::load(qingyang().folder / "oracle.csv").value(); }

CityPlan plan(std::int64_t people, std::uint64_t seed = 1) {
  CityPlan made;
  made.people = people;
  made.seed = seed;
  return made;
}

// Everything a city is, as one text for each row; and counts that make it believable.
class Ledger final : public Receiver {
 public:
  Status organisations(const std::vector<Organisation>& all) override {
    for (const Organisation& each : all) {
      text_ += fmt::format("{} {} {}\n", each.id, each.uscc, each.name);
      EXPECT_TRUE(codes_.insert(each.uscc).second) << each.uscc;
    }
    return Done{};
  }
  Status household(const Household& household) override {
    for (const PersonFile& person : household.members) add(person);
    return Done{};
  }
  Status organisation_years(const std::vector<OrganisationYear>& all) override {
    for (const OrganisationYear& each : all) {
      text_ += fmt::format("{} {} {} {}\n", each.organisation, each.year,
                           each.headcount_year_end.value_or(-1), each.layoffs.value_or(-1));
      const auto paid = each.premium_unit_paid.value_or(Money());
      EXPECT_GE(paid, Money());
    }
    years_ += all.size();
    return Done{};
  }
  Status organisation_months(const std::vector<OrganisationMonth>& all) override {
    for (const OrganisationMonth& each : all)
      text_ += fmt::format("{} {} {}\n", each.organisation, to_text(each.month), each.headcount);
    return Done{};
  }
  Status organisation_grants(const std::vector<EarlierGrant>&) override { return Done{}; }

  std::string text_;
  std::set<std::string> codes_, id_numbers_;
  std::int64_t people_ = 0, working_ = 0, children_ = 0, old_ = 0, graduates_ = 0;
  std::size_t years_ = 0;

 private:
  void add(const PersonFile& person) {
    ++people_;
    text_ += fmt::format("{} {} {} {}\n", person.id_number, person.name, person.residence_place,
                         person.employments.size());
    EXPECT_TRUE(id_numbers_.insert(person.id_number).second) << person.id_number;
    EXPECT_EQ(person.id_number.substr(0, 6), "000000");
    working_ += person.employments.empty() ? 0 : 1;
    graduates_ += person.educations.empty() ? 0 : 1;
    if (!person.birth_date) return;
    const int age = full_years(*person.birth_date, CityPlan{}.today);
    children_ += age < 16 ? 1 : 0;
    old_ += age >= 60 ? 1 : 0;
    for (const Employment& job : person.employments) {
      EXPECT_FALSE(job.end && *job.end < job.start) << person.id_number;
    }
  }
};

TEST(City, TheSameSeedAndSizeMakeTheSameCity) {
  Ledger first, again, other;
  ASSERT_TRUE(make_city(qingyang(), plan(2000), {&first}).ok());
  ASSERT_TRUE(make_city(qingyang(), plan(2000), {&again}).ok());
  ASSERT_TRUE(make_city(qingyang(), plan(2000, 2), {&other}).ok());
  EXPECT_EQ(first.text_, again.text_);
  EXPECT_NE(first.text_, other.text_);
}

TEST(City, HasAsManyPeopleAsAskedFor) {
  for (const std::int64_t people : {200, 1999, 20'000}) {
    Ledger ledger;
    const auto made = make_city(qingyang(), plan(people), {&ledger});
    ASSERT_TRUE(made.ok()) << to_text(made.error());
    EXPECT_EQ(ledger.people_, people);
    EXPECT_EQ(made.value().people, people);
  }
  EXPECT_FALSE(make_city(qingyang(), plan(199), {}).ok());
}

// The largest city needs many people born on the planted birth dates.
TEST(City, ThreeMillionPeopleHaveNumbersOfTheirOwn) {
  class Count final : public Receiver {
   public:
    Status organisations(const std::vector<Organisation>&) override { return Done{}; }
    Status household(const Household& household) override {
      people_ += household.members.size();
      return Done{};
    }
    Status organisation_years(const std::vector<OrganisationYear>&) override { return Done{}; }
    Status organisation_months(const std::vector<OrganisationMonth>&) override { return Done{}; }
    Status organisation_grants(const std::vector<EarlierGrant>&) override { return Done{}; }
    std::size_t people_ = 0;
  } count;
  const auto made = make_city(qingyang(), plan(3'000'000), {&count});
  ASSERT_TRUE(made.ok()) << to_text(made.error());
  EXPECT_EQ(count.people_, 3'000'000U);
}

TEST(City, IsBelievable) {
  Ledger ledger;
  ASSERT_TRUE(make_city(qingyang(), plan(20'000), {&ledger}).ok());
  EXPECT_GT(ledger.children_, 20'000 * 15 / 100);
  EXPECT_LT(ledger.children_, 20'000 * 28 / 100);
  EXPECT_GT(ledger.old_, 20'000 * 12 / 100);
  EXPECT_LT(ledger.old_, 20'000 * 25 / 100);
  EXPECT_GT(ledger.working_, 20'000 * 6 / 100);
  EXPECT_LT(ledger.working_, 20'000 * 25 / 100);
  EXPECT_GT(ledger.graduates_, 20'000 * 5 / 100);
  EXPECT_GT(ledger.years_, 100U);
}

// The outcomes worked out by hand beside each planted record are what the clauses give.
TEST(City, ThePlantedRecordsHaveTheOutcomesWorkedOutByHand) {
  Ledger ledger;
  const auto made = make_city(qingyang(), plan(40'000), {&ledger});
  ASSERT_TRUE(made.ok()) << to_text(made.error());
  Truth truth(figures(), CityPlan{}.today);
  for (const PlantedSubject& each : made.value().manifest.subjects) {
    truth.watch(each.benefit, each.subject);
  }
  ASSERT_TRUE(make_city(qingyang(), plan(40'000), {&truth}).ok());
  EXPECT_GT(made.value().manifest.subjects.size(), 300U);
  for (const PlantedSubject& each : made.value().manifest.subjects) {
    const auto found = truth.watched(each.benefit, each.subject);
    ASSERT_TRUE(found.has_value()) << each.group;
    const bool one_short = each.expected.outcome == Outcome::one_short;
    EXPECT_EQ(to_text(*found), one_short ? "no" : to_text(each.expected))
        << each.group << " (" << each.label << "), " << name(each.benefit);
  }
}

TEST(City, TheManifestIsReadAsItWasWritten) {
  Ledger ledger;
  const auto made = make_city(qingyang(), plan(500), {&ledger});
  const auto file =
      std::filesystem::temp_directory_path() / fmt::format("leye-manifest-{}.csv", ::getpid());
  ASSERT_TRUE(made.value().manifest.write(file).ok());
  const auto read = Manifest::read(file);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  ASSERT_EQ(read.value().subjects.size(), made.value().manifest.subjects.size());
  EXPECT_EQ(read.value().subjects.back().expected, made.value().manifest.subjects.back().expected);
  EXPECT_EQ(read.value().duplicate_files, made.value().manifest.duplicate_files);
  std::filesystem::remove(file);
}

// A city of three hires and one employer, added up by hand.
TEST(Truth, AddsUpAMiniCity) {
  const Figures limits = figures();
  Truth truth(limits, CityPlan{}.today);
  Organisation employer;
  employer.id = 1;
  employer.kind = "enterprise";
  employer.size_class = "small";
  ASSERT_TRUE(truth.organisations({employer}).ok());
  Household household;
  for (Id id = 1; id <= 3; ++id) {
    PersonFile person;
    person.id = id;
    person.birth_date = Day::parse("2001-03-15").value();
    person.educations.push_back({"21", "", Day::parse("2023-06-25").value()});
    Employment job;
    job.id = id;
    job.employer = 1;
    job.signed_on = job.start = Day::parse("2023-08-01").value();
    job.contract_kind = id == 3 ? "" : "fixed_term";
    job.contract_end = Day::parse("2024-07-31").value();
    person.employments.push_back(job);
    if (id == 1) {
      for (const char* kind : {"pension", "unemployment", "work_injury"}) {
        person.insurance.push_back({1, kind, Day::parse("2023-08-01").value(), std::nullopt,
                                    Day::parse("2023-08-20").value()});
      }
    }
    household.members.push_back(person);
  }
  ASSERT_TRUE(truth.household(household).ok());
  OrganisationYear year;
  year.organisation = 1;
  year.year = 2022;
  year.headcount_year_end = 40;
  year.headcount_mean = Ratio::whole(40);
  year.layoffs = 1;
  year.premium_unit_paid = Money::yuan(700);
  year.premium_employee_paid = Money::yuan(300);
  ASSERT_TRUE(truth.organisation_grants({}).ok());
  ASSERT_TRUE(truth.organisation_years({year}).ok());

  EXPECT_EQ(truth.total(Benefit::hiring).eligible, 2);
  EXPECT_EQ(truth.total(Benefit::hiring).amount, Money::yuan(2000));
  EXPECT_EQ(truth.total(Benefit::hiring).undetermined, 1);
  EXPECT_EQ(truth.total(Benefit::hiring).high, Money::yuan(1000));
  EXPECT_EQ(truth.total(Benefit::expansion).eligible, 1);
  EXPECT_EQ(truth.total(Benefit::expansion).amount, Money::yuan(1500));
  EXPECT_EQ(truth.total(Benefit::long_unemployed).eligible, 0);
  EXPECT_EQ(truth.total(Benefit::refund).amount, Money::yuan(600));
  EXPECT_EQ(truth.hires_after_exclusion().eligible, 2);
  EXPECT_EQ(truth.hires_after_exclusion().amount, Money::yuan(2500));
}

}  // namespace
}  // namespace leye::city
