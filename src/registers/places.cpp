#include "registers/places.hpp"

#include "registers/places.sql.hpp"

namespace leye::registers {

Result<std::vector<Area>> list_areas(store::Transaction& transaction) {
  std::vector<Area> areas;
  for (const store::Row row : TRY(transaction.query(sql::list_areas))) {
    areas.push_back({row.get<std::int64_t>("place"), row.get<std::string>("schema_name"),
                     row.get<std::string>("name")});
  }
  return areas;
}

Result<Divisions> divisions_below(store::Transaction& transaction, std::int64_t parent,
                                  std::int64_t size, std::int64_t offset) {
  Divisions found;
  for (const store::Row row : TRY(transaction.query(sql::places_below, parent, size, offset))) {
    found.total = row.get<std::int64_t>("total");
    found.items.push_back({row.get<std::int64_t>("code"), row.get<std::string>("name"),
                           row.get<std::int16_t>("level"), row.get<std::int64_t>("parent")});
  }
  return found;
}

Result<std::map<std::int64_t, std::string>> place_names(store::Transaction& transaction,
                                                        const std::vector<std::int64_t>& codes) {
  std::map<std::int64_t, std::string> names;
  for (const store::Row row : TRY(transaction.query(sql::names_of_places, codes))) {
    names.emplace(row.get<std::int64_t>("code"), row.get<std::string>("name"));
  }
  return names;
}

}  // namespace leye::registers
