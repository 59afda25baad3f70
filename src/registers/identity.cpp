#include "registers/identity.hpp"

#include <algorithm>

#include <fmt/format.h>

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

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

Error fifteen_digits(std::string_view text) {
  std::string seventeen(text.substr(0, 6));
  seventeen.append("19").append(text.substr(6));
  return wrong("15 位旧身份证号码",
               fmt::format("核对本人证件后改为 18 位：{}{}", seventeen, id_check(seventeen)));
}

}  // namespace

Result<std::string> canonical_id_number(std::string_view text) {
  const std::string number = upper(text);
  if (number.find("E+") != std::string::npos) {
    return wrong("身份证号码已被电子表格改成科学记数，末几位已丢失",
                 "在原表中把该列设为文本格式，重新填写后导出");
  }
  if (number.size() == 15 && all_digits(number)) return fifteen_digits(number);
  if (number.size() != 18 || !all_digits(number.substr(0, 17)) ||
      (number[17] != 'X' && !all_digits(number.substr(17)))) {
    return wrong(fmt::format("身份证号码应为 18 位，现为 {} 位或含其他字符", number.size()),
                 "按证件核对");
  }
  const auto born = Day::from_civil(digits(number.substr(6, 4)), digits(number.substr(10, 2)),
                                    digits(number.substr(12, 2)));
  if (!born.ok()) return wrong("身份证号码中的出生日期不存在", "按证件核对第 7 至 14 位");
  if (number[17] != id_check(number)) {
    return wrong("身份证号码校验码不符（GB 11643）", "按证件逐位核对，多为错一位或相邻两位颠倒");
  }
  return number;
}

Day birth_date_of(std::string_view id_number) {
  return Day::from_civil(digits(id_number.substr(6, 4)), digits(id_number.substr(10, 2)),
                         digits(id_number.substr(12, 2)))
      .value();
}

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
    return wrong("统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）",
                 "按营业执照核对，注意 0 与 O、1 与 I、2 与 Z、5 与 S");
  }
  if (code[17] != uscc_check(std::string_view(code).substr(0, 17))) {
    return wrong("统一社会信用代码校验码不符（GB 32100）", "按营业执照逐位核对");
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
