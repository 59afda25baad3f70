#include "quality/drawing.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <fmt/format.h>

#include "base/digest.hpp"

namespace leye::quality {
namespace {

// How many of `wanted` rows each town gives.
void divide(std::vector<Stratum*>& towns, std::int64_t wanted) {
  std::int64_t all = 0;
  for (const Stratum* town : towns) all += town->rows;
  wanted = std::min(wanted, all);
  std::int64_t left = wanted;
  std::vector<std::pair<std::int64_t, Stratum*>> remainders;
  for (Stratum* town : towns) {
    town->drawn = wanted * town->rows / all;
    left -= town->drawn;
    remainders.emplace_back(wanted * town->rows % all, town);
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const auto& one, const auto& other) { return one.first > other.first; });
  for (auto& [remainder, town] : remainders) {
    if (left == 0) break;
    ++town->drawn;
    --left;
  }
}

}  // namespace

std::int64_t town_of(std::int64_t place) { return place / 1'000 * 1'000; }
std::int64_t county_of(std::int64_t place) { return place / 1'000'000 * 1'000'000; }

Drawing draw(std::vector<Candidate> candidates, std::int64_t county_rows, std::int64_t seed) {
  struct Ticket {
    std::string digest;
    Candidate candidate;
  };
  std::map<std::int64_t, std::vector<Ticket>> towns;
  for (const Candidate& one : candidates)
    towns[town_of(one.place)].push_back({sha256_hex(fmt::format("{}:{}", seed, one.id)), one});
  Drawing drawing;
  for (const auto& [town, tickets] : towns)
    drawing.strata.push_back({town, static_cast<std::int64_t>(tickets.size()), 0});
  std::map<std::int64_t, std::vector<Stratum*>> counties;
  for (Stratum& stratum : drawing.strata) counties[county_of(stratum.town)].push_back(&stratum);
  for (auto& [county, strata] : counties) divide(strata, county_rows);
  for (const Stratum& stratum : drawing.strata) {
    auto& tickets = towns[stratum.town];
    std::sort(tickets.begin(), tickets.end(),
              [](const Ticket& one, const Ticket& other) { return one.digest < other.digest; });
    for (std::int64_t at = 0; at < stratum.drawn; ++at)
      drawing.chosen.push_back(tickets[static_cast<std::size_t>(at)].candidate);
  }
  return drawing;
}

Interval wilson(std::int64_t wrong, std::int64_t counted) {
  if (counted == 0) return {};
  constexpr double z = 1.959964;
  const double n = static_cast<double>(counted);
  const double p = static_cast<double>(wrong) / n;
  const double middle = p + z * z / (2 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  const auto hundredths = [](double share) {
    return static_cast<std::int64_t>(std::floor(std::clamp(share, 0.0, 1.0) * 10'000 + 0.5));
  };
  return {hundredths(p), hundredths((middle - spread) / scale),
          hundredths((middle + spread) / scale)};
}

}  // namespace leye::quality
