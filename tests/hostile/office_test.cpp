// What goes out of every register, with texts that a spreadsheet would take for formulas, numbers
// or days, goes through an office program and back: nothing is computed, nothing is changed.
//
// The second test needs LibreOffice (Debian: libreoffice-calc-nogui); where there is none it says
// so and is skipped.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "intake/cells.hpp"
#include "intake/csv_writer.hpp"
#include "intake/workbook.hpp"
#include "registers/export.hpp"
#include "registers/test_register.hpp"
#include "registers/test_sheets.hpp"

namespace leye::registers {
namespace {

namespace fs = std::filesystem;
using Cells = ExampleSheets::Cells;

struct Text {
  const char* typed;
  const char* known;  // what the register says
};
constexpr std::array texts = {
    // Begins like a formula, in all the ways of the guidance on CSV injection.
    Text{"=1+1", "=1+1"}, Text{"+2+2", "+2+2"}, Text{"-3-3", "-3-3"},
    Text{"@SUM(4,4)", "@SUM(4,4)"}, Text{"\t=5+5", "=5+5"}, Text{"\r=6+6", "=6+6"},
    Text{"\n=7+7", "=7+7"}, Text{"＝8+8", "=8+8"}, Text{"＋9+9", "+9+9"}, Text{"－10-10", "-10-10"},
    Text{"＠11", "@11"}, Text{"=cmd|'/c calc'!A0", "=cmd|'/c calc'!A0"},
    Text{"=HYPERLINK(\"http://127.0.0.1/\",\"甲\")", "=HYPERLINK(\"http://127.0.0.1/\",\"甲\")"},
    Text{"=NOW()", "=NOW()"}, Text{"甲\";=12+12;\"", "甲\";=12+12;\""}, Text{"'=13+13", "'=13+13"},
    Text{"''14", "''14"}, Text{"=\"15\"", "=\"15\""}, Text{"['16']", "16"},
    // Would be a number, a day, a time, a truth or an error.
    Text{"007", "007"}, Text{"1E5", "1E5"}, Text{"1/2", "1/2"}, Text{"3-4", "3-4"},
    Text{"2023-8-1", "2023-8-1"}, Text{"2023年8月", "2023年8月"}, Text{"TRUE", "TRUE"},
    Text{"1,234", "1,234"}, Text{"15%", "15%"}, Text{"¥16", "¥16"}, Text{"1.50", "1.50"},
    Text{"12345678901234567890", "12345678901234567890"}, Text{"10:30", "10:30"},
    Text{"1 2/3", "1 2/3"}, Text{"(17)", "(17)"}, Text{"May 2020", "May 2020"},
    Text{"#N/A", "#N/A"}, Text{"+8613900001234", "+8613900001234"}};

// Some of their rows name records by keys that are not theirs alone in these sheets.
constexpr std::array<std::string_view, 4> half_filled = {"assessment_result", "base_grading",
                                                         "premises_application", "post_placement"};

const Text& text_of(int row) { return texts[static_cast<std::size_t>(row - 1)]; }

bool is_free_text(const Fact& fact) {
  return fact.type == FactType::text && fact.format == TextFormat::free;
}

class OfficeProgram : public RegisterTest {
 protected:
  OfficeProgram() {
    const int rows = static_cast<int>(texts.size());
    const ExampleSheets sheets(vocabulary_,
                               [](const Fact&, int row) { return text_of(row).typed; });
    for (const Entity* entity : in_order(vocabulary_)) {
      std::ostringstream sheet;
      intake::CsvWriter writer(sheet, intake::Encoding::utf8);
      for (const Cells& cells : sheets.rows(*entity, rows)) writer.write(cells);
      write("filled.csv", sheet.str());
      const std::string done = import(*entity, folder_ / "filled.csv");
      filled_[entity->id] = std::atoi(done.c_str());
      if (std::ranges::find(half_filled, entity->id) == half_filled.end()) {
        EXPECT_TRUE(done == fmt::format("{} 0 0 0", rows)) << entity->id << " " << done;
      }
    }
    stored_ = tables();
  }
  ~OfficeProgram() override { fs::remove_all(folder_); }

  std::map<std::string, std::string> tables() {
    auto transaction = begin();
    return all_tables(transaction);
  }
  void write(const fs::path& name, const std::string& bytes) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  // "new changed same bad", then what is wrong or would be changed; stored.
  std::string import(const Entity& entity, const fs::path& file) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {entity.id, "测试", next_minute(), day("2023-06-01")});
    const auto book = intake::Workbook::open({.bytes = {}, .path = file.string()});
    if (!book.ok()) return to_text(book.error());
    auto rows = must(book.value().rows(book.value().first_visible()));
    const auto report = import.run(*rows);
    if (!report.ok()) return to_text(report.error());
    const ImportReport& got = report.value();
    std::string out = fmt::format("{} {} {} {}", got.added, got.changed, got.same, got.bad);
    for (const CellProblem& each : got.problems)
      out += " | " + each.column + " " + each.value + each.message;
    if (got.changed > 0) {
      for (const auto& each : must(import.changes()).rows)
        out += " | " + each.fact->zh + " " + each.before + " → " + each.after;
    }
    must(import.store());
    must(transaction.commit());
    return out;
  }
  std::string exported(const Entity& entity, intake::Encoding encoding) {
    auto transaction = begin();
    std::ostringstream out;
    must(export_register(transaction, vocabulary_, cipher_, {entity.id, encoding}, out));
    return out.str();
  }
  std::string workbook(const Entity& entity) {
    auto transaction = begin();
    return must(export_workbook(transaction, vocabulary_, cipher_, {entity.id})).bytes;
  }
  // Each register in a file of its own: xlsx/, csv/ in UTF-8, gb/ in GB18030.
  void export_all() {
    for (const Entity* entity : in_order(vocabulary_)) {
      write("xlsx/" + entity->id + ".xlsx", workbook(*entity));
      write("csv/" + entity->id + ".csv", exported(*entity, intake::Encoding::utf8));
      write("gb/" + entity->id + ".csv", exported(*entity, intake::Encoding::gb18030));
    }
  }
  // Of one column, from the second row on, in order of the texts.
  std::vector<std::string> column(const fs::path& file, const std::string& heading, bool plain) {
    const auto book = must(intake::Workbook::open({.bytes = {}, .path = file.string()}));
    const auto rows = must(book.rows(book.first_visible()));
    std::vector<std::string> found;
    std::size_t at = 0;
    intake::Row row;
    while (must(rows->next(row))) {
      if (row.number == 1) {
        while (at < row.cells.size() && row.cells[at].text != heading) ++at;
        continue;
      }
      const std::string cell(at < row.cells.size() ? row.cells[at].text : "");
      found.push_back(plain ? intake::plain_cell(cell) : cell);
    }
    std::sort(found.begin(), found.end());
    return found;
  }
  static std::string differing(const std::vector<std::string>& found) {
    std::string wrong;
    for (const Text& text : texts)
      if (std::ranges::find(found, text.known) == found.end())
        wrong += std::string(text.known) + " ";
    return wrong + "missing";
  }
  // Every file of the folder, taken in again, changes nothing, and every text stands in it.
  void expect_unchanged(const std::string& folder, const std::string& ending) {
    SCOPED_TRACE(folder);
    std::vector<std::string> known;
    for (const Text& text : texts) known.emplace_back(text.known);
    std::sort(known.begin(), known.end());
    for (const Entity* entity : in_order(vocabulary_)) {
      const fs::path file = folder_ / folder / (entity->id + ending);
      const int rows = filled_.at(entity->id);
      // Left out: one of its rows names a certificate by a key that does not come back as it went
      // out, and is refused. Nothing is changed by it.
      if (rows == 0 || entity->id == "skill_evaluation") continue;
      const std::string done = import(*entity, file);
      EXPECT_TRUE(done == fmt::format("0 0 {} 0", rows)) << entity->id << " " << done;
      if (rows < static_cast<int>(texts.size())) continue;
      for (const Fact& fact : entity->facts) {
        const bool persons_name = entity->id == "person" && fact.id == "name";
        if (!is_free_text(fact) || persons_name) continue;  // names lose blanks and points
        const auto found = column(file, fact.zh, true);
        EXPECT_TRUE(found == known) << entity->id << " " << fact.id << ": " << differing(found);
      }
    }
    EXPECT_EQ(tables(), stored_);
  }
  // In the cells of a workbook that the office program made.
  void expect_no_formula(const std::string& folder) const {
    for (const auto& file : fs::directory_iterator(folder_ / folder)) {
      const auto package =
          intake::XlsxPackage::open({.bytes = {}, .path = file.path().string()}, {});
      ASSERT_TRUE(package.ok()) << to_text(package.error());
      auto part = package.value().part("xl/worksheets/sheet1.xml");
      ASSERT_TRUE(part.ok()) << to_text(part.error());
      std::string sheet(1 << 20, '\0');
      std::size_t length = 0;
      while (const auto read = must(part.value().read(&sheet[length], sheet.size() - length))) {
        length += read;
        if (length == sheet.size()) sheet.resize(2 * length);
      }
      EXPECT_GT(length, 1'000U);
      EXPECT_EQ(sheet.find("<f>"), sheet.npos) << file.path();
      EXPECT_EQ(sheet.find("<f "), sheet.npos) << file.path();
    }
  }
  // LibreOffice on every file of a folder, with nobody's settings. How it reads a file comes first
  // (--infilter), what it makes of it last.
  void convert(const std::string& from, const std::string& reading, const std::string& form,
               const std::string& to) {
    const std::string command = fmt::format(
        "cd '{}' && timeout 300 soffice --headless --norestore -env:UserInstallation=file://{}/own "
        "{} --convert-to '{}' --outdir {} {}/* > office.log 2>&1",
        folder_.string(), folder_.string(), reading, form, to, from);
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
  }

  const fs::path folder_ = fs::temp_directory_path() / fmt::format("leye-office-{}", ::getpid());
  std::map<std::string, std::string> stored_;
  std::map<std::string, int> filled_;  // rows of each register
};

TEST_F(OfficeProgram, WhatGoesOutIsNoFormulaAndComesBackAsItWas) {
  export_all();
  expect_unchanged("xlsx", ".xlsx");
  expect_unchanged("csv", ".csv");
  expect_unchanged("gb", ".csv");
  for (const Entity* entity : in_order(vocabulary_)) {
    for (const Fact& fact : entity->facts) {
      if (!is_free_text(fact)) continue;
      for (const std::string& cell :
           column(folder_ / "csv" / (entity->id + ".csv"), fact.zh, false)) {
        EXPECT_EQ(std::string("=+-@\t\r\n").find(cell.front()), std::string::npos) << cell;
      }
    }
  }
}

// The program is told to find days and numbers wherever it can, in Chinese, as one who opens the
// file with a click would have it.
TEST_F(OfficeProgram, NeitherComputesNorChangesWhatGoesThroughIt) {
  if (std::system("command -v soffice > /dev/null") != 0) {
    fmt::print(
        "\n*** SKIPPED: no LibreOffice here, nothing went through an office program.\n"
        "*** apt install libreoffice-calc-nogui, then ./dev test office_test\n\n");
    GTEST_SKIP() << "no soffice in PATH";
  }
  export_all();
  constexpr auto utf8 = "--infilter='Text - txt - csv (StarCalc):44,34,76,1,,2052,false,true'";
  constexpr auto gb18030 = "--infilter='Text - txt - csv (StarCalc):44,34,85,1,,2052,false,true'";
  convert("xlsx", "", "xlsx", "xlsx-xlsx");
  convert("xlsx", "", "csv:Text - txt - csv (StarCalc):44,34,76,1,,2052,false,true", "xlsx-csv");
  convert("csv", utf8, "xlsx", "csv-xlsx");
  convert("gb", gb18030, "xlsx", "gb-xlsx");
  for (const char* folder : {"xlsx-xlsx", "csv-xlsx", "gb-xlsx"}) {
    expect_unchanged(folder, ".xlsx");
    expect_no_formula(folder);
  }
  expect_unchanged("xlsx-csv", ".csv");
}

}  // namespace
}  // namespace leye::registers
