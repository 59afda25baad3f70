// The workbench of a server: the versions of its pack, what they say, and the drafts of the next.
//
//   Workbench workbench(installed, "packs/qingyang-2023", data / "policies");
//   const auto in_force = TRY(workbench.open(transaction, today, now));      // number and folder
//   const auto reading = TRY(workbench.reading(transaction, {.draft = 17}));
//
// Made once and used by all requests and by every version that comes into force meanwhile.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

#include "workbench/drafts.hpp"
#include "workbench/proof_job.hpp"
#include "workbench/reading.hpp"

namespace leye::workbench {

// A version or a draft: exactly one of them.
struct Source {
  std::optional<std::int64_t> version = {};
  std::optional<std::int64_t> draft = {};
};

class Workbench {
 public:
  // `folder` is made; what earlier runs left over in it goes.
  Workbench(Vocabulary installed, std::filesystem::path pack, std::filesystem::path folder);

  const std::string& pack() const { return name_; }  // "qingyang-2023"

  struct InForce {
    std::int64_t number = 0;
    std::string digest;
    std::filesystem::path folder;  // of the pack, as its version says
  };
  // The version in force on the day, its texts on the disk. What stands in the installation's
  // folder becomes a version if nothing was published here yet; else it is only told.
  Result<InForce> open(store::Transaction& transaction, Day today, Instant now);
  // The same, without a look at the installation's folder.
  Result<InForce> in_force(store::Transaction& transaction, Day today);

  // Whether the installation's folder says otherwise than the latest version.
  bool installation_differs() const { return installation_differs_; }

  Result<Files> files(store::Transaction& transaction, const Source& source);
  Result<std::shared_ptr<const Reading>> reading(store::Transaction& transaction,
                                                 const Source& source);
  Result<std::shared_ptr<const Reading>> reading_of_draft(store::Transaction& transaction,
                                                          std::int64_t draft) {
    return reading(transaction, {.draft = draft});
  }
  Result<std::shared_ptr<const Reading>> reading(const Files& files) {
    return readings_.of(files, name_);
  }

  ProofJobs& proofs() { return proofs_; }

  // Where folders may be made for a while.
  const std::filesystem::path& folder() const { return folder_; }

  // Counts up when something was published: who serves looks for the version in force again.
  std::uint64_t published() const { return published_; }
  void note_published() { ++published_; }

 private:
  Status take_installation(store::Transaction& transaction, Day today, Instant now);

  const std::filesystem::path installation_;
  const std::string name_;
  const std::filesystem::path folder_;
  Readings readings_;
  ProofJobs proofs_;
  std::atomic<bool> installation_differs_{false};
  std::atomic<std::uint64_t> published_{0};
};

}  // namespace leye::workbench
