#include "registers/similar_names.hpp"

#include <fstream>

namespace leye::registers {
namespace {

bool between_parts(std::string_view character) {
  return character == " " || character == "·" || character == "•" || character == "．" ||
         character == "." || character == "　";
}

}  // namespace

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 1;
    while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80)
      ++size;
    characters.push_back(text.substr(at, size));
    at += size;
  }
  return characters;
}

Result<SimilarNames> SimilarNames::load(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::not_found,
                 "cannot read the similar characters",
                 {file.string()},
                 "the file came with the program"};
  }
  SimilarNames similar;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    Class members;
    for (const auto character : characters_of(line)) {
      similar.of_character_.emplace(character, similar.classes_.size());
      members.emplace_back(character);
    }
    similar.classes_.push_back(std::move(members));
  }
  return similar;
}

const SimilarNames::Class* SimilarNames::class_of(std::string_view character) const {
  const auto found = of_character_.find(std::string(character));
  return found == of_character_.end() ? nullptr : &classes_[found->second];
}

std::string SimilarNames::folded(std::string_view name) const {
  std::string out;
  for (const auto character : characters_of(name)) {
    if (between_parts(character)) continue;
    const Class* members = class_of(character);
    if (members == nullptr)
      out += character;
    else
      out += members->front();
  }
  return out;
}

std::vector<std::string> SimilarNames::variants(std::string_view name,
                                                std::size_t count_max) const {
  std::vector<std::string> found{""};
  for (const auto character : characters_of(name)) {
    std::vector<std::string> longer;
    for (const std::string& start : found) longer.push_back(start + std::string(character));
    const Class* members = class_of(character);
    for (std::size_t at = 0; members != nullptr && at < members->size(); ++at) {
      if ((*members)[at] == character) continue;
      for (const std::string& start : found) {
        if (longer.size() < count_max) longer.push_back(start + (*members)[at]);
      }
    }
    found = std::move(longer);
  }
  return found;
}

}  // namespace leye::registers
