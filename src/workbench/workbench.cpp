#include "workbench/workbench.hpp"

#include <fmt/format.h>

#include "policy/pack_vocabulary.hpp"

namespace leye::workbench {
namespace {

namespace fs = std::filesystem;

fs::path made_empty_of_scratch(fs::path folder) {
  std::error_code ignored;
  folder = fs::absolute(folder).lexically_normal();
  fs::create_directories(folder, ignored);
  std::vector<fs::path> left;
  for (const auto& each : fs::directory_iterator(folder, ignored))
    if (each.path().filename().string().starts_with(scratch_prefix)) left.push_back(each.path());
  for (const auto& each : left) fs::remove_all(each, ignored);
  return folder;
}

bool is_on_disk(const Files& files, const fs::path& pack) {
  const auto there = read_files(pack);
  return there.ok() && there.value() == files;
}

}  // namespace

Workbench::Workbench(Vocabulary installed, fs::path pack, fs::path folder)
    : installation_(policy::pack_beside(pack, "")),
      name_(installation_.filename().string()),
      folder_(made_empty_of_scratch(std::move(folder))),
      readings_(std::move(installed), folder_),
      proofs_(folder_) {}

Status Workbench::take_installation(store::Transaction& transaction, Day today, Instant now) {
  const auto files = TRY(read_files(installation_));
  const auto digest = digest_of(files);
  auto versions = TRY(list_versions(transaction, name_));
  std::erase_if(versions, [](const Version& each) { return !each.stands(); });
  installation_differs_ = false;
  bool published = false;
  for (const auto& each : versions) published |= each.origin == "workbench";
  if (!versions.empty() && versions.front().digest == digest) return Done{};
  if (published) {
    // The folder that the last version of the installation was read from is no news.
    for (const auto& each : versions)
      if (each.origin == "installation" && each.digest == digest) return Done{};
    installation_differs_ = true;
    return Done{};
  }
  const auto reading = TRY(this->reading(files));
  if (!reading->pack.plan || reading->errors() > 0) {
    const auto& first = reading->problems.front();
    return Error{ErrorCode::invalid_input,
                 fmt::format("政策包有错误：{}", first.message.zh),
                 {fmt::format("{}:{}", (installation_.parent_path() / first.path).string(),
                              first.at.line)},
                 "leye policy check " + installation_.string()};
  }
  Version version;
  version.pack = name_;
  version.title = reading->pack.plan->title;
  if (!versions.empty()) version.base = versions.front().number;
  version.in_force_from = today;
  version.plan_digest = reading->pack.plan->digest;
  version.recorded_at = now;
  TRY(add_version(transaction, version, files));
  return Done{};
}

Result<Workbench::InForce> Workbench::open(store::Transaction& transaction, Day today,
                                           Instant now) {
  TRY(take_installation(transaction, today, now));
  return in_force(transaction, today);
}

Result<Workbench::InForce> Workbench::in_force(store::Transaction& transaction, Day today) {
  const auto number = TRY(version_in_force(transaction, name_, today));
  if (!number) return Error{ErrorCode::not_found, "没有政策版本", {name_}};
  const auto version = TRY(find_version(transaction, *number));
  const auto root = folder_ / fmt::format("{}-{}", name_, *number);
  const auto files = TRY(files_of_version(transaction, *number));
  if (!is_on_disk(files, root / name_)) TRY(write_files(files, root));
  return InForce{*number, version.digest, root / name_};
}

Result<Files> Workbench::files(store::Transaction& transaction, const Source& source) {
  if (source.version) return files_of_version(transaction, *source.version);
  Drafts drafts(transaction);
  const auto draft = TRY(drafts.find(source.draft.value_or(0)));
  return drafts.files(draft);
}

Result<std::shared_ptr<const Reading>> Workbench::reading(store::Transaction& transaction,
                                                          const Source& source) {
  const auto texts = TRY(files(transaction, source));
  return reading(texts);
}

}  // namespace leye::workbench
