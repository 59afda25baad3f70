#include "exchange/value_words.hpp"

#include <charconv>

#include "registers/record.hpp"

namespace leye::exchange {

std::int64_t place_in(const Fact& fact, const std::string& value) {
  constexpr std::size_t digits = 12;
  std::int64_t place = 0;
  if (fact.type != FactType::place || value.size() != digits) return 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + digits, place);
  return error == std::errc() && end == value.data() + digits ? place : 0;
}

std::string value_in_words(const Vocabulary& vocabulary, const Fact& fact,
                           const std::string& value, const PlaceNames& places, bool english) {
  if (const auto place = place_in(fact, value)) {
    const auto found = places.find(place);
    return found == places.end() ? value : found->second;
  }
  if (fact.type == FactType::boolean && (english || (value != "yes" && value != "no")))
    return value;
  const auto word = registers::shown_value(vocabulary, fact, value);
  if (!english) return word;
  const auto other = registers::shown_value_en(vocabulary, fact, value);
  return other.empty() ? word : other;
}

}  // namespace leye::exchange
