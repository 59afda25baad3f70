// A value that goes out or comes back, as people read it: the word of its code or the name of its
// place, in Chinese or English; anything that is no value of ours stays as it is.
#pragma once

#include <map>
#include <string>

#include "vocabulary/vocabulary.hpp"

namespace leye::exchange {

using PlaceNames = std::map<std::int64_t, std::string>;

// 12 digits of a place, or 0.
std::int64_t place_in(const Fact& fact, const std::string& value);

std::string value_in_words(const Vocabulary& vocabulary, const Fact& fact,
                           const std::string& value, const PlaceNames& places, bool english);

}  // namespace leye::exchange
