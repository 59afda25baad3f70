// All shipped packs proved in one call, read and all, as `leye policy prove packs/*` does.
#include <algorithm>
#include <filesystem>

#include "base/resources.hpp"
#include "parts.hpp"
#include "policy/pack_vocabulary.hpp"
#include "policy/proof/proof.hpp"

namespace leye::bench {
namespace {

struct Packs {
  std::vector<std::filesystem::path> folders;
  std::vector<Vocabulary> words;
  std::vector<policy::LoadedPack> packs;
};

Result<Packs> read_packs() {
  Packs read;
  const auto words = TRY(resource("vocabulary"));
  const auto installed = TRY(Vocabulary::load(words));
  const auto shipped = TRY(resource("packs"));
  for (const auto& entry : std::filesystem::directory_iterator(shipped))
    if (entry.is_directory()) read.folders.push_back(entry.path());
  std::sort(read.folders.begin(), read.folders.end());
  for (const auto& folder : read.folders)
    read.words.push_back(TRY(policy::vocabulary_of_pack(installed, folder)));
  for (std::size_t i = 0; i < read.folders.size(); ++i) {
    read.packs.push_back(policy::read_pack(read.folders[i], read.words[i]));
    if (!read.packs.back().plan)
      return Error{ErrorCode::conflict, "a pack has errors: " + read.folders[i].string()};
  }
  return read;
}

}  // namespace

Measurements measure_prove() {
  std::vector<Measurement> measured;
  for (const int threads : {0, 1}) {
    const Stopwatch stopwatch;
    const double before = process_seconds();
    const auto read = TRY(read_packs());
    std::vector<policy::proof::PackToProve> packs;
    for (std::size_t i = 0; i < read.packs.size(); ++i)
      packs.push_back({read.packs[i], read.words[i]});
    policy::proof::Settings settings;
    settings.threads = threads;
    const auto reports = policy::proof::prove(packs, settings);
    const double seconds = stopwatch.seconds();
    double open = 0, unproved = 0, questions = 0;
    for (const auto& report : reports) {
      open += static_cast<double>(report.open() + report.idle.size());
      unproved += static_cast<double>(report.unproved.size());
      questions += static_cast<double>(report.checks);
    }
    if (threads == 1) {
      measured.push_back({"policy.prove.packs.1core", seconds, "s"});
      continue;
    }
    measured.push_back({"policy.prove.packs", seconds, "s"});
    measured.push_back({"policy.prove.packs.cpu", process_seconds() - before, "s"});
    measured.push_back({"policy.prove.questions", questions, "questions"});
    measured.push_back({"policy.prove.open", open, "findings"});
    measured.push_back({"policy.prove.not_proved", unproved, "questions"});
  }
  return measured;
}

}  // namespace leye::bench
