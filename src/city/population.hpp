// A city put into the registers, together with the truth about it.
//
//   if (TRY(is_empty(transaction))) {
//     const Population made = TRY(populate(connection, "area_621000", cipher, setting, plan));
//     TRY(save(made, data_folder));
//   }
//
// What was planted and what the clauses give over the whole city is kept beside the database, in
// planted.csv and truth.csv, so that a later start can compare again.
#pragma once

#include <array>
#include <filesystem>

#include "city/city.hpp"
#include "city/register_writer.hpp"
#include "city/truth.hpp"

namespace leye::city {

struct Population {
  std::int64_t people = 0;
  Day today;
  Manifest manifest;
  std::array<Total, all_benefits.size()> totals = {};
  Total hires_after_exclusion;

  const Total& total(Benefit benefit) const { return totals[static_cast<std::size_t>(benefit)]; }
};

// Are there no people in the registers of the scope's area?
Result<bool> is_empty(store::Transaction& transaction);

// conflict if the area's registers are not empty.
Result<Population> populate(store::Connection& connection, const std::string& area_schema,
                            const registers::IdentityCipher& cipher, const Setting& setting,
                            const CityPlan& plan);

Status save(const Population& population, const std::filesystem::path& folder);
// not_found: nothing was saved there.
Result<Population> load(const std::filesystem::path& folder);

}  // namespace leye::city
