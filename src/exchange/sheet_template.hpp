// The import template (导入模板) of a system that takes and answers by workbooks: data of a pack, in
// the file of the system's arrangements (arrangements.hpp), below a kind:
//
//   template: 岗位推荐导入模板 · job referral import sheet
//   rows: 500
//   days: YYYYMMDD
//   answered within: 5
//   accepted: 成功
//   refused: 失败
//
//   | field | label | value |          columns in their order; @key, @serial, @row, @operation and
//   |---|---|---|                      "a text" are no facts
//   | WBLSH | 外部流水号 | @key |
//   | AAC002 | 身份证号码 | person.id_number |
//
//   | field | ours | theirs |          how they write the codes of a column
//   | answer | is |                    columns of what they give back: key, serial, old_serial,
//                                      outcome, code, reason, or a field of the template
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/arrangements.hpp"

namespace leye::exchange {

struct SheetColumn {
  enum class Holds { fact, key, serial, row_number, operation, text };
  Holds holds = Holds::fact;
  std::string heading;
  std::string field;  // of a fact: as Arrangement::fields names it
  std::string text;   // what stands in every row
};

struct AnswerColumn {
  std::vector<std::string> headings;  // any of them
  std::string is;                     // key, serial, …; else a field that tells which row it is
};

enum class DayForm { dashes, none, slashes };  // 2023-08-01, 20230801, 2023/8/1

struct SheetTemplate {
  Named name;
  int rows_max = 1000;   // in one file
  int answer_days = 5;   // after the file was taken; then it is overdue
  DayForm days = DayForm::dashes;
  std::vector<SheetColumn> columns;
  std::map<std::string, std::map<std::string, std::string>> words;  // field → our code → theirs
  std::vector<AnswerColumn> answer;
  std::vector<std::string> accepted, refused;  // words of the column `outcome`

  const AnswerColumn* answer_column(std::string_view is) const;  // null: it has none
  std::vector<const AnswerColumn*> telling_fields() const;
};

// The templates of a pack. Arrangements::load() reads and checks them too, so that a pack with a
// fault in one does not come into force.
class SheetTemplates {
 public:
  static Result<SheetTemplates> load(const std::filesystem::path& pack,
                                     const Vocabulary& vocabulary);
  static Result<SheetTemplates> parse(std::string_view text, const std::string& file,
                                      const Vocabulary& vocabulary);
  const SheetTemplate* find(std::string_view entity) const;  // null: it has none

 private:
  std::map<std::string, std::shared_ptr<const SheetTemplate>, std::less<>> by_entity_;
};

// How our value of that field stands in their sheet. invalid_input: they have no word for it.
Result<std::string> in_their_words(const SheetTemplate& sheet, const Vocabulary& vocabulary,
                                   const Arrangement& arrangement, const std::string& field,
                                   const std::string& value);

// Reads what stands below one kind, line by line.
class SheetTemplateReader {
 public:
  SheetTemplateReader(const Vocabulary& vocabulary, const Entity& entity)
      : vocabulary_(vocabulary), entity_(entity) {}

  // Whether the line was the template's.
  Result<bool> take_property(std::string_view key, std::string_view value);
  Result<bool> open_table(const std::vector<std::string>& header);
  Status take_row(const std::vector<std::string>& cells);
  // A column of the table of fields; true: it is no fact and the template's alone.
  Result<bool> take_column(const std::vector<std::string>& cells);

  // None where no line spoke of a template. invalid_input: what is missing for files to go out and
  // answers to be read.
  Result<std::shared_ptr<const SheetTemplate>> finish(const std::vector<SentField>& fields);

 private:
  enum class Table { words, answer };
  Status check_answer(const std::vector<SentField>& fields) const;
  Status check_words(const std::vector<SentField>& fields) const;

  const Vocabulary& vocabulary_;
  const Entity& entity_;
  SheetTemplate made_;
  bool spoken_of_ = false;
  Table table_ = Table::words;
};

// The fact whose value the field is.
const Fact& fact_of(const Vocabulary& vocabulary, const Entity& entity, const SentField& field);

}  // namespace leye::exchange
