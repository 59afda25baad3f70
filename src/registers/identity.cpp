#include "registers/identity.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/check.hpp"
#include "base/resources.hpp"
#include "vocabulary/identity_kinds.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::registers {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int digits(std::string_view text) {
  int number = 0;
  for (const char c : text) number = number * 10 + (c - '0');
  return number;
}

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

// GB 11643: weights 2^(17-i) mod 11.
char id_check(std::string_view first17) {
  constexpr int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (first17[i] - '0') * weights[i];
  return "10X98765432"[sum % 11];
}

// GB 32100: weights 3^i mod 31 over an alphabet without I O S V Z.
constexpr std::string_view uscc_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

char uscc_check(std::string_view first17) {
  int sum = 0, weight = 1;
  for (const char c : first17) {
    sum += static_cast<int>(uscc_alphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  return uscc_alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

bool uscc_is_right(std::string_view code) {
  return code.size() == 18 && code.find_first_not_of(uscc_alphabet) == std::string_view::npos &&
         code[17] == uscc_check(code.substr(0, 17));
}

// I, O, S and Z are none of the alphabet: they stand for what they look like.
std::optional<std::string> uscc_with_digits(std::string code) {
  for (char& c : code) {
    constexpr std::string_view letters = "IOSZ", meant = "1052";
    const auto at = letters.find(c);
    if (at != letters.npos) c = meant[at];
  }
  if (!uscc_is_right(code)) return std::nullopt;
  return code;
}

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

Error uscc_letters(const std::string& code, const std::string& mended) {
  std::string what;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at] == mended[at]) continue;
    what += fmt::format("{}第 {} 位是字母 {}，应为数字 {}", what.empty() ? "" : "，", at + 1,
                        code[at], mended[at]);
  }
  return wrong("统一社会信用代码：" + what, "核对营业执照后改为 " + mended);
}

const IdentityKinds& kinds() {
  static const IdentityKinds shipped = [] {
    const auto folder = resource("vocabulary");
    CHECK(folder.ok());
    auto read = read_identity_kinds(folder.value() / "identity_kinds.csv");
    CHECK(read.ok());
    return std::move(read).value();
  }();
  return shipped;
}

std::string names_of_kinds() {
  std::string names;
  for (const IdentityKind& kind : kinds()) names += (names.empty() ? "" : "、") + kind.zh;
  return names;
}

bool has_resident_form(std::string_view number) {
  return number.size() == 18 && all_digits(number.substr(0, 17)) &&
         (number[17] == 'X' || all_digits(number.substr(17)));
}

// Nobody whom a register names was born before 1850.
Result<Day> born_on(std::string_view number) {
  constexpr int first_year = 1850, last_year = 2150;
  const int year = digits(number.substr(6, 4));
  if (year < first_year || year > last_year) return wrong("出生年份不对", "按证件核对");
  return Day::from_civil(year, digits(number.substr(10, 2)), digits(number.substr(12, 2)));
}

bool is_right(std::string_view number) {
  return has_resident_form(number) && born_on(number).ok() && number[17] == id_check(number);
}

// A letter that is read or typed for a digit; 0 if it is none.
char digit_looking_like(char letter) {
  switch (letter) {
    case 'O':
    case 'Q':
    case 'D': return '0';
    case 'I':
    case 'L': return '1';
    case 'Z': return '2';
    case 'S': return '5';
    case 'B': return '8';
    default: return 0;
  }
}

// What stands for X at the end: a multiplication sign, Cyrillic, a Roman ten.
std::string with_latin_x(std::string text) {
  for (const std::string_view sign : {"×", "Х", "х", "Ⅹ", "ⅹ", "*"}) {
    if (text.size() >= sign.size() && text.ends_with(sign))
      return text.substr(0, text.size() - sign.size()) + "X";
  }
  return text;
}

// "第 3 位是字母 O，应为数字 0", with the number as it would be; empty if that does not mend it.
std::optional<Error> letters_for_digits(const std::string& number) {
  std::string mended = with_latin_x(number);
  std::string what = mended == number ? "" : "末位应为大写字母 X";
  for (std::size_t at = 0; at < mended.size() && at < 18; ++at) {
    const char digit = digit_looking_like(mended[at]);
    if (digit == 0) continue;
    what += fmt::format("{}第 {} 位是字母 {}，应为数字 {}", what.empty() ? "" : "，", at + 1,
                        mended[at], digit);
    mended[at] = digit;
  }
  if (what.empty() || !is_right(mended)) return std::nullopt;
  return wrong("身份证号码：" + what, "核对证件后改为 " + mended);
}

Error mistyped(const std::string& number, std::string what, const std::string& otherwise) {
  const auto swapped = swapped_to_be_right(number);
  constexpr std::size_t listed_max = 3;
  if (swapped.empty() || swapped.size() > listed_max) return wrong(std::move(what), otherwise);
  return wrong(std::move(what),
               fmt::format("{}；相邻两位对调后相符的有：{}", otherwise, fmt::join(swapped, "、")));
}

Error not_eighteen(const std::string& number) {
  std::string fix = "按证件核对";
  if (number.size() == 17 && all_digits(number) && born_on(number).ok())
    fix = fmt::format("按证件核对；如果只缺末位，末位应为 {}", id_check(number));
  if (std::any_of(number.begin(), number.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
    fix += "；不是身份证的，前面写明证件类型，如 护照:E12345678";
  return wrong(fmt::format("身份证号码应为 18 位，现为 {} 位或含其他字符", number.size()), fix);
}

Result<std::string> resident_number(const std::string& number) {
  if (number.size() == 15 && all_digits(number)) {
    return wrong("15 位旧身份证号码",
                 fmt::format("核对本人证件后改为 18 位：{}", eighteen_of(number)));
  }
  if (!has_resident_form(number)) {
    if (auto mended = letters_for_digits(number)) return *std::move(mended);
    return not_eighteen(number);
  }
  if (!born_on(number).ok()) {
    return mistyped(number, "身份证号码中的出生日期不存在", "按证件核对第 7 至 14 位");
  }
  if (number[17] != id_check(number)) {
    return mistyped(number, "身份证号码校验码不符（GB 11643）",
                    "按证件逐位核对，多为错一位或相邻两位颠倒");
  }
  return number;
}

std::string spelled(const IdentityKind& kind, std::string number) {
  if (kind.kept > 0) number.resize(kind.kept);
  return kind.alone ? number : kind.id + ":" + number;
}

Result<std::string> number_of(const IdentityKind& kind, const std::string& number) {
  if (kind.mod11_2) {
    const std::string right = TRY(resident_number(number));
    if (kind.matches(right)) return right;
  }
  if (!kind.matches(number)) {
    return wrong(fmt::format("不是{}的号码", kind.zh), "按证件核对号码和证件类型");
  }
  return spelled(kind, number);
}

struct Named {
  std::string kind;  // empty: the number alone
  std::string number;
};

// "护照:E12345678", "护照：E12345678" and "护照 E12345678".
Named named(std::string_view text) {
  for (const std::string_view mark : {":", "：", " "}) {
    const auto at = text.rfind(mark);
    if (at == text.npos || at == 0) continue;
    const std::string kind(trimmed(text.substr(0, at)));
    if (mark == " " && find_identity_kind(kinds(), kind) == nullptr) continue;
    return {kind, without_blanks(upper(text.substr(at + mark.size())))};
  }
  return {"", without_blanks(upper(text))};
}

}  // namespace

std::string eighteen_of(std::string_view fifteen) {
  std::string seventeen(fifteen.substr(0, 6));
  seventeen.append("19").append(fifteen.substr(6));
  return with_check(seventeen);
}

std::string with_check(std::string_view seventeen) {
  return std::string(seventeen) + id_check(seventeen);
}

std::vector<std::string> swapped_to_be_right(std::string_view id_number) {
  std::vector<std::string> right;
  for (std::size_t at = 0; at + 1 < id_number.size(); ++at) {
    if (id_number[at] == id_number[at + 1]) continue;
    std::string swapped(id_number);
    std::swap(swapped[at], swapped[at + 1]);
    if (is_right(swapped)) right.push_back(std::move(swapped));
  }
  return right;
}

Result<std::string> canonical_id_number(std::string_view text) {
  const Named said = named(text);
  if (said.number.find("E+") != std::string::npos) {
    return wrong("身份证号码已被电子表格改成科学记数，末几位已丢失",
                 "在原表中把该列设为文本格式，重新填写后导出");
  }
  if (!said.kind.empty()) {
    const IdentityKind* kind = find_identity_kind(kinds(), said.kind);
    if (kind == nullptr)
      return wrong(fmt::format("没有“{}”这种证件", said.kind), "填其中之一：" + names_of_kinds());
    return number_of(*kind, said.number);
  }
  if (is_right(said.number)) return said.number;
  for (const IdentityKind& kind : kinds()) {
    if (kind.alone && !kind.mod11_2 && kind.matches(said.number)) return spelled(kind, said.number);
  }
  return resident_number(said.number);
}

std::vector<std::string> possible_id_numbers(std::string_view text) {
  const Named said = named(text);
  const auto sure = canonical_id_number(text);
  if (sure.ok()) return {sure.value()};
  std::vector<std::string> numbers;
  if (!said.kind.empty()) return numbers;
  for (const IdentityKind& kind : kinds()) {
    if (!kind.mod11_2 && kind.matches(said.number)) numbers.push_back(spelled(kind, said.number));
  }
  if (said.number.size() == 15 && all_digits(said.number))
    numbers.push_back(eighteen_of(said.number));
  return numbers;
}

std::string id_kind_of(std::string_view number) {
  const auto mark = number.find(':');
  if (mark != number.npos) return std::string(number.substr(0, mark));
  for (const IdentityKind& kind : kinds()) {
    if (kind.alone && kind.matches(number)) return kind.id;
  }
  return "";
}

bool bears_birth_date(std::string_view number) { return has_resident_form(number); }

std::string shown_id_number(std::string_view number) {
  const auto mark = number.find(':');
  const IdentityKind* kind =
      mark == number.npos ? nullptr : find_identity_kind(kinds(), number.substr(0, mark));
  if (kind == nullptr) return std::string(number);
  return kind->zh + ":" + std::string(number.substr(mark + 1));
}

Day birth_date_of(std::string_view id_number) { return born_on(id_number).value(); }

std::string sex_of(std::string_view id_number) {
  return (id_number[16] - '0') % 2 == 1 ? "1" : "2";
}

Result<std::string> canonical_uscc(std::string_view text) {
  const std::string code = upper(text);
  if (code.find("E+") != std::string::npos) {
    return wrong("统一社会信用代码已被电子表格改成科学记数",
                 "在原表中把该列设为文本格式，重新填写后导出");
  }
  const bool allowed = std::all_of(code.begin(), code.end(), [](char c) {
    return uscc_alphabet.find(c) != std::string_view::npos;
  });
  if (code.size() != 18 || !allowed) {
    if (const auto mended = uscc_with_digits(code)) return uscc_letters(code, *mended);
    std::string fix = "按营业执照核对，注意 0 与 O、1 与 I、2 与 Z、5 与 S";
    if (code.size() == 15 && all_digits(code)) fix = "这是旧的注册号，改填换发执照后的 18 位代码";
    if (code.size() == 9 || code.size() == 10) fix = "这是组织机构代码，改填换发证照后的 18 位代码";
    return wrong("统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）", fix);
  }
  if (!uscc_is_right(code)) {
    std::string fix = "按营业执照逐位核对";
    for (std::size_t at = 0; at + 1 < code.size(); ++at) {
      std::string swapped = code;
      std::swap(swapped[at], swapped[at + 1]);
      if (swapped != code && uscc_is_right(swapped))
        fix += fmt::format("；第 {}、{} 位对调后相符", at + 1, at + 2);
    }
    return wrong("统一社会信用代码校验码不符（GB 32100）", fix);
  }
  return code;
}

Result<std::string> canonical_phone(std::string_view text) {
  std::string number;
  for (const char c : text) {
    if (c >= '0' && c <= '9')
      number.push_back(c);
    else if (c != '-' && c != ' ' && c != '+' && c != '(' && c != ')') {
      return wrong("电话号码含有其他字符", "只填一个号码，多个号码请只留本人常用的一个");
    }
  }
  if (number.size() == 13 && number.starts_with("86")) number.erase(0, 2);
  if (number.size() == 11 && number.front() == '1') return number;
  if (number.size() >= 7 && number.size() <= 12) return number;
  return wrong("电话号码位数不对", "手机号为 11 位，固定电话请带区号");
}

}  // namespace leye::registers
