#include "city/families.hpp"

#include "city/families.sql.hpp"
#include "city/table.hpp"

namespace leye::city {

Result<std::vector<PlantedFamily>> seed_families(store::Transaction& transaction,
                                                 const Setting& setting, Day today, Instant now) {
  const Table table = TRY(Table::read(setting.folder / "families.csv"));
  std::vector<PlantedFamily> planted;
  std::vector<std::int64_t> taken;  // registered households, each used once
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::string& kind = table.at(row, "household_kind");
    const std::string& group = table.at(row, "group");
    const bool found = table.at(row, "found") == "yes";
    std::vector<std::int64_t> chosen, heads;
    for (const store::Row family :
         TRY(transaction.query(sql::choose_families, table.at(row, "of"),
                               table.number(row, "households"), taken, today))) {
      chosen.push_back(family.get<std::int64_t>("id"));
      heads.push_back(family.get<std::int64_t>("person_id"));
    }
    taken.insert(taken.end(), chosen.begin(), chosen.end());
    const auto made =
        group.empty() ? TRY(transaction.query(sql::list_households, chosen, kind, today, now))
                      : TRY(transaction.query(sql::list_members, chosen, heads, group, today, now));
    for (const store::Row family : made)
      planted.push_back({family.get<std::int64_t>("id"), kind, group, found});
  }
  return planted;
}

}  // namespace leye::city
