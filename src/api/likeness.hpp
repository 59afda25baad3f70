// What makes two files alike, in words; and the look-alike characters.
#pragma once

#include <string>
#include <vector>

#include "api/call.hpp"
#include "api/contract.hpp"
#include "registers/similar_names.hpp"

namespace leye::api {

// From data/characters/similar.txt. unavailable: the file is not there.
Result<registers::SimilarNames> similar_names();

// Of registers::Likeness::reasons, in the caller's language.
std::vector<Labelled> likeness_reasons(const Call& call, const std::vector<std::string>& reasons);

}  // namespace leye::api
