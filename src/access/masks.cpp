#include "access/masks.hpp"

namespace leye::access {
namespace {

std::string keep(std::string_view value, std::size_t first, std::size_t last) {
  if (value.size() <= first + last) return std::string(value.empty() ? 0 : 6, '*');
  std::string shown(value.substr(0, first));
  shown.append(value.size() - first - last, '*');
  return shown.append(value.substr(value.size() - last));
}

// The first character of UTF-8 text.
std::string_view first_character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return text.substr(0, size);
}

}  // namespace

std::string mask(std::string_view kind, std::string_view value) {
  if (value.empty()) return "";
  if (kind == "id_number") {  // "passport:E12345678": what kind it is hides nothing
    const auto mark = value.find(':');
    if (mark == value.npos) return keep(value, 6, 2);
    return std::string(value.substr(0, mark + 1)) + keep(value.substr(mark + 1), 1, 2);
  }
  if (kind == "phone") return keep(value, 3, 2);
  if (kind == "account") return keep(value, 0, 4);
  if (kind == "name") return std::string(first_character(value)) + "**";
  if (kind == "birth_date") return std::string(value.substr(0, 4)) + "-**-**";
  return "******";
}

}  // namespace leye::access
