#include "policy/syntax/misspelt.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Reads from the front of a text, as far as it goes.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // A number of at most so many digits; its length is kept.
  bool number(std::size_t digits_max, int& out) {
    std::size_t length = 0;
    const auto rest = text_.substr(at_);
    while (length < rest.size() && rest[length] >= '0' && rest[length] <= '9') ++length;
    if (length == 0 || length > digits_max) return false;
    std::from_chars(rest.data(), rest.data() + length, out);
    digits_ = length;
    at_ += length;
    return true;
  }

  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::size_t at() const { return at_; }
  std::size_t digits() const { return digits_; }  // of the last number
  std::string_view taken() const { return text_.substr(0, at_); }
  bool ended() const {
    return at_ == text_.size() || text_[at_] == ' ' || text_[at_] == ')' || text_[at_] == ',';
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t digits_ = 0;
};

struct Written {
  std::string_view text;
  int year = 0;
  int month = 0;
  int day = 0;  // 0: a month
};

std::optional<Written> with_signs(std::string_view text, std::string_view sign) {
  Scanner in(text);
  Written date;
  if (!in.number(4, date.year) || in.digits() != 4 || !in.take(sign)) return std::nullopt;
  if (!in.number(2, date.month)) return std::nullopt;
  bool short_number = in.digits() < 2;
  if (!in.take(sign) || !in.number(2, date.day) || !in.ended()) return std::nullopt;
  short_number = short_number || in.digits() < 2;
  if (sign == "-" && !short_number) return std::nullopt;  // as it should be
  date.text = in.taken();
  return date;
}

std::optional<Written> with_words(std::string_view text) {
  Scanner in(text);
  Written date;
  const bool month = in.number(4, date.year) && in.digits() == 4 && in.take("年") &&
                     in.number(2, date.month) && in.take("月");
  if (!month) return std::nullopt;
  date.text = in.taken();
  auto day = in;
  if (day.number(2, date.day) && (day.take("日") || day.take("号"))) {
    date.text = day.taken();
    return date;
  }
  date.day = 0;
  return date;
}

std::optional<Written> date_at(std::string_view text) {
  if (auto date = with_words(text)) return date;
  for (const auto* sign : {"/", ".", "-"})
    if (auto date = with_signs(text, sign)) return date;
  return std::nullopt;
}

Diagnostic complaint(const Written& date, std::int32_t line, std::int32_t column) {
  Diagnostic problem;
  problem.code = date.day > 0 ? "bad_date" : "bare_month";
  problem.at = {line, column, static_cast<std::int32_t>(character_count(date.text))};
  const auto first = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, std::max(1, date.day));
  if (date.day > 0) {
    problem.title = fmt::format("日期不写成“{0}” / a date is not written '{0}'", date.text);
    problem.fix = fmt::format("写 {0} / write {0}", first);
  } else {
    problem.title = fmt::format("月份不能写成“{0}” / a month is not written '{0}'", date.text);
    problem.fix = fmt::format(
        "写 {0} 月份; 要的是日期, 写 {0} 这样的某一天 / write: month of {0}; "
        "if a day is meant, a day such as {0}",
        first);
  }
  return problem;
}

constexpr Pair fences[] = {{"流程", "path"},        {"办理流程", "path"},  {"步骤", "path"},
                           {"程序", "path"},        {"用例", "cases"},     {"案例", "cases"},
                           {"例子", "cases"},       {"case", "cases"},     {"规则", "policy"},
                           {"政策", "policy"},      {"rules", "policy"},   {"rule", "policy"},
                           {"发现", "findings"},    {"单调", "monotone"},  {"paths", "path"},
                           {"finding", "findings"}, {"policies", "policy"}};

constexpr Pair kinds[] = {
    {"流程", "程序"},     {"步骤", "程序"}, {"办理", "程序"},      {"办理流程", "程序"},
    {"工作流程", "程序"}, {"声明", "宣示"}, {"原则", "宣示"},      {"说明", "宣示"},
    {"号召", "宣示"},     {"职责", "责任"}, {"分工", "责任"},      {"责任单位", "责任"},
    {"时限", "期限"},     {"时间", "期限"}, {"名称", "标题"},      {"题目", "标题"},
    {"指标", "目标"},     {"任务", "目标"}, {"判断", "裁量"},      {"另行", "另文"},
    {"另见", "另文"},     {"资金", "用途"}, {"steps", "procedure"}};

std::string lower(std::string_view word) {
  std::string out(word);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view second_of(std::span<const Pair> pairs, std::string_view word) {
  for (const auto& [written, meant] : pairs)
    if (written == word) return meant;
  return {};
}

}  // namespace

std::optional<Diagnostic> misspelt_date(std::string_view text, std::int32_t line,
                                        std::int32_t column) {
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (quoted) continue;
    if (text[at] == '#') break;
    const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(';
    if (!begins || text[at] < '0' || text[at] > '9') continue;
    if (const auto date = date_at(text.substr(at)))
      return complaint(*date, line,
                       column + static_cast<std::int32_t>(character_count(text.substr(0, at))));
  }
  return std::nullopt;
}

bool is_fence_kind(std::string_view word) {
  constexpr std::string_view known[] = {"policy",   "cases",    "path", "findings",
                                        "monotone", "expected", "text", "json"};
  return std::find(std::begin(known), std::end(known), word) != std::end(known);
}

std::string_view fence_meant(std::string_view word) {
  const auto small = lower(word);
  if (const auto meant = second_of(fences, small); !meant.empty()) return meant;
  constexpr std::string_view known[] = {"policy", "cases", "path", "findings", "monotone"};
  for (const auto each : known)
    if (small == each) return each;
  return {};
}

std::string_view sentence_kind_meant(std::string_view word) {
  return second_of(kinds, lower(word));
}

}  // namespace leye::policy
