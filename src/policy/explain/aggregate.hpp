// Adds up the rows of a relation without forgetting those of which too little is known.
#pragma once

#include <vector>

#include "base/wide.hpp"
#include "policy/plan/plan.hpp"

namespace leye::policy {

// The sum of values that exist, or of bounds on them. Exact until it is asked for, so that it does
// not depend on the order of the rows: what leaves 64 bits on the way may come back.
class Sum {
 public:
  void add(const Value& value);
  Value result() const;

 private:
  Wide low_ = 0, high_ = 0;  // of whole numbers
  bool bounded_below_ = true, bounded_above_ = true;
  Value fractions_ = Value::of(0);
};

class Tally {
 public:
  explicit Tally(Op op) : op_(op) {}

  // A row that passes the filter, or may pass it, with its value.
  void add(bool certain, const Value& value);
  // Nothing more can change the result, whatever rows follow.
  bool decided() const { return op_ == Op::exists && certain_ > 0; }
  // `open`: there may be rows that are not listed. `unseen`: what is certain of their values.
  Value result(bool open, const Value& unseen) const;

 private:
  Value extreme(bool open, const Value& unseen) const;
  void add_distinct(bool certain, const Value& value);
  Value different(bool open) const;

  Op op_;
  std::int64_t certain_ = 0;
  std::int64_t possible_ = 0;
  Sum sum_;
  Value sure_;    // the extreme of the rows that count for certain
  Value spread_;  // the hull of the values of the others
  // Of distinct: the values of rows that count for certain, of those that may, and how many rows
  // have a value that is not known.
  std::vector<std::int64_t> surely_, perhaps_;
  std::int64_t unnamed_ = 0;
  bool somebody_ = false;  // a row counts for certain, whoever it is
};

// What is certain of an aggregate if the row that the relation starts from is not known.
Value unknown_aggregate(Op op, Type type);

}  // namespace leye::policy
