// Twenty clerks at a server of their own process, over HTTP: looking up, searching, opening files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "parts.hpp"
#include "store/connection.hpp"

namespace leye::bench {

struct Wanted {
  std::int64_t id = 0;
  std::string name, number;
};

// Starts `leye serve` on the database, signs clerks of the whole city in, and asks about `people`;
// first with the registered states of the day derived, in the end while they are derived once more.
// `prefix`: of the figures' names.
Measurements measure_clerks(const std::string& dsn, const std::filesystem::path& folder,
                            const std::string& prefix, const std::vector<Wanted>& people);

}  // namespace leye::bench
