#include "city/city.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "city/working_life.hpp"

namespace leye::city {
namespace {

constexpr std::int64_t people_between_reports = 5000;

class Maker {
 public:
  Maker(const Setting& setting, const CityPlan& plan, const std::vector<Receiver*>& receivers)
      : setting_(setting),
        plan_(plan),
        receivers_(receivers),
        employers_(Employers::make(setting, plan.seed, plan.people, plan.today)) {}

  Result<Made> run() {
    const Figures figures = TRY(Figures::load(setting_.folder / "oracle.csv"));
    Planter planter = TRY(Planter::load(setting_, figures, plan_.seed, plan_.today));
    const int copies = planted_copies(plan_.people);
    for (int copy = 0; copy < copies; ++copy) TRY(planter.plant_employers(copy, employers_));
    TRY(each([&](Receiver& to) { return to.organisations(employers_.all()); }));
    for (int copy = 0; copy < copies; ++copy) {
      for (const Household& household : TRY(planter.plant_hires(copy, registry_))) {
        TRY(hand_on(household));
      }
    }
    for (std::uint64_t number = 0; made_.people < plan_.people; ++number) {
      const Household household = TRY(make_household(number));
      TRY(hand_on(household));
    }
    TRY(each([&](Receiver& to) { return to.organisation_grants(planter.organisation_grants()); }));
    const auto years = employers_.years(setting_, plan_.seed, plan_.today);
    TRY(each([&](Receiver& to) { return to.organisation_years(years); }));
    const auto months = employers_.months(plan_.today);
    TRY(each([&](Receiver& to) { return to.organisation_months(months); }));
    if (plan_.progress) plan_.progress(made_.people);
    made_.organisations = static_cast<std::int64_t>(employers_.all().size());
    made_.employments = registry_.next_employment - 1;
    made_.manifest = planter.take_manifest();
    return std::move(made_);
  }

 private:
  template <class Act>
  Status each(Act act) {
    for (Receiver* receiver : receivers_) TRY(act(*receiver));
    return Done{};
  }

  Status hand_on(const Household& household) {
    TRY(each([&](Receiver& to) { return to.household(household); }));
    ++made_.households;
    made_.people += static_cast<std::int64_t>(household.members.size());
    if (plan_.progress && made_.people >= next_report_) {
      next_report_ = made_.people + people_between_reports;
      plan_.progress(made_.people);
    }
    return Done{};
  }

  Result<Household> make_household(std::uint64_t number) {
    Draw draw(plan_.seed, Stream::household, number);
    const Home home = make_home(setting_, draw);
    const auto room = static_cast<std::size_t>(plan_.people - made_.people);
    Household household{registry_.next_household++, "registered", home.village.code, {}};
    for (const Newcomer& who : make_family(setting_, draw, plan_.today, room)) {
      PersonFile person = TRY(make_person(setting_, draw, registry_, who, home, plan_.today));
      live(person, draw, registry_, employers_, who, home, plan_.today);
      for (const Employment& job : person.employments) employers_.employed(job);
      household.members.push_back(std::move(person));
    }
    return household;
  }

  const Setting& setting_;
  const CityPlan& plan_;
  const std::vector<Receiver*>& receivers_;
  Employers employers_;
  Registry registry_;
  Made made_;
  std::int64_t next_report_ = people_between_reports;
};

}  // namespace

int planted_copies(std::int64_t people) {
  // A birth date has 500 ID numbers for men; two dozen groups share one.
  return static_cast<int>(std::clamp<std::int64_t>(people / 20'000, 1, 20));
}

Result<Made> make_city(const Setting& setting, const CityPlan& plan,
                       const std::vector<Receiver*>& receivers) {
  if (plan.people < fewest_people || plan.people > most_people) {
    return Error{
        ErrorCode::invalid_input,
        fmt::format("a city has {} to {} people, not {}", fewest_people, most_people, plan.people),
        {"--people"},
        {}};
  }
  return Maker(setting, plan, receivers).run();
}

}  // namespace leye::city
