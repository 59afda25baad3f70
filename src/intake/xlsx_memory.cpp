#include "intake/xlsx_memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace leye::intake {

constexpr std::size_t digits_kept = 15;
constexpr std::size_t tab_name_max = 31;  // characters; beyond the BMP each counts twice

XlsxMemory::XlsxMemory()
    : handle_(memfd_create("workbook", MFD_CLOEXEC)),
      path_(fmt::format("/proc/self/fd/{}", handle_)) {}

XlsxMemory::~XlsxMemory() {
  if (handle_ >= 0) close(handle_);
}

Result<std::string> XlsxMemory::bytes() const {
  const auto size = lseek(handle_, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(std::max<off_t>(size, 0)), '\0');
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t got =
        pread(handle_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (got <= 0) return unwritten_workbook();
    at += static_cast<std::size_t>(got);
  }
  return bytes;
}

Error unwritten_workbook() {
  return {ErrorCode::unavailable, "工作簿写不下", {}, "导出为 CSV，或缩小范围"};
}

std::string tab_name(const std::string& wanted) {
  constexpr std::string_view forbidden = "[]:*?/\\";
  std::string name;
  std::size_t characters = 0;
  for (const char c : wanted) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) {  // the first byte of a character
      characters += byte >= 0xF0 ? 2 : 1;
      if (characters > tab_name_max) break;
    }
    name += byte < 0x20 || forbidden.find(c) != forbidden.npos ? ' ' : c;
  }
  if (name.starts_with('\'')) name.front() = ' ';
  if (name.ends_with('\'')) name.back() = ' ';
  return name.find_first_not_of(' ') == name.npos ? "Sheet1" : name;
}

bool is_sheet_number(const std::string& cell) {
  const std::size_t digits = static_cast<std::size_t>(
      std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; }));
  const bool plain = std::all_of(cell.begin(), cell.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
  return plain && digits > 0 && digits <= digits_kept;
}

std::size_t width_of_text(const std::string& text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    width += byte < 0x80 ? 1 : byte >= 0xC0 ? 2 : 0;
  }
  return width;
}

}  // namespace leye::intake
