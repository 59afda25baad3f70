#include "benefits/meters.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace leye::benefits {
namespace {

Day day(const char* iso) { return Day::parse(iso).value(); }

HeldGrant grant(const char* measure, const char* granted, const char* from, const char* until,
                Money amount = Money::yuan(100)) {
  return {measure, amount, day(granted), day(from), day(until)};
}

// "hiring_subsidy 1/1 left 0;", of a year "… 2023 1/3 left 2;"
std::string told(const std::vector<Meter>& meters) {
  std::string all;
  for (const Meter& meter : meters)
    all += fmt::format("{}{} {}/{} left {};", meter.measure->name.id,
                       meter.year ? fmt::format(" {}", *meter.year) : "", meter.used,
                       meter.limit ? std::to_string(*meter.limit) : "?", meter.left());
  return all;
}

TEST(Meters, TimesOfALifeAndOfAYearByTheirOwner) {
  policy::Plan plan;
  policy::Measure skill, start_up, firm;
  skill.name = {"skill", "技能"};
  skill.limits = {{policy::LimitScope::person, policy::LimitPeriod::year, 3}};
  start_up.name = {"start_up", "创业"};
  start_up.limits = {{policy::LimitScope::person, policy::LimitPeriod::life, 1}};
  firm.name = {"firm", "单位"};
  firm.limits = {{policy::LimitScope::organisation, policy::LimitPeriod::year, 1, true}};
  plan.measures = {skill, start_up, firm};
  const std::vector<HeldGrant> grants{
      grant("skill", "2022-12-30", "2022-12-01", "2022-12-01"),
      grant("skill", "2023-02-01", "2023-01-05", "2023-01-05"),
      grant("skill", "2023-05-01", "2023-04-05", "2023-04-05"),
      grant("start_up", "2023-05-01", "2023-04-05", "2023-04-05"),
      grant("firm", "2023-01-10", "2022-01-01", "2022-12-31")};
  EXPECT_EQ(told(meters_of(plan, grants, MeterOwner::person)),
            "skill 2023 2/3 left 1;skill 2022 1/3 left 2;start_up 1/1 left 0;");
  // Where the year is that of granting.
  EXPECT_EQ(told(meters_of(plan, grants, MeterOwner::organisation)), "firm 2023 1/1 left 0;");
  EXPECT_EQ(told(meters_of(plan, {}, MeterOwner::person)), "");
}

// 累计至多 and 最长 as a pack writes them.
TEST(Meters, MoneyAndMonthsThatThePackWrites) {
  policy::Plan plan;
  policy::Measure rent;
  rent.name = {"rent", "租金补贴"};
  rent.clause = "三";
  policy::Node money;
  money.op = policy::Op::constant;
  money.type = policy::Type::money;
  money.constant = {100000, 1};  // fen
  policy::Node rounded;
  rounded.op = policy::Op::round_down;
  rounded.a = 0;
  policy::Node paid;
  paid.op = policy::Op::fact;
  policy::Node left;
  left.op = policy::Op::subtract;
  left.a = 1;
  left.b = 2;
  policy::Node months = money;
  months.constant = {36, 1};
  policy::Node months_left;
  months_left.op = policy::Op::subtract;
  months_left.a = 4;
  months_left.b = 2;
  policy::Node at_least;
  at_least.op = policy::Op::greatest;
  at_least.a = 5;
  rent.nodes = {money, rounded, paid, left, months, months_left, at_least};
  rent.caps = {{policy::LimitScope::person, policy::LimitPeriod::life, 3}};
  rent.months_cap = policy::MonthsCap{policy::LimitScope::person, 6};
  plan.measures = {rent};
  const auto meters =
      meters_of(plan,
                {grant("rent", "2023-05-01", "2022-11-15", "2023-02-14", Money::yuan(300)),
                 grant("rent", "2023-08-01", "2023-05-01", "2023-06-30", Money::yuan(200))},
                MeterOwner::person);
  // November to February are four months, May and June two.
  EXPECT_EQ(told(meters), "rent 50000/100000 left 50000;rent 6/36 left 30;");
  EXPECT_EQ(meters[0].clause, "三");
}

}  // namespace
}  // namespace leye::benefits
