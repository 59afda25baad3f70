// The employers of the city, and what their insured staff adds up to.
//
// The years' figures are not invented: they are counted from the people's own insurance spells, so
// that the registers agree with each other. Planted employers carry figures of their own.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "city/draw.hpp"
#include "city/rows.hpp"
#include "city/setting.hpp"

namespace leye::city {

constexpr int first_year = 2021;
constexpr int year_count = 3;

enum class Sector { business, government };

class Employers {
 public:
  // As many as a city of so many people has.
  static Employers make(const Setting& setting, std::uint64_t seed, std::int64_t people, Day today);

  const std::vector<Organisation>& all() const { return all_; }
  const Organisation& find(Id id) const { return all_[static_cast<std::size_t>(id - 1)]; }

  // An employer that existed on the day, in proportion to staff, of the county if it has any;
  // null if a few tries found none. Planted ones are never picked.
  const Organisation* pick(Draw& draw, std::size_t county, Sector sector, Day on) const;

  // An individual business for its owner.
  const Organisation* pick_individual_business(Draw& draw, std::size_t county) const;

  // Adds an employer that was worked out by hand; its id is set.
  Organisation& plant(Organisation organisation);
  // The figures of planted employers, in place of counted ones.
  void plant_year(OrganisationYear year) { planted_years_.push_back(year); }

  // Counts one job among those who work there at the end of a year.
  void employed(const Employment& job);
  // Counts one spell of unemployment insurance.
  void insured(const InsuranceSpell& spell, Money wage, Day today);
  void laid_off(Id employer, Day on, bool claims_benefit);

  // The years from first_year on of everyone who had insured staff. `today` ends the last one, of
  // which turnover is not known yet.
  std::vector<OrganisationYear> years(const Setting& setting, std::uint64_t seed, Day today) const;
  // The months of those years in which an account had somebody, or somebody left it. Of planted
  // employers those of the planted years whose figures are known.
  std::vector<OrganisationMonth> months(Day today) const;

 private:
  using Months = std::array<std::int32_t, 12 * year_count>;
  struct Count {
    Months headcount = {};
    Months hired = {};
    Months left = {};
    Months laid_off = {};  // in the month after the last day, with those who left
    std::array<std::int32_t, year_count> staff = {};
    std::array<std::int64_t, year_count> unit_fen = {};
    std::array<std::int64_t, year_count> employee_fen = {};
    std::array<std::int32_t, year_count> layoffs = {};
    std::array<std::int32_t, year_count> claimants = {};
  };
  struct Pool {
    std::vector<std::size_t> members;  // indices of all_
    Weights weights;
    void add(std::size_t member, int weight);
  };
  void add_to_pools(std::size_t index, const EmployerClass& kind, std::size_t county);
  OrganisationYear year_of(std::size_t index, int year, int late_per_mille, int months) const;
  void add_months(std::size_t index, int last, std::vector<OrganisationMonth>& months) const;

  std::vector<Organisation> all_;
  std::vector<Count> counts_;
  std::vector<std::array<Pool, 2>> county_pools_;  // by county, then sector
  std::array<Pool, 2> city_pools_;
  std::vector<Pool> individual_;  // by county
  std::vector<OrganisationYear> planted_years_;
  std::size_t first_planted_ = 0;
};

}  // namespace leye::city
