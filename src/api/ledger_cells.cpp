#include "api/ledger_cells.hpp"

#include "api/fact_lines.hpp"
#include "api/fields.hpp"
#include "registers/identity.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::api {
namespace {

using ledgers::Column;

constexpr std::size_t codes_listed_max = 60;

const char* type_of(const Column& column) {
  return column.term.fact == nullptr ? "count" : name(column.term.fact->type);
}

bool is_masked(const Column& column) {
  const Fact* fact = column.term.fact;
  return fact != nullptr && masked_value(*fact, "0", Names::in_clear) != "0";
}

// Whether some role may not see it; asked before the caller's role is.
bool is_guarded(const ledgers::Term& term) {
  return term.fact != nullptr &&
         (term.derived != nullptr || term.fact->sensitivity != Sensitivity::open);
}

}  // namespace

LedgerColumn ledger_column(const Vocabulary& vocabulary, const Column& column) {
  LedgerColumn line{column.id,         column.zh,       column.en,
                    column.group_zh,   column.group_en, type_of(column),
                    is_masked(column), column.required, {}};
  const Fact* fact = column.term.fact;
  if (fact == nullptr || fact->type != FactType::code) return line;
  const auto& codes = vocabulary.code_table(*fact)->codes();
  if (codes.size() > codes_listed_max) return line;
  for (const Code& code : codes) line.codes.push_back({code.code, code.zh, code.en});
  return line;
}

std::string listed_labels(const Call& call, const Fact& fact, std::string_view codes) {
  std::string labels;
  for (const std::string& each : cells_of(codes, ',')) {
    const Code* code = call.backend.vocabulary.code_table(fact)->find(each);
    if (!labels.empty()) labels += call.says("、", ", ");
    labels += code == nullptr ? each : call.label(*code);
  }
  return labels;
}

Status may_read(const Fields& fields, const ledgers::Term& term) {
  if (term.fact == nullptr) return Done{};
  if (term.derived == nullptr) return fields.may_read(*term.fact);
  for (const ledgers::Term* part : {&term.derived->first, &term.derived->second}) {
    TRY(may_read(fields, *part));
    if (part->fact != nullptr && fields.always_masked(*part->fact))
      return Error{ErrorCode::forbidden, "这一列由遮盖的字段算出，无权查看"};
  }
  return Done{};
}

std::string ledger_cell_kept(const Call& call, const Column& column, const ledgers::LedgerRow& row,
                             std::size_t at, bool clear) {
  const Fact* fact = column.term.fact;
  const std::string& value = row.values[at];
  if (fact == nullptr) return row.cells[at];
  if (is_guarded(column.term)) {
    const Fields fields(call);
    if (!may_read(fields, column.term).ok()) return fields.held_word();
    if (fields.always_masked(*fact)) return fields.shown(*fact, row.cells[at]);
  }
  if (value.empty()) return row.cells[at];
  if (fact->id == "measure" || fact->id == "category") {
    const auto* measure = call.backend.plan.find_measure(value);
    return measure == nullptr ? value : measure->name.label;
  }
  if (fact->type == FactType::boolean || (fact->type == FactType::code && !is_masked(column)))
    return row.cells[at];
  const std::string shown =
      clear ? row.cells[at] : masked_value(*fact, row.cells[at], Names::in_clear);
  return fact->format == TextFormat::id_number ? registers::shown_id_number(shown) : shown;
}

std::string ledger_cell(const Call& call, const Column& column, const ledgers::LedgerRow& row,
                        std::size_t at, bool clear) {
  const Fact* fact = column.term.fact;
  const std::string& value = row.values[at];
  const bool held = is_guarded(column.term) && (!may_read(Fields(call), column.term).ok() ||
                                                Fields(call).always_masked(*fact));
  if (fact != nullptr && !value.empty() && !held) {
    const ledgers::Derived* derived = column.term.derived;
    if (derived != nullptr && derived->kind == ledgers::Derived::Kind::list)
      return listed_labels(call, *fact, value);
    if (fact->id == "measure" || fact->id == "category") {
      const auto* measure = call.backend.plan.find_measure(value);
      return measure == nullptr ? value : call.label(measure->name);
    }
    if (fact->type == FactType::code && !is_masked(column)) {
      const Code* code = call.backend.vocabulary.code_table(*fact)->find(value);
      return code == nullptr ? value : call.label(*code);
    }
    if (fact->type == FactType::boolean)
      return call.says(row.cells[at], value == "yes" ? "yes" : "no");
  }
  return ledger_cell_kept(call, column, row, at, clear);
}

}  // namespace leye::api
