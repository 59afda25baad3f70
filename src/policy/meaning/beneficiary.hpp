// Whom a measure is for and about: its subject, and the person or employer that it leads to.
#pragma once

#include <optional>
#include <string_view>

#include "policy/meaning/scope.hpp"

namespace leye::policy {

// The entity that a word names; reports one that the vocabulary does not have.
const Entity* find_subject(const Tree& word, const Vocabulary& vocabulary, Reporter& reporter);

// The path of references from the subject to `value`; nothing if it goes another way.
std::optional<ReferencePath> path_to(const Typed& value, const Typed& subject,
                                     const Measure& measure, const Vocabulary& vocabulary);

}  // namespace leye::policy
