// The steps after leaving school that used to hang on the registration card (就业报到证): where the
// file is, whether the household moved, the first day at work. Data, one line each in
// data/registers/graduate_steps.csv; several lines of one step are several registers that say so.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::reports {

struct StepSource {
  const Entity* entity = nullptr;  // a record
  const Fact* on = nullptr;        // the day on which it was done
  const Fact* at = nullptr;        // where; may be null
};

struct Step {
  std::string id, zh, en;
  std::vector<StepSource> sources;  // the first that has the day says so
  std::string next, next_en;        // what to do while it is not done
  std::string why;
};

class Steps {
 public:
  static Result<Steps> load(const Vocabulary& vocabulary);
  // The error names file, line and what may stand there.
  static Result<Steps> read(const std::filesystem::path& file, const Vocabulary& vocabulary);

  const std::vector<Step>& all() const { return all_; }

 private:
  std::vector<Step> all_;
};

}  // namespace leye::reports
