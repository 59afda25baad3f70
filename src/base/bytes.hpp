// Raw bytes, and their hexadecimal spelling.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye {

using Bytes = std::vector<std::uint8_t>;

std::string to_hex(std::span<const std::uint8_t> bytes);  // lower case, two digits a byte
Result<Bytes> from_hex(std::string_view digits);

Bytes to_bytes(std::string_view text);
std::string to_string(std::span<const std::uint8_t> bytes);

}  // namespace leye
