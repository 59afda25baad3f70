// Names that may be one name: each character the same, or one that stands for it or looks like it
// (data/characters/similar.txt: Unihan's variants and a short list of our own).
//
//   const SimilarNames similar = TRY(SimilarNames::load(data / "characters/similar.txt"));
//   similar.folded("陈小峯") == similar.folded("陳小峰");
//   similar.variants("陈未", 64);    // 陈未, 陈末, 陳未, 陳末
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace leye::registers {

// The characters of UTF-8 text; bytes that are none stand alone.
std::vector<std::string_view> characters_of(std::string_view text);

class SimilarNames {
 public:
  static Result<SimilarNames> load(const std::filesystem::path& file);

  // Each character as the first of its class; blanks and points between parts of a name left out.
  std::string folded(std::string_view name) const;

  // The name and those like it, at most `count_max`, itself first.
  std::vector<std::string> variants(std::string_view name, std::size_t count_max) const;

 private:
  using Class = std::vector<std::string>;
  const Class* class_of(std::string_view character) const;

  std::vector<Class> classes_;
  std::unordered_map<std::string, std::size_t> of_character_;
};

}  // namespace leye::registers
