// A fact of the vocabulary as a form shows it.
#pragma once

#include "api/records.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::api {

KindFact kind_fact(const Vocabulary& vocabulary, const Fact& fact);

}  // namespace leye::api
