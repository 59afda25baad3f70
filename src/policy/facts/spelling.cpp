#include "policy/facts/spelling.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/ratio.hpp"

namespace leye::policy {
namespace {

Error unreadable(const Fact& fact, std::string_view spelling, std::string_view wanted) {
  return Error{ErrorCode::invalid_input,
               fmt::format("{} 的值“{}”无法识别, 应为{}", fact.zh, spelling, wanted)};
}

Result<std::int64_t> read_whole(std::string_view text) {
  std::int64_t number = 0;
  const auto* last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, number);
  constexpr std::int64_t magnitude_max = std::int64_t{1} << 62;
  const bool fits = number < magnitude_max && number > -magnitude_max;
  if (problem != std::errc{} || end != last || !fits)
    return Error{ErrorCode::invalid_input, fmt::format("“{}”不是整数", text)};
  return number;
}

Result<Fraction> read_code(const Vocabulary& vocabulary, const Fact& fact,
                           std::string_view spelling) {
  const auto* table = vocabulary.code_table(fact);
  const auto* code = table == nullptr ? nullptr : table->understand(spelling);
  if (code == nullptr) return unreadable(fact, spelling, fmt::format("{}的代码", fact.zh));
  return Fraction{code - table->codes().data(), 1};
}

Result<Fraction> read_truth(const Fact& fact, std::string_view spelling) {
  if (spelling == "是" || spelling == "yes" || spelling == "true") return Fraction{1, 1};
  if (spelling == "否" || spelling == "no" || spelling == "false") return Fraction{0, 1};
  return unreadable(fact, spelling, "是/否");
}

Result<Fraction> read_known(const Vocabulary& vocabulary, const Fact& fact,
                            std::string_view spelling) {
  switch (fact.type) {
    case FactType::boolean: return read_truth(fact, spelling);
    case FactType::count:
    case FactType::place: return Fraction{TRY(read_whole(spelling)), 1};
    case FactType::ratio: return read_fraction(spelling);
    case FactType::money: return Fraction{TRY(Money::parse(spelling)).fen(), 1};
    case FactType::day: return Fraction{TRY(Day::parse(spelling)).number(), 1};
    case FactType::month: return Fraction{TRY(read_month(spelling)), 1};
    case FactType::text: return Fraction{};
    case FactType::code: return read_code(vocabulary, fact, spelling);
    case FactType::reference: break;
  }
  return unreadable(fact, spelling, "另一条记录的编号");
}

Type type_of(FactType type) {
  switch (type) {
    case FactType::boolean: return Type::boolean;
    case FactType::count: return Type::count;
    case FactType::ratio: return Type::ratio;
    case FactType::money: return Type::money;
    case FactType::day: return Type::day;
    case FactType::month: return Type::month;
    case FactType::text: return Type::text;
    case FactType::code: return Type::code;
    case FactType::place: return Type::place;
    case FactType::reference: return Type::reference;
  }
  return Type::text;
}

// "5.5%", "30.5"; what has no short decimal form: "≈6.56% (4/61)".
std::string write_ratio(Fraction number) {
  const bool share = number.top >= 0 && number.top <= number.bottom && number.bottom > 1;
  const auto ratio = Ratio::make(number.top, number.bottom);
  if (share && ratio.ok()) {
    const auto exact = to_percent(ratio.value());
    if (exact.ends_with('%')) return exact;
  }
  const auto hundredths = multiply(number, {share ? 10'000 : 100, 1});
  if (!hundredths || number.bottom == 1 || number.top < 0) return to_text(number);
  const auto rounded = round_half_away(*hundredths);
  auto decimal = fmt::format("{}.{:02}", rounded / 100, rounded % 100);
  if (!share && decimal.ends_with('0')) decimal.pop_back();
  if (hundredths->bottom == 1) return decimal;
  return fmt::format("≈{}{} ({})", decimal, share ? "%" : "", to_text(number));
}

}  // namespace

Result<Spelled> read_spelling(const Vocabulary& vocabulary, const Fact& fact,
                              std::string_view spelling) {
  if (spelling.empty() || spelling == "?" || spelling == "？") return Spelled{State::unknown};
  if (spelling == "none" || spelling == "无") return Spelled{State::none};
  const auto number = TRY(read_known(vocabulary, fact, spelling).at(fact.zh));
  return Spelled{State::known, number};
}

std::string write_spelling(const Vocabulary& vocabulary, const Fact& fact, const Value& value) {
  if (value.state == State::none) return "无";
  if (!value.known()) return "未知";
  if (fact.type == FactType::code) {
    const auto* table = vocabulary.code_table(fact);
    if (table != nullptr) return table->codes()[static_cast<std::size_t>(value.low.top)].zh;
  }
  return write_number(type_of(fact.type), value.low);
}

std::string write_number(Type type, Fraction number) {
  switch (type) {
    case Type::boolean: return number.top != 0 ? "是" : "否";
    case Type::money: return to_display(Money::fen(round_half_away(number))) + " 元";
    case Type::day: return to_text(Day::from_number(static_cast<std::int32_t>(number.top)));
    case Type::month: return write_month(number.top);
    case Type::ratio: return write_ratio(number);
    default: return to_text(number);
  }
}

Result<std::int64_t> read_month(std::string_view text) {
  const auto day = Day::parse(std::string(text) + "-01");
  if (!day.ok()) {
    return Error{ErrorCode::invalid_input, fmt::format("“{}”不是年月, 应如 2023-08", text)};
  }
  const auto civil = day.value().civil();
  return std::int64_t{civil.year} * 12 + civil.month - 1;
}

std::string write_month(std::int64_t month) {
  return fmt::format("{:04}-{:02}", month / 12, month % 12 + 1);
}

Result<Fraction> read_fraction(std::string_view text) {
  const bool percent = text.ends_with('%');
  const auto digits = percent ? text.substr(0, text.size() - 1) : text;
  if (const auto slash = digits.find('/'); slash != digits.npos) {
    const auto quotient = divide({TRY(read_whole(digits.substr(0, slash))), 1},
                                 {TRY(read_whole(digits.substr(slash + 1))), 1});
    if (quotient) return *quotient;
    return Error{ErrorCode::invalid_input, fmt::format("“{}”不是分数", text)};
  }
  std::string joined(digits);
  std::int64_t bottom = percent ? 100 : 1;
  if (const auto point = joined.find('.'); point != joined.npos) {
    const auto decimals = joined.size() - point - 1;
    joined.erase(point, 1);
    if (decimals == 0 || decimals > 9)
      return Error{ErrorCode::invalid_input, fmt::format("“{}”的小数位数不对", text)};
    for (std::size_t i = 0; i < decimals; ++i) bottom *= 10;
  }
  const auto number = divide({TRY(read_whole(joined)), 1}, {bottom, 1});
  if (!number) return Error{ErrorCode::invalid_input, fmt::format("“{}”超出范围", text)};
  return *number;
}

}  // namespace leye::policy
