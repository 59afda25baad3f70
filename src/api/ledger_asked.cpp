#include "api/ledger_asked.hpp"

#include <algorithm>

#include "access/places.hpp"
#include "api/fields.hpp"
#include "api/ledger_cells.hpp"

namespace leye::api {
namespace {

constexpr std::size_t conditions_max = 12;

}  // namespace

Result<const ledgers::Ledger*> asked_ledger(const Call& call) {
  const ledgers::Ledger* ledger = call.backend.ledgers.find(call.path.at("ledger"));
  if (ledger == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  // Who stands in it tells what is held back.
  const Fields fields(call);
  for (const auto& each : ledger->where) TRY(may_read(fields, each.term));
  return ledger;
}

Result<std::vector<ledgers::Condition>> conditions_on(const Call& call,
                                                      const ledgers::Ledger& ledger,
                                                      const std::vector<LedgerCondition>& asked) {
  std::vector<ledgers::Condition> conditions;
  const Fields fields(call);
  for (const LedgerCondition& each : asked) {
    const ledgers::Column* column = ledger.find_column(each.column);
    if (column == nullptr || conditions.size() == conditions_max) {
      return Error{ErrorCode::invalid_input, "没有这一列，或条件太多", {each.column}, "重新筛选"};
    }
    TRY(may_read(fields, column->term));  // who is found tells what is held back
    conditions.push_back(
        TRY(ledgers::condition_on(call.backend.vocabulary, *column, each.test, each.values)
                .at(column->zh)));
  }
  return conditions;
}

std::string conditions_told(const Vocabulary& vocabulary, const ledgers::Ledger& ledger,
                            const std::vector<LedgerCondition>& asked) {
  static const std::map<std::string, const char*, std::less<>> words = {
      {"is", "是"},           {"is_not", "不是"},      {"contains", "含有"},
      {"at_least", "不小于"}, {"at_most", "不大于"},   {"given", "已登记"},
      {"empty", "未登记"},    {"this_year", "在本年"}, {"not_passed", "未过期"}};
  std::string told;
  for (const LedgerCondition& each : asked) {
    const ledgers::Column* column = ledger.find_column(each.column);
    if (column == nullptr) continue;
    const auto word = words.find(each.test);
    told += (told.empty() ? "" : "；") + column->zh + " " +
            (word == words.end() ? each.test : std::string(word->second));
    for (const std::string& value : each.values) {
      const Fact* fact = column->term.fact;
      const bool coded = fact != nullptr && fact->type == FactType::code;
      const Code* code = coded ? vocabulary.code_table(*fact)->find(value) : nullptr;
      told += " " + (code == nullptr ? value : code->zh);
    }
  }
  return told;
}

Result<store::Scope> scope_within(const Call& call, std::optional<std::int64_t> within) {
  auto scope = call.scope();
  if (!within) return scope;
  const auto range = access::range_of(*within);
  if (!call.post.range.holds(range)) return Error{ErrorCode::not_found, "没有找到"};
  scope.place_lo = range.low;
  scope.place_hi = range.high;
  return scope;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // the first byte of one
  }));
}

}  // namespace leye::api
