// The sums of a report: what one side grants added, what the other grants taken away.
#pragma once

#include <unordered_map>

#include "trial/trial.hpp"

namespace leye::trial {

class Changes {
 public:
  Changes(const Baseline& baseline, const policy::Plan& draft);

  // A measure that both versions grant alike. Numbers of measures are those of their plans.
  Status same(std::size_t of_plan, std::size_t of_draft);
  // One that may be granted otherwise: what the version in force found, what the draft finds. Null
  // where a version has no such measure. Entitlements are in the order of their subjects.
  struct Half {
    const std::vector<Entitled>& entitled;
    const std::vector<Granted>& granted;
    std::int64_t undetermined = 0;
  };
  Status differ(const policy::Measure& measure, const Half* before, const Half* after);

  Result<Report> report();

 private:
  struct Difference {  // of one person or employer
    std::int64_t fen = 0;
    std::int64_t number = 0;
    Groups groups;
  };
  using Differences = std::unordered_map<std::int64_t, Difference>;
  void note_case(const MeasureChange& change, CaseChange found);
  MeasureChange& line(const policy::Measure& measure);
  void note(const Entitled& one, std::int64_t fen, std::int64_t number);
  void compare(MeasureChange& change, const Half& before, const Half& after);
  void add_groups(Report& report) const;
  std::string code_of(const char* entity, const char* fact, std::int8_t position) const;
  Result<std::vector<CostLine>> cost_lines() const;

  const Baseline& baseline_;
  const policy::Plan& draft_;
  std::vector<MeasureChange> measures_;
  std::unordered_map<std::string, std::size_t> places_;  // of measures_, by id
  Costs before_, after_;                                 // by measures_
  Differences people_, employers_;
  std::vector<CaseChange> cases_;
};

}  // namespace leye::trial
