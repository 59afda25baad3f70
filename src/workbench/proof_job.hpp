// The proof of a draft, in a process of its own with bounded memory and time, so that the solver
// cannot hurt the server; one at a time.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/describe/class.hpp>

#include "base/clock.hpp"
#include "workbench/files.hpp"

namespace leye::workbench {

// What `leye policy prove --json` prints of a pack.
struct ProvedFact {
  std::string fact, label, value;
};
BOOST_DESCRIBE_STRUCT(ProvedFact, (), (fact, label, value))
struct ProvedAnswer {
  std::string measure, outcome, amount;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ProvedAnswer, (), (measure, outcome, amount, note))
struct ProvedWitness {
  std::string on;
  std::vector<ProvedFact> facts;
  std::vector<ProvedAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(ProvedWitness, (), (on, facts, answers))
struct ProvedFinding {
  std::string kind, name;
  std::vector<std::string> measures, clauses;
  std::string title, title_en, file;
  std::int64_t line = 0;
  std::string digest;
  std::optional<std::string> reason, expired;
  std::optional<ProvedWitness> witness;
};
BOOST_DESCRIBE_STRUCT(ProvedFinding, (),
                      (kind, name, measures, clauses, title, title_en, file, line, digest, reason,
                       expired, witness))
struct ProofReport {
  std::string pack;
  std::vector<ProvedFinding> findings;
  std::vector<std::string> not_proved, idle;

  std::int64_t open() const;  // that nobody acknowledged, and acknowledgements of nothing
};
BOOST_DESCRIBE_STRUCT(ProofReport, (), (pack, findings, not_proved, idle))

struct ProofState {
  std::int64_t draft = 0;
  std::string digest;  // of the files that are, or were, proved
  std::string state = "none";  // running, done, failed, cancelled
  double seconds = 0;
  std::string error;  // of failed, for people
  ProofReport report;
};

class ProofJobs {
 public:
  // `scratch`: where the pack is written for the other process.
  explicit ProofJobs(std::filesystem::path scratch) : scratch_(std::move(scratch)) {}
  ~ProofJobs();

  // conflict: that of another draft is under way. One of the same draft begins anew.
  Status start(std::int64_t draft, const std::string& pack, const Files& files);
  // Ends what is under way for this draft: its text has changed.
  void cancel(std::int64_t draft);
  // Of the draft, as far as this server knows.
  ProofState state(std::int64_t draft) const;

 private:
  void run(ScratchFolder folder, std::string pack);
  void stop();

  const std::filesystem::path scratch_;
  mutable std::mutex mutex_;
  ProofState state_;
  std::chrono::steady_clock::time_point started_{};
  int child_ = -1;
  std::thread thread_;
};

// The program that proves: the running one, if it is `leye`.
std::optional<std::filesystem::path> proving_program();

}  // namespace leye::workbench
