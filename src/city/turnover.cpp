#include "city/turnover.hpp"

#include <algorithm>

namespace leye::city {
namespace {

constexpr int per_mille_silent = 80;  // never report their turnover
constexpr int june = 6;

}  // namespace

void add_turnover(const Setting& setting, std::uint64_t seed, const Organisation& organisation,
                  OrganisationYear& year) {
  const auto range = std::find_if(
      setting.turnover.begin(), setting.turnover.end(),
      [&](const auto& one) { return one.size_industry == organisation.size_industry; });
  if (range == setting.turnover.end() || !year.staff) return;
  Draw draw(seed, Stream::turnover, static_cast<std::uint64_t>(organisation.id));
  if (draw.chance(per_mille_silent)) return;
  const std::int64_t per_head = draw.between(range->low, range->high);
  const std::int64_t assets = draw.between(range->assets_low, range->assets_high);
  std::int64_t per_cent = 100;
  for (int each = 0; each <= year.year % 10; ++each) per_cent = draw.between(92, 108);
  const std::int64_t staff = std::max<std::int64_t>(*year.staff, 1);  // the owner alone
  const std::int64_t yuan = staff * per_head * 10'000 * per_cent / 100;
  year.revenue = Money::yuan(yuan);
  year.assets = Money::yuan(yuan * assets / 1000);
}

void add_planted_months(const OrganisationYear& year, std::vector<OrganisationMonth>& months) {
  if (!year.headcount_year_end || !year.headcount_mean) return;
  const std::int64_t twelvefold = year.headcount_mean->numerator() * 12;
  if (twelvefold % year.headcount_mean->denominator() != 0) return;
  const std::int64_t rest =
      twelvefold / year.headcount_mean->denominator() - *year.headcount_year_end;
  std::int64_t before = rest / 11 + (rest % 11 > 0 ? 1 : 0);
  for (int number = 1; number <= 12; ++number) {
    OrganisationMonth month;
    month.organisation = year.organisation;
    month.month = Day::from_civil(year.year, number, 1).value();
    month.headcount = number == 12 ? *year.headcount_year_end
                                   : rest / 11 + (number <= rest % 11 ? 1 : 0);
    month.hired = std::max<std::int64_t>(month.headcount - before, 0);
    month.left = std::max<std::int64_t>(before - month.headcount, 0);
    if (year.layoffs) month.layoffs = number == june ? *year.layoffs : 0;
    if (number == june) {
      month.left += year.layoffs.value_or(0);
      month.hired += year.layoffs.value_or(0);
    }
    before = month.headcount;
    months.push_back(month);
  }
}

}  // namespace leye::city
