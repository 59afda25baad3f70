// A file from outside as rows of facts of one entity.
//
// Finds the row of headings below titles and "填报单位" lines, understands headings in Chinese, as
// English ids and as AAC/AAB element codes (the vocabulary's `headings`), and reads each cell by
// the type of its fact. What is wrong is listed by row and column with the value and the remedy;
// nothing is guessed.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "intake/csv.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

// Divisions by code and by name, as cells name them.
class PlaceIndex {
 public:
  // The divisions stored, and the places of this area by their names.
  static Result<PlaceIndex> load(store::Transaction& transaction);

  // 6, 9 or 12 digits, or a name that only one division has: "西峰区", "庆阳市西峰区".
  Result<Place> find(std::string_view plain) const;

 private:
  std::unordered_map<std::string, Place> by_name_;  // 0: several have this name
  std::unordered_map<Place, int> levels_;
};

struct CellProblem {
  std::int64_t row = 0;  // as a spreadsheet counts
  std::string column;    // the file's own heading
  std::string value;
  std::string message;
  std::string fix;
};

// A cell read. Money in fen, days as their number, places as code, truth as 0 or 1; a reference and
// a code as text.
struct CellValue {
  bool present = false;
  std::int64_t number = 0;
  std::int64_t bottom = 1;  // of a ratio
  std::string text;
};

struct SheetRow {
  std::int64_t number = 0;
  std::vector<CellValue> values;  // by the entity's facts
  std::vector<CellProblem> problems;
};

class Sheet {
 public:
  // invalid_input if no row has all required headings; says which are missing.
  static Result<Sheet> open(intake::ByteSource source, const Vocabulary& vocabulary,
                            const Entity& entity, const PlaceIndex& places);

  // The next row with anything in it; rows of sums and signatures end the table.
  Result<bool> next(SheetRow& row);

  intake::Encoding encoding() const { return reader_.encoding(); }
  const std::vector<std::string>& headings() const { return headings_; }
  const std::vector<std::string>& ignored() const { return ignored_; }  // headings not understood
  std::int64_t heading_row() const { return heading_row_; }

 private:
  Sheet(intake::ByteSource source, const Vocabulary& vocabulary, const Entity& entity,
        const PlaceIndex& places);
  Status find_headings();
  bool take_headings(const intake::CsvRow& row);
  std::string missing_headings() const;
  Status read_cell(const Fact& fact, std::string_view plain, CellValue& value);
  Status read_code(const Fact& fact, std::string_view plain, CellValue& value);
  Status read_text(const Fact& fact, std::string_view plain, CellValue& value);
  Status read_reference(const Fact& fact, std::string_view plain, CellValue& value);

  intake::CsvReader reader_;
  const Vocabulary* vocabulary_;
  const Entity* entity_;
  const PlaceIndex* places_;
  std::vector<int> column_of_fact_;  // -1: the file has none
  std::vector<std::string> headings_;
  std::vector<std::string> ignored_;
  std::int64_t heading_row_ = 0;
  intake::CsvRow csv_row_;
};

}  // namespace leye::registers
