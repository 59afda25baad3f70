// A believable city of any size, the same for the same seed and size.
//
//   const Setting setting = TRY(Setting::load());
//   Truth truth(TRY(Figures::load(setting.folder / "oracle.csv")), plan.today);
//   const Made made = TRY(make_city(setting, plan, {&truth, &writer}));
//
// It is made household by household and handed on at once: memory does not grow with its size,
// but for about a kilobyte for each employer.
#pragma once

#include <functional>
#include <vector>

#include "city/planted.hpp"
#include "city/rows.hpp"
#include "city/setting.hpp"

namespace leye::city {

constexpr std::int64_t fewest_people = 200;
constexpr std::int64_t most_people = 5'000'000;

struct CityPlan {
  std::int64_t people = 200'000;
  std::uint64_t seed = 20231120;
  Day today = Day::from_number(19681);  // 2023-11-20: what the registers know by then
  std::function<void(std::int64_t people_made)> progress = {};  // last: once for all of them
};

struct Made {
  std::int64_t people = 0;
  std::int64_t households = 0;
  std::int64_t organisations = 0;
  std::int64_t employments = 0;
  Manifest manifest;
};

// How many copies of the planted groups a city of the size has.
int planted_copies(std::int64_t people);

// invalid_input for a size out of bounds; else what a receiver refuses.
Result<Made> make_city(const Setting& setting, const CityPlan& plan,
                       const std::vector<Receiver*>& receivers);

}  // namespace leye::city
