#include "city/sheets.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "base/resources.hpp"
#include "city/city.hpp"
#include "city/table.hpp"
#include "registers/divisions.hpp"
#include "registers/import.hpp"
#include "store/test_database.hpp"

namespace leye::city {
namespace {

class Sheets : public testing::Test {
 protected:
  Sheets() {
    auto transaction = begin();
    const auto divisions = registers::read_divisions().value();
    EXPECT_TRUE(registers::store_divisions(transaction, divisions).ok());
    EXPECT_TRUE(transaction.commit().ok());
  }
  ~Sheets() override { std::filesystem::remove_all(folder_); }

  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  std::int64_t write(const SheetOptions& options) {
    CityPlan plan;
    plan.people = 400;
    auto sheets = SheetWriter::open(folder_, setting_, vocabulary_, options).value();
    EXPECT_TRUE(make_city(setting_, plan, {&sheets}).ok());
    EXPECT_TRUE(sheets.finish().ok());
    return sheets.bad_rows();
  }
  // Imports a file and stores what is right.
  registers::ImportReport import(const char* kind, const char* file) {
    auto transaction = begin();
    registers::Import import(transaction, vocabulary_, cipher_,
                             {kind, "测试", SetClock(CityPlan{}.today).now(), CityPlan{}.today});
    const auto report = import.run(intake::bytes_of_file(folder_ / file).value());
    EXPECT_TRUE(report.ok()) << to_text(report.error());
    const Status stored = import.store();
    EXPECT_TRUE(stored.ok()) << to_text(stored.error());
    EXPECT_TRUE(transaction.commit().ok());
    return report.value();
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  registers::IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  Setting setting_ = Setting::load().value();
  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / database_.name();
};

// Columns: who, the day of graduating, the school, where to, reported on, handed over on.
TEST_F(Sheets, DestinationsComeOnTheDaysOfTheCitysData) {
  setting_.destinations = {Day::parse("2022-01-01").value(), 10, 20, 30};
  write({});
  std::ifstream file(folder_ / "graduate_destinations.csv");
  std::string line;
  std::getline(file, line);
  int rows = 0, before_2023 = 0;
  for (; std::getline(file, line); ++rows) {
    if (line.ends_with('\r')) line.pop_back();
    const auto cells = split(line, ',');
    ASSERT_EQ(cells.size(), 6U) << line;
    const Day graduated = Day::parse(cells[1]).value();
    before_2023 += graduated.civil().year == 2022;
    EXPECT_EQ(Day::parse(cells[4]).value() - graduated, 20) << line;
    if (!cells[5].empty()) {
      EXPECT_EQ(Day::parse(cells[5]).value() - graduated, 30) << line;
    }
  }
  EXPECT_GT(before_2023, 0);
  EXPECT_GT(rows, before_2023);
}

TEST_F(Sheets, AreImportedWithoutAMistake) {
  EXPECT_EQ(write({intake::Encoding::gb18030, 0}), 0);
  const auto people = import("person", "persons.csv");
  // The duplicate file's number has a wrong check digit: that row is refused, as it should be.
  EXPECT_EQ(people.bad, 1);
  EXPECT_EQ(people.added, 399);
  EXPECT_EQ(people.form, "CSV GB18030");
  EXPECT_EQ(import("organisation", "organisations.csv").bad, 0);
  EXPECT_EQ(import("employment", "employments.csv").bad, 0);
  EXPECT_EQ(import("insurance_spell", "insurance_spells.csv").bad, 0);
  EXPECT_EQ(import("organisation_year", "organisation_years.csv").bad, 0);
  EXPECT_EQ(import("education_record", "education_records.csv").bad, 1);  // of the duplicate file
  const auto destinations = import("graduate_destination", "graduate_destinations.csv");
  EXPECT_LE(destinations.bad, 1);  // of the duplicate file
  EXPECT_GT(destinations.added, 0);
  EXPECT_LE(import("unemployment_registration", "unemployment_registrations.csv").bad, 1);
  EXPECT_LE(import("household", "households.csv").bad, 1);
  EXPECT_EQ(import("person", "persons.csv").same, 399);
  EXPECT_EQ(import("household", "households.csv").added, 0);
}

TEST_F(Sheets, EveryMistakeIsFound) {
  EXPECT_GT(write({intake::Encoding::utf8, 20}), 20);
  EXPECT_EQ(import("person", "persons.csv").bad, 400 / 20 + 1);
  const auto organisations = import("organisation", "organisations.csv");
  EXPECT_EQ(organisations.bad, organisations.rows / 20);
}

}  // namespace
}  // namespace leye::city
