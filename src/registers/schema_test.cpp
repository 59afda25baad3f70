// The vocabulary and the migrated schema say the same: no fact without a column, no column of
// `facts_of_…` without a fact.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/fact_reader.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

using Columns = std::vector<std::pair<std::string, std::string>>;  // name, type

void add_fact(Columns& columns, const Fact& fact) {
  switch (fact.type) {
    case FactType::boolean: columns.emplace_back(fact.id, "boolean"); break;
    case FactType::count:
    case FactType::place:
    case FactType::reference: columns.emplace_back(fact.id, "bigint"); break;
    case FactType::ratio:
      columns.emplace_back(fact.id + "_numerator", "bigint");
      columns.emplace_back(fact.id + "_denominator", "bigint");
      break;
    case FactType::money: columns.emplace_back(fact.id + "_fen", "bigint"); break;
    case FactType::day:
    case FactType::month: columns.emplace_back(fact.id, "date"); break;
    case FactType::text:
    case FactType::code: columns.emplace_back(fact.id, "text"); break;
  }
}

class Schema : public testing::Test {
 protected:
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
};

TEST_F(Schema, EveryEntityHasItsFactsAsTypedColumns) {
  auto transaction = store::Transaction::begin(connection_, database_.scope()).value();
  int entities = 0;
  for (const Entity& entity : vocabulary_.entities()) {
    if (entity.is_record()) continue;    // rows of the generic register
    if (entity.id == "grant") continue;  // a table of benefits/; read by facts_loader.sql
    Columns expected = {{"id", "bigint"}, {"source", "text"}};
    for (const Fact& fact : entity.facts) {
      if (readable_by_rules(fact)) add_fact(expected, fact);
    }
    expected.emplace_back("extra", "jsonb");
    Columns found;
    const auto rows = transaction.query(
        "select column_name as name, format_type(column_type, null) as type "
        "from pg_proc, unnest(proargnames, proallargtypes, proargmodes) "
        "       with ordinality as t (column_name, column_type, mode, place) "
        "where proname = 'facts_of_' || $1 and pronamespace = 'area_000000'::regnamespace "
        "  and mode = 't' order by place",
        entity.id);
    ASSERT_TRUE(rows.ok()) << to_text(rows.error());
    for (const store::Row row : rows.value()) {
      found.emplace_back(row.get<std::string>("name"), row.get<std::string>("type"));
    }
    EXPECT_EQ(found, expected) << entity.id;
    ++entities;
  }
  EXPECT_EQ(entities, 9);
}

// What must not be readable at rest has no column in clear.
TEST_F(Schema, IdentityIsStoredOnlyAsCipherAndBlindIndex) {
  auto transaction = store::Transaction::begin(connection_, database_.scope()).value();
  const auto rows = transaction.query(
      "select table_name::text as owner, column_name::text as name, data_type::text as type "
      "from information_schema.columns where table_schema = 'area_000000' "
      "and column_name::text ~ '(number|phone|account|uscc)' and column_name::text !~ 'headcount'");
  ASSERT_TRUE(rows.ok()) << to_text(rows.error());
  EXPECT_GT(rows.value().size(), 5U);
  for (const store::Row row : rows.value()) {
    const auto name = row.get<std::string>("name");
    const auto owner = row.get<std::string>("owner");
    if (!owner.starts_with("person") && !owner.starts_with("organisation")) continue;
    if (name == "uscc" || name == "account_name") continue;  // public by law
    EXPECT_EQ(row.get<std::string>("type"), "bytea") << owner << "." << name;
  }
}

TEST_F(Schema, EveryTableOfPeopleAndEmployersIsProtectedByPlace) {
  auto transaction = store::Transaction::begin(connection_, database_.scope()).value();
  const auto rows = transaction.query(
      "select c.relname::text as name, c.relrowsecurity as protected from pg_class c "
      "where c.relkind = 'r' and c.relnamespace = 'area_000000'::regnamespace "
      "and exists (select from pg_attribute where attrelid = c.oid and attname = 'place') "
      "and c.relname ~ '^(person|organisation|employment|unemployment|education|insurance|house)'");
  ASSERT_TRUE(rows.ok()) << to_text(rows.error());
  EXPECT_GE(rows.value().size(), 18U);
  for (const store::Row row : rows.value()) {
    EXPECT_TRUE(row.get<bool>("protected")) << row.get<std::string>("name");
  }
}

}  // namespace
}  // namespace leye::registers
