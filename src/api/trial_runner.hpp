// What a draft would change over the whole register, in the background: one trial at a time, the
// others wait.
//
// The columns of the register and the answers of the version in force stay between two questions
// (src/trial/), and are dropped when nobody asks for a while. A runner reads pack and words by
// itself, so that what it keeps does not hang on the version that is served at the moment.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "policy/pack.hpp"
#include "trial/trial.hpp"

namespace leye::api {

// The version in force, as it was read for trials.
struct PackRead {
  std::filesystem::path folder;
  Vocabulary vocabulary;
  policy::LoadedPack pack;  // with a plan
};

struct TrialOrder {
  std::string area_schema;
  std::filesystem::path pack;  // folder of the version in force
  Day on;                      // the day of application that is assumed
  Instant now;                 // what is known by now
  std::int64_t account = 0;
  std::string asked_by;
  std::string title;  // of the draft, or what is changed
  bool reload = false;  // read the register again
};

enum class TrialState : std::uint8_t { waiting, loading, comparing, done, failed };
const char* name(TrialState state);
const char* label(TrialState state);

struct Trial {
  std::int64_t id = 0;
  TrialOrder order;
  TrialState state = TrialState::waiting;
  std::int64_t done = 0, total = 0;  // people and organisations, while the register is read
  Instant asked_at, as_of;           // as_of: when the register was read
  std::optional<Error> failure;
  std::shared_ptr<const trial::Report> report;
  std::shared_ptr<const PackRead> read;  // whose words the report speaks
};

class TrialRunner {
 public:
  TrialRunner(std::string dsn, const Clock& machine_clock);
  ~TrialRunner();  // stops what is under way
  TrialRunner(const TrialRunner&) = delete;
  TrialRunner& operator=(const TrialRunner&) = delete;

  // Kept from one call to the next. invalid_input: the pack has an error.
  Result<std::shared_ptr<const PackRead>> read(const std::filesystem::path& pack);

  // How the draft is read, given the words in force.
  using Draft = std::function<Result<policy::LoadedPack>(const PackRead&)>;
  // Its number. invalid_input: the draft has an error. overloaded: too many are waiting.
  Result<std::int64_t> start(TrialOrder order, const Draft& draft);

  // not_found: none with this number in the area, or it was long ago.
  Result<Trial> find(const std::string& area_schema, std::int64_t id) const;
  // Those of the area, the latest first.
  std::vector<Trial> latest(const std::string& area_schema) const;
  // Of one that is not done: it ends as failed.
  Status stop(const std::string& area_schema, std::int64_t id);

 private:
  struct Job {
    std::int64_t id = 0;
    policy::Plan draft;
    std::atomic<bool> stopped = false;
  };

  void work();
  Result<trial::Report> run(Job& job, const TrialOrder& order,
                            const std::shared_ptr<const PackRead>& read);
  Status load(Job& job, const TrialOrder& order, const std::shared_ptr<const PackRead>& read);
  void forget_old();
  void become(std::int64_t id, TrialState state);

  const std::string dsn_;
  const Clock& machine_clock_;
  mutable std::mutex mutex_;  // of all down to `ending_`
  std::condition_variable changed_;
  std::map<std::int64_t, Trial> trials_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::shared_ptr<Job> running_;
  std::shared_ptr<const PackRead> read_;
  std::int64_t last_ = 0;
  bool ending_ = false;

  // Of the thread alone.
  std::shared_ptr<const PackRead> loaded_read_;
  std::shared_ptr<const trial::Baseline> baseline_;
  std::string loaded_area_;
  Instant loaded_at_;

  std::thread thread_;
};

}  // namespace leye::api
