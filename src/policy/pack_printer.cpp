// Printing a pack's file: the paths of its rules and cases in the wanted language.
#include "policy/case_table.hpp"
#include "policy/pack.hpp"
#include "policy/syntax/printer.hpp"

namespace leye::policy {
namespace {

// 默认 列 = 值, or a heading.
std::string heading(const std::string& text, EntityIndex subject, bool chinese,
                    const Vocabulary& vocabulary) {
  const auto equals = text.find(" = ");
  const auto blank = text.find(' ');
  const bool note = equals != text.npos && blank < equals;
  const auto name = note ? text.substr(blank + 1, equals - blank - 1) : text;
  const auto column = read_case_column(name, subject, vocabulary);
  if (!column.ok()) return text;
  const auto printed = print_case_column(column.value(), chinese);
  if (!note) return printed;
  return (chinese ? "默认 " : "default ") + printed + " = " +
         case_cell(text.substr(equals + 3), chinese);
}

}  // namespace

std::string print_pack_file(const LoadedPack& pack, const Document& document, bool chinese,
                            const Vocabulary& vocabulary) {
  Printing printing;
  printing.chinese = chinese;
  const auto spellings = pack.spellings.find(document.file);
  printing.path = [&, chinese](const std::string& text, Span at) {
    if (spellings == pack.spellings.end()) return text;
    const auto found = spellings->second.find({at.line, at.column});
    if (found == spellings->second.end()) return text;
    return chinese ? found->second.zh : found->second.en;
  };
  printing.case_cell = [chinese](const std::string& cell) { return case_cell(cell, chinese); };
  printing.case_heading = [&](const CasesFence& fence, const std::string& text) {
    const auto subject = pack.plan ? case_subject(fence, *pack.plan) : -1;
    return heading(text, subject, chinese, vocabulary);
  };
  return print_document(document, printing);
}

}  // namespace leye::policy
