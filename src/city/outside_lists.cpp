#include "city/outside_lists.hpp"

#include "city/outside_lists.sql.hpp"
#include "city/table.hpp"

namespace leye::city {

Result<std::vector<PlantedListing>> seed_outside_lists(store::Transaction& transaction,
                                                       const Setting& setting, Day today,
                                                       Instant now) {
  const Table table = TRY(Table::read(setting.folder / "outside_lists.csv"));
  std::vector<PlantedListing> planted;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::string& list = table.at(row, "list");
    for (const store::Row person : TRY(transaction.query(
             sql::seed_outside_list, list, table.at(row, "given_by"), table.number(row, "every"),
             table.number(row, "turn"), table.number(row, "days"), table.at(row, "before"), today,
             now)))
      planted.push_back(
          {person.get<std::int64_t>("person_id"), list, table.at(row, "exit") == "yes"});
  }
  return planted;
}

}  // namespace leye::city
