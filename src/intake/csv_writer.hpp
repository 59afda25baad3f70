// Comma-separated files that go out, safe to open in a spreadsheet.
//
// A cell that a spreadsheet would take for a formula (= + - @ and their full-width forms, tab,
// carriage return, line feed in front) gets an apostrophe before it, and so do numbers of more
// digits than a spreadsheet keeps. Our own reader takes the apostrophe off again; so what went out
// comes back unchanged.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "intake/decoding.hpp"

namespace leye::intake {

class CsvWriter {
 public:
  // UTF-8 gets a byte order mark, without which spreadsheets guess wrong. GBK is not offered: it
  // cannot write the names of some citizens.
  CsvWriter(std::ostream& out, Encoding encoding);

  void write(const std::vector<std::string>& cells);

 private:
  std::ostream& out_;
  Encoding encoding_;
  std::string line_;
};

}  // namespace leye::intake
