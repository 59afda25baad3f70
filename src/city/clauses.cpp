// The clauses themselves, as truth.hpp declares them. Three answers: std::nullopt is unknown.

#include <algorithm>
#include <initializer_list>

#include "city/households.hpp"
#include "city/truth.hpp"

namespace leye::city {
namespace {

using Answer = std::optional<bool>;

Answer all_of(std::initializer_list<Answer> parts) {
  if (std::count(parts.begin(), parts.end(), Answer(false)) > 0) return false;
  return std::count(parts.begin(), parts.end(), std::nullopt) > 0 ? Answer() : Answer(true);
}

Answer any_of(std::initializer_list<Answer> parts) {
  if (std::count(parts.begin(), parts.end(), Answer(true)) > 0) return true;
  return std::count(parts.begin(), parts.end(), std::nullopt) > 0 ? Answer() : Answer(false);
}

Verdict answer(Answer entitled, Money amount) {
  if (!entitled) return {Outcome::undetermined, Money(), amount};
  if (!*entitled) return {};
  return {Outcome::eligible, amount, amount};
}

// 毕业年度, or within two years of leaving and without work the day before.
bool graduate(const Figures& figures, const Hire& hire) {
  const Day start = hire.job.start;
  const bool worked_the_day_before = std::any_of(
      hire.person.employments.begin(), hire.person.employments.end(), [&](const Employment& other) {
        return other.id != hire.job.id && other.start < start &&
               (!other.end || *other.end >= start - 1);
      });
  return std::any_of(hire.person.educations.begin(), hire.person.educations.end(),
                     [&](const Education& school) {
                       if (!is_university_graduate(school.level)) return false;
                       if (school.graduated_on.civil().year == start.civil().year) return true;
                       return school.graduated_on <= start && !worked_the_day_before &&
                              start <= add_months(school.graduated_on, figures.graduate_months);
                     });
}

// The registration as unemployed that was open the day before the work began.
const Registration* registered_before(const Hire& hire) {
  const Day before = hire.job.start - 1;
  for (const Registration& registration : hire.person.registrations) {
    if (registration.start <= before && (!registration.end || *registration.end >= before)) {
      return &registration;
    }
  }
  return nullptr;
}

Answer youth(const Figures& figures, const Hire& hire) {
  if (registered_before(hire) == nullptr) return false;
  if (!hire.person.birth_date) return std::nullopt;
  const int age = full_years(*hire.person.birth_date, hire.job.start);
  return age >= figures.youth_from && age <= figures.youth_to;
}

Answer one_of_three_groups(const Figures& figures, const Hire& hire) {
  return any_of({graduate(figures, hire), youth(figures, hire)});
}

Answer labour_contract(const Hire& hire) {
  if (hire.job.contract_kind.empty()) return std::nullopt;
  return hire.job.contract_kind != "service_agreement";
}

Answer contract_of_a_year(const Figures& figures, const Hire& hire) {
  const std::string& kind = hire.job.contract_kind;
  if (kind == "service_agreement") return false;
  if (kind == "open_ended") return true;
  if (!hire.job.contract_end) return std::nullopt;
  const bool a_year =
      *hire.job.contract_end + 1 >= add_months(hire.job.start, figures.contract_months);
  // Whatever its kind, a labour contract that ends too early is too short; but a contract whose
  // kind nobody recorded may be open-ended or a service agreement.
  return kind.empty() ? Answer() : Answer(a_year);
}

Answer hired_by(const Hire& hire, bool individual_businesses_too) {
  const std::string& kind = hire.employer.kind;
  if (hire.job.is_owner) return false;
  if (kind.empty()) return std::nullopt;
  if (kind == "enterprise") return true;
  return individual_businesses_too && kind == "individual_business" &&
         hire.employer.insured_as_unit.value_or(false);
}

bool still_employed(const Hire& hire, Day today) { return !hire.job.end || *hire.job.end >= today; }

// One of the three benefits was already granted for this person, by whichever employer.
bool granted_before(const Hire& hire) {
  return std::any_of(
      hire.person.grants.begin(), hire.person.grants.end(),
      [](const EarlierGrant& grant) { return grant.state == "granted" || grant.state == "paid"; });
}

// The day on which work had begun and the contract was signed. Unknown if nobody wrote down when.
std::optional<Day> hired_on(const Hire& hire) {
  if (!hire.job.signed_on) return std::nullopt;
  return std::max(*hire.job.signed_on, hire.job.start);
}

bool in_force(const Figures& figures, Day day) {
  return day >= figures.first_valid_day && day <= figures.last_valid_day;
}

Verdict in_validity(const Figures& figures, std::optional<Day> event, const Hire& hire,
                    Answer entitled, Money amount) {
  if (event && !in_force(figures, *event)) return {Outcome::not_in_force, {}, {}};
  if (!event && hire.job.start > figures.last_valid_day) return {Outcome::not_in_force, {}, {}};
  if (!event && entitled != Answer(false)) return {Outcome::undetermined, Money(), amount};
  return answer(entitled, amount);
}

// The three insurances with this employer: the day the last of them was first paid.
struct Insured {
  bool all = true;
  std::optional<Day> complete_on;
};

Insured insured(const Hire& hire) {
  Insured found{true, Day::from_number(0)};
  for (const std::string_view kind : {"unemployment", "work_injury", "pension"}) {
    const InsuranceSpell* spell = nullptr;
    for (const InsuranceSpell& each : hire.person.insurance) {
      const bool of_this_hire = !each.last_month || *each.last_month >= hire.job.start - 31;
      if (each.kind == kind && each.employer == hire.job.employer && of_this_hire) spell = &each;
    }
    if (spell == nullptr) return {false, std::nullopt};
    if (!spell->first_paid_on || !found.complete_on) {
      found.complete_on.reset();
    } else {
      found.complete_on = std::max(*found.complete_on, *spell->first_paid_on);
    }
  }
  return found;
}

}  // namespace

Verdict hiring(const Figures& figures, const Hire& hire, Day today) {
  const Answer entitled = all_of({hired_by(hire, true), one_of_three_groups(figures, hire),
                                  contract_of_a_year(figures, hire), still_employed(hire, today),
                                  !granted_before(hire)});
  return in_validity(figures, hired_on(hire), hire, entitled, figures.hiring);
}

Verdict expansion(const Figures& figures, const Hire& hire, Day today) {
  const Insured premiums = insured(hire);
  const Answer entitled =
      all_of({hired_by(hire, false), one_of_three_groups(figures, hire), labour_contract(hire),
              premiums.all, still_employed(hire, today), !granted_before(hire)});
  // The last condition is met when work has begun and all three were paid for.
  std::optional<Day> event = hire.job.start;
  if (premiums.all) event = premiums.complete_on;
  if (event) event = std::max(*event, hire.job.start);
  return in_validity(figures, event, hire, entitled, figures.expansion);
}

Verdict long_unemployed(const Figures& figures, const Hire& hire, Day today) {
  const Registration* registration = registered_before(hire);
  const bool long_enough =
      registration != nullptr &&
      hire.job.start >= add_months(registration->start, figures.registered_months);
  const Answer entitled =
      all_of({hired_by(hire, true), long_enough, contract_of_a_year(figures, hire),
              still_employed(hire, today), !granted_before(hire)});
  return in_validity(figures, hired_on(hire), hire, entitled, figures.long_unemployed);
}

Verdict refund(const Figures& figures, const Organisation& organisation,
               const OrganisationYear* year, bool granted_this_year, Day today) {
  if (!in_force(figures, today)) return {Outcome::not_in_force, {}, {}};
  static constexpr std::array kinds = {"enterprise", "social_organisation",
                                       "foundation", "social_service",
                                       "law_firm",   "accounting_firm"};
  const bool listed =
      std::find(kinds.begin(), kinds.end(), organisation.kind) != kinds.end() ||
      (organisation.kind == "individual_business" && organisation.insured_as_unit.value_or(false));
  if (!listed || year == nullptr || granted_this_year) return {};

  Answer few_layoffs;
  if (year->layoffs && year->headcount_mean && year->headcount_mean->numerator() > 0) {
    // layoffs ÷ mean ≤ limit, as layoffs × (the mean's denominator) ÷ (its numerator)
    const Ratio mean = *year->headcount_mean;
    const Ratio rate = Ratio::make(*year->layoffs * mean.denominator(), mean.numerator()).value();
    const bool below_low = rate <= figures.rate_limit;
    const bool below_high = rate <= figures.small_band_limit;
    if (year->headcount_year_end) {
      few_layoffs = *year->headcount_year_end <= figures.small_band_staff ? below_high : below_low;
    } else if (below_low == below_high) {
      few_layoffs = below_low;
    }
  }
  if (few_layoffs == Answer(false)) return {};

  const Money paid =
      add(year->premium_unit_paid.value_or(Money()), year->premium_employee_paid.value_or(Money()))
          .value();
  const Money at_large = share_of(paid, figures.large_share).value();
  const Money at_other = share_of(paid, figures.other_share).value();
  const bool size_matters = organisation.kind == "enterprise";
  const bool size_unknown = size_matters && organisation.size_class.empty();
  const bool large = size_matters && organisation.size_class == "large";
  const Money high = large ? at_large : at_other;
  const Money low = size_unknown ? at_large : high;
  if (!few_layoffs) return {Outcome::undetermined, Money(), high};
  if (size_unknown) return {Outcome::undetermined, low, high};
  return {Outcome::eligible, high, high};
}

}  // namespace leye::city
