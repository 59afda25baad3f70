#include "intake/workbook.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "intake/csv.hpp"
#include "intake/xls_reader.hpp"
#include "intake/xlsx_reader.hpp"

namespace leye::intake {
namespace {

constexpr std::string_view zip_start("PK\3\4", 4);
constexpr std::string_view empty_zip_start("PK\5\6", 4);
constexpr std::string_view compound_start("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
// "EncryptedPackage" in UTF-16: the directory of a workbook with a password.
constexpr std::string_view encrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

Result<std::string> first_bytes(const FileContent& file, std::size_t size) {
  if (file.path.empty()) return std::string(file.bytes.substr(0, size));
  std::ifstream in(file.path, std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "文件打不开", {file.path}, "核对文件名"};
  std::string bytes(size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

bool is_web_page(std::string_view start) {
  const auto first = start.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (first == start.npos || start[first] != '<') return false;
  std::string lower(start.substr(first, 400));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower.find("<html") != lower.npos || lower.find("<table") != lower.npos ||
         lower.find("<!doctype") != lower.npos || lower.find("<?xml") != lower.npos;
}

}  // namespace

struct Workbook::Form {
  FileContent file;
  std::unique_ptr<XlsxPackage> package;
  std::shared_ptr<const XlsxBook> book;
  mutable std::shared_ptr<const XlsxStrings> strings;  // read with the first sheet
  bool xls = false;
};

Workbook::Workbook() : form_(std::make_unique<Form>()) {}
Workbook::~Workbook() = default;
Workbook::Workbook(Workbook&&) noexcept = default;

Result<Workbook> Workbook::open(const FileContent& file, const XlsxLimits& limits) {
  constexpr std::size_t looked_at = 8192;
  const std::string start = TRY(first_bytes(file, looked_at));
  Workbook book;
  book.form_->file = file;
  if (start.starts_with(zip_start) || start.starts_with(empty_zip_start)) {
    auto opened = TRY(XlsxPackage::open(file, limits));
    book.form_->package = std::make_unique<XlsxPackage>(std::move(opened));
    const XlsxPackage& package = *book.form_->package;
    if (package.has("content.xml") && package.has("mimetype")) {
      return wrong("这是 ODS 表格", "用 WPS 或 Excel 另存为 .xlsx 后再上传");
    }
    auto read = TRY(XlsxBook::read(package));
    book.form_->book = std::make_shared<const XlsxBook>(std::move(read));
    for (const XlsxSheet& sheet : book.form_->book->sheets) {
      book.sheets_.push_back({sheet.name, sheet.hidden});
    }
  } else if (start.starts_with(compound_start)) {
    const std::string more = TRY(first_bytes(file, std::size_t{1} << 20));
    if (more.find(encrypted) != more.npos) {
      return wrong("文件有密码", "打开后取消密码，另存后再上传");
    }
    book.form_->xls = true;
    book.sheets_ = TRY(xls_sheets(file));
  } else if (is_web_page(start)) {
    return wrong("这是网页格式的表格，只是起了表格的文件名",
                 "用 WPS 或 Excel 打开，另存为 .xlsx 后再上传");
  } else {
    book.sheets_.push_back({});
  }
  return book;
}

std::size_t Workbook::first_visible() const {
  const auto found = std::find_if(sheets_.begin(), sheets_.end(),
                                  [](const SheetName& sheet) { return !sheet.hidden; });
  return found == sheets_.end() ? 0 : static_cast<std::size_t>(found - sheets_.begin());
}

Result<std::unique_ptr<RowSource>> Workbook::rows(std::size_t sheet) const {
  if (sheet >= sheets_.size()) {
    return wrong(fmt::format("没有第 {} 个工作表", sheet + 1), "重新选择工作表");
  }
  if (form_->package) {
    if (!form_->strings) {
      auto strings = TRY(XlsxStrings::read(*form_->package));
      form_->strings = std::make_shared<const XlsxStrings>(std::move(strings));
    }
    auto reader =
        TRY(XlsxReader::open(*form_->package, form_->book, form_->strings, sheet));
    return std::unique_ptr<RowSource>(std::move(reader));
  }
  if (form_->xls) return open_xls(form_->file, sheet);
  auto bytes = form_->file.path.empty() ? bytes_of(form_->file.bytes)
                                        : TRY(bytes_of_file(form_->file.path));
  return std::unique_ptr<RowSource>(std::make_unique<CsvReader>(std::move(bytes)));
}

}  // namespace leye::intake
