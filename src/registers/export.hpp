// A register as a file that spreadsheets open and our own import reads back unchanged.
//
// Rows are those the transaction's scope may see; values are in clear, so the caller asks for the
// right to export, records it, and has a second person approve what is big.
#pragma once

#include <functional>
#include <map>
#include <ostream>
#include <string>

#include "intake/decoding.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

enum class Headings { labels, element_codes };  // 姓名, or AAC003 where the vocabulary has one

struct ExportOrder {
  std::string kind;  // an entity's id, plural or Chinese label
  intake::Encoding encoding = intake::Encoding::utf8;
  Headings headings = Headings::labels;
  // What stands in every cell of a fact (by its id) that whoever exports may not read.
  std::map<std::string, std::string> in_place = {};
};

// How many rows would be written. invalid_input for a kind that cannot be exported.
Result<std::int64_t> count_exported(store::Transaction& transaction, const Vocabulary& vocabulary,
                                    const std::string& kind);

// The number of rows written, as CSV.
Result<std::int64_t> export_register(store::Transaction& transaction, const Vocabulary& vocabulary,
                                     const IdentityCipher& cipher, const ExportOrder& order,
                                     std::ostream& out);

// The same as a workbook: numbers and codes of people stay text, amounts can be added up.
struct ExportedWorkbook {
  std::string bytes;
  std::int64_t rows = 0;
};
Result<ExportedWorkbook> export_workbook(store::Transaction& transaction,
                                         const Vocabulary& vocabulary,
                                         const IdentityCipher& cipher, const ExportOrder& order);

}  // namespace leye::registers
