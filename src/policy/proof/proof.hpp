// What can be proved of a pack while it is written: rows and conditions that nothing reaches,
// contradictions, amounts that are missing, measures that meet and say nothing of each other,
// cliffs at a limit.
//
//   const auto report = prove(pack, vocabulary);   // or several packs at once
//   for (const auto& finding : report.findings) print(to_text(finding, Language::zh));
//   if (report.open() > 0) ...          // found, and nobody has said why it is so
//
// A measure becomes formulas over a small world of unknown facts (world.hpp), Z3 is asked, and each
// example is evaluated by explain/ before it is shown: a finding that explain/ does not confirm is
// no finding, it is said to be not proved. What is found is not always wrong. A document may want
// it so: then the pack acknowledges it (acknowledgements.hpp), with a reason, until the sentence or
// the rule changes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/pack.hpp"

namespace leye::policy::proof {

enum class Kind : std::uint8_t {
  contradiction,  // nobody can ever have the measure
  unreachable,    // a condition or a row that never counts
  always,         // a condition that can never fail
  no_amount,      // codes of a table for which the measure has no amount
  pair,           // two measures that can meet; the document says nothing of both
  cliff,          // one more of something loses the money
  jump,           // one more of something changes the amount at once
  not_monotone,   // 不减, 不增: promised (acknowledgements.hpp), and not so
  stale,          // a parameter is read past the day on which it was verified
  cycle,          // declarations that refer to each other in a ring
};
const char* name(Kind kind);  // "no_amount"

// Somebody for whom it is so.
struct Witness {
  struct Line {
    std::string label;  // 招用.人员.出生日期
    std::string fact;   // employment.person.birth_date
    std::string value;  // "1990-01-01", as people read it
  };
  struct Said {  // by explain/
    std::string measure;
    std::string label;
    Outcome outcome = Outcome::undetermined;
    Money amount = {};
    std::string note_zh, note_en;  // "多一个": of the second look of a cliff
  };
  Day on;
  std::vector<Line> facts;
  std::vector<Said> answers;
};

struct Finding {
  Kind kind = Kind::unreachable;
  std::string name;  // "pair a b": what an acknowledgement calls it; stays while the rules do
  std::vector<std::string> measures;
  std::vector<std::string> clauses;
  std::string title_zh, title_en;
  std::string particulars;  // what was found beside the rule: codes, dates; goes into the digest
  std::string file;
  std::int32_t line = 0;
  std::optional<Witness> witness;
  std::string digest;                 // of the rules and of the items they rest on
  std::optional<std::string> reason;  // it is acknowledged, and why
  bool expired = false;               // it was, of another wording of the rule or the sentence
};

// What the solver could not decide in its time.
struct Unproved {
  std::string name;
  std::string tried_zh, tried_en;
  std::string file;
  std::int32_t line = 0;
};

// An acknowledgement of something that is not found (any more).
struct Idle {
  std::string name;
  std::string file;
  std::int32_t line = 0;
};

struct Report {
  std::vector<Finding> findings;  // in the order of the measures
  std::vector<Unproved> unproved;
  std::vector<Idle> idle;
  std::size_t checks = 0;  // questions put to the solver

  std::size_t open() const;  // findings that nobody acknowledged
};

// Of the solver, for each question, in thousand steps: the same on every machine, but for a
// question that takes a minute, which is given up. 400 are some 0.2 s.
inline constexpr int effort_max = 100'000;
inline constexpr int threads_most = 8;  // where nothing is said
struct Settings {
  int effort = 400;  // 1 to effort_max
  int threads = 0;   // 0: as many as the machine has cores; what is found is the same
};

// The pack has a plan; both outlive the call.
struct PackToProve {
  const LoadedPack& pack;
  const Vocabulary& vocabulary;
};

// Measures and pairs are asked about beside each other; reports in the order of the packs.
// Throws what the solver throws when there is no memory.
std::vector<Report> prove(std::span<const PackToProve> packs, const Settings& settings = {});
Report prove(const LoadedPack& pack, const Vocabulary& vocabulary, const Settings& settings = {});

std::string to_text(const Finding& finding, Language language);

}  // namespace leye::policy::proof
