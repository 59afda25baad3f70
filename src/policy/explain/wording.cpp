#include "policy/explain/wording.hpp"

#include <fmt/format.h>

#include "policy/facts/spelling.hpp"

namespace leye::policy {
namespace {

std::string counted(std::int64_t count, const char* unit) {
  return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

}  // namespace

std::string Wording::truth(bool yes, bool of_relation) const {
  if (of_relation) return yes ? pick("有", "on record") : pick("无", "not on record");
  return yes ? pick("是", "yes") : pick("否", "no");
}

std::string Wording::money(Money amount) const { return to_display(amount) + pick(" 元", " yuan"); }

std::string Wording::money(Money low, const std::optional<Money>& high) const {
  if (!high) return fmt::format(fmt::runtime(pick("{} 以上", "{} or more")), money(low));
  if (low == *high) return money(low);
  return to_display(low) + pick(" 至 ", " to ") + money(*high);
}

std::string Wording::days(std::int64_t count) const {
  return chinese() ? fmt::format("{} 天", count) : counted(count, "day");
}

std::string Wording::years(std::int64_t count) const {
  return chinese() ? fmt::format("{} 岁", count) : counted(count, "year");
}

std::string Wording::period(int months, int day_count) const {
  if (months == 0) return days(day_count);
  std::string text;
  if (months % 12 == 0 && day_count == 0) {
    text = chinese() ? fmt::format("{} 年", months / 12) : counted(months / 12, "year");
  } else {
    text = chinese() ? fmt::format("{} 个月", months) : counted(months, "month");
  }
  return day_count == 0 ? text : text + " " + days(day_count);
}

std::string Wording::period(Day from, Day to) const {
  if (to < from) return "-" + period(to, from);
  const int months = full_months(from, to);
  return period(months, to - add_months(from, months));
}

std::string Wording::number(Fraction number, const Shape& shape) const {
  switch (shape.type) {
    case Type::boolean: return truth(number.top != 0, false);
    case Type::money: return money(Money::fen(round_half_away(number)));
    case Type::text: return std::string(number.top < 0 ? "" : facts_.text(number.top));
    case Type::code: {
      const auto* table =
          shape.fact == nullptr ? nullptr : facts_.vocabulary().code_table(*shape.fact);
      if (table == nullptr) break;
      const auto& code = table->codes()[static_cast<std::size_t>(number.top)];
      return chinese() || code.en.empty() ? code.zh : code.en;
    }
    default: break;
  }
  if (shape.unit == Unit::days) return days(number.top);
  if (shape.unit == Unit::months) return period(static_cast<int>(number.top), 0);
  const auto plain = write_number(shape.type, number);
  if (shape.unit != Unit::years_of_age) return plain;
  return plain + pick(" 周岁", " years old");
}

std::string Wording::value(const Value& value, const Shape& shape) const {
  if (value.known()) return number(value.low, shape);
  if (value.state == State::none) return pick("无", "none");
  const bool ordered = is_ordered(shape.type);
  if (!ordered || (!value.bounded_above() && value.low.top <= 0)) return pick("未知", "unknown");
  if (!value.bounded_above()) {
    return number(value.low, shape) + pick(" 以上", " or more");
  }
  if (!value.bounded_below()) return number(value.high, shape) + pick(" 以下", " or less");
  return number(value.low, shape) + pick(" 至 ", " to ") + number(value.high, shape);
}

std::string Wording::required(Relation relation, const std::string& limit, Type type) const {
  const bool date = type == Type::day || type == Type::month;
  const auto said = [&](const char* zh, const char* en) {
    return fmt::format(fmt::runtime(pick(zh, en)), limit);
  };
  switch (relation) {
    case Relation::at_least:
      return date ? said("不早于 {}", "not before {}") : said("{}以上", "at least {}");
    case Relation::more_than:
      return date ? said("晚于 {}", "after {}") : said("超过 {}", "more than {}");
    case Relation::at_most:
      return date ? said("不晚于 {}", "not after {}") : said("{}以下", "at most {}");
    case Relation::less_than:
      return date ? said("早于 {}", "before {}") : said("不满 {}", "less than {}");
    case Relation::equal: return limit;
    case Relation::not_equal: return said("不是 {}", "not {}");
  }
  return limit;
}

std::string Wording::short_by(const std::string& amount) const {
  return pick("差 ", "short by ") + amount;
}

std::string Wording::over_by(const std::string& amount) const {
  return pick("超 ", "over by ") + amount;
}

std::string Wording::at_the_limit() const { return pick("恰为界限", "exactly at the limit"); }

}  // namespace leye::policy
