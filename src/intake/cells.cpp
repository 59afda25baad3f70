#include "intake/cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace leye::intake {
namespace {

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The code point at `at`, which it moves on. The text is valid UTF-8.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return text[at++] & 0x7F;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  char32_t c = lead & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length && at + i < text.size(); ++i) c = c << 6 | (byte(i) & 0x3F);
  at = std::min(at + length, text.size());
  return c;
}

// Nearly no cell does. Full width, blanks and marks without width begin with one of these bytes in
// UTF-8, Chinese characters with others.
bool needs_work(std::string_view cell) {
  if (cell.empty()) return false;
  const auto edge = [](char c) {
    return c == ' ' || c == '\'' || c == '=' || c == '[' || c == '-' || c == '/';
  };
  if (edge(cell.front()) || edge(cell.back()) || cell == "无") return true;
  return std::any_of(cell.begin(), cell.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 ||
           byte == 0xEF;
  });
}

void strip(std::string& text, std::string_view before, std::string_view after) {
  if (text.size() >= before.size() + after.size() && text.starts_with(before) &&
      text.ends_with(after)) {
    text = text.substr(before.size(), text.size() - before.size() - after.size());
  }
}

std::string half_width(std::string_view cell) {
  std::string out;
  out.reserve(cell.size());
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t start = at;
    const char32_t c = next_character(cell, at);
    if (c >= 0xFF01 && c <= 0xFF5E)
      out += static_cast<char>(c - 0xFEE0);
    else if (c == 0x3000 || c == 0xA0 || c == '\t' || c == '\n' || c == '\r')
      out += ' ';
    else if (c == 0x200B || c == 0xFEFF || c == 0x200E || c == 0x200F || c < ' ' || c == 0x7F)
      continue;
    else
      out.append(cell.substr(start, at - start));
  }
  return out;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Up to three numbers with their digit counts, whatever stands between them.
struct DateParts {
  std::array<int, 3> numbers{};
  std::array<int, 3> digits{};
  int count = 0;
};

std::optional<DateParts> parts_of(std::string_view text) {
  DateParts parts;
  bool in_number = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    if (c < 0x80 && is_digit(static_cast<char>(c))) {
      if (!in_number && ++parts.count > 3) return std::nullopt;
      in_number = true;
      const auto i = static_cast<std::size_t>(parts.count - 1);
      if (++parts.digits[i] > 8) return std::nullopt;
      parts.numbers[i] = parts.numbers[i] * 10 + static_cast<int>(c - '0');
      continue;
    }
    in_number = false;
    const bool separates = c == '-' || c == '/' || c == '.' || c == ' ' || c == U'年' ||
                           c == U'月' || c == U'日' || c == U'号';
    if (!separates) return std::nullopt;
  }
  return parts;
}

std::string_view without_time(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return text;
  const auto blank = text.find_last_of(" T", colon);
  return blank == std::string_view::npos ? text : text.substr(0, blank);
}

Result<Day> day_or_error(int year, int month, int day, std::string_view text) {
  auto found = Day::from_civil(year, month, day);
  if (!found.ok()) return wrong(fmt::format("没有 {} 这一天", text), "按原始材料核对年月日");
  return found;
}

Error unreadable_day(std::string_view text) {
  return wrong(fmt::format("日期“{}”无法识别", text), "写成 2023-08-01 的形式");
}

Error serial_number(int serial) {
  constexpr int spreadsheet_epoch = 25569;  // 1970-01-01 in the 1900 date system
  return wrong(fmt::format("“{}”是电子表格的日期序号", serial),
               fmt::format("把该列设为日期格式后重新导出；按 1900 日期系统应为 {}",
                           to_text(Day::from_number(serial - spreadsheet_epoch))));
}

std::string digits_only(std::string_view plain) {
  std::string out;
  for (const char c : plain) {
    if (c != ',' && c != ' ') out += c;
  }
  return out;
}

// "0.35" → "3500": the point moves, no digit is lost.
std::string times_ten_thousand(std::string digits) {
  constexpr std::size_t places = 4;
  if (digits.empty()) return digits;
  const auto point = digits.find('.');
  std::string fraction = point == std::string::npos ? "" : digits.substr(point + 1);
  if (point != std::string::npos) digits.resize(point);
  while (fraction.size() < places) fraction += '0';
  digits += fraction.substr(0, places);
  fraction.erase(0, places);
  const auto first = std::min(digits.find_first_not_of("-0"), digits.size() - 1);
  if (!digits.starts_with('-')) digits.erase(0, first);
  return fraction.empty() ? digits : digits + "." + fraction;
}

}  // namespace

std::string plain_cell(std::string_view cell) {
  if (!needs_work(cell)) return std::string(cell);
  std::string text = trimmed(half_width(cell));
  strip(text, "=\"", "\"");
  strip(text, "['", "']");
  if (text.starts_with('\'')) text.erase(0, 1);
  text = trimmed(text);
  if (text == "-" || text == "—" || text == "--" || text == "——" || text == "无" || text == "/") {
    return {};
  }
  return text;
}

Result<std::string> read_name(std::string_view plain) {
  std::string name;
  bool latin = false;
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t start = at;
    const char32_t c = next_character(plain, at);
    if (c >= 0xE000 && c <= 0xF8FF) {
      return wrong(
          fmt::format("姓名含有造字区字符 U+{:04X}，别的系统读不出", static_cast<unsigned>(c)),
          "换成国家标准里的正式字符（生僻字）后再导入");
    }
    if (c == U'•' || c == U'‧' || c == U'・' || c == U'．' || c == U'∙' || (c == '.' && !latin)) {
      name += "·";
    } else if (c != ' ' || latin) {
      name.append(plain.substr(start, at - start));
    }
    latin = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  if (!name.empty() && name.back() == ' ') name.pop_back();
  constexpr std::size_t name_bytes_max = 150;
  if (name.empty()) return wrong("姓名为空", "补填姓名");
  if (name.size() > name_bytes_max) return wrong("姓名过长", "该列只填姓名");
  return name;
}

Result<Day> read_day(std::string_view plain) {
  const auto parts = parts_of(without_time(plain));
  if (!parts) return unreadable_day(plain);
  const auto& [numbers, digits, count] = *parts;
  if (count == 1 && digits[0] == 8) {
    return day_or_error(numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100, plain);
  }
  if (count == 1 && digits[0] == 5) return serial_number(numbers[0]);
  if (count == 3 && digits[0] == 4) return day_or_error(numbers[0], numbers[1], numbers[2], plain);
  if (count == 3)
    return wrong(fmt::format("日期“{}”的年份不是四位", plain), "写成 2023-08-01 的形式");
  if (count == 2 || (count == 1 && digits[0] == 6)) {
    return wrong(fmt::format("日期“{}”缺少日", plain), "补上日，写成 2023-08-01 的形式");
  }
  return unreadable_day(plain);
}

Result<Day> read_month(std::string_view plain) {
  const auto parts = parts_of(without_time(plain));
  if (parts && parts->count == 1 && parts->digits[0] == 6) {
    return day_or_error(parts->numbers[0] / 100, parts->numbers[0] % 100, 1, plain);
  }
  if (parts && parts->count == 2 && parts->digits[0] == 4) {
    return day_or_error(parts->numbers[0], parts->numbers[1], 1, plain);
  }
  auto day = read_day(plain);
  if (!day.ok()) return wrong(fmt::format("月份“{}”无法识别", plain), "写成 2023-08 的形式");
  const YearMonthDay civil = day.value().civil();
  return Day::from_civil(civil.year, civil.month, 1);
}

DaysOfRange days_of_range(std::string_view plain) {
  const auto bare = [](std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('-')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('-')) text.remove_suffix(1);
    for (const char* open : {"今", "长期", "无固定期限"}) {
      if (text == open) return std::string_view();
    }
    return text;
  };
  for (const std::string_view mark : {"至", "到", "~", "—", "–", "--"}) {
    const auto at = plain.find(mark);
    if (at != plain.npos) return {bare(plain.substr(0, at)), bare(plain.substr(at + mark.size()))};
  }
  for (auto at = plain.find('-'); at != plain.npos; at = plain.find('-', at + 1)) {
    const std::string_view from = plain.substr(0, at), until = plain.substr(at + 1);
    if (read_day(from).ok() && read_day(until).ok()) return {bare(from), bare(until)};
  }
  return {plain, {}};
}

Result<bool> read_boolean(std::string_view plain) {
  for (const char* yes : {"是", "有", "Y", "y", "yes", "true", "1", "√", "对"}) {
    if (plain == yes) return true;
  }
  for (const char* no : {"否", "没有", "N", "n", "no", "false", "0", "×", "不是"}) {
    if (plain == no) return false;
  }
  return wrong(fmt::format("“{}”既不是“是”也不是“否”", plain), "填“是”或“否”");
}

Result<std::int64_t> read_count(std::string_view plain) {
  const std::string text = digits_only(plain);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) {
    return wrong(fmt::format("“{}”不是整数", plain), "只填阿拉伯数字，不带单位");
  }
  return number;
}

Result<Money> read_money(std::string_view plain, bool ten_thousands) {
  std::string_view text = plain;
  for (const std::string_view unit : {"元", "¥", "￥"}) {
    if (text.ends_with(unit)) text.remove_suffix(unit.size());
    if (text.starts_with(unit)) text.remove_prefix(unit.size());
  }
  constexpr std::string_view ten_thousand = "万";
  if (text.ends_with(ten_thousand)) {
    text.remove_suffix(ten_thousand.size());
    ten_thousands = true;
  }
  std::string digits = digits_only(text);
  if (ten_thousands) digits = times_ten_thousand(digits);
  auto amount = Money::parse(digits);
  if (!amount.ok()) {
    return wrong(fmt::format("金额“{}”无法识别", plain), "以元为单位，最多两位小数，如 3500.00");
  }
  return amount;
}

Result<Ratio> read_ratio(std::string_view plain) {
  const Error bad = wrong(fmt::format("“{}”不是数", plain), "写成 30、30.25、361/12 或 5.5%");
  std::string text = digits_only(plain);
  std::int64_t bottom = 1;
  if (!text.empty() && text.back() == '%') {
    text.pop_back();
    bottom = 100;
  }
  if (const auto slash = text.find('/'); slash != std::string::npos) {
    const auto above = read_count(std::string_view(text).substr(0, slash));
    const auto below = read_count(std::string_view(text).substr(slash + 1));
    if (!above.ok() || !below.ok() || below.value() == 0) return bad;
    return Ratio::make(above.value(), below.value());
  }
  if (const auto point = text.find('.'); point != std::string::npos) {
    constexpr std::size_t decimals_max = 6;
    const std::size_t decimals = text.size() - point - 1;
    if (decimals == 0 || decimals > decimals_max || point == 0) return bad;
    for (std::size_t i = 0; i < decimals; ++i) bottom *= 10;
    text.erase(point, 1);
  }
  const auto top = read_count(text);
  if (!top.ok()) return bad;
  return Ratio::make(top.value(), bottom);
}

}  // namespace leye::intake
