// A program: the measures of one subject as a straight line of steps over blocks of rows.
//
// Each step fills one vector from earlier ones. What two measures have in common — a fact, the
// parts of a date, a whole condition, the rows of a relation — is one vector (compiler.cpp), and
// what no row can change is a constant. Numbers are kept as narrow as their range allows.
//
// A domain is a set of rows that vectors run over: domain 0 is the block of subjects; each
// relation that is looked into makes another, one row for each related row of each row of its
// parent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/batch/kernels.hpp"
#include "policy/explain/explain.hpp"
#include "policy/plan/plan.hpp"

namespace leye::policy::batch {

enum class Kind : std::uint8_t {
  truth,   // a byte
  narrow,  // 32 bits
  wide,    // 64 bits
  share,   // two of 64 bits: top and bottom > 0, not in lowest terms
};

struct Vector {
  Kind kind = Kind::narrow;
  std::int32_t domain = 0;
  // Of numbers that are kept here; what lies outside is kept apart, as a Value. Of tops, if a
  // share.
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::int64_t bottom_high = 1;
  bool always_known = false;  // no row is ever unknown, none or kept apart
  bool constant = false;      // the same for every row: `value`
  Value value = {};
  std::int32_t text = -1;  // of a constant: number of a text, looked up before each run
  std::int32_t slot = -1;  // the memory it uses
};

struct Domain {
  std::int32_t parent = -1;
  std::int32_t owner = -1;  // vector of the parent: the row whose relation this is
  EntityIndex entity = -1;
  FactIndex reference = -1;
  std::int32_t rows = -1;  // vector of this domain: its rows
};

enum class Act : std::uint8_t {
  own_rows,      // out: the rows of the domain
  own_fact,      // fact `symbol` of `entity` of the block's rows
  fact,          // the same of the rows a
  enter,         // the rows of domain `symbol`
  expand,        // a, of an outer domain, for each row of this one
  fill,          // the constant a for each row
  widen,         // a as 64 bits; data only
  calendar,      // data only, `variant`: which
  shift_months,  // data only
  number,        // `op` by a kernel
  order,         // less, at_most, equal by a kernel
  order_share,
  share,  // a / b kept as it is
  choose,
  choose_truth,
  truth_and,
  truth_or,
  truth_not,
  none_test,
  given,
  as_number,  // of a truth
  as_truth,   // of a number
  each,       // `op`, row by row, by the interpreter's functions
  reduce,     // an aggregate over the rows of domain `symbol`: filter b, value c, owner a
  cost,       // acc a (or −1) plus `cost` where truth b is `match`
  add_costs,
  least_cost,
  fix_cost,
  dated,   // in force: truth a, unless the event b is not known
  begin,   // measure `symbol`: masks are empty
  mark,    // leaf truth a, bit `cost`, fails if `match`
  finish,  // in force a (or −1), met b, falls short c, amount fa (or −1)
};

struct Bounds {
  std::int64_t low = INT64_MIN;
  std::int64_t high = INT64_MAX;
};

struct Step {
  Act act = Act::each;
  Op op = Op::constant;
  Type type = Type::boolean;
  std::int32_t domain = 0;
  std::int32_t out = -1;
  // What the operation means: vectors with states, for the rows that are not plain.
  std::int32_t a = -1;
  std::int32_t b = -1;
  std::int32_t c = -1;
  // What the kernel reads; numbers of one width.
  std::int32_t fa = -1;
  std::int32_t fb = -1;
  bool wide = false;  // that width: 64 bits
  std::int32_t symbol = -1;
  EntityIndex entity = -1;
  std::uint8_t variant = 0;  // of a kernel: see kernels.hpp
  std::uint8_t match = 0;
  std::uint8_t cost = 0;
  bool unknown_is_plain = true;   // unknown operands make the result unknown
  bool value_is_bounded = false;  // of an aggregate
  Fraction unit = {};             // of a rounding
  bool checked = false;           // operands must lie within, row by row
  Bounds within_a = {};
  Bounds within_b = {};
};

struct Program {
  std::vector<Vector> vectors;
  std::vector<Domain> domains;
  std::vector<Step> steps;
  std::vector<std::string> texts;
  std::vector<const Measure*> measures;  // those that steps answer
  std::vector<Choices> choices;          // of each
  std::vector<std::int32_t> slot_bytes;  // of each slot: bytes for one row, states included
  std::vector<std::int32_t> slot_domain;
  EntityIndex subject = -1;
  const Plan* plan = nullptr;
};

// A measure that has an operation without a step here.
struct NotCovered {
  const Measure* measure = nullptr;
  Op op = Op::constant;
};

class Columns;

// Of all measures of the plan over this subject. Choices: one for each measure of the plan, or
// none for the defaults. `not_known`: operations to do without.
Program compile(const Plan& plan, EntityIndex subject, const Columns& columns, Day today,
                const std::vector<Choices>& choices, const std::vector<Op>& not_known,
                std::vector<NotCovered>& not_covered);

// The operations that have steps.
bool covered(Op op);

// What the steps do, one a line, for people.
std::string to_text(const Program& program);

}  // namespace leye::policy::batch
