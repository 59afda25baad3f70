// What the finders share: a measure in a world of its own, and turning examples into findings.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "policy/proof/acknowledgements.hpp"
#include "policy/proof/draft.hpp"
#include "policy/proof/proof.hpp"

namespace leye::policy::proof {

class Asking {
 public:
  // Measures about one subject in one world, with a solver of their own: what it does must not
  // depend on what was asked of others. `rows`: as World has it.
  Asking(std::vector<const Measure*> measures, const Plan& plan, const Vocabulary& vocabulary,
         Settings settings, Report& report, int rows = World::rows_least);

  Logic& logic() { return logic_; }
  World& world() { return *world_; }
  const Plan& plan() const { return plan_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  Encoding& encoding(std::size_t index = 0) { return *encodings_[index]; }

  // Whether nobody with as few records as these meets all of the measures: more rows may be wanted.
  bool too_few_rows();
  // Whether it can ever be; no is a proof. `hurry`: that much less effort.
  Possible ever(std::vector<Term> assumed, int hurry = 1);
  // An example, options as the pack sets them, for which the claim holds: small and round.
  // Nothing if none was found.
  std::optional<Draft> example(std::vector<Term> assumed, const Claim& claim,
                               bool or_proof = false);
  // Where `example` gave nothing: that it is proved (asked for by `or_proof`) that there is none.
  bool none_at_all() const { return none_at_all_; }
  // That it remains open whether there is one, even among few records.
  bool undecided() const { return ended_ != Ended::nothing; }

  Answer answer(const Draft& draft, const Facts& facts, const Measure& measure) const {
    return answer_of(draft, facts, plan_, measure);
  }
  Witness witness(const Draft& draft, std::vector<const Measure*> measures) const;
  void found(Finding finding) { report_.findings.push_back(std::move(finding)); }
  // A promise about nothing that the measure looks at.
  void idle(std::string name, const Promise& promise) {
    report_.idle.push_back({std::move(name), promise.file, promise.line});
  }
  void not_proved(const Measure& measure, std::string name, std::string tried_zh,
                  std::string tried_en);
  // What `example` was asked for last remains open.
  void no_example(const Measure& measure, std::string name);

 private:
  void note_what_is_not_set(const Draft& draft);

  enum class Ended : std::uint8_t {
    nothing,      // there is none among few records
    gave_up,      // it took too many steps
    unconfirmed,  // explain/ says otherwise of what was found
  };

  Logic logic_;
  const Plan& plan_;
  const Vocabulary& vocabulary_;
  Settings settings_;
  Report& report_;
  std::unique_ptr<World> world_;
  std::vector<std::unique_ptr<Encoding>> encodings_;
  int rows_;
  bool none_at_all_ = false;
  std::string not_set_;  // parameters that an unconfirmed example rests on
  Ended ended_ = Ended::nothing;
};

// In force, and every condition holds; of an amount that is left open nothing is said.
bool met(const Answer& answer);

// A finding about these measures, with place and clauses.
Finding finding_of(Kind kind, std::string name, const std::vector<const Measure*>& measures);

// The finders. Each looks at the measure or measures that `asking` is about.
void find_unreachable(Asking& asking);  // contradictions, conditions, rows of tables
void find_missing_amounts(Asking& asking);
void find_cliffs(Asking& asking, std::span<const Promise> promises);
// Those that pay for one subject, two at a time, but for those of whom the document itself says
// that they exclude each other.
std::vector<std::vector<const Measure*>> pairs_of(const Plan& plan);
void find_pair(Asking& asking);  // about two
// Those that need no solver.
void find_stale(const LoadedPack& pack, Report& report);
void find_cycles(const Plan& plan, Report& report);

}  // namespace leye::policy::proof
