// Records at the limits of the rules, each with the outcome somebody worked out by hand.
//
// The groups stand in data/city/<code>/planted_hires.csv and planted_employers.csv: the facts of
// one hire or one employer and, in the last columns, what it is entitled to. Every group is
// planted in a number of copies that differ in names and places only. After screening, planted is
// compared with found.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "city/employers.hpp"
#include "city/households.hpp"
#include "city/truth.hpp"

namespace leye::city {

struct PlantedSubject {
  std::string group;  // "rate_exactly_5_5"
  std::string label;  // "200人裁11人（5.5%）"
  Benefit benefit = Benefit::refund;
  Id subject = 0;  // organisation, or employment
  Verdict expected;
};

// What was planted, kept beside the data: group, label, benefit, subject, expected outcome.
struct Manifest {
  std::vector<PlantedSubject> subjects;
  std::vector<std::pair<Id, Id>> duplicate_files;  // the right file, the wrong one

  Status write(const std::filesystem::path& file) const;
  static Result<Manifest> read(const std::filesystem::path& file);
};

class Planter {
 public:
  static Result<Planter> load(const Setting& setting, const Figures& figures, std::uint64_t seed,
                              Day today);

  // People one copy of all groups needs.
  std::int64_t people() const;

  // Adds the employers of one copy; call for every copy before any hires.
  Status plant_employers(int copy, Employers& employers);
  // The households of one copy.
  Result<std::vector<Household>> plant_hires(int copy, Registry& registry);

  const std::vector<EarlierGrant>& organisation_grants() const { return organisation_grants_; }
  Manifest take_manifest() { return std::move(manifest_); }

 private:
  Planter(const Setting& setting, const Figures& figures, std::uint64_t seed, Day today)
      : setting_(&setting), figures_(figures), seed_(seed), today_(today) {}

  using Group = std::map<std::string, std::string>;  // a row of a file, by heading
  Result<PersonFile> make_hire(const Group& group, int copy, Draw& draw, Registry& registry);
  Status add_work(PersonFile& person, const Group& group, int copy, Registry& registry);
  Status add_other_jobs(PersonFile& person, const Group& group, int copy, Registry& registry);
  Status add_earlier_grant(PersonFile& person, const Group& group, int copy);
  Status expect(const Group& group, Benefit benefit, Id subject);
  Id host(int copy, const std::string& group) const;
  Money amount_of(Benefit benefit) const;
  Home home_of(int copy, Draw& draw) const;

  const Setting* setting_;
  Figures figures_;
  std::uint64_t seed_;
  Day today_;
  std::vector<Group> hires_, employers_;
  std::map<std::pair<int, std::string>, Id> planted_employers_;
  std::vector<EarlierGrant> organisation_grants_;
  Manifest manifest_;
};

}  // namespace leye::city
