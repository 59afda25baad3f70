#include "policy/plan/place.hpp"

#include <algorithm>

namespace leye::policy {
namespace {

constexpr std::size_t digits_all = 12;
constexpr std::size_t levels[] = {2, 4, 6, 9, digits_all};
constexpr std::int64_t widths[] = {10'000'000'000, 100'000'000, 1'000'000, 1'000, 1};

}  // namespace

std::optional<std::int64_t> read_place(std::string_view digits) {
  const bool length =
      std::find(std::begin(levels), std::end(levels), digits.size()) != std::end(levels);
  if (!length || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  std::int64_t place = 0;
  for (const char digit : digits) place = place * 10 + (digit - '0');
  for (auto i = digits.size(); i < digits_all; ++i) place *= 10;
  if (place == 0) return std::nullopt;
  return place;
}

std::int64_t last_place_of(std::int64_t area) {
  std::int64_t width = 1'000'000'000'000;  // everywhere
  if (area == 0) return width - 1;
  for (const std::int64_t narrower : widths) {
    width = narrower;
    if (area % width == 0) break;
  }
  return area + width - 1;
}

std::optional<std::int64_t> area_at(std::int64_t place, int digits) {
  std::int64_t width = 1;
  for (auto i = digits; i < static_cast<int>(digits_all); ++i) width *= 10;
  const auto area = place - place % width;
  if (last_place_of(place) > area + width - 1) return std::nullopt;
  return area;
}

}  // namespace leye::policy
