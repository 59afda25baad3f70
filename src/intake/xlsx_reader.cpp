#include "intake/xlsx_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

namespace leye::intake {
namespace {

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

// "AB12" as column 28 and row 12; false if it is no such thing.
bool read_reference(std::string_view text, std::size_t& column, std::int64_t& row) {
  column = 0;
  std::size_t at = 0;
  constexpr std::size_t letters_max = 3;
  for (; at < text.size() && at < letters_max && text[at] >= 'A' && text[at] <= 'Z'; ++at) {
    column = column * 26 + static_cast<std::size_t>(text[at] - 'A') + 1;
  }
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), row);
  return column > 0 && error == std::errc() && end == text.data() + text.size() && row > 0;
}

// `<mergeCell ref="A1:B2"` or with a prefix; at points behind "mergeCell ".
bool read_merge(std::string_view text, std::size_t at, MergedCells& cells) {
  const auto close = text.find('>', at);
  if (close == text.npos) return false;
  const std::string_view inside = text.substr(at, close - at);
  const auto ref = inside.find("ref=");
  if (ref == inside.npos || ref + 5 >= inside.size()) return false;
  const std::string_view quoted = inside.substr(ref + 5);
  const std::string_view range = quoted.substr(0, quoted.find(inside[ref + 4]));
  const auto colon = range.find(':');
  return colon != range.npos && read_reference(range.substr(0, colon), cells.left, cells.top) &&
         read_reference(range.substr(colon + 1), cells.right, cells.bottom) &&
         cells.left <= cells.right && cells.top <= cells.bottom;
}

}  // namespace

Result<std::vector<MergedCells>> find_merged_cells(XlsxPart part, const XlsxLimits& limits) {
  constexpr std::size_t piece = 256 * 1024;
  constexpr std::size_t overlap = 256;  // no element for merged cells is longer
  constexpr std::string_view mark = "mergeCell ";
  std::vector<MergedCells> found;
  std::string window(overlap + piece, '\0');
  std::size_t kept = 0;
  while (const std::size_t got = TRY(part.read(window.data() + kept, piece))) {
    const std::string_view text(window.data(), kept + got);
    std::size_t at = text.find(mark);
    std::size_t done = text.size() - std::min(text.size(), overlap);
    for (; at != text.npos; at = text.find(mark, at + 1)) {
      MergedCells cells;
      const bool element = at > 0 && (text[at - 1] == '<' || text[at - 1] == ':');
      if (text.size() - at < overlap && text.find('>', at) == text.npos) {
        done = at - 1;  // cut off: looked at again with what follows
        break;
      }
      done = std::max(done, at + mark.size());
      if (!element || !read_merge(text, at, cells)) continue;
      if (found.size() == limits.merges_max) {
        return wrong(fmt::format("合并单元格超过 {} 处", limits.merges_max),
                     "取消数据区的合并单元格，另存后再上传");
      }
      found.push_back(cells);
    }
    kept = text.size() - done;
    std::memmove(window.data(), window.data() + done, kept);
  }
  std::stable_sort(found.begin(), found.end(), [](const MergedCells& a, const MergedCells& b) {
    return a.top < b.top;
  });
  return found;
}

// Collects the rows that end within a piece of the sheet.
class XlsxReader::Handler : public XmlHandler {
 public:
  struct Piece {
    std::size_t column;  // counted from 0
    std::size_t end;     // in the row's text
    CellKind kind;
  };
  struct ReadRow {
    std::int64_t number = 0;
    bool hidden = false;
    std::string text;
    std::vector<Piece> pieces;
  };

  Handler(std::shared_ptr<const XlsxBook> book, std::shared_ptr<const XlsxStrings> strings,
          const XlsxLimits& limits)
      : book_(std::move(book)), strings_(std::move(strings)), limits_(limits) {}

  // Rows read and not yet handed out.
  bool has_row() const { return taken_ < ready_; }
  ReadRow& take() { return rows_[taken_++]; }
  // The row that is being read, if any, comes first then.
  void forget_taken() {
    if (ready_ > 0 && ready_ < rows_.size()) std::swap(rows_[0], rows_[ready_]);
    taken_ = ready_ = 0;
  }
  bool from_1904() const { return book_->from_1904; }
  bool in_rows() const { return in_rows_; }
  const std::vector<std::size_t>& hidden_columns() const { return hidden_columns_; }

  void start(std::string_view name, const char** attributes) override {
    if (name == "c") return start_cell(attributes);
    if (name == "v" || name == "t") {
      taking_ = in_cell_ && in_reading_ == 0;
      has_value_ = has_value_ || taking_;
      return;
    }
    if (name == "f") has_formula_ = true;
    if (name == "rPh") ++in_reading_;
    if (name == "row") start_row(attributes);
    if (name == "col") hide_columns(attributes);
    if (name == "sheetData") in_rows_ = true;
  }

  void end(std::string_view name) override {
    if (name == "v" || name == "t") taking_ = false;
    if (name == "rPh") --in_reading_;
    if (name == "c") end_cell();
    if (name == "row") end_row();
  }

  void text(std::string_view text) override {
    if (!taking_) return;
    value_ += text;
    if (value_.size() > limits_.cell_bytes_max) {
      refuse(fmt::format("第 {} 行有一个单元格超过 {} 字节", number_, limits_.cell_bytes_max),
             "把长文字移出表格");
    }
  }

 private:
  void start_row(const char** attributes) {
    const char* number = attribute(attributes, "r");
    std::int64_t stated = number_ + 1;
    if (number != nullptr) {
      const std::string_view digits = number;
      const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), stated);
      if (read.ec != std::errc() || stated <= number_) {
        return refuse(fmt::format("第 {} 行之后的行号不对", number_), "另存为 .xlsx 后再上传");
      }
    }
    number_ = stated;
    if (number_ > limits_.rows_max) {
      return refuse(fmt::format("超过 {} 行", limits_.rows_max), "分成几个文件导入");
    }
    if (ready_ == rows_.size()) rows_.emplace_back();
    ReadRow& row = rows_[ready_];
    const char* hidden = attribute(attributes, "hidden");
    row.number = number_;
    row.hidden = hidden != nullptr && (*hidden == '1' || *hidden == 't');
    row.text.clear();
    row.pieces.clear();
    column_ = 0;
    in_row_ = true;
  }

  void end_row() {
    if (in_row_ && !rows_[ready_].pieces.empty()) ++ready_;
    in_row_ = false;
  }

  void start_cell(const char** attributes) {
    if (!in_row_) return;
    type_ = attribute(attributes, "t") == nullptr ? "n" : attribute(attributes, "t");
    const char* style = attribute(attributes, "s");
    style_ = 0;
    if (style != nullptr) std::from_chars(style, style + std::strlen(style), style_);
    std::size_t column = column_ + 1;
    std::int64_t row = number_;
    const char* reference = attribute(attributes, "r");
    if (reference != nullptr && (!read_reference(reference, column, row) || row != number_ ||
                                 column <= column_)) {
      return refuse(fmt::format("第 {} 行有一个单元格的位置不对", number_),
                    "另存为 .xlsx 后再上传");
    }
    column_ = column;
    in_cell_ = true;
    has_value_ = has_formula_ = false;
    value_.clear();
  }

  void end_cell() {
    if (!in_cell_) return;
    in_cell_ = false;
    CellKind kind = CellKind::text;
    if (has_value_) {
      if (!convert(kind)) return;
    } else if (has_formula_) {
      value_ = "公式没有计算结果";
      kind = CellKind::error;
    }
    if (value_.empty()) return;
    if (column_ > limits_.columns_max) {
      return refuse(fmt::format("第 {} 行超过 {} 列", number_, limits_.columns_max),
                    "只保留需要导入的列");
    }
    ReadRow& row = rows_[ready_];
    row.text += value_;
    row.pieces.push_back({column_ - 1, row.text.size(), kind});
    if (row.text.size() > limits_.row_bytes_max) {
      refuse(fmt::format("第 {} 行超过 {} 字节", number_, limits_.row_bytes_max),
             "把长文字移出表格");
    }
  }

  // What is stored, as text. False if it cannot be.
  bool convert(CellKind& kind) {
    if (type_ == "s") {
      std::size_t index = 0;
      const char* end = value_.data() + value_.size();
      const auto read = std::from_chars(value_.data(), end, index);
      if (read.ec != std::errc() || read.ptr != end || index >= strings_->size()) {
        refuse(fmt::format("第 {} 行引用了不存在的文字", number_), "另存为 .xlsx 后再上传");
        return false;
      }
      value_ = (*strings_)[index];
    } else if (type_ == "inlineStr" || type_ == "str") {
      unescape_characters(value_);
    } else if (type_ == "b") {
      kind = CellKind::boolean;
    } else if (type_ == "e") {
      kind = CellKind::error;
    } else if (type_ == "d") {
      kind = CellKind::day;
      std::replace(value_.begin(), value_.end(), 'T', ' ');
    } else if (!value_.empty()) {
      convert_number(kind);
    }
    return true;
  }

  void convert_number(CellKind& kind) {
    kind = CellKind::number;
    if (style_ < book_->style_shows_dates.size() && book_->style_shows_dates[style_]) {
      double serial = 0;
      std::from_chars(value_.data(), value_.data() + value_.size(), serial);
      std::string day = day_of_serial(serial, book_->from_1904);
      if (!day.empty()) {
        kind = CellKind::day;
        value_ = std::move(day);
        return;
      }
    }
    value_ = decimal_of(value_);
  }

  void hide_columns(const char** attributes) {
    const char* hidden = attribute(attributes, "hidden");
    const char* first = attribute(attributes, "min");
    const char* last = attribute(attributes, "max");
    if (hidden == nullptr || *hidden == '0' || *hidden == 'f' || !first || !last) return;
    std::size_t from = 0, until = 0;
    std::from_chars(first, first + std::strlen(first), from);
    std::from_chars(last, last + std::strlen(last), until);
    for (std::size_t at = from; at > 0 && at <= std::min(until, limits_.columns_max); ++at) {
      hidden_columns_.push_back(at - 1);
    }
  }

  std::shared_ptr<const XlsxBook> book_;
  std::shared_ptr<const XlsxStrings> strings_;
  XlsxLimits limits_;
  std::vector<ReadRow> rows_;  // the first ready_ are whole, the next is being read
  std::size_t ready_ = 0, taken_ = 0;
  std::vector<std::size_t> hidden_columns_;
  std::int64_t number_ = 0;
  std::size_t column_ = 0;
  std::size_t style_ = 0;
  std::string type_, value_;
  bool in_rows_ = false, in_row_ = false, in_cell_ = false, taking_ = false;
  bool has_value_ = false, has_formula_ = false;
  int in_reading_ = 0;
};

XlsxReader::XlsxReader(std::unique_ptr<Handler> handler, std::unique_ptr<XmlReader> xml,
                       std::vector<MergedCells> merged, const XlsxLimits& limits)
    : handler_(std::move(handler)),
      xml_(std::move(xml)),
      merged_(std::move(merged)),
      limits_(limits) {}

XlsxReader::~XlsxReader() = default;

Result<std::unique_ptr<XlsxReader>> XlsxReader::open(const XlsxPackage& package,
                                                     std::shared_ptr<const XlsxBook> book,
                                                     std::shared_ptr<const XlsxStrings> strings,
                                                     std::size_t sheet) {
  const std::string& part = book->sheets[sheet].part;
  const XlsxLimits& limits = package.limits();
  auto whole = TRY(package.part(part));
  auto merged = TRY(find_merged_cells(std::move(whole), limits));
  auto handler = std::make_unique<Handler>(book, std::move(strings), limits);
  auto again = TRY(package.part(part));
  auto xml = std::make_unique<XmlReader>(std::move(again), *handler, limits.depth_max);
  std::unique_ptr<XlsxReader> reader(
      new XlsxReader(std::move(handler), std::move(xml), std::move(merged), limits));
  while (!reader->handler_->in_rows() && TRY(reader->xml_->step())) continue;
  return reader;
}

std::vector<std::size_t> XlsxReader::hidden_columns() const {
  return handler_->hidden_columns();
}

std::optional<bool> XlsxReader::days_from_1904() const { return handler_->from_1904(); }

Result<bool> XlsxReader::fill() {
  while (!handler_->has_row()) {
    handler_->forget_taken();
    const bool more = TRY(xml_->step());
    if (!more) return false;
  }
  return true;
}

Result<bool> XlsxReader::next(Row& row) {
  const bool more = TRY(fill());
  if (!more) return false;
  const Handler::ReadRow& read = handler_->take();
  row.number = read.number;
  row.hidden = read.hidden;
  row.cells.clear();
  std::size_t start = 0;
  for (const auto& [column, end, kind] : read.pieces) {
    row.cells.resize(column + 1);
    row.cells[column] = {std::string_view(read.text).substr(start, end - start), kind};
    start = end;
  }
  TRY(spread(row));
  return true;
}

// Writes the text of merged cells into each cell that they cover in this row.
Status XlsxReader::spread(Row& row) {
  if (next_merged_ == merged_.size() && anchors_.empty()) return Done{};
  std::erase_if(anchors_, [&](const Anchor& each) { return each.cells.bottom < row.number; });
  for (; next_merged_ < merged_.size() && merged_[next_merged_].top <= row.number;
       ++next_merged_) {
    const MergedCells& cells = merged_[next_merged_];
    if (cells.bottom < row.number || cells.left > limits_.columns_max) continue;
    Anchor anchor{cells, {}, CellKind::text};
    if (cells.top == row.number && cells.left <= row.cells.size()) {
      anchor.text = row.cells[cells.left - 1].text;
      anchor.kind = row.cells[cells.left - 1].kind;
    }
    if (anchor.text.empty()) continue;
    anchors_.push_back(std::move(anchor));
    if (anchors_.size() > limits_.merges_at_once_max) {
      return wrong("合并单元格太多", "取消数据区的合并单元格，另存后再上传");
    }
  }
  for (const Anchor& anchor : anchors_) {
    const std::size_t right = std::min(anchor.cells.right, limits_.columns_max);
    if (row.cells.size() < right) row.cells.resize(right);
    for (std::size_t column = anchor.cells.left; column <= right; ++column) {
      const bool first = column == anchor.cells.left;
      if (first && anchor.cells.top == row.number) continue;
      row.cells[column - 1] = {anchor.text, anchor.kind,
                               first ? Cover::from_above : Cover::from_left};
    }
  }
  return Done{};
}

}  // namespace leye::intake
