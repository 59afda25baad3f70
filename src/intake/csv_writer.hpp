// Comma-separated files that go out, safe to open in a spreadsheet.
//
// A cell that a spreadsheet would take for a formula (= + - @ and their full-width forms, tab,
// carriage return, line feed in front) gets an apostrophe before it, and so do numbers of more
// digits than a spreadsheet keeps and those that begin with a zero; in a column of texts also
// whatever it would take for a number, a day or a truth value (1/2, 3-4, 1E5, TRUE). Our own reader
// takes the apostrophe off again; so what went out comes back unchanged.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "intake/decoding.hpp"

namespace leye::intake {

// Whether our reader would take away some of what a cell says (="1", ['1'], '1), and an apostrophe
// in front keeps it.
bool kept_by_apostrophe(const std::string& cell);

class CsvWriter {
 public:
  // UTF-8 gets a byte order mark, without which spreadsheets guess wrong. GBK is not offered: it
  // cannot write the names of some citizens.
  // `texts`: for each column, whether it is one of texts; shorter: the others are not.
  CsvWriter(std::ostream& out, Encoding encoding, std::vector<bool> texts = {});

  void write(const std::vector<std::string>& cells);

 private:
  std::ostream& out_;
  Encoding encoding_;
  std::vector<bool> texts_;
  std::string line_;
};

}  // namespace leye::intake
