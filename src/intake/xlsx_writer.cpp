#include "intake/xlsx_writer.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "intake/xlsx_memory.hpp"

namespace leye::intake {
namespace {

constexpr lxw_row_t rows_with_choices = 20'000;

// Input messages hold 255 characters; cut at a comma.
std::string shortened(const std::string& note) {
  constexpr std::size_t note_max = 240;
  if (note.size() <= note_max) return note;
  const auto comma = note.rfind("，", note_max);
  return comma == note.npos ? std::string() : note.substr(0, comma);
}

std::string letter(std::size_t column) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

}  // namespace

struct XlsxWriter::Book {
  XlsxMemory memory;
  lxw_workbook* book = nullptr;
  lxw_format *heading = nullptr, *required = nullptr, *text = nullptr, *example = nullptr;
  lxw_worksheet* sheet = nullptr;
  std::vector<XlsxColumn> columns;
  lxw_row_t next_row = 0;
  std::vector<std::vector<std::string>> lists;  // of drop-downs, one a column of the hidden sheet
  bool failed = false;

  ~Book() {
    if (book != nullptr) workbook_close(book);
  }
};

XlsxWriter::XlsxWriter() : book_(std::make_unique<Book>()) {
  Book& book = *book_;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  book.book = workbook_new_opt(book.memory.path().c_str(), &options);
  CHECK(book.book != nullptr);
  book.heading = workbook_add_format(book.book);
  format_set_bold(book.heading);
  format_set_text_wrap(book.heading);
  format_set_align(book.heading, LXW_ALIGN_VERTICAL_CENTER);
  constexpr lxw_color_t heading_ground = 0xE4EFEA, required_colour = 0x9C3020, quiet = 0x777777;
  format_set_bg_color(book.heading, heading_ground);
  format_set_border(book.heading, LXW_BORDER_THIN);
  book.required = workbook_add_format(book.book);
  format_set_bold(book.required);
  format_set_text_wrap(book.required);
  format_set_align(book.required, LXW_ALIGN_VERTICAL_CENTER);
  format_set_bg_color(book.required, heading_ground);
  format_set_border(book.required, LXW_BORDER_THIN);
  format_set_font_color(book.required, required_colour);
  book.text = workbook_add_format(book.book);
  format_set_num_format(book.text, "@");
  book.example = workbook_add_format(book.book);
  format_set_num_format(book.example, "@");
  format_set_italic(book.example);
  format_set_font_color(book.example, quiet);
}

XlsxWriter::~XlsxWriter() = default;

void XlsxWriter::start_sheet(const std::string& name, const std::vector<XlsxColumn>& columns) {
  Book& book = *book_;
  book.sheet = workbook_add_worksheet(book.book, tab_name(name).c_str());
  CHECK(book.sheet != nullptr);
  book.columns = columns;
  book.next_row = 0;
  constexpr double width_min = 10, width_max = 40;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    const auto column = static_cast<lxw_col_t>(at);
    const XlsxColumn& one = columns[at];
    const double width =
        std::clamp(static_cast<double>(width_of_text(one.heading)) + 4, width_min, width_max);
    worksheet_set_column(book.sheet, column, column, width, one.number ? nullptr : book.text);
    lxw_data_validation rule{};
    std::string formula, note = one.note;
    note = shortened(note);
    if (!one.choices.empty()) {
      formula =
          fmt::format("='代码表'!${0}$1:${0}${1}", letter(book.lists.size()), one.choices.size());
      book.lists.push_back(one.choices);
      rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      rule.value_formula = formula.data();
      rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    } else {
      rule.validate = LXW_VALIDATION_TYPE_ANY;
    }
    rule.input_message = note.empty() ? nullptr : note.data();
    if (!one.choices.empty() || !note.empty()) {
      worksheet_data_validation_range(book.sheet, 1, column, rows_with_choices, column, &rule);
    }
  }
  worksheet_freeze_panes(book.sheet, 1, 0);
  worksheet_set_row(book.sheet, 0, 32, nullptr);
  for (std::size_t at = 0; at < columns.size(); ++at) {
    worksheet_write_string(book.sheet, 0, static_cast<lxw_col_t>(at), columns[at].heading.c_str(),
                           columns[at].required ? book.required : book.heading);
  }
  book.next_row = 1;
}

void XlsxWriter::write(const std::vector<std::string>& cells) { write_row(cells, false); }
void XlsxWriter::write_example(const std::vector<std::string>& cells) { write_row(cells, true); }

void XlsxWriter::write_row(const std::vector<std::string>& cells, bool example) {
  Book& book = *book_;
  CHECK(book.sheet != nullptr);
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (cells[at].empty()) continue;
    const auto column = static_cast<lxw_col_t>(at);
    const bool number =
        at < book.columns.size() && book.columns[at].number && is_sheet_number(cells[at]);
    lxw_error error = LXW_NO_ERROR;
    if (number) {
      double value = 0;
      std::from_chars(cells[at].data(), cells[at].data() + cells[at].size(), value);
      error = worksheet_write_number(book.sheet, book.next_row, column, value, nullptr);
    } else {
      error = worksheet_write_string(book.sheet, book.next_row, column, cells[at].c_str(),
                                     example ? book.example : book.text);
    }
    book.failed = book.failed || error != LXW_NO_ERROR;
  }
  ++book.next_row;
}

Result<std::string> XlsxWriter::finish() {
  Book& book = *book_;
  if (!book.lists.empty()) {
    lxw_worksheet* lists = workbook_add_worksheet(book.book, "代码表");
    CHECK(lists != nullptr);
    std::size_t rows = 0;
    for (const auto& list : book.lists) rows = std::max(rows, list.size());
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t at = 0; at < book.lists.size(); ++at) {
        if (row >= book.lists[at].size()) continue;
        worksheet_write_string(lists, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(at),
                               book.lists[at][row].c_str(), book.text);
      }
    }
    worksheet_hide(lists);
  }
  const lxw_error closed = workbook_close(std::exchange(book.book, nullptr));
  if (closed != LXW_NO_ERROR || book.failed) return unwritten_workbook();
  return book.memory.bytes();
}

}  // namespace leye::intake
