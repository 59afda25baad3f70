#include "intake/xlsx_book.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "base/day.hpp"

namespace leye::intake {
namespace {

int number_in(const char* text) {
  int number = 0;
  if (text == nullptr) return -1;
  const std::string_view all = text;
  const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), number);
  return error == std::errc() && end == all.data() + all.size() ? number : -1;
}

bool is_true(const char* text) {
  return text != nullptr && (std::string_view(text) == "1" || std::string_view(text) == "true");
}

std::string folder_of(const std::string& part) {
  const auto slash = part.rfind('/');
  return slash == part.npos ? std::string() : part.substr(0, slash + 1);
}

// A target as the relations of a part name it: from the package's root, or beside the part.
std::string resolved(const std::string& folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string base = folder;
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (!base.empty()) base.pop_back();
    base = folder_of(base);
  }
  return base + std::string(target);
}

struct Relations : XmlHandler {
  std::map<std::string, std::string> targets;  // by id
  std::string document;
  void start(std::string_view name, const char** attributes) override {
    if (name != "Relationship") return;
    const char* id = attribute(attributes, "Id");
    const char* target = attribute(attributes, "Target");
    const char* type = attribute(attributes, "Type");
    if (id == nullptr || target == nullptr || type == nullptr) return;
    targets[id] = target;
    if (std::string_view(type).ends_with("/officeDocument")) document = target;
  }
  void end(std::string_view) override {}
};

struct BookHandler : XmlHandler {
  struct Named {
    std::string name, relation;
    bool hidden;
  };
  std::vector<Named> sheets;
  bool from_1904 = false;
  void start(std::string_view name, const char** attributes) override {
    if (name == "workbookPr") from_1904 = is_true(attribute(attributes, "date1904"));
    if (name != "sheet") return;
    const char* title = attribute(attributes, "name");
    const char* state = attribute(attributes, "state");
    // r:id, not sheetId; "id" alone is no attribute of a sheet.
    const char* relation = attribute(attributes, "id");
    if (title == nullptr || relation == nullptr) return;
    sheets.push_back({title, relation, state != nullptr && std::string_view(state) != "visible"});
  }
  void end(std::string_view) override {}
};

struct StylesHandler : XmlHandler {
  std::map<int, bool> own_formats;
  std::vector<bool> shows;
  bool in_cells = false;
  void start(std::string_view name, const char** attributes) override {
    if (name == "numFmt") {
      const char* code = attribute(attributes, "formatCode");
      own_formats[number_in(attribute(attributes, "numFmtId"))] =
          code != nullptr && shows_date(code);
    }
    if (name == "cellXfs") in_cells = true;
    constexpr std::size_t styles_max = 65'536;
    if (name != "xf" || !in_cells || shows.size() >= styles_max) return;
    const int format = number_in(attribute(attributes, "numFmtId"));
    const auto own = own_formats.find(format);
    shows.push_back(own == own_formats.end() ? built_in_shows_date(format) : own->second);
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") in_cells = false;
  }
};

}  // namespace

class StringsHandler : public XmlHandler {
 public:
  StringsHandler(XlsxStrings& strings, const XlsxLimits& limits)
      : strings_(strings), limits_(limits) {}
  void start(std::string_view name, const char**) override {
    if (name == "si") one_.clear();
    if (name == "t") in_text_ = true;
    if (name == "rPh") ++in_reading_;
  }
  void end(std::string_view name) override {
    if (name == "t") in_text_ = false;
    if (name == "rPh") --in_reading_;
    if (name == "si") add();
  }
  void text(std::string_view text) override {
    if (!in_text_ || in_reading_ > 0) return;
    one_ += text;
    if (one_.size() > limits_.cell_bytes_max) too_much("有一个单元格的文字过长");
  }

 private:
  void too_much(const char* what) { refuse(what, "分成几个文件，或另存为 CSV 后再上传"); }
  void add() {
    unescape_characters(one_);
    if (strings_.ends_.size() >= limits_.strings_max ||
        strings_.text_.size() + one_.size() > limits_.string_bytes_max) {
      return too_much("工作簿内的文字过多");
    }
    strings_.text_ += one_;
    strings_.ends_.push_back(static_cast<std::uint32_t>(strings_.text_.size()));
  }

  XlsxStrings& strings_;
  const XlsxLimits& limits_;
  std::string one_;
  bool in_text_ = false;
  int in_reading_ = 0;
};

Result<XlsxBook> XlsxBook::read(const XlsxPackage& package) {
  std::string part = "xl/workbook.xml";
  if (package.has("_rels/.rels")) {
    Relations relations;
    TRY(read_xml(package, "_rels/.rels", relations));
    if (!relations.document.empty()) part = resolved("", relations.document);
  }
  BookHandler handler;
  TRY(read_xml(package, part, handler));
  const std::string folder = folder_of(part);
  Relations relations;
  TRY(read_xml(package, folder + "_rels/" + part.substr(folder.size()) + ".rels", relations));
  XlsxBook book;
  book.from_1904 = handler.from_1904;
  for (const auto& [name, relation, hidden] : handler.sheets) {
    const auto target = relations.targets.find(relation);
    if (target == relations.targets.end()) continue;
    const std::string sheet = resolved(folder, target->second);
    if (sheet.find("chartsheets/") == sheet.npos) book.sheets.push_back({name, sheet, hidden});
  }
  if (book.sheets.empty()) {
    return Error{ErrorCode::invalid_input, "工作簿里没有工作表", {}, "核对是否传错了文件"};
  }
  const std::string styles = folder + "styles.xml";
  if (package.has(styles)) {
    StylesHandler style_handler;
    TRY(read_xml(package, styles, style_handler));
    book.style_shows_dates = std::move(style_handler.shows);
  }
  return book;
}

Result<XlsxStrings> XlsxStrings::read(const XlsxPackage& package) {
  XlsxStrings strings;
  if (!package.has("xl/sharedStrings.xml")) return strings;
  StringsHandler handler(strings, package.limits());
  TRY(read_xml(package, "xl/sharedStrings.xml", handler));
  return strings;
}

std::string_view XlsxStrings::operator[](std::size_t index) const {
  const std::size_t start = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(text_).substr(start, ends_[index] - start);
}

void unescape_characters(std::string& text) {
  constexpr std::size_t length = 7;  // _x000D_
  for (auto at = text.find("_x"); at != text.npos; at = text.find("_x", at + 1)) {
    if (at + length > text.size() || text[at + length - 1] != '_') continue;
    unsigned code = 0;
    const char* digits = text.data() + at + 2;
    const auto [end, error] = std::from_chars(digits, digits + 4, code, 16);
    if (error != std::errc() || end != digits + 4) continue;
    if (code >= 0x80) continue;  // spreadsheets escape control characters only
    text.replace(at, length, 1, static_cast<char>(code));
  }
}

bool built_in_shows_date(int format_id) {
  return (format_id >= 14 && format_id <= 22) || (format_id >= 27 && format_id <= 36) ||
         (format_id >= 45 && format_id <= 47) || (format_id >= 50 && format_id <= 58);
}

bool shows_date(std::string_view format) {
  if (format == "General" || format == "@") return false;
  for (std::size_t at = 0; at < format.size(); ++at) {
    const char c = format[at];
    if (c == '"') {
      at = std::min(format.find('"', at + 1), format.size());
    } else if (c == '[') {
      at = std::min(format.find(']', at + 1), format.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
      return true;
    } else if (c == ';') {
      return false;  // what is for negative numbers says no more
    }
  }
  return false;
}

std::string day_of_serial(double serial, bool from_1904) {
  constexpr double serial_max = 2'958'466;  // after 9999-12-31
  constexpr int seconds_a_day = 86'400;
  if (!(serial >= 0) || serial >= serial_max) return {};
  auto whole = static_cast<int>(std::floor(serial));
  auto seconds = static_cast<int>(std::llround((serial - whole) * seconds_a_day));
  if (seconds == seconds_a_day) {
    ++whole;
    seconds = 0;
  }
  const std::string time = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60,
                                       seconds % 60);
  if (whole == 0 && !from_1904) return time;
  // The 1900 system knows a 29 February 1900, as serial 60; before it, days are one off.
  constexpr int leap_day_that_was_not = 60, epoch_1900 = 25'569, epoch_1904 = 24'107;
  if (whole == leap_day_that_was_not && !from_1904) return {};
  const int since_1970 = from_1904 ? whole - epoch_1904
                         : whole < leap_day_that_was_not ? whole - epoch_1900 + 1
                                                         : whole - epoch_1900;
  const std::string day = to_text(Day::from_number(since_1970));
  return seconds == 0 ? day : day + " " + time;
}

std::string decimal_of(std::string_view stored) {
  constexpr std::size_t digits_kept = 15;
  const bool plain = !stored.empty() && stored.size() <= digits_kept &&
                     std::all_of(stored.begin(), stored.end(),
                                 [](char c) { return c >= '0' && c <= '9'; });
  if (plain) return std::string(stored);
  double number = 0;
  const auto [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), number);
  if (error != std::errc() || end != stored.data() + stored.size() || !std::isfinite(number)) {
    return std::string(stored);
  }
  return fmt::format("{:.15G}", number);
}

}  // namespace leye::intake
