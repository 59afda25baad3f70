#include "cli/ledgers_in_force.hpp"

#include "base/resources.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::cli {

Result<ledgers::Ledgers> ledgers_of(const Policies& policies) {
  std::vector<std::filesystem::path> folders{TRY(resource("vocabulary"))};
  for (auto& folder : policy::vocabulary_folders(policies.pack)) {
    folders.push_back(std::move(folder));
  }
  return ledgers::Ledgers::load(folders, policies.vocabulary);
}

}  // namespace leye::cli
