// SHA-256 of bytes, of files, and of things that arrive piece by piece.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace leye {

class Sha256 {
 public:
  Sha256();
  void add(std::string_view part);
  void add(std::span<const std::uint8_t> part);
  std::array<std::uint8_t, 32> finish();  // once
  std::string finish_hex();               // once

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

std::string sha256_hex(std::string_view text);
Result<std::string> sha256_hex_of_file(const std::filesystem::path& path);

}  // namespace leye
