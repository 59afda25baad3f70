// Terms and formulas that nothing reads: they are not checked either.
#pragma once

#include <span>

#include "policy/meaning/reporter.hpp"

namespace leye::policy {

// Warns of each whose name no line of the documents has besides its own. Of a pack without measures
// nothing is said, nor, where the pack has none above it, of a document without: they are there for
// others.
void warn_of_unused(std::span<const Document> documents, bool has_above, Reporter& reporter);

}  // namespace leye::policy
