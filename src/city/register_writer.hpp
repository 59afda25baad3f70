// Puts a city into the empty registers of an area, in one transaction.
//
//   RegisterWriter writer = TRY(RegisterWriter::begin(connection, "area_621000", cipher, options));
//   TRY(make_city(setting, plan, {&truth, &writer}));
//   TRY(writer.finish());                    // indexes, keys, statistics, commit
//
// Earlier grants go in as reported by others; whoever has the plan guards them afterwards
// (benefits/grants.hpp, guard_reported_grants).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "city/rows.hpp"
#include "city/truth.hpp"
#include "registers/bulk.hpp"

namespace leye::city {

// The ids of the four benefits in a pack, in the order of all_benefits.
using MeasureIds = std::array<std::string, all_benefits.size()>;
Result<MeasureIds> read_measure_ids(const std::filesystem::path& measures_csv);

struct WriterOptions {
  MeasureIds measures;
  Day today;  // the registers learnt everything the day before
};

class RegisterWriter final : public Receiver {
 public:
  // conflict: the area's registers are not empty.
  static Result<RegisterWriter> begin(store::Connection& connection, const std::string& area_schema,
                                      const registers::IdentityCipher& cipher,
                                      WriterOptions options);

  Status organisations(const std::vector<Organisation>& all) override;
  Status household(const Household& household) override;
  Status organisation_years(const std::vector<OrganisationYear>& all) override;
  Status organisation_months(const std::vector<OrganisationMonth>& all) override;
  Status organisation_grants(const std::vector<EarlierGrant>& all) override;

  Status finish();

 private:
  RegisterWriter(registers::RegisterLoad load, WriterOptions options, Instant known_from)
      : load_(std::move(load)), options_(std::move(options)), known_from_(known_from) {}
  Status person(const PersonFile& person, std::int64_t household);
  Status work(const PersonFile& person);
  Status insurance(const PersonFile& person);
  std::int64_t place_of(Id organisation) const;

  registers::RegisterLoad load_;
  WriterOptions options_;
  Instant known_from_;
  std::vector<std::int64_t> organisation_places_;
  std::vector<EarlierGrant> grants_;
  std::int64_t next_year_ = 1, next_registration_ = 1, next_education_ = 1, next_insurance_ = 1,
               next_member_ = 1;
};

}  // namespace leye::city
