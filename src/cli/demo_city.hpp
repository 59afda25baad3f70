// The demonstration's city: made at the first start, found again at the next.
#pragma once

#include <filesystem>
#include <string>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "city/population.hpp"
#include "city/setting.hpp"
#include "store/connection.hpp"

namespace leye::cli {

inline constexpr const char* demo_area = "area_621000";

struct DemoCity {
  city::Setting setting;
  city::Population population;
  std::string password;  // of all demonstration accounts
  bool made_now = false;
};

// The city in the registers, made with accounts and funds if they are empty. not_found: there are
// people, but a start was broken off before the accounts were there: --fresh begins again.
Result<DemoCity> open_demo_city(store::Connection& connection, const Cipher& cipher,
                                const std::filesystem::path& folder, std::int64_t people);

// Empties the data folder of an earlier demonstration. conflict: a leye runs in it;
// invalid_input: the folder holds something else.
Status clear_demo_folder(const std::filesystem::path& folder);

// The business day the demonstration stands at: where it was left, at first the city's own.
Day demo_day(const std::filesystem::path& folder, const city::Population& population);
void keep_demo_day(const std::filesystem::path& folder, Day day);

}  // namespace leye::cli
