#include "registers/template.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "intake/workbook.hpp"
#include "registers/import.hpp"

namespace leye::registers {
namespace {

// Every kind has one: its headings are understood again, and the example is not imported.
TEST(Template, OfEveryKindIsUnderstood) {
  const Vocabulary vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  for (const Entity* entity : importable_entities(vocabulary)) {
    const auto bytes = template_workbook(vocabulary, *entity);
    ASSERT_TRUE(bytes.ok()) << entity->id;
    const auto book = intake::Workbook::open({.bytes = bytes.value(), .path = {}});
    ASSERT_TRUE(book.ok()) << entity->id << to_text(book.error());
    EXPECT_EQ(book.value().sheets()[0].name, entity->zh);
    EXPECT_EQ(book.value().sheets()[1].name, "填写说明");
    auto rows = book.value().rows(0);
    ASSERT_TRUE(rows.ok()) << entity->id << to_text(rows.error());
    const auto first = first_rows(*rows.value());
    ASSERT_TRUE(first.ok()) << entity->id;
    const Layout layout = find_layout(*entity, first.value());
    EXPECT_EQ(layout.ignored(), std::vector<std::string>{"序号"}) << entity->id;
    for (const Fact& fact : entity->facts) {
      EXPECT_NE(layout.of(fact), nullptr) << entity->id << "." << fact.id;
    }
    auto again = book.value().rows(0);
    const PlaceIndex places;
    auto sheet = Sheet::open(*again.value(), vocabulary, *entity, places);
    ASSERT_TRUE(sheet.ok()) << entity->id << to_text(sheet.error());
    SheetRow row;
    EXPECT_FALSE(sheet.value().next(row).value()) << entity->id;
    EXPECT_EQ(sheet.value().skipped_count(), 1) << entity->id;
  }
}

}  // namespace
}  // namespace leye::registers
