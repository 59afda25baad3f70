// Whether a text is UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF, nothing cut.
#pragma once

#include <optional>
#include <string_view>

namespace leye::policy {

// The position of the first byte that is not; nothing if all are.
std::optional<std::size_t> first_not_utf8(std::string_view text);

}  // namespace leye::policy
