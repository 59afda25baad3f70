#include "city/employers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.hpp"
#include "city/numbers.hpp"
#include "city/turnover.hpp"

namespace leye::city {
namespace {

Day date(int year, int month, int day) { return Day::from_civil(year, month, day).value(); }

bool is_government(const std::string& kind) {
  return kind == "public_institution" || kind == "public_body";
}

std::string without_rank(const std::string& county) {  // 西峰区 → 西峰
  return county.size() > 6 ? county.substr(0, county.size() - 3) : county;
}

std::string made_up_name(const Setting& setting, const EmployerClass& kind, const Trade& trade,
                         const County& county, Draw& draw) {
  const std::string place = without_rank(county.name);
  if (kind.kind == "enterprise" || kind.kind == "labour_dispatch") {
    const std::string where = draw.chance(300) ? without_rank(setting.name) : place;
    const std::string word = kind.kind == "enterprise" ? trade.word : "";
    return where + setting.company.pick(draw) + setting.company.pick(draw) + word + kind.suffix;
  }
  if (kind.kind == "individual_business") {
    return county.name + setting.surname(draw) + "氏" + setting.company.pick(draw) + trade.word +
           "店";
  }
  if (kind.kind == "social_service") {
    static constexpr std::array kinds = {"幼儿园", "养老服务中心", "职业培训学校", "社工服务中心"};
    return county.name + setting.social.pick(draw) + kinds[static_cast<std::size_t>(draw.below(4))];
  }
  if (kind.kind == "public_institution") {
    static constexpr std::array kinds = {"小学", "初级中学", "卫生院", "农业技术推广中心",
                                         "幼儿园"};
    return fmt::format("{}第{}{}", county.name, draw.between(1, 60),
                       kinds[static_cast<std::size_t>(draw.below(5))]);
  }
  if (kind.kind == "public_body") {
    static constexpr std::array kinds = {"镇人民政府", "乡人民政府", "街道办事处", "税务所",
                                         "司法所"};
    return county.name + setting.company.pick(draw) + setting.company.pick(draw) +
           kinds[static_cast<std::size_t>(draw.below(5))];
  }
  return place + setting.company.pick(draw) + setting.company.pick(draw) +
         (kind.kind == "cooperative" ? trade.word : "") + kind.suffix;
}

Organisation make_one(const Setting& setting, const EmployerClass& kind, std::size_t county,
                      Draw& draw, Day today) {
  const County& home = setting.counties[county];
  const bool individual = kind.kind == "individual_business";
  const Weights& weights = individual ? setting.individual_trades : setting.enterprise_trades;
  const Trade& trade = setting.trades[weights.pick(draw)];
  Organisation made;
  made.name = made_up_name(setting, kind, trade, home, draw);
  made.kind = kind.kind;
  if (kind.kind == "enterprise" && !draw.chance(5)) made.size_class = kind.size;
  made.industry = is_government(kind.kind)         ? "91"
                  : kind.kind == "law_firm"        ? "7231"
                  : kind.kind == "accounting_firm" ? "7241"
                  : kind.kind == "labour_dispatch" ? "726"
                                                   : trade.industry;
  made.size_industry = setting.size_industry_of(made.kind, made.industry);
  made.registered_place = home.villages[home.urban.pick(draw)].code;
  made.insured_as_unit = !individual || kind.size == "as_unit";
  const bool young = !is_government(kind.kind) && draw.chance(80);
  made.registered_on = young ? draw.between(date(2021, 6, 1), today - 60)
                             : draw.between(date(2003, 1, 1), date(2020, 12, 31));
  if (!young && !is_government(kind.kind) && draw.chance(15)) {
    made.closed_on = draw.between(date(2022, 3, 1), today - 30);
  }
  return made;
}

int months_since_first(Day month) {
  const auto [year, number, day] = month.civil();
  return (year - first_year) * 12 + number - 1;
}

template <class Months>
void add_to(Months& months, int month) {
  if (month < 0 || month >= static_cast<int>(months.size())) return;
  ++months[static_cast<std::size_t>(month)];
}

}  // namespace

void Employers::Pool::add(std::size_t member, int weight) {
  members.push_back(member);
  weights.add(weight);
}

void Employers::add_to_pools(std::size_t index, const EmployerClass& kind, std::size_t county) {
  if (kind.kind == "individual_business") individual_[county].add(index, 1);
  if (kind.staff_weight == 0) return;
  const std::size_t sector = is_government(kind.kind) ? 1 : 0;
  county_pools_[county][sector].add(index, kind.staff_weight);
  city_pools_[sector].add(index, kind.staff_weight);
}

Employers Employers::make(const Setting& setting, std::uint64_t seed, std::int64_t people,
                          Day today) {
  Employers made;
  made.county_pools_.resize(setting.counties.size());
  made.individual_.resize(setting.counties.size());
  for (const EmployerClass& kind : setting.employer_classes) {
    const std::int64_t count = (people * kind.per_100000 + 99'999) / 100'000;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::size_t index = made.all_.size();
      Draw draw(seed, Stream::organisation, index);
      const std::size_t county = setting.population.pick(draw);
      Organisation one = make_one(setting, kind, county, draw, today);
      one.id = static_cast<Id>(index) + 1;
      one.uscc = credit_code(kind.uscc_prefix, one.id);
      one.phone = phone_number(90'000'000 + one.id);
      one.account_number = account_number(one.id);
      made.add_to_pools(index, kind, county);
      made.all_.push_back(std::move(one));
    }
  }
  made.first_planted_ = made.all_.size();
  made.counts_.resize(made.all_.size());
  return made;
}

const Organisation* Employers::pick(Draw& draw, std::size_t county, Sector sector, Day on) const {
  const auto kind = static_cast<std::size_t>(sector);
  for (int tries = 0; tries < 8; ++tries) {
    const Pool& near = county_pools_[county][kind];
    const Pool& pool = near.members.empty() || draw.chance(80) ? city_pools_[kind] : near;
    if (pool.members.empty()) return nullptr;
    const Organisation& found = all_[pool.members[pool.weights.pick(draw)]];
    if (found.registered_on <= on && (!found.closed_on || on < *found.closed_on - 30)) {
      return &found;
    }
  }
  return nullptr;
}

const Organisation* Employers::pick_individual_business(Draw& draw, std::size_t county) const {
  const Pool& pool = individual_[county];
  if (pool.members.empty()) return nullptr;
  return &all_[pool.members[pool.weights.pick(draw)]];
}

Organisation& Employers::plant(Organisation organisation) {
  organisation.id = static_cast<Id>(all_.size()) + 1;
  all_.push_back(std::move(organisation));
  counts_.emplace_back();
  return all_.back();
}

void Employers::employed(const Employment& job) {
  Count& count = counts_[static_cast<std::size_t>(job.employer - 1)];
  for (int year = 0; year < year_count; ++year) {
    const Day last = date(first_year + year, 12, 31);
    if (job.start > last || (job.end && *job.end < last)) continue;
    ++count.staff[static_cast<std::size_t>(year)];
  }
}

void Employers::insured(const InsuranceSpell& spell, Money wage, Day today) {
  CHECK(spell.kind == "unemployment");
  Count& count = counts_[static_cast<std::size_t>(spell.employer - 1)];
  const Day last_month = spell.last_month ? std::min(*spell.last_month, today) : today;
  const int last = std::min(months_since_first(last_month), 12 * year_count - 1);
  const int first = months_since_first(spell.first_month);
  if (first >= 0 && first <= last) ++count.hired[static_cast<std::size_t>(first)];
  if (spell.last_month) add_to(count.left, months_since_first(*spell.last_month) + 1);
  for (int month = std::max(0, first); month <= last; ++month) {
    ++count.headcount[static_cast<std::size_t>(month)];
    const auto year = static_cast<std::size_t>(month / 12);
    // Unemployment insurance in Gansu: 0.7 % from the unit, 0.3 % from the employee.
    count.unit_fen[year] += wage.fen() * 7 / 1000;
    count.employee_fen[year] += wage.fen() * 3 / 1000;
  }
}

void Employers::laid_off(Id employer, Day on, bool claims_benefit) {
  Count& count = counts_[static_cast<std::size_t>(employer - 1)];
  add_to(count.laid_off, months_since_first(on) + 1);
  const int year = on.civil().year - first_year;
  if (year < 0 || year >= year_count) return;
  ++count.layoffs[static_cast<std::size_t>(year)];
  if (claims_benefit) ++count.claimants[static_cast<std::size_t>(year)];
}

OrganisationYear Employers::year_of(std::size_t index, int year, int late_per_mille,
                                    int months) const {
  const Count& count = counts_[index];
  const auto slot = static_cast<std::size_t>(year - first_year);
  std::int64_t sum = 0;
  std::int64_t insured_months = 0;
  for (int month = 0; month < months; ++month) {
    const int staff = count.headcount[slot * 12 + static_cast<std::size_t>(month)];
    sum += staff;
    insured_months += staff > 0 ? 1 : 0;
  }
  const auto paid = [&](const std::array<std::int64_t, year_count>& due) {
    const std::int64_t before = slot == 0 ? 0 : due[slot - 1] * late_per_mille / 1000;
    return Money::fen(before + due[slot] - due[slot] * late_per_mille / 1000);
  };
  OrganisationYear row;
  row.organisation = all_[index].id;
  row.year = year;
  row.headcount_year_end = count.headcount[slot * 12 + static_cast<std::size_t>(months) - 1];
  row.headcount_mean = Ratio::make(sum, months).value();
  row.layoffs = count.layoffs[slot];
  row.benefit_claimants = count.claimants[slot];
  row.premium_unit_paid = paid(count.unit_fen);
  row.premium_employee_paid = paid(count.employee_fen);
  row.premium_due_period = Money::fen(count.unit_fen[slot] + count.employee_fen[slot]);
  row.insured_months = insured_months;
  const auto january = slot * 12;
  row.headcount_year_start =
      count.headcount[january] - count.hired[january] + count.left[january];
  row.new_benefit_claimants = row.benefit_claimants;
  if (months == 12) row.staff = count.staff[slot];
  return row;
}

std::vector<OrganisationYear> Employers::years(const Setting& setting, std::uint64_t seed,
                                               Day today) const {
  std::vector<OrganisationYear> rows;
  for (std::size_t index = 0; index < first_planted_; ++index) {
    Draw draw(seed, Stream::dirt, index);
    // Three in a hundred pay a part of their premiums only in the next year.
    const int late = draw.chance(30) ? draw.between(50, 400) : 0;
    for (int year = first_year; year < first_year + year_count; ++year) {
      const auto first = static_cast<std::size_t>(year - first_year) * 12;
      const auto begin = counts_[index].headcount.begin() + static_cast<std::ptrdiff_t>(first);
      if (std::all_of(begin, begin + 12, [](int staff) { return staff == 0; })) continue;
      const int months = year == today.civil().year ? today.civil().month : 12;
      rows.push_back(year_of(index, year, late, months));
    }
  }
  rows.insert(rows.end(), planted_years_.begin(), planted_years_.end());
  for (OrganisationYear& row : rows) {
    const Organisation& who = find(row.organisation);
    add_turnover(setting, seed, who, row);
  }
  return rows;
}

// Who begins with the first month is a row; who has nobody and lost nobody in it is none.
void Employers::add_months(std::size_t index, int last,
                           std::vector<OrganisationMonth>& months) const {
  const Count& count = counts_[index];
  for (int number = 0; number <= last; ++number) {
    const auto at = static_cast<std::size_t>(number);
    if (count.headcount[at] == 0 && count.left[at] == 0) continue;
    months.push_back({all_[index].id, date(first_year + number / 12, number % 12 + 1, 1),
                      count.headcount[at], count.hired[at], count.left[at], count.laid_off[at]});
  }
}

std::vector<OrganisationMonth> Employers::months(Day today) const {
  std::vector<OrganisationMonth> rows;
  const int last = std::min(months_since_first(today), 12 * year_count - 1);
  for (std::size_t index = 0; index < first_planted_; ++index) add_months(index, last, rows);
  for (const OrganisationYear& year : planted_years_) add_planted_months(year, rows);
  return rows;
}

}  // namespace leye::city
