// What people write who do not know the language yet, and how it is written here.
#pragma once

#include <optional>
#include <string_view>

#include "policy/syntax/diagnostic.hpp"

namespace leye::policy {

// A day or a month as documents write it (2026年3月1日, 2026/3/1, 2026.3.1, 2026-3-1), at the
// beginning of a word of a line and in no quotation marks; `column` is that of the text's first
// character. `text` has ASCII signs.
std::optional<Diagnostic> misspelt_date(std::string_view text, std::int32_t line,
                                        std::int32_t column);

// The kinds of fence: what stands behind the three backticks.
bool is_fence_kind(std::string_view word);

// What a word that is no kind of fence, or no kind of sentence, may have been meant for: 流程 is
// `path`, and 程序. Empty: no idea.
std::string_view fence_meant(std::string_view word);
std::string_view sentence_kind_meant(std::string_view word);

}  // namespace leye::policy
