// What the registers of the city entitle to, worked out by hand.
//
// An oracle for the screening of Qingyang's items 1, 8 and 22: straight C++ over the rows as they
// are made, written from the clauses (庆政办发〔2023〕102号) and their default readings, with no
// use of the policy engine, its pack or its database. What both find must be equal, to the fen.
// Figures (amounts, limits) stand in data/city/<code>/oracle.csv.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "city/rows.hpp"

namespace leye::city {

enum class Benefit {
  refund,           // 1: 稳岗返还, of an organisation
  hiring,           // 8: 一次性吸纳就业补贴, of an employment
  expansion,        // 8: 一次性扩岗补助, of an employment
  long_unemployed,  // 22: 一次性吸纳就业补贴 for the registered unemployed of half a year
};
constexpr std::array all_benefits = {Benefit::refund, Benefit::hiring, Benefit::expansion,
                                     Benefit::long_unemployed};
std::string_view name(Benefit benefit);
std::optional<Benefit> benefit_named(std::string_view name);

// The clauses say not_eligible; the planted tables say where it is by one condition only.
enum class Outcome { eligible, not_eligible, one_short, undetermined, not_in_force };

struct Verdict {
  Outcome outcome = Outcome::not_eligible;
  Money low;  // of `undetermined`: between; of `eligible`: low = high = the amount
  Money high;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

// "1000.00", "no", "short", "later", "unknown:0.00-1500.00": as the planted files write it.
Result<Verdict> read_verdict(std::string_view text);
std::string to_text(const Verdict& verdict);

// The figures of the document, as far as these items need them.
struct Figures {
  Day first_valid_day, last_valid_day;
  Money hiring, expansion, long_unemployed;
  int contract_months = 0, graduate_months = 0, registered_months = 0;
  int youth_from = 0, youth_to = 0;
  Ratio large_share, other_share;
  std::int64_t small_band_staff = 0;
  Ratio small_band_limit, rate_limit;

  static Result<Figures> load(const std::filesystem::path& oracle_csv);
};

// One hire, as all three hiring benefits see it.
struct Hire {
  const PersonFile& person;
  const Employment& job;
  const Organisation& employer;
};

Verdict hiring(const Figures& figures, const Hire& hire, Day today);
Verdict expansion(const Figures& figures, const Hire& hire, Day today);
Verdict long_unemployed(const Figures& figures, const Hire& hire, Day today);
// `year` is the one before the screening day's; null: the organisation was not insured in it.
Verdict refund(const Figures& figures, const Organisation& organisation,
               const OrganisationYear* year, bool granted_this_year, Day today);

struct Total {
  std::int64_t eligible = 0;
  Money amount;
  std::int64_t undetermined = 0;
  Money low, high;
  void add(const Verdict& verdict);
};

// Adds up the verdicts over a whole city while it is made.
class Truth final : public Receiver {
 public:
  Truth(const Figures& figures, Day today) : figures_(figures), today_(today) {}

  const Total& total(Benefit benefit) const { return totals_[static_cast<std::size_t>(benefit)]; }
  // Of the three hiring benefits, at most one for each person, the highest.
  const Total& hires_after_exclusion() const { return after_exclusion_; }

  // For tests and for the list of differences: the verdicts of subjects one asked for before.
  void watch(Benefit benefit, Id subject) { watched_[{benefit, subject}] = {}; }
  std::optional<Verdict> watched(Benefit benefit, Id subject) const;

  Status organisations(const std::vector<Organisation>& all) override;
  Status household(const Household& household) override;
  Status organisation_years(const std::vector<OrganisationYear>& all) override;
  Status organisation_months(const std::vector<OrganisationMonth>&) override { return Done{}; }
  Status organisation_grants(const std::vector<EarlierGrant>& all) override;

 private:
  void add(Benefit benefit, Id subject, const Verdict& verdict);

  Figures figures_;
  Day today_;
  std::vector<Organisation> organisations_;
  std::unordered_set<Id> refunded_;
  std::array<Total, all_benefits.size()> totals_;
  Total after_exclusion_;
  std::map<std::pair<Benefit, Id>, Verdict> watched_;
};

}  // namespace leye::city
