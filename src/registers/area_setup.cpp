#include "registers/area_setup.hpp"

#include "base/resources.hpp"
#include "registers/divisions.hpp"
#include "registers/places.hpp"

namespace leye::registers {

Result<store::MigrationReport> set_up_area(store::Connection& connection,
                                           const std::string& area_schema) {
  const auto schema = TRY(resource("schema"));
  const auto report = TRY(store::migrate(connection, schema, {area_schema}));
  store::Scope scope = store::Scope::whole_area(area_schema);
  scope.bypass = true;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  bool known = false;
  for (const Area& area : TRY(list_areas(transaction))) {
    known = known || area.schema_name == area_schema;
  }
  if (!known || report.applied > 0) {
    const auto divisions = TRY(read_divisions());
    TRY(store_divisions(transaction, divisions));
    TRY(register_area(transaction, area_schema));
    TRY(transaction.commit());
  }
  return report;
}

}  // namespace leye::registers
