// Terms and formulas that nothing reads: they are not checked either.
#pragma once

#include <span>

#include "policy/meaning/reporter.hpp"

namespace leye::policy {

// Warns of each whose name no line of the documents has besides its own. Of a pack without measures
// nothing is said: it is there for others.
void warn_of_unused(std::span<const Document> documents, Reporter& reporter);

}  // namespace leye::policy
