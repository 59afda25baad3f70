// One printed paper, set from top to bottom on A4 and returned as the bytes of a PDF.
//
//   Paper paper = TRY(Paper::begin({"不予享受决定书", "庆人社决〔2023〕17号", day}));
//   paper.title("不予享受决定书");
//   paper.paragraph("……");
//   paper.signature("庆阳市人力资源和社会保障局", day);
//   std::string pdf = TRY(std::move(paper).finish());
//
// Pages break by themselves; a table repeats its heading. The same calls give the same bytes.
// finish() refuses (invalid_input) a paper with a character that no typeface has: a name must
// never be printed as an empty box.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace leye::documents {

struct PaperName {
  std::string title;   // of the PDF file
  std::string number;  // 文号, printed at the foot of each page
  Day on;              // stored as the PDF's date
};

enum class Align { left, center, right };

struct TableColumn {
  std::string heading;
  double share = 1;  // of the width, in proportion to the others
  Align align = Align::left;
};

class Paper {
 public:
  static Result<Paper> begin(const PaperName& name);
  Paper(Paper&&) noexcept;
  Paper& operator=(Paper&&) noexcept;
  ~Paper();

  void title(const std::string& text);
  void subtitle(const std::string& text);  // 文号 under the title
  void heading(const std::string& text);
  void paragraph(const std::string& text);  // first line set in by two characters
  void plain(const std::string& text);      // not set in: the addressee
  void field(const std::string& label, const std::string& value);
  void table(const std::vector<TableColumn>& columns,
             const std::vector<std::vector<std::string>>& rows);
  void signature(const std::string& office, Day on);  // at the right, with room for the seal
  void code(const std::string& text);                 // a QR code at the top right of this page
  void space(double points);

  Result<std::string> finish() &&;

 private:
  struct State;
  explicit Paper(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace leye::documents
