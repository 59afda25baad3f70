#include "city/setting.hpp"

#include <fmt/format.h>

#include <map>

#include "base/resources.hpp"
#include "city/table.hpp"

namespace leye::city {
namespace {

bool is_urban(std::string_view name) {
  return name.find("社区") != name.npos || name.find("居委会") != name.npos;
}

std::int64_t padded(const std::string& code) {
  return std::stoll(code + std::string(12 - code.size(), '0'));
}

// The divisions of one city from the province's file: how many people a village holds follows
// from what it is and what its township is.
Status read_villages(Setting& setting, const Table& divisions) {
  std::map<std::string, County*> by_code;
  for (County& county : setting.counties) {
    by_code[std::to_string(county.code / 1'000'000)] = &county;
  }
  std::map<std::string, int> township_weight;
  const auto code_column = divisions.column("code");
  const auto name_column = divisions.column("name");
  for (std::size_t row = 0; row < divisions.size(); ++row) {
    const std::string& code = divisions.at(row, code_column);
    const std::string& name = divisions.at(row, name_column);
    const auto county = by_code.find(code.substr(0, 6));
    if (county == by_code.end()) continue;
    if (code.size() == 9) {
      const bool street = name.ends_with("街道");
      township_weight[code] = street ? 4 : name.ends_with("镇") ? 3 : 2;
    } else if (code.size() == 12) {
      const bool urban = is_urban(name);
      const int weight = township_weight[code.substr(0, 9)];
      county->second->villages.push_back({std::stoll(code), urban});
      county->second->urban.add(urban ? weight : 0);
      county->second->rural.add(urban ? 0 : weight);
    }
  }
  for (const County& county : setting.counties) {
    if (county.urban.total() == 0 || county.rural.total() == 0) {
      return Error{ErrorCode::invalid_input,
                   fmt::format("{} has no villages or no communities", county.name),
                   {"data/divisions"},
                   {}};
    }
  }
  return Done{};
}

Status read_counties(Setting& setting) {
  const auto counties = TRY(Table::read(setting.folder / "counties.csv"));
  const auto divisions_folder = TRY(resource("data/divisions"));
  const auto names = TRY(Table::read(divisions_folder / "china.csv"));
  std::map<std::string, std::string> name_of;
  for (std::size_t row = 0; row < names.size(); ++row) {
    name_of[names.at(row, "code")] = names.at(row, "name");
  }
  setting.name = name_of[std::to_string(setting.code / 100)];
  for (std::size_t row = 0; row < counties.size(); ++row) {
    County county;
    county.code = padded(counties.at(row, "code"));
    county.name = name_of[counties.at(row, "code")];
    county.urban_per_mille = static_cast<int>(counties.number(row, "urban_per_mille"));
    setting.population.add(counties.number(row, "population_per_mille"));
    setting.counties.push_back(std::move(county));
  }
  const auto province = fmt::format("province-{}.csv", setting.code / 10'000);
  const auto divisions = TRY(Table::read(divisions_folder / province));
  return read_villages(setting, divisions);
}

Status read_names(Setting& setting) {
  const auto names = TRY(Table::read(setting.folder / "names.csv"));
  std::map<std::string, NameList*> lists = {
      {"surname", &setting.surnames},      {"rare_surname", &setting.rare_surnames},
      {"given_male", &setting.given_male}, {"given_female", &setting.given_female},
      {"rare_given", &setting.rare_given}, {"company", &setting.company},
      {"social", &setting.social},         {"university", &setting.university},
      {"college", &setting.college},       {"vocational_school", &setting.vocational_school},
  };
  for (std::size_t row = 0; row < names.size(); ++row) {
    const auto list = lists.find(names.at(row, "kind"));
    if (list == lists.end()) {
      return Error{ErrorCode::invalid_input,
                   fmt::format("no list of names is called '{}'", names.at(row, "kind")),
                   {"names.csv"},
                   {}};
    }
    list->second->texts.push_back(names.at(row, "text"));
    list->second->weights.add(names.number(row, "weight"));
  }
  return Done{};
}

Status read_employers(Setting& setting) {
  const auto trades = TRY(Table::read(setting.folder / "trades.csv"));
  for (std::size_t row = 0; row < trades.size(); ++row) {
    setting.trades.push_back(
        {trades.at(row, "section"), trades.at(row, "industry"), trades.at(row, "word"),
         trades.at(row, "size_industry")});
    setting.enterprise_trades.add(trades.number(row, "enterprise_weight"));
    setting.individual_trades.add(trades.number(row, "individual_weight"));
  }
  const auto classes = TRY(Table::read(setting.folder / "employers.csv"));
  for (std::size_t row = 0; row < classes.size(); ++row) {
    setting.employer_classes.push_back({classes.at(row, "kind"), classes.at(row, "size"),
                                        static_cast<int>(classes.number(row, "per_100000")),
                                        static_cast<int>(classes.number(row, "staff_weight")),
                                        classes.at(row, "uscc"), classes.at(row, "suffix")});
  }
  return Done{};
}

Status read_turnover(Setting& setting) {
  const auto table = TRY(Table::read(setting.folder / "turnover.csv"));
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto number = [&](const char* heading) {
      return static_cast<int>(table.number(row, heading));
    };
    const TurnoverRange range{table.at(row, "size_industry"), number("low"), number("high"),
                              number("assets_low"), number("assets_high")};
    const bool right = range.low > 0 && range.low <= range.high && range.assets_low > 0 &&
                       range.assets_low <= range.assets_high;
    if (!right)
      return Error{ErrorCode::invalid_input, "from more than nothing to no less",
                   {fmt::format("turnover.csv:{}", row + 2)}, "correct data/city and start again"};
    setting.turnover.push_back(range);
  }
  return Done{};
}

Status read_destinations(Setting& setting) {
  constexpr int days_max = 3660;
  const auto table = TRY(Table::read(setting.folder / "destinations.csv"));
  const auto wrong = [](const char* what) {
    return Error{ErrorCode::invalid_input, what, {"destinations.csv:2"},
                 "correct data/city and start again"};
  };
  if (table.size() != 1) return wrong("all of them, in one line");
  auto& read = setting.destinations;
  const auto from = Day::parse(table.at(0, "graduated_from"));
  if (!from.ok()) return wrong("graduated_from is no day");
  read.graduated_from = from.value();
  read.work_within = static_cast<int>(table.number(0, "work_within"));
  read.reported_after = static_cast<int>(table.number(0, "reported_after"));
  read.handed_over_after = static_cast<int>(table.number(0, "handed_over_after"));
  if (read.work_within < 1 || read.reported_after < read.work_within ||
      read.handed_over_after < read.reported_after || read.handed_over_after > days_max)
    return wrong("1 or more days for work, then for reporting, then for handing over");
  return Done{};
}

}  // namespace

const Village& County::pick(Draw& draw) const {
  const Weights& weights = draw.chance(urban_per_mille) ? urban : rural;
  return villages[weights.pick(draw)];
}

Result<Setting> Setting::load(std::int64_t city_code) {
  Setting setting;
  setting.code = city_code;
  setting.folder = TRY(resource(fmt::format("data/city/{}", city_code)));
  TRY(read_counties(setting));
  TRY(read_names(setting));
  TRY(read_employers(setting));
  TRY(read_turnover(setting));
  TRY(read_destinations(setting));
  return setting;
}

std::string Setting::size_industry_of(const std::string& kind, const std::string& industry) const {
  const bool business =
      kind == "enterprise" || kind == "individual_business" || kind == "labour_dispatch";
  if (!business) return "";
  for (const Trade& trade : trades) {
    if (trade.industry == industry) return trade.size_industry;
  }
  return "";
}

std::string Setting::surname(Draw& draw) const {
  return draw.chance(2) ? rare_surnames.pick(draw) : surnames.pick(draw);
}

std::string Setting::given_name(Draw& draw, bool male) const {
  const NameList& list = male ? given_male : given_female;
  std::string given = draw.chance(6) ? rare_given.pick(draw) : list.pick(draw);
  if (draw.chance(720)) given += list.pick(draw);
  return given;
}

}  // namespace leye::city
