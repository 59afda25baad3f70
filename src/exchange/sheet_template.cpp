#include "exchange/sheet_template.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "registers/record.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::exchange {
namespace {

constexpr int rows_limit = 10'000;
constexpr int days_limit = 90;
constexpr std::ptrdiff_t name_characters_max = 31;  // of a sheet of a workbook
constexpr const char* marks[] = {"key", "serial", "old_serial", "outcome", "code", "reason"};

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

Result<int> whole_number(std::string_view key, std::string_view text, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > most)
    return wrong(fmt::format("`{}` is no number from 1 to {}", text, most),
                 fmt::format("write `{}: 5`", key));
  return number;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (auto& word : cells_of(text, ','))
    if (!word.empty()) words.push_back(std::move(word));
  return words;
}

bool is_mark(const std::string& word) {
  return std::find(std::begin(marks), std::end(marks), word) != std::end(marks);
}

const SentField* field_named(const std::vector<SentField>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const SentField& each) { return each.field == name; });
  return found == fields.end() ? nullptr : &*found;
}

// "2023-08-01" as they write it.
std::string day_text(DayForm form, std::string iso) {
  if (form == DayForm::none) std::erase(iso, '-');
  if (form != DayForm::slashes) return iso;
  std::string text;
  for (const auto& part : cells_of(iso, '-')) {
    const auto digits = part.find_first_not_of('0');
    text += (text.empty() ? "" : "/") + (digits == part.npos ? part : part.substr(digits));
  }
  return text;
}

}  // namespace

const AnswerColumn* SheetTemplate::answer_column(std::string_view is) const {
  const auto found = std::find_if(answer.begin(), answer.end(),
                                  [&](const AnswerColumn& each) { return each.is == is; });
  return found == answer.end() ? nullptr : &*found;
}

std::vector<const AnswerColumn*> SheetTemplate::telling_fields() const {
  std::vector<const AnswerColumn*> found;
  for (const AnswerColumn& one : answer)
    if (!is_mark(one.is)) found.push_back(&one);
  return found;
}

const Fact& fact_of(const Vocabulary& vocabulary, const Entity& entity, const SentField& field) {
  const Entity* holder = &entity;
  if (!field.reference.empty())
    holder = vocabulary.find_entity(entity.find_fact(field.reference)->refers_to);
  return *holder->find_fact(field.fact);
}

Result<std::string> in_their_words(const SheetTemplate& sheet, const Vocabulary& vocabulary,
                                   const Arrangement& arrangement, const std::string& field,
                                   const std::string& value) {
  if (value.empty()) return std::string();
  if (const auto words = sheet.words.find(field); words != sheet.words.end()) {
    const auto word = words->second.find(value);
    if (word == words->second.end())
      return Error{ErrorCode::invalid_input, "对方的模板里没有这个值的写法", {field, value},
                   "核对政策包 exchange/ 里的对照表"};
    return word->second;
  }
  const SentField* sent = field_named(arrangement.fields, field);
  if (sent == nullptr) return value;
  const Fact& fact = fact_of(vocabulary, *arrangement.entity, *sent);
  if (fact.type == FactType::day) return day_text(sheet.days, value);
  if (fact.type == FactType::code || fact.type == FactType::boolean)
    return registers::shown_value(vocabulary, fact, value);
  return value;
}

Result<bool> SheetTemplateReader::take_property(std::string_view key, std::string_view value) {
  if (key == "template") {
    constexpr std::string_view dot = "·";
    const auto at = value.find(dot);
    if (at == value.npos || trimmed(value.substr(0, at)).empty() ||
        trimmed(value.substr(at + dot.size())).empty())
      return wrong("a template is named twice",
                   "write `template: 岗位推荐导入模板 · job referral import sheet`");
    made_.name = {std::string(trimmed(value.substr(0, at))),
                  std::string(trimmed(value.substr(at + dot.size())))};
    const auto characters =
        std::count_if(made_.name.zh.begin(), made_.name.zh.end(),
                      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    if (characters > name_characters_max ||
        made_.name.zh.find_first_of("[]:*?/\\\"") != std::string::npos)
      return wrong("the template's name cannot be that of a sheet",
                   "at most 31 characters, without []:*?/\\\"");
  } else if (key == "rows") {
    made_.rows_max = TRY(whole_number(key, value, rows_limit));
  } else if (key == "answered within") {
    made_.answer_days = TRY(whole_number(key, value, days_limit));
  } else if (key == "days") {
    if (value != "YYYY-MM-DD" && value != "YYYYMMDD" && value != "YYYY/M/D")
      return wrong(fmt::format("`{}` is no way to write days", value),
                   "write `YYYY-MM-DD`, `YYYYMMDD` or `YYYY/M/D`");
    made_.days = value == "YYYY-MM-DD" ? DayForm::dashes
                 : value == "YYYYMMDD" ? DayForm::none
                                       : DayForm::slashes;
  } else if (key == "accepted") {
    made_.accepted = words_of(value);
  } else if (key == "refused") {
    made_.refused = words_of(value);
  } else {
    return false;
  }
  spoken_of_ = true;
  return true;
}

Result<bool> SheetTemplateReader::open_table(const std::vector<std::string>& header) {
  if (header == std::vector<std::string>{"field", "ours", "theirs"}) table_ = Table::words;
  else if (header == std::vector<std::string>{"answer", "is"}) table_ = Table::answer;
  else return false;
  spoken_of_ = true;
  return true;
}

Status SheetTemplateReader::take_row(const std::vector<std::string>& cells) {
  if (std::any_of(cells.begin(), cells.end(), [](const auto& each) { return each.empty(); }))
    return wrong("an empty cell", "fill it, or remove the row");
  if (table_ == Table::words) {
    if (cells.size() != 3) return wrong("a row of words has three cells", "field, ours, theirs");
    if (!made_.words[cells[0]].emplace(cells[1], cells[2]).second)
      return wrong(fmt::format("`{}` of {} is written twice", cells[1], cells[0]), "drop one");
    return Done{};
  }
  if (cells.size() != 2) return wrong("a row of the answer has two cells", "heading, what it is");
  if (made_.answer_column(cells[1]) != nullptr)
    return wrong(fmt::format("two columns are `{}`", cells[1]),
                 "headings that mean the same stand in one cell, with commas");
  made_.answer.push_back({words_of(cells[0]), cells[1]});
  return Done{};
}

Result<bool> SheetTemplateReader::take_column(const std::vector<std::string>& cells) {
  using Holds = SheetColumn::Holds;
  SheetColumn column;
  column.heading = cells[1];
  if (cells[2] == "@key") column.holds = Holds::key;
  else if (cells[2] == "@serial") column.holds = Holds::serial;
  else if (cells[2] == "@row") column.holds = Holds::row_number;
  else if (cells[2] == "@operation") column.holds = Holds::operation;
  else if (cells[2].starts_with('"') && cells[2].ends_with('"') && cells[2].size() > 2) {
    column.holds = Holds::text;
    column.text = cells[2].substr(1, cells[2].size() - 2);
  } else if (cells[2].starts_with('@')) {
    return wrong(fmt::format("`{}` is nothing that we could fill in", cells[2]),
                 "write @key, @serial, @row or @operation");
  } else {
    column.field = cells[0];
  }
  const bool other = column.holds != Holds::fact;
  for (const SheetColumn& before : made_.columns)
    if (before.heading == column.heading)
      return wrong(fmt::format("two columns are headed `{}`", column.heading), "rename one");
  made_.columns.push_back(std::move(column));
  spoken_of_ = spoken_of_ || other;
  return other;
}

Status SheetTemplateReader::check_words(const std::vector<SentField>& fields) const {
  for (const auto& [name, words] : made_.words) {
    const SentField* field = field_named(fields, name);
    if (field == nullptr)
      return wrong(fmt::format("words for `{}`, which is no field", name), "name a field");
    const Fact& fact = fact_of(vocabulary_, entity_, *field);
    if (fact.type != FactType::code)
      return wrong(fmt::format("words for `{}`, which holds no code", name), "drop them");
    std::string left_out;
    for (const Code& code : vocabulary_.code_table(fact)->codes())
      if (!words.contains(code.code)) left_out += (left_out.empty() ? "" : ", ") + code.code;
    if (!left_out.empty())
      return wrong(fmt::format("the words of `{}` leave out {}", name, left_out),
                   "say how they write each code");
    for (const auto& [ours, theirs] : words)
      if (vocabulary_.code_table(fact)->find(ours) == nullptr)
        return wrong(fmt::format("`{}` has no code `{}`", fact.id, ours), "drop the row");
  }
  return Done{};
}

Status SheetTemplateReader::check_answer(const std::vector<SentField>& fields) const {
  const auto telling = made_.telling_fields();
  for (const AnswerColumn* one : telling)
    if (field_named(fields, one->is) == nullptr)
      return wrong(fmt::format("a column of the answer is `{}`", one->is),
                   "write key, serial, old_serial, outcome, code, reason or a field");
  const bool has_key = std::any_of(
      made_.columns.begin(), made_.columns.end(),
      [](const auto& each) { return each.holds == SheetColumn::Holds::key; });
  const bool key_comes_back = made_.answer_column("key") != nullptr;
  if (key_comes_back && !has_key)
    return wrong("our key is in the answer and not in the template", "add a column `@key`");
  if (!key_comes_back && telling.empty())
    return wrong("nothing in the answer tells which row it is about",
                 "add `| 外部流水号 | key |` or fields such as the ID number and the day");
  if (made_.answer_column("serial") == nullptr)
    return wrong("no column of the answer holds their number", "add `| … | serial |`");
  const bool by_word = made_.answer_column("outcome") != nullptr;
  if (!by_word && made_.answer_column("reason") == nullptr)
    return wrong("nothing in the answer tells a refusal", "add `| … | reason |`");
  if (by_word && (made_.accepted.empty() || made_.refused.empty()))
    return wrong("nobody says what the outcome's words mean",
                 "write `accepted: 成功` and `refused: 失败`");
  return Done{};
}

Result<std::shared_ptr<const SheetTemplate>> SheetTemplateReader::finish(
    const std::vector<SentField>& fields) {
  if (!spoken_of_) return std::shared_ptr<const SheetTemplate>();
  if (made_.name.zh.empty())
    return wrong("the template has no name",
                 "write `template: 岗位推荐导入模板 · job referral import sheet`");
  TRY(check_words(fields));
  TRY(check_answer(fields));
  return std::make_shared<const SheetTemplate>(std::move(made_));
}

}  // namespace leye::exchange
