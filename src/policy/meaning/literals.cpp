#include "policy/meaning/literals.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/day.hpp"

namespace leye::policy {
namespace {

Error bad(const Tree& tree, std::string_view why_zh, std::string_view why_en) {
  return Error{ErrorCode::invalid_input,
               fmt::format("“{}”{} / '{}' {}", tree.text, why_zh, tree.text, why_en)};
}

// "1,234.5", "5.5%": exact; at most nine decimals.
Result<Fraction> read_number(const Tree& tree, bool& percent) {
  std::string digits = tree.text;
  percent = digits.ends_with('%');
  if (percent) digits.pop_back();
  if (const auto comma = digits.find(','); comma != digits.npos) {
    if (comma == 0 || (digits.find('.') == digits.npos && (digits.size() - comma) % 4 != 0))
      return bad(tree, "的千分位不对", "has its thousands in the wrong place");
    std::erase(digits, ',');
  }
  std::int64_t bottom = percent ? 100 : 1;
  if (const auto point = digits.find('.'); point != digits.npos) {
    const auto decimals = digits.size() - point - 1;
    if (decimals > 9 || decimals == 0) return bad(tree, "的小数位太多", "has too many decimals");
    digits.erase(point, 1);
    for (std::size_t i = 0; i < decimals; ++i) bottom *= 10;
  }
  constexpr std::size_t digits_max = 15;
  const bool whole = digits.find_first_not_of("0123456789") == digits.npos;
  if (!whole || digits.empty()) return bad(tree, "不是数字", "is no number");
  if (digits.size() > digits_max) return bad(tree, "超出范围", "is out of range");
  const auto number = divide({std::stoll(digits), 1}, {bottom, 1});
  if (!number) return bad(tree, "超出范围", "is out of range");
  return *number;
}

Result<Literal> scaled(const Tree& tree, Type type, Fraction factor, DurationUnit unit) {
  bool percent = false;
  const auto number = TRY(read_number(tree[0], percent));
  if (percent) return bad(tree[0], "是比例, 后面不能有单位", "is a share and takes no unit");
  const auto value = multiply(number, factor);
  if (!value) return bad(tree[0], "超出范围", "is out of range");
  if (value->bottom != 1) {
    return type == Type::money ? bad(tree[0], "不足一分", "is not a whole number of fen")
                               : bad(tree[0], "应为整数", "should be a whole number");
  }
  return Literal{type, *value, unit};
}

}  // namespace

Result<Literal> read_literal(const Tree& quantity) {
  constexpr std::int64_t fen = 100;
  switch (quantity.form) {
    case Form::yuan: return scaled(quantity, Type::money, {fen, 1}, DurationUnit::none);
    case Form::wan_yuan:
      return scaled(quantity, Type::money, {10'000 * fen, 1}, DurationUnit::none);
    case Form::yi_yuan:
      return scaled(quantity, Type::money, {100'000'000 * fen, 1}, DurationUnit::none);
    case Form::years: return scaled(quantity, Type::duration, {12, 1}, DurationUnit::months);
    case Form::months: return scaled(quantity, Type::duration, {1, 1}, DurationUnit::months);
    case Form::days: return scaled(quantity, Type::duration, {1, 1}, DurationUnit::days);
    case Form::wan_person_times:
    case Form::wan_people: return scaled(quantity, Type::count, {10'000, 1}, DurationUnit::none);
    case Form::people:
    case Form::person_times:
    case Form::schools:
    case Form::years_of_age:
    case Form::households:
    case Form::firms:
    case Form::events:
    case Form::occasions:
    case Form::items: return scaled(quantity, Type::count, {1, 1}, DurationUnit::none);
    case Form::day_value: {
      const auto day = Day::parse(quantity[0].text);
      if (!day.ok()) return bad(quantity[0], "不是存在的日期", "is no date");
      return Literal{Type::day, {day.value().number(), 1}, DurationUnit::none};
    }
    default: break;
  }
  bool percent = false;
  const auto number = TRY(read_number(quantity[0], percent));
  const bool whole = number.bottom == 1 && !percent;
  return Literal{whole ? Type::count : Type::ratio, number, DurationUnit::none};
}

}  // namespace leye::policy
