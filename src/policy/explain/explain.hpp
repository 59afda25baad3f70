// One subject, one measure, one day: the answer, and on request why.
//
// The order of answers is fixed (docs/semantics.md): validity first (its date unknown →
// undetermined), then the conditions, then the amount. Where there is no such date (not hired yet)
// validity says nothing and the conditions decide: they fail, or it stays undetermined.
// `distance` is the smallest number of conditions that would have to change; 255 if no change of
// facts can help, and where the measure is not in force.
//
// An unknown count, amount of money or ratio is at least 0. A boolean that is none is a no, a
// number that is none is unknown: nobody is refused for an empty field. Another fact of a row that
// does not exist is none. Rows whose reference is unknown belong to nobody.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/money.hpp"
#include "policy/facts/facts.hpp"
#include "policy/plan/plan.hpp"

namespace leye::policy {

enum class Outcome : std::uint8_t { eligible, not_eligible, undetermined, not_in_force };
const char* name(Outcome outcome);      // "not_eligible"
const char* label_zh(Outcome outcome);  // 不符合
enum class Language : std::uint8_t { zh, en };

inline constexpr std::uint8_t distance_none = 255;

// One value for each option of the measure; missing ones are the defaults.
struct Choices {
  std::vector<std::uint8_t> values;
};
Choices default_choices(const Measure& measure);
Status choose(Choices& choices, const Measure& measure, std::string_view option,
              std::string_view value);

enum class Verdict : std::uint8_t { yes, no, unknown };

// A part of the amount, on a day of its own.
struct StageAnswer {
  Verdict holds = Verdict::yes;  // its own conditions
  std::optional<Day> day;        // on which it is due; none: not known
  Money low = {};                // bounds of what is due; both 0 while its conditions fail
  std::optional<Money> high = Money{};
};

// What settle needs besides the amount; only of an eligible answer.
struct Competing {
  std::optional<Fraction> rank;                 // none: not known, or no rank is asked for
  std::vector<std::optional<Fraction>> quotas;  // limit of each quota of the measure, if known
  std::vector<Money> caps;                      // what each cap leaves, before this claim
  std::optional<Fraction> monthly;              // fen of one month, and the months that are left,
  std::optional<Fraction> months_left;          // before this claim: of a measure with 最长
};

struct Answer {
  Outcome outcome = Outcome::undetermined;
  Money amount = {};                    // eligible: what is due; else 0
  Money low = {};                       // bounds of the amount; low = high = amount if eligible
  std::optional<Money> high = Money{};  // none: no upper bound
  std::uint8_t distance = 0;            // conditions that are known to fail and must change
  std::uint64_t failed = 0;             // bit of each leaf that is known to fail
  std::uint64_t unknown = 0;            // bit of each leaf that is undecided
  std::optional<Day> event_on;          // the reference date
  std::optional<Day> period_from;       // what a grant is for: the day, the calendar year, or
  std::optional<Day> period_until;      // the months that are paid
  std::optional<Fraction> months;       // of a measure that pays by month, if known
  std::vector<StageAnswer> stages;      // eligible or undetermined: of each stage of the measure
  Competing competing;
  std::vector<std::string> missing;  // undetermined: facts to ask for, "employment.contract_end"
  std::vector<std::string> waiting;  // undetermined: judgements that wait for a person, by id
  std::vector<Value> outputs;        // of each output of the measure; none unless in force
};

// Whether two readers gave the same answer, and what they said: "eligible 150000 [150000, 150000]
// distance 0 failed 0 unknown 0". Event, period and missing facts are the interpreter's alone.
bool same(const Answer& a, const Answer& b);
std::string said(const Answer& answer);

struct FactLine {
  std::string fact;    // "employment.person.birth_date"
  std::string label;   // 招用.人员.出生日期
  std::string value;   // "2000-01-01"
  std::string source;  // where it came from; may be empty
};

// A condition with what it looked at. The root's children: validity, conditions, amount.
struct Trace {
  std::string id;
  std::string kind;  // validity, amount, leaf; of a group: all, any, none, by_option
  std::string label;
  Verdict verdict = Verdict::unknown;
  std::string clause;
  std::string required;  // the limit: "12 个月以上"
  std::string found;     // what was compared: "11 个月"
  std::string margin;    // how far from the limit: "差 1 个月"
  std::string advice;    // what would make it true; verified by evaluating again
  std::vector<FactLine> facts;
  std::vector<Trace> children;
};

struct Explanation {
  Answer answer;
  Trace trace;
};

class Reading;

// For one thread. Keeps its buffers between subjects; facts and plan must outlive it.
class Evaluator {
 public:
  Evaluator(const Plan& plan, const Measure& measure, const Facts& facts, Day today,
            Choices choices = {});

  Answer evaluate(Row subject);
  Explanation explain(Row subject, Language language = Language::zh);

  // Whom it is about, after evaluate() or explain(): rows of person and organisation, or -1.
  Row person(Row subject) const;
  Row organisation(Row subject) const;

 private:
  friend class Tracer;
  friend class MissingFacts;
  friend class Adviser;
  struct Override {  // a fact seen otherwise than it is, to test advice
    EntityIndex entity = -1;
    Row row = -1;
    FactIndex fact = -1;
    Value value;
  };
  struct Standing {  // of a condition
    Verdict verdict = Verdict::unknown;
    std::uint8_t falls_short = 0;  // cost to make it true
    std::uint8_t holds_firm = 0;   // cost to make it false
  };
  void settle_constants();
  const Reading& reading();
  std::int32_t end_of(std::int32_t node) const;  // the node after it and its body
  void run(std::int32_t first, std::int32_t last);
  void run_one(std::int32_t node);  // with its body
  Value compute(const Node& node) const;
  Value load(const Node& node) const;
  Value spelled(const Node& node, const Value& text) const;
  Value aggregate(std::int32_t index);
  Verdict validity() const;
  void set_period(Answer& answer) const;
  void set_stages(Answer& answer) const;
  void set_competing(Answer& answer) const;
  Standing judge(std::int32_t condition, bool unwanted, Answer& answer);
  void conclude(Answer& answer, Verdict in_force, Verdict met) const;
  std::vector<std::pair<const Measure*, Money>> eligible_rivals(Row subject);
  Row follow(const std::optional<ReferencePath>& path, Row subject) const;

  const Plan* plan_;
  const Measure* measure_;
  const Facts* facts_;
  Day today_;
  Choices choices_;
  Row subject_ = -1;
  std::vector<Value> values_;
  std::vector<Standing> standings_;     // of each condition
  std::vector<std::uint8_t> constant_;  // of each node: the same for every subject
  std::size_t text_count_ = 0;          // of the facts, when constants were settled
  std::int32_t validity_end_ = 0;       // the nodes before it decide validity
  Override override_;
  std::shared_ptr<const Reading> reading_;          // how the nodes read; made when first asked for
  std::vector<std::shared_ptr<Evaluator>> rivals_;  // of the measures that exclude this one
};

// The explanation as a person reads it.
std::string to_text(const Plan& plan, const Measure& measure, const Explanation& explanation,
                    Language language);

}  // namespace leye::policy
