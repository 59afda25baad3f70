// Two texts compared line by line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leye::workbench {

struct DiffLine {
  char kind = ' ';          // ' ' both, '-' before only, '+' after only, '@' lines left out
  std::int32_t before = 0;  // its number there, from 1; 0: it is not there
  std::int32_t after = 0;
  std::string text;         // of '@': empty
};

// Changed lines with `context` lines around them; nothing where the texts are equal.
std::vector<DiffLine> line_diff(std::string_view before, std::string_view after, int context = 3);

}  // namespace leye::workbench
