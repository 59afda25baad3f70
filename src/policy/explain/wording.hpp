// How values, limits and shortfalls are said in Chinese and in English.
#pragma once

#include <string>

#include "policy/explain/comparison.hpp"
#include "policy/explain/explain.hpp"

namespace leye::policy {

enum class Unit : std::uint8_t { none, years_of_age, days, months };

// What a value is of: decides how it is written.
struct Shape {
  Type type = Type::count;
  Unit unit = Unit::none;
  const Fact* fact = nullptr;  // of codes and texts
};

class Wording {
 public:
  Wording(Language language, const Facts& facts) : language_(language), facts_(facts) {}

  bool chinese() const { return language_ == Language::zh; }
  const char* pick(const char* zh, const char* en) const { return chinese() ? zh : en; }

  std::string number(Fraction number,
                     const Shape& shape) const;  // "1,000.00 元", "大型", "23 周岁"
  std::string value(const Value& value, const Shape& shape) const;  // also "未知", "无", bounds
  std::string truth(bool yes, bool of_relation) const;  // 是 or 否, of a relation 有 or 无
  std::string money(Money amount) const;
  std::string money(Money low, const std::optional<Money>& high) const;
  std::string period(int months, int days) const;  // "1 年", "11 个月", "11 个月 5 天"
  std::string period(Day from, Day to) const;
  std::string days(std::int64_t count) const;
  std::string years(std::int64_t count) const;  // of age: "1 岁"

  // "1 年以上", "不晚于 2023-12-31", "不是 劳务协议"
  std::string required(Relation relation, const std::string& limit, Type type) const;
  std::string short_by(const std::string& amount) const;
  std::string over_by(const std::string& amount) const;
  std::string at_the_limit() const;

 private:
  Language language_;
  const Facts& facts_;
};

}  // namespace leye::policy
