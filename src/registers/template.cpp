#include "registers/template.hpp"

#include <fmt/format.h>

#include "intake/xlsx_writer.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t choices_max = 500;  // longer tables are filled by code or name

struct Filling {
  std::string how;      // for people
  std::string example;  // division 000000 belongs to nobody
};

Filling filling_of_text(const Entity& entity, const Fact& fact) {
  switch (fact.format) {
    case TextFormat::id_number: return {"18 位，文本格式", "000000199001010018"};
    case TextFormat::uscc: return {"18 位，文本格式", "91000000000000000K"};
    case TextFormat::phone: return {"只填一个号码", "13900001234"};
    case TextFormat::account: return {"文本格式，不要科学记数", "6222000000000001"};
    case TextFormat::free: break;
  }
  const bool persons_name = entity.id == "person" && fact.id == "name";
  return {"文字", persons_name ? "王小明" : fact.zh};
}

Filling filling_of(const Vocabulary& vocabulary, const Entity& entity, const Fact& fact) {
  switch (fact.type) {
    case FactType::boolean: return {"是或否", "是"};
    case FactType::count: return {"整数，不带单位", "1"};
    case FactType::ratio: return {"数，如 30.25 或 361/12", "30.25"};
    case FactType::money: return {"以元为单位，最多两位小数", "3500.00"};
    case FactType::day: return {"如 2023-08-01", "2023-08-01"};
    case FactType::month: return {"如 2023-08", "2023-08"};
    case FactType::place: return {"12 位区划代码，或全称", "000000000000"};
    case FactType::text: return filling_of_text(entity, fact);
    case FactType::code: {
      const CodeTable& table = *vocabulary.code_table(fact);
      return {fmt::format("从《{}》中选，也可填代码", table.zh()), table.codes().front().zh};
    }
    case FactType::reference: break;
  }
  if (fact.refers_to == "person") return {"身份证号码，先有人员档案", "000000199001010018"};
  if (fact.refers_to == "organisation") {
    return {"统一社会信用代码，先有单位档案", "91000000000000000K"};
  }
  const Entity* target = vocabulary.find_entity(fact.refers_to);
  return {fmt::format("所指的{}：单位代码或身份证号/编号", target->zh), "91000000000000000K/1"};
}

std::vector<std::string> choices_of(const Vocabulary& vocabulary, const Fact& fact) {
  if (fact.type == FactType::boolean) return {"是", "否"};
  std::vector<std::string> choices;
  if (fact.type != FactType::code) return choices;
  const CodeTable& table = *vocabulary.code_table(fact);
  if (table.codes().size() > choices_max) return choices;
  for (const Code& code : table.codes()) {
    const Code* understood = table.understand(code.zh);  // a name may belong to a finer code
    choices.push_back(understood == &code ? code.zh : code.code);
  }
  return choices;
}

}  // namespace

std::string template_heading(const Fact& fact) {
  const bool by_number = fact.type == FactType::reference && fact.headings.size() > 1;
  return by_number ? fact.headings[1] : fact.zh;
}

Result<std::string> template_workbook(const Vocabulary& vocabulary, const Entity& entity) {
  std::vector<intake::XlsxColumn> columns{{.heading = "序号"}};
  std::vector<std::string> example{"示例"};
  std::vector<std::vector<std::string>> notes;
  for (const Fact& fact : entity.facts) {
    const Filling filling = filling_of(vocabulary, entity, fact);
    const std::string heading = (fact.required ? "*" : "") + template_heading(fact);
    const std::string note = (fact.required ? "必填，" : "") + filling.how;
    columns.push_back({.heading = heading,
                       .required = fact.required,
                       .note = note,
                       .choices = choices_of(vocabulary, fact)});
    example.push_back(filling.example);
    notes.push_back({heading, fact.required ? "是" : "", filling.how, fact.standard,
                     fact.empty_is_none ? "留空表示没有" : ""});
  }
  intake::XlsxWriter writer;
  writer.start_sheet(entity.zh, columns);
  writer.write_example(example);
  writer.start_sheet("填写说明", {{.heading = "列"},
                                  {.heading = "必填"},
                                  {.heading = "怎样填"},
                                  {.heading = "标准"},
                                  {.heading = "备注"}});
  for (const auto& note : notes) writer.write(note);
  writer.write({"示例行", "", "第一列写着“示例”的行不导入，可以删除也可以留着"});
  return writer.finish();
}

}  // namespace leye::registers
