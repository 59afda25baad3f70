// For tests only: the packs that come with the program, read whole.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/resources.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::policy {

struct Shipped {
  Vocabulary vocabulary;
  LoadedPack pack;
};

inline Shipped shipped(const std::string& name) {
  const auto folder = resource("packs").value() / name;
  const auto installed = Vocabulary::load(resource("vocabulary").value()).value();
  auto vocabulary = vocabulary_of_pack(installed, folder).value();
  auto pack = read_pack(folder, vocabulary);
  return {std::move(vocabulary), std::move(pack)};
}

inline std::vector<std::string> names_of_packs() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(resource("packs").value()))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace leye::policy
