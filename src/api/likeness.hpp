// What makes two files alike, in words.
#pragma once

#include <string>
#include <vector>

#include "api/call.hpp"
#include "api/contract.hpp"

namespace leye::api {

// Of registers::Likeness::reasons, in the caller's language.
std::vector<Labelled> likeness_reasons(const Call& call, const std::vector<std::string>& reasons);

}  // namespace leye::api
