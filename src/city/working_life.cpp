#include "city/working_life.hpp"

#include <algorithm>
#include <array>

namespace leye::city {
namespace {

constexpr int age_of_retirement_men = 60;
constexpr int age_of_retirement_women = 55;
constexpr Day earliest_job = Day::from_number(13149);  // 2006-01-01
constexpr Day first_day = Day::from_number(18628);     // 2021-01-01, of the city's three years

Day month_of(Day day) { return day - (day.civil().day - 1); }

class Life {
 public:
  Life(PersonFile& person, Draw& draw, Registry& registry, Employers& employers,
       const Newcomer& who, const Home& home, Day today)
      : person_(person),
        draw_(draw),
        registry_(registry),
        employers_(employers),
        born_(who.born),
        home_(home),
        today_(today) {
    for (const Education& education : person.educations) {
      if (is_university_graduate(education.level)) graduated_ = education.graduated_on;
    }
    last_ = std::min(retirement(), person.death_date.value_or(today));
  }

  void run() {
    const Day ready = ready_for_work();
    if (ready >= last_ - 3) {
      if (graduated_ && *graduated_ + 40 < last_) without_job(*graduated_ + 15);
      return;
    }
    if (draw_.chance(18) && ready + 1500 < today_) return own_business();
    if (!draw_.chance(job_per_mille())) return without_job(ready);
    Day start = first_start(ready);
    if (start >= last_ - 3) return without_job(ready);
    if (start >= first_day && draw_.chance(300)) register_before(start, ready);
    for (int jobs = 0; jobs < 6 && start < std::min(last_, today_ - 3); ++jobs) {
      const auto next = work_from(start, jobs > 0);
      if (!next) break;
      start = *next;
    }
    if (full_years(born_, today_) >= 30 && draw_.chance(40)) second_job();
  }

 private:
  Day retirement() const {
    const int age = person_.male ? age_of_retirement_men : age_of_retirement_women;
    return add_months(born_, 12 * age);
  }

  Day ready_for_work() {
    if (graduated_) return *graduated_ + draw_.between(15, 420);
    return add_months(born_, 12 * 18) + draw_.between(0, 700);
  }

  int job_per_mille() const {
    if (graduated_) return 560;
    return home_.village.urban ? 360 : 130;
  }

  Day first_start(Day ready) {
    const Day from = std::max(ready, earliest_job);
    if (from + 400 < first_day && draw_.chance(680)) return draw_.between(from, first_day - 1);
    const Day low = std::max(from, first_day);
    // A graduate is hired soon after leaving; others at any time.
    if (graduated_ && from >= first_day) return from;
    return draw_.between(low, std::max(low, today_ - 3));
  }

  void register_before(Day hired, Day ready) {
    const Day start = std::max(hired - draw_.between(20, 420), ready - 14);
    if (start < hired - 5) add_registration(start, hired, graduated_ ? "10" : "24");
  }

  void add_registration(Day start, std::optional<Day> end, const char* reason) {
    for (const Registration& other : person_.registrations) {
      if (!other.end || *other.end >= start) return;
    }
    person_.registrations.push_back({start, end, reason, home_.village.code / 1000 * 1000});
  }

  void without_job(Day ready) {
    const int age = full_years(born_, today_);
    const int per_mille = graduated_ && age < 27 ? 220 : age < 25 ? 110 : 22;
    if (person_.death_date || !draw_.chance(per_mille)) return;
    const Day start = draw_.between(std::max(ready, today_ - 560), std::max(ready, today_ - 15));
    if (start <= today_) add_registration(start, std::nullopt, graduated_ ? "10" : "33");
  }

  void own_business() {
    const Organisation* shop = employers_.pick_individual_business(draw_, home_.county);
    if (shop == nullptr) return;
    Employment own = employment(*shop, std::max(shop->registered_on, first_day - 300));
    own.form = "self_employed";
    own.is_owner = true;
    own.signed_on.reset();
    own.contract_kind.clear();
    own.end = shop->closed_on;
    if (person_.death_date && (!own.end || *person_.death_date < *own.end)) {
      own.end = person_.death_date;
    }
    if (own.end && *own.end < own.start) return;
    person_.employments.push_back(own);
  }

  Employment employment(const Organisation& employer, Day start) {
    static constexpr std::array occupations = {
        "4-01-02-03", "4-03-02-05", "2-06-03-00", "3-01-01-01", "4-04-05-01", "4-02-02-02",
        "4-02-05-01", "4-07-05-01", "4-09-08-01", "4-10-01-06", "4-12-01-01", "6-29-01-01"};
    Employment made;
    made.id = registry_.next_employment++;
    made.employer = employer.id;
    made.start = start;
    made.signed_on = start - (draw_.chance(700) ? 0 : draw_.between(1, 10));
    made.form = "unit";
    made.occupation = occupations[static_cast<std::size_t>(draw_.below(12))];
    made.workplace = employer.registered_place;
    made.wage = Money::yuan(draw_.between(graduated_ ? 32 : 26, graduated_ ? 85 : 62) * 100);
    return made;
  }

  int tenure_months() {
    const auto at = draw_.below(100);
    return at < 22   ? draw_.between(2, 12)
           : at < 50 ? draw_.between(13, 36)
                     : draw_.between(37, 240);
  }

  void contract(Employment& job) {
    const auto at = draw_.below(1000);
    if (at < 5) return;  // nobody wrote down which
    job.contract_kind = at < 120   ? "open_ended"
                        : at < 150 ? "task_based"
                        : at < 175 ? "service_agreement"
                                   : "fixed_term";
    if (job.contract_kind == "open_ended") return;
    static constexpr std::array terms = {6, 11, 12, 12, 12, 24, 24, 36, 36, 36};
    const int months = terms[static_cast<std::size_t>(draw_.below(10))];
    job.contract_end = add_months(job.start, months) - 1;
  }

  bool worked_for(const Organisation& employer) const {
    return std::any_of(person_.employments.begin(), person_.employments.end(),
                       [&](const Employment& job) { return job.employer == employer.id; });
  }

  // One job from `start`. The day the next begins, if there is one.
  std::optional<Day> work_from(Day start, bool again) {
    const Sector sector =
        draw_.chance(graduated_ ? 300 : 120) ? Sector::government : Sector::business;
    const Organisation* employer = employers_.pick(draw_, home_.county, sector, start);
    if (employer == nullptr || worked_for(*employer)) return std::nullopt;
    Employment job = employment(*employer, start);
    contract(job);
    Day end = std::min(add_months(start, tenure_months()), last_);
    // A contract of the last year that ran out was not renewed: the file would say so.
    if (job.contract_end && job.start > today_ - 400) end = std::min(end, *job.contract_end);
    const bool closes = employer->closed_on && *employer->closed_on < end;
    if (closes) end = *employer->closed_on;
    if (end < first_day) return end + draw_.between(45, 500);
    const bool left = end < today_;
    if (left) job.end = end;
    person_.employments.push_back(job);
    const bool insured = insure(job);
    if (!left || end >= last_) return std::nullopt;
    return leave(job, closes, insured, again);
  }

  std::optional<Day> leave(const Employment& job, bool closes, bool insured, bool again) {
    const Day end = *job.end;
    const bool dismissed = closes || draw_.chance(110);
    const bool registers = draw_.chance(dismissed ? 600 : 250);
    if (dismissed && insured) employers_.laid_off(job.employer, end, registers);
    const int back = again ? 450 : 700;
    if (!draw_.chance(back)) {
      if (registers && end + 40 < today_) {
        add_registration(end + draw_.between(3, 30), std::nullopt, dismissed ? "21" : "24");
      }
      return std::nullopt;
    }
    // From one job straight into the next, some days in both; or after over a month.
    if (!dismissed && insured && draw_.chance(300)) return end - draw_.between(2, 6);
    const Day next = end + draw_.between(40, 400);
    const Day until = next < std::min(last_, today_ - 3) ? next : Day{};
    if (registers && end + 40 < today_) {
      const Day start = end + draw_.between(3, 30);
      add_registration(start, until == Day{} ? std::nullopt : std::optional(until),
                       dismissed ? "21" : "24");
    }
    return next;
  }

  // Beside a job that goes on: some hours for another employer, uninsured.
  void second_job() {
    if (person_.employments.empty() || person_.employments.back().end) return;
    const Day from = std::max(person_.employments.back().start, first_day) + 60;
    const Day until = std::min(last_, today_) - 40;
    if (from >= until) return;
    const Day start = draw_.between(from, until);
    const Organisation* employer = employers_.pick(draw_, home_.county, Sector::business, start);
    if (employer == nullptr || worked_for(*employer)) return;
    Employment job = employment(*employer, start);
    job.form = draw_.chance(400) ? "platform" : "flexible";
    job.contract_kind = "service_agreement";
    job.wage = Money::yuan(draw_.between(6, 22) * 100);
    if (draw_.chance(400)) job.end = draw_.between(start + 20, today_ - 1);
    if (employer->closed_on) job.end = std::min(job.end.value_or(today_), *employer->closed_on);
    if (!job.end || *job.end >= job.start) person_.employments.push_back(job);
  }

  // The four insurances of a job. False if it is not insured.
  bool insure(const Employment& job) {
    if (job.contract_kind == "service_agreement" || draw_.chance(35)) return false;
    const bool same_month = job.start.civil().day <= 15;
    const Day first = same_month ? month_of(job.start) : add_months(month_of(job.start), 1);
    const Day paid = first + draw_.between(15, 24);
    if (paid >= today_ || (job.end && first > *job.end)) return false;
    const bool without_pension = draw_.chance(30);
    for (const char* kind : {"pension", "unemployment", "work_injury", "medical"}) {
      if (without_pension && std::string_view(kind) == "pension") continue;
      InsuranceSpell spell{job.employer, kind, first, std::nullopt, paid};
      if (job.end) spell.last_month = std::max(first, month_of(*job.end));
      if (std::string_view(kind) == "unemployment") employers_.insured(spell, job.wage, today_);
      person_.insurance.push_back(std::move(spell));
    }
    return true;
  }

  PersonFile& person_;
  Draw& draw_;
  Registry& registry_;
  Employers& employers_;
  Day born_;
  const Home& home_;
  Day today_;
  Day last_;
  std::optional<Day> graduated_;
};

}  // namespace

void live(PersonFile& person, Draw& draw, Registry& registry, Employers& employers,
          const Newcomer& who, const Home& home, Day today) {
  if (full_years(who.born, today) >= 17) {
    Life(person, draw, registry, employers, who, home, today).run();
  }
}

}  // namespace leye::city
