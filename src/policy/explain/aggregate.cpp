#include "policy/explain/aggregate.hpp"

#include <algorithm>

#include "policy/explain/calculate.hpp"

namespace leye::policy {
namespace {

constexpr Fraction high_end = {no_high, 1};

// What a row adds that may not count, or whose value may not exist.
Value or_zero(const Value& value, bool certain) {
  if (value.state == State::none) return Value::of(0);
  auto amount = value;
  amount.may_be_none = false;
  return certain && !value.perhaps_none() ? amount : hull(amount, Value::of(0));
}

}  // namespace

void Sum::add(const Value& value) {
  if (value.low.bottom != 1 || value.high.bottom != 1) {
    fractions_ = leye::policy::add(fractions_, value);
    return;
  }
  bounded_below_ = bounded_below_ && value.bounded_below();
  bounded_above_ = bounded_above_ && value.bounded_above();
  low_ += value.low.top;
  high_ += value.high.top;
}

Value Sum::result() const {
  const auto within = [](Wide number) { return number > no_low && number < no_high; };
  const auto low = bounded_below_ && within(low_) ? static_cast<std::int64_t>(low_) : no_low;
  const auto high = bounded_above_ && within(high_) ? static_cast<std::int64_t>(high_) : no_high;
  return leye::policy::add(Value::between({low, 1}, {high, 1}), fractions_);
}

void Tally::add_distinct(bool certain, const Value& value) {
  if (value.state == State::none) return;
  const bool sure = certain && !value.perhaps_none();
  somebody_ = somebody_ || sure;
  if (!value.known()) {
    ++unnamed_;
  } else {
    (certain ? surely_ : perhaps_).push_back(value.low.top);
  }
}

Value Tally::different(bool open) const {
  const auto count = [](std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    return std::unique(values.begin(), values.end()) - values.begin();
  };
  auto all = surely_;
  all.insert(all.end(), perhaps_.begin(), perhaps_.end());
  const std::int64_t low = std::max<std::int64_t>(count(surely_), somebody_ ? 1 : 0);
  const std::int64_t high = count(std::move(all)) + unnamed_;
  return Value::between({low, 1}, open ? high_end : Fraction{high, 1});
}

void Tally::add(bool certain, const Value& value) {
  if (op_ == Op::distinct) return add_distinct(certain, value);
  if (op_ == Op::sum) sum_.add(or_zero(value, certain));
  if (op_ == Op::smallest || op_ == Op::largest) {
    if (value.state == State::none) return;
    auto number = value;
    number.may_be_none = false;
    if (!certain || value.perhaps_none()) {
      spread_ = possible_++ == 0 ? number : hull(spread_, number);
    } else if (certain_++ == 0) {
      sure_ = number;
    } else {
      sure_ = op_ == Op::smallest ? least(sure_, number) : greatest(sure_, number);
    }
    return;
  }
  if (op_ == Op::only) sure_ = value;
  ++(certain ? certain_ : possible_);
}

Value Tally::extreme(bool open, const Value& unseen) const {
  auto others = spread_;
  if (open) others = possible_ > 0 ? hull(spread_, unseen) : unseen;
  const bool more = open || possible_ > 0;
  if (certain_ == 0) {
    if (!more) return Value::nothing();
    return Value::between(others.low, others.high, true);
  }
  if (!more) return sure_;
  if (op_ == Op::smallest) {
    return Value::between(least(sure_, others).low, sure_.high);
  }
  return Value::between(sure_.low, greatest(sure_, others).high);
}

Value Tally::result(bool open, const Value& unseen) const {
  switch (op_) {
    case Op::exists:
      if (certain_ > 0) return Value::truth(true);
      return open || possible_ > 0 ? Value::maybe() : Value::truth(false);
    case Op::count:
      return Value::between({certain_, 1}, open ? high_end : Fraction{certain_ + possible_, 1});
    case Op::sum: {
      const auto sum = sum_.result();
      if (!open) return sum;
      const bool only_more = unseen.bounded_below() && unseen.low.top >= 0;
      return only_more ? Value::between(sum.low, high_end) : Value::between({no_low, 1}, high_end);
    }
    case Op::distinct: return different(open);
    case Op::only: return certain_ == 1 && possible_ == 0 && !open ? sure_ : Value::unknown();
    default: return extreme(open, unseen);
  }
}

Value unknown_aggregate(Op op, Type type) {
  if (op == Op::exists) return Value::maybe();
  const bool months = op >= Op::months_covered && op <= Op::last_run;
  if (op == Op::count || op == Op::distinct || months) return Value::between({0, 1}, high_end);
  if (op == Op::sum) return Value::between({no_low, 1}, high_end);
  return type == Type::boolean ? Value::maybe() : Value::unknown();
}

}  // namespace leye::policy
