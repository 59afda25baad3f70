#include "cli/policies.hpp"

#include <algorithm>
#include <vector>

#include "base/resources.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::cli {
namespace {

Result<Vocabulary> vocabulary_of(const std::filesystem::path& pack) {
  const auto installed = TRY(installed_vocabulary());
  return policy::vocabulary_of_pack(installed, pack);
}

Result<Policies> read_pack(const std::filesystem::path& pack) {
  Policies policies;
  policies.vocabulary = TRY(vocabulary_of(pack));
  auto loaded = policy::read_pack(pack, policies.vocabulary);
  if (!loaded.plan) {
    return Error{
        ErrorCode::invalid_input,
        loaded.diagnostics.empty() ? "政策包读不出来" : to_text(loaded.diagnostics.front(), loaded),
        {pack.string()},
        "leye policy check " + pack.string()};
  }
  policies.texts = api::read_measure_texts(loaded, policies.vocabulary);
  policies.plan = std::move(*loaded.plan);
  policies.pack = pack;
  policies.arrangements = TRY(exchange::Arrangements::load(pack, policies.vocabulary));
  policies.sweep = TRY(sweeps::Rules::load(pack, policies.vocabulary));
  return policies;
}

}  // namespace

Result<Vocabulary> installed_vocabulary() {
  const auto folder = TRY(resource("vocabulary"));
  return Vocabulary::load(folder);
}

Result<Policies> read_policies(const std::filesystem::path& wanted) {
  if (!wanted.empty()) return read_pack(wanted);
  const auto packs = TRY(resource("packs"));
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(packs)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.rbegin(), folders.rend());
  for (const auto& folder : folders) {
    auto policies = TRY(read_pack(folder));
    if (!policies.plan.measures.empty()) return policies;
  }
  return Error{ErrorCode::not_found, "没有政策包", {packs.string()}, "用 --pack 指定一个"};
}

Result<Vocabulary> vocabulary_in_force(const std::filesystem::path& wanted) {
  if (!wanted.empty()) return vocabulary_of(wanted);
  auto policies = TRY(read_policies({}));
  return std::move(policies.vocabulary);
}

Result<std::filesystem::path> pack_in_force(const std::filesystem::path& wanted) {
  if (!wanted.empty()) return wanted;
  auto policies = TRY(read_policies({}));
  return std::move(policies.pack);
}

}  // namespace leye::cli
