// A file from outside as rows of facts of one entity.
//
// Reads each cell of the columns that the layout (layout.hpp) found by the type of its fact. What
// is wrong is listed by row and column with the value and the remedy; nothing is guessed. Sums,
// signatures, notes and repeated headings are left out and said.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "intake/rows.hpp"
#include "registers/layout.hpp"
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

// A row that is none of the table: a sum, a signature, a note. Said to the user, so that nothing
// is lost unseen.
struct SkippedRow {
  std::int64_t row = 0;
  std::string text;
};

class Sheet {
 public:
  // invalid_input if required facts have no column; says which are missing. `rows` must outlive
  // the sheet.
  static Result<Sheet> open(intake::RowSource& rows, const Vocabulary& vocabulary,
                            const Entity& entity, const PlaceIndex& places,
                            const std::vector<ColumnChoice>& choices = {});

  // The next row that says anything.
  Result<bool> next(SheetRow& row);

  const Layout& layout() const { return layout_; }
  std::int64_t hidden_rows() const { return hidden_rows_; }  // read like others, so far
  std::int64_t skipped_count() const { return skipped_count_; }
  const std::vector<SkippedRow>& skipped() const { return skipped_; }  // the first fifty

 private:
  Sheet(intake::RowSource& rows, const Vocabulary& vocabulary, const Entity& entity,
        const PlaceIndex& places);
  Result<bool> next_cells();
  void read_plain();
  const std::string& plain_at(std::size_t column) const;
  bool is_no_record() const;
  void skip();
  void read(const Fact& fact, const LayoutColumn& column, SheetRow& row, CellValue& value);
  Status read_number(const Fact& fact, std::string_view plain, CellValue& value) const;
  Status read_cell(const Fact& fact, const LayoutColumn& column, std::string_view plain,
                   CellValue& value);
  Status read_code(const Fact& fact, std::string_view plain, CellValue& value);
  Status read_text(const Fact& fact, std::string_view plain, CellValue& value);
  Status read_reference(const Fact& fact, std::string_view plain, CellValue& value);

  intake::RowSource* rows_;
  const Vocabulary* vocabulary_;
  const Entity* entity_;
  const PlaceIndex* places_;
  Layout layout_;
  std::vector<const LayoutColumn*> column_of_fact_;  // null: the file has none
  std::vector<KeptRow> first_rows_;                  // looked at for the layout, then data
  std::size_t next_first_ = 0;
  intake::Row cells_;                // the row being read …
  std::vector<std::string> plain_;   // … and what its cells say
  std::int64_t hidden_rows_ = 0, skipped_count_ = 0;
  std::vector<SkippedRow> skipped_;
};

}  // namespace leye::registers
