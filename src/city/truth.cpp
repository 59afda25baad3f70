#include "city/truth.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.hpp"
#include "city/table.hpp"

namespace leye::city {
namespace {

constexpr std::array<std::string_view, all_benefits.size()> names = {
    "refund", "hiring", "expansion", "long_unemployed"};

Result<Money> read_money(std::string_view text) { return Money::parse(text); }

}  // namespace

std::string_view name(Benefit benefit) { return names[static_cast<std::size_t>(benefit)]; }

std::optional<Benefit> benefit_named(std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Benefit>(found - names.begin());
}

Result<Verdict> read_verdict(std::string_view text) {
  if (text == "no") return Verdict{Outcome::not_eligible, {}, {}};
  if (text == "short") return Verdict{Outcome::one_short, {}, {}};
  if (text == "later") return Verdict{Outcome::not_in_force, {}, {}};
  if (text.starts_with("unknown:")) {
    const auto range = text.substr(8);
    const auto dash = std::min(range.find('-'), range.size() - 1);
    const Money low = TRY(read_money(range.substr(0, dash)));
    const Money high = TRY(read_money(range.substr(dash + 1)));
    return Verdict{Outcome::undetermined, low, high};
  }
  const Money amount = TRY(read_money(text));
  return Verdict{Outcome::eligible, amount, amount};
}

std::string to_text(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::eligible: return leye::to_text(verdict.low);
    case Outcome::not_eligible: return "no";
    case Outcome::one_short: return "short";
    case Outcome::not_in_force: return "later";
    case Outcome::undetermined: break;
  }
  return fmt::format("unknown:{}-{}", leye::to_text(verdict.low), leye::to_text(verdict.high));
}

Result<Figures> Figures::load(const std::filesystem::path& oracle_csv) {
  const auto table = TRY(Table::read(oracle_csv));
  std::map<std::string, std::string> values;
  for (std::size_t row = 0; row < table.size(); ++row) {
    values[table.at(row, "name")] = table.at(row, "value");
  }
  const auto number = [&](const char* key) { return std::atoi(values[key].c_str()); };
  Figures figures;
  figures.first_valid_day = TRY(Day::parse(values["first_valid_day"]));
  figures.last_valid_day = TRY(Day::parse(values["last_valid_day"]));
  figures.hiring = Money::yuan(number("hiring_yuan"));
  figures.expansion = Money::yuan(number("expansion_yuan"));
  figures.long_unemployed = Money::yuan(number("long_unemployed_yuan"));
  figures.contract_months = number("contract_months");
  figures.graduate_months = number("graduate_months");
  figures.registered_months = number("registered_months");
  figures.youth_from = number("youth_from");
  figures.youth_to = number("youth_to");
  figures.large_share = TRY(Ratio::make(number("large_percent"), 100));
  figures.other_share = TRY(Ratio::make(number("other_percent"), 100));
  figures.small_band_staff = number("small_band_staff");
  figures.small_band_limit = TRY(Ratio::make(number("small_band_permille"), 1000));
  figures.rate_limit = TRY(Ratio::make(number("rate_permille"), 1000));
  return figures;
}

void Total::add(const Verdict& verdict) {
  if (verdict.outcome == Outcome::eligible) {
    ++eligible;
    amount = leye::add(amount, verdict.low).value();
  } else if (verdict.outcome == Outcome::undetermined) {
    ++undetermined;
    low = leye::add(low, verdict.low).value();
    high = leye::add(high, verdict.high).value();
  }
}

void Truth::add(Benefit benefit, Id subject, const Verdict& verdict) {
  totals_[static_cast<std::size_t>(benefit)].add(verdict);
  const auto watched = watched_.find({benefit, subject});
  if (watched != watched_.end()) watched->second = verdict;
}

std::optional<Verdict> Truth::watched(Benefit benefit, Id subject) const {
  const auto found = watched_.find({benefit, subject});
  if (found == watched_.end()) return std::nullopt;
  return found->second;
}

Status Truth::organisations(const std::vector<Organisation>& all) {
  organisations_ = all;
  return Done{};
}

Status Truth::household(const Household& household) {
  for (const PersonFile& person : household.members) {
    Verdict best;
    for (const Employment& job : person.employments) {
      const Hire hire{person, job, organisations_[static_cast<std::size_t>(job.employer - 1)]};
      const std::array verdicts = {hiring(figures_, hire, today_),
                                   expansion(figures_, hire, today_),
                                   long_unemployed(figures_, hire, today_)};
      for (std::size_t i = 0; i < verdicts.size(); ++i) {
        add(all_benefits[i + 1], job.id, verdicts[i]);
        if (verdicts[i].outcome == Outcome::eligible && verdicts[i].low > best.low) {
          best = verdicts[i];
        }
      }
    }
    after_exclusion_.add(best);
  }
  return Done{};
}

Status Truth::organisation_grants(const std::vector<EarlierGrant>& all) {
  for (const EarlierGrant& grant : all) {
    CHECK(benefit_named(grant.measure) == Benefit::refund);
    const bool holds = grant.state == "granted" || grant.state == "paid";
    if (holds && grant.granted_on.civil().year == today_.civil().year) {
      refunded_.insert(grant.organisation);
    }
  }
  return Done{};
}

Status Truth::organisation_years(const std::vector<OrganisationYear>& all) {
  std::vector<const OrganisationYear*> last_year(organisations_.size());
  for (const OrganisationYear& row : all) {
    if (row.year != today_.civil().year - 1) continue;
    last_year[static_cast<std::size_t>(row.organisation - 1)] = &row;
  }
  for (std::size_t i = 0; i < organisations_.size(); ++i) {
    const Organisation& organisation = organisations_[i];
    add(Benefit::refund, organisation.id,
        refund(figures_, organisation, last_year[i], refunded_.contains(organisation.id), today_));
  }
  return Done{};
}

}  // namespace leye::city
