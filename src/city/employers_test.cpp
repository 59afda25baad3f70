#include "city/employers.hpp"

#include <gtest/gtest.h>

#include <map>

#include <fmt/format.h>

#include "city/city.hpp"
#include "city/turnover.hpp"

namespace leye::city {
namespace {

const Setting& qingyang() {
  static const Setting setting = Setting::load().value();
  return setting;
}

Day day(const char* text) { return Day::parse(text).value(); }

std::string text_of(const OrganisationMonth& month) {
  return fmt::format("{} {}+{}-{} ({})", to_text(month.month).substr(0, 7), month.headcount,
                     month.hired, month.left,
                     month.layoffs ? std::to_string(*month.layoffs) : "?");
}

// Keeps what a city says of its employers.
class Kept final : public Receiver {
 public:
  Status organisations(const std::vector<Organisation>& all) override {
    organisations_ = all;
    return Done{};
  }
  Status household(const Household&) override { return Done{}; }
  Status organisation_years(const std::vector<OrganisationYear>& all) override {
    years_ = all;
    return Done{};
  }
  Status organisation_months(const std::vector<OrganisationMonth>& all) override {
    months_ = all;
    return Done{};
  }
  Status organisation_grants(const std::vector<EarlierGrant>&) override { return Done{}; }

  std::vector<Organisation> organisations_;
  std::vector<OrganisationYear> years_;
  std::vector<OrganisationMonth> months_;
};

// One works from March to June 2022 and is laid off, one from May on, a third without insurance.
TEST(Employers, AreCountedMonthByMonthFromTheSpellsOfTheirPeople) {
  Employers employers = Employers::make(qingyang(), 1, 200, day("2023-02-10"));
  const Money wage = Money::yuan(3000);
  employers.insured({1, "unemployment", day("2022-03-01"), day("2022-06-01"), {}}, wage,
                    day("2023-02-10"));
  employers.laid_off(1, day("2022-06-20"), true);
  employers.insured({1, "unemployment", day("2022-05-01"), std::nullopt, {}}, wage,
                    day("2023-02-10"));
  Employment job;
  job.employer = 1;
  job.start = day("2022-02-20");
  job.end = day("2022-06-20");
  employers.employed(job);
  job.start = day("2022-05-01");
  job.end.reset();
  employers.employed(job);
  employers.employed(job);

  std::string all;
  for (const auto& month : employers.months(day("2023-02-10"))) {
    EXPECT_EQ(month.organisation, 1);
    if (month.month < day("2022-09-01") || month.month > day("2022-12-01"))
      all += text_of(month) + "\n";
  }
  EXPECT_EQ(all,
            "2022-03 1+1-0 (0)\n"
            "2022-04 1+0-0 (0)\n"
            "2022-05 2+1-0 (0)\n"
            "2022-06 2+0-0 (0)\n"
            "2022-07 1+0-1 (1)\n"
            "2022-08 1+0-0 (0)\n"
            "2023-01 1+0-0 (0)\n"
            "2023-02 1+0-0 (0)\n");
  const auto years = employers.years(qingyang(), 1, day("2023-02-10"));
  ASSERT_EQ(years.size(), 2U);
  EXPECT_EQ(years[0].year, 2022);
  EXPECT_EQ(years[0].headcount_year_start, 0);
  EXPECT_EQ(years[0].headcount_year_end, 1);
  EXPECT_EQ(years[0].layoffs, 1);
  EXPECT_EQ(years[0].new_benefit_claimants, 1);
  EXPECT_EQ(years[0].staff, 2);
  EXPECT_EQ(years[1].headcount_year_start, 1);
  EXPECT_FALSE(years[1].staff.has_value());  // 2023 is not over
  EXPECT_FALSE(years[1].revenue.has_value());
}

TEST(Employers, PlantedMonthsHaveTheMeanAndTheEndOfTheirYear) {
  OrganisationYear year;
  year.organisation = 7;
  year.year = 2022;
  year.headcount_year_end = 28;
  year.headcount_mean = Ratio::make(71, 2).value();  // 12 × 35.5 = 426 = 2 × 37 + 9 × 36 + 28
  year.layoffs = 2;
  std::vector<OrganisationMonth> months;
  add_planted_months(year, months);
  ASSERT_EQ(months.size(), 12U);
  EXPECT_EQ(text_of(months[0]), "2022-01 37+0-0 (0)");
  EXPECT_EQ(text_of(months[1]), "2022-02 37+0-0 (0)");
  EXPECT_EQ(text_of(months[2]), "2022-03 36+0-1 (0)");
  EXPECT_EQ(text_of(months[5]), "2022-06 36+2-2 (2)");
  EXPECT_EQ(text_of(months[11]), "2022-12 28+0-8 (0)");
  year.headcount_mean.reset();
  months.clear();
  add_planted_months(year, months);
  EXPECT_TRUE(months.empty());
}

// In the whole city: the months follow from each other and add up to the years.
TEST(Employers, MonthsAndYearsOfACityAgree) {
  CityPlan plan;
  plan.people = 20'000;
  Kept kept;
  ASSERT_TRUE(make_city(qingyang(), plan, {&kept}).ok());
  struct Sums {
    std::int64_t end = 0, sum = 0, count = 0;
  };
  std::map<std::pair<Id, int>, Sums> of_year;
  const OrganisationMonth* before = nullptr;
  std::int64_t hired = 0, layoffs = 0;
  for (const OrganisationMonth& month : kept.months_) {
    hired += month.hired;
    layoffs += month.layoffs.value_or(0);
    EXPECT_LE(month.layoffs.value_or(0), month.left) << month.organisation;
    const bool next = before != nullptr && before->organisation == month.organisation &&
                      add_months(before->month, 1) == month.month;
    if (next) {
      EXPECT_EQ(month.headcount, before->headcount + month.hired - month.left)
          << month.organisation << " " << to_text(month.month);
    }
    auto& year = of_year[{month.organisation, month.month.civil().year}];
    year.end = month.month.civil().month == 12 ? month.headcount : year.end;
    year.sum += month.headcount;
    before = &month;
  }
  EXPECT_GT(hired, 1000);
  EXPECT_GT(layoffs, 30);
  std::int64_t compared = 0, with_turnover = 0;
  for (const OrganisationYear& year : kept.years_) {
    with_turnover += year.revenue.has_value() ? 1 : 0;
    const auto found = of_year.find({year.organisation, year.year});
    if (found == of_year.end() || year.year == 2023) continue;
    ++compared;
    EXPECT_EQ(found->second.end, year.headcount_year_end.value_or(-1)) << year.organisation;
    EXPECT_EQ(Ratio::make(found->second.sum, 12).value(), year.headcount_mean) << year.organisation;
  }
  EXPECT_GT(compared, 200);
  EXPECT_GT(with_turnover, 200);
}

TEST(Employers, OnlyBusinessesOfTheTableHaveAnIndustryOfSize) {
  EXPECT_EQ(qingyang().size_industry_of("enterprise", "5212"), "retail");
  EXPECT_EQ(qingyang().size_industry_of("individual_business", "621"), "catering");
  EXPECT_EQ(qingyang().size_industry_of("labour_dispatch", "726"), "leasing");
  EXPECT_EQ(qingyang().size_industry_of("enterprise", "8415"), "");   // hospitals
  EXPECT_EQ(qingyang().size_industry_of("public_body", "91"), "");
  EXPECT_EQ(qingyang().size_industry_of("social_service", "8391"), "");
}

}  // namespace
}  // namespace leye::city
