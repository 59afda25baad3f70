// SQL expressions as values: what they compute, how wide it is, whether it may be null.
//
// Equal expressions are one, whoever asks for them: that is how measures share what they have in
// common. What the ranges decide, or constants, is decided here and not written into the query.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/wide.hpp"

namespace leye::policy::sql {

using Id = std::int32_t;

enum class Sort : std::uint8_t { truth, integer, bigint, numeric, date, text };

// Of numbers, and of dates as days since 1970-01-01; both ends are in it.
struct Range {
  Wide low = 0;
  Wide high = 0;
};
inline constexpr Wide wide_end = static_cast<Wide>(1) << 120;
inline constexpr Range any_number = {-wide_end, wide_end};
// A number that 64 bits hold; the ends of 64 bits stand for "no bound" (plan/value.hpp).
inline constexpr Range of_64_bits = {-(INT64_MAX - 1), INT64_MAX - 1};
inline constexpr Range of_32_bits = {INT32_MIN, INT32_MAX};
inline bool within(Range range, Range limit) {
  return range.low >= limit.low && range.high <= limit.high;
}

struct Expression {
  std::string text;  // SQL; \1 stands for each child in turn
  std::vector<Id> children;
  Sort sort = Sort::truth;
  Range range;
  bool nullable = false;
  bool atomic = false;    // needs no brackets
  bool constant = false;  // a literal: `number`; null, if `nullable`
  Wide number = 0;
  std::int32_t scope = -1;   // the innermost rows that it looks at; −1: none
  std::int32_t source = -1;  // of a column: where it comes from
};

class Expressions {
 public:
  const Expression& at(Id id) const { return all_[static_cast<std::size_t>(id)]; }
  std::size_t size() const { return all_.size(); }

  Id number(Wide value);
  Id truth(bool value);
  Id date(Wide day);
  Id text(std::string_view value);
  Id null(Sort sort);
  Id parameter(int number, Sort sort, Range range);  // $1 …
  Id column(const std::string& name, Sort sort, Range range, bool nullable, std::int32_t scope,
            std::int32_t source);
  // Anything else; the sort decides nothing about the text.
  Id make(std::string text, std::vector<Id> children, Sort sort, Range range, bool nullable,
          bool atomic = false);

  bool is(Id id, bool value) const;  // the literal truth
  bool is_null_literal(Id id) const { return at(id).constant && at(id).nullable; }
  bool is_number(Id id, Wide value) const;

  // Truth, three-valued as SQL has it.
  Id both(Id a, Id b);
  Id either(Id a, Id b);
  Id negate(Id a);
  Id is_true(Id a);  // never null
  Id is_false(Id a);
  Id is_null(Id a);
  Id is_given(Id a);                  // is not null
  Id choose(Id when, Id yes, Id no);  // `no` also while `when` is null
  Id coalesce(Id a, Id b);

  // Null if an operand is. As wide as the result needs: never out of range.
  Id add(Id a, Id b);
  Id subtract(Id a, Id b);
  Id multiply(Id a, Id b);
  Id quotient(Id a, Id b);   // rounded towards minus infinity; b > 0
  Id remainder(Id a, Id b);  // the sign of a; b > 0
  Id negative(Id a);
  Id absolute(Id a);
  Id least(Id a, Id b);  // of those that are not null
  Id greatest(Id a, Id b);
  Id less(Id a, Id b);
  Id at_most(Id a, Id b);
  Id equal(Id a, Id b);

  Id given(Id a);             // a itself, known not to be null
  Id as_day_number(Id date);  // of a date; numbers stay
  Id as_date(Id day);         // the range must lie within some centuries
  Id cast(Id a, Sort sort);

  std::int32_t depth(std::int32_t scope) const {
    return scope < 0 ? -1 : depths_[static_cast<std::size_t>(scope)];
  }
  std::int32_t add_scope(std::int32_t depth);

 private:
  bool only_denials(Id a) const;  // "not" of all that it joins by "and"
  Id intern(Expression expression);
  Id arithmetic(char op, Id a, Id b, Range range);
  Id dated(char op, Id a, Id b, Range range);
  Id compared(const char* op, Id a, Id b);
  Id extreme(bool least, Id a, Id b);

  std::vector<Expression> all_;
  std::map<std::tuple<std::string, std::vector<Id>, Sort>, Id> known_;
  std::vector<std::int32_t> depths_;
};

const char* name(Sort sort);                // "bigint"
Sort sort_for(Range range);                 // integer, bigint or numeric
std::string quoted(std::string_view text);  // 'it''s'

}  // namespace leye::policy::sql
