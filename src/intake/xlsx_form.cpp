#include "intake/xlsx_form.hpp"

#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>

#include "intake/xlsx_memory.hpp"

namespace leye::intake {
namespace {

constexpr double title_height = 34, heading_height = 30;
constexpr std::size_t rows_measured = 200;

class Form {
 public:
  Form(lxw_workbook* book, const FormSheet& sheet)
      : book_(book),
        form_(sheet),
        page_(workbook_add_worksheet(book, tab_name(sheet.name).c_str())) {
    CHECK(!sheet.columns.empty());
    title_ = format(true, false, LXW_ALIGN_CENTER);
    format_set_font_size(title_, 16);
    plain_ = format(false, false, LXW_ALIGN_LEFT);
    right_ = format(false, false, LXW_ALIGN_RIGHT);
    heading_ = format(true, true, LXW_ALIGN_CENTER);
    format_set_text_wrap(heading_);
    cell_ = format(false, true, LXW_ALIGN_LEFT);
    format_set_num_format(cell_, "@");
    number_ = format(false, true, LXW_ALIGN_RIGHT);
    format_set_num_format(number_, "General");
    total_ = format(true, true, LXW_ALIGN_LEFT);
  }

  bool write() {
    if (page_ == nullptr) return false;
    lay_out();
    title();
    headings();
    for (const auto& row : form_.rows) data(row);
    if (!form_.sum.empty()) across(form_.sum, total_);
    if (!form_.signs.empty()) across(form_.signs, plain_);
    return !failed_;
  }

 private:
  lxw_format* format(bool bold, bool border, uint8_t align) {
    lxw_format* made = workbook_add_format(book_);
    if (bold) format_set_bold(made);
    if (border) format_set_border(made, LXW_BORDER_THIN);
    format_set_align(made, align);
    format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
    return made;
  }
  lxw_col_t last_column() const { return static_cast<lxw_col_t>(form_.columns.size() - 1); }
  bool grouped() const {
    return std::any_of(form_.columns.begin(), form_.columns.end(),
                       [](const FormColumn& column) { return !column.group.empty(); });
  }
  void note(lxw_error error) { failed_ = failed_ || error != LXW_NO_ERROR; }

  // A range of one cell cannot be merged.
  void merge(lxw_row_t first_row, lxw_col_t first, lxw_row_t last_row, lxw_col_t last,
             const std::string& text, lxw_format* look) {
    if (first_row == last_row && first == last) {
      note(worksheet_write_string(page_, first_row, first, text.c_str(), look));
    } else {
      note(worksheet_merge_range(page_, first_row, first, last_row, last, text.c_str(), look));
    }
  }
  void across(const std::string& text, lxw_format* look) {
    merge(next_, 0, next_, last_column(), text, look);
    ++next_;
  }

  // On paper: A4 across, as wide as the page, headings on every page.
  void lay_out() {
    constexpr double width_min = 8, width_max = 36;
    for (std::size_t at = 0; at < form_.columns.size(); ++at) {
      std::size_t width = width_of_text(form_.columns[at].heading);
      for (std::size_t row = 0; row < std::min(rows_measured, form_.rows.size()); ++row) {
        if (at < form_.rows[row].size()) {
          width = std::max(width, width_of_text(form_.rows[row][at]));
        }
      }
      const auto column = static_cast<lxw_col_t>(at);
      note(worksheet_set_column(page_, column, column,
                                std::clamp(static_cast<double>(width) + 2, width_min, width_max),
                                nullptr));
    }
    worksheet_set_landscape(page_);
    worksheet_set_paper(page_, 9);  // A4
    worksheet_fit_to_pages(page_, 1, 0);
    if (form_.mark.empty()) return;
    std::string mark = form_.mark;  // & begins a code of the page header
    for (auto at = mark.find('&'); at != mark.npos; at = mark.find('&', at + 2))
      mark.insert(at, "&");
    note(worksheet_set_header(page_, ("&R&9" + mark).c_str()));
    note(worksheet_set_footer(page_, ("&L&9" + mark + "&R&P / &N").c_str()));
  }

  void title() {
    note(worksheet_set_row(page_, next_, title_height, nullptr));
    across(form_.title, title_);
    if (form_.left.empty() && form_.right.empty()) return;
    const auto middle = static_cast<lxw_col_t>(last_column() * 2 / 3);
    if (last_column() == 0) return across(form_.left + "  " + form_.right, plain_);
    merge(next_, 0, next_, middle, form_.left, plain_);
    merge(next_, static_cast<lxw_col_t>(middle + 1), next_, last_column(), form_.right, right_);
    ++next_;
  }

  void headings() {
    const lxw_row_t rows = grouped() ? 2 : 1;
    for (lxw_row_t row = 0; row < rows; ++row) {
      note(worksheet_set_row(page_, next_ + row, heading_height, nullptr));
    }
    for (std::size_t at = 0; at < form_.columns.size();) {
      const auto column = static_cast<lxw_col_t>(at);
      const std::string& group = form_.columns[at].group;
      if (group.empty()) {
        merge(next_, column, next_ + rows - 1, column, form_.columns[at].heading, heading_);
        ++at;
        continue;
      }
      std::size_t end = at;
      for (; end < form_.columns.size() && form_.columns[end].group == group; ++end) {
        note(worksheet_write_string(page_, next_ + 1, static_cast<lxw_col_t>(end),
                                    form_.columns[end].heading.c_str(), heading_));
      }
      merge(next_, column, next_, static_cast<lxw_col_t>(end - 1), group, heading_);
      at = end;
    }
    note(worksheet_repeat_rows(page_, 0, next_ + rows - 1));
    next_ += rows;
    worksheet_freeze_panes(page_, next_, 0);
  }

  void data(const std::vector<std::string>& row) {
    for (std::size_t at = 0; at < form_.columns.size(); ++at) {
      const auto column = static_cast<lxw_col_t>(at);
      const std::string text = at < row.size() ? row[at] : "";
      if (form_.columns[at].number && is_sheet_number(text)) {
        double value = 0;
        std::from_chars(text.data(), text.data() + text.size(), value);
        note(worksheet_write_number(page_, next_, column, value, number_));
      } else if (text.empty()) {
        note(worksheet_write_blank(page_, next_, column, cell_));
      } else {
        note(worksheet_write_string(page_, next_, column, text.c_str(), cell_));
      }
    }
    ++next_;
  }

  lxw_workbook* book_;
  const FormSheet& form_;
  lxw_worksheet* page_;
  lxw_format *title_, *plain_, *right_, *heading_, *cell_, *number_, *total_;
  lxw_row_t next_ = 0;
  bool failed_ = false;
};

}  // namespace

Result<std::string> form_workbook(const FormSheet& sheet) {
  const XlsxMemory memory;
  lxw_workbook* book = workbook_new(memory.path().c_str());
  CHECK(book != nullptr);
  const bool written = Form(book, sheet).write();
  if (workbook_close(book) != LXW_NO_ERROR || !written) return unwritten_workbook();
  return memory.bytes();
}

}  // namespace leye::intake
