// The words a pack may use: the installed vocabulary, what the packs it uses or stands below add to
// it, and what stands in its own folder `vocabulary/`.
//
//   const Vocabulary vocabulary = TRY(vocabulary_of_pack(installed, "packs/qingyang-2023"));
//   const LoadedPack pack = read_pack("packs/qingyang-2023", vocabulary);
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

// `pack`: a folder or a file. A pack that cannot be read adds nothing here: read_pack() says why.
Result<Vocabulary> vocabulary_of_pack(const Vocabulary& installed,
                                      const std::filesystem::path& pack);

// The folders `vocabulary/` behind it, those of other packs first.
std::vector<std::filesystem::path> vocabulary_folders(const std::filesystem::path& pack);

// The folders of all packs behind it and its own, which is the last one.
std::vector<std::filesystem::path> pack_folders(const std::filesystem::path& pack);

// The folder of a pack that another one names; packs stand beside each other.
std::filesystem::path pack_beside(const std::filesystem::path& pack, const std::string& name);

}  // namespace leye::policy
