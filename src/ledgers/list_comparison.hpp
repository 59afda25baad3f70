// A list of people from outside beside a ledger: who is only in the ledger, who is only in the
// list, and where both have somebody but say different things.
//
//   const auto list = TRY(read_people(bytes, *ledger, vocabulary));
//   const auto found = TRY(compare(vocabulary, *ledger, list, rows));
//
// People are matched by ID number. A column of the list that bears the name of a column of the
// ledger (in either language, or a heading the vocabulary knows for its fact) is compared; an empty
// cell says nothing. Masked columns but for the name are not compared: otherwise a list of
// guesses would tell what is masked. Nothing is stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledgers/ledger_reader.hpp"

namespace leye::ledgers {

inline constexpr std::size_t listed_people_max = 5'000;

struct ListedPerson {
  std::int64_t number = 0;  // of the row in the sheet
  std::string id_number;    // canonical where it can be
  std::string name;
  std::vector<std::string> cells;  // of the columns compared
};
struct PeopleList {
  std::vector<std::size_t> columns;  // compared, as places in Ledger::columns
  std::vector<ListedPerson> people;
};

// XLSX, XLS, ET or CSV. invalid_input: no column of ID numbers (in the list or in the ledger),
// numbers that a spreadsheet cut, nobody, or too many.
Result<PeopleList> read_people(std::string_view file, const Ledger& ledger,
                               const Vocabulary& vocabulary);

// One line for each row that says anything: the cell with an ID number, else the first that is not
// empty. For the batch look-up.
Result<std::vector<std::string>> read_lines(std::string_view file, std::size_t lines_max);

struct DifferentField {
  std::size_t column = 0;    // in Ledger::columns
  std::string listed;        // as the list has it
};
enum class Match { only_ledger, only_list, different, same, repeated };
struct ComparedPerson {
  Match match = Match::same;
  const LedgerRow* row = nullptr;        // null: only in the list
  const ListedPerson* person = nullptr;  // null: only in the ledger
  std::vector<DifferentField> fields = {};
};

// In the order of the list, then those of the ledger alone. Who stands in the ledger several times
// is the same if one of his rows is, else compared with the first. `rows` and `list` must outlive
// what comes back.
std::vector<ComparedPerson> compare(const Vocabulary& vocabulary, const Ledger& ledger,
                                    const PeopleList& list, const std::vector<LedgerRow>& rows);

}  // namespace leye::ledgers
