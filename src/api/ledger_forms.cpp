#include "api/ledger_forms.hpp"

#include <fmt/format.h>

namespace leye::api {
namespace {

std::string says(const LedgerPaper& paper, std::string zh, std::string en) {
  return paper.language == policy::Language::zh ? std::move(zh) : std::move(en);
}

// "合计：12 人，金额（元） 18,000.00".
Result<std::string> sum_of(const LedgerPaper& paper) {
  constexpr std::string_view unit_is = "单位：";
  const bool named = paper.unit.starts_with(unit_is);
  const std::string each = named ? paper.unit.substr(unit_is.size()) : "行";
  std::string sum = says(paper, fmt::format("合计：{} {}", paper.rows.size(), each),
                         fmt::format("Total: {} rows", paper.rows.size()));
  for (std::size_t at = 0; at < paper.columns.size(); ++at) {
    const bool money = paper.columns[at].use == "money";
    if (!money && paper.columns[at].use != "count") continue;
    Money amount;
    std::int64_t count = 0;
    for (const auto& row : paper.rows) {
      if (row[at].empty()) continue;
      if (money) {
        const Money more = TRY(Money::parse(row[at]));
        amount = TRY(add(amount, more));
      } else {
        count += std::atoll(row[at].c_str());
      }
    }
    sum += says(paper, "，", ", ") + paper.columns[at].label + " ";
    sum += money ? to_display(amount) : std::to_string(count);
  }
  return sum;
}

}  // namespace

const char* use_of(const ledgers::Column& column) {
  const Fact* fact = column.term.fact;
  if (fact == nullptr) return "count";
  if (fact->type == FactType::money) return column.term.relation == 0 ? "money" : "number";
  return fact->type == FactType::count ? "number" : "text";
}

Result<intake::FormSheet> ledger_form(const LedgerPaper& paper) {
  intake::FormSheet form;
  form.name = paper.name;
  form.title = paper.title;
  form.right = paper.unit;
  form.columns.push_back({says(paper, "序号", "No."), "", true});
  for (const auto& column : paper.columns)
    form.columns.push_back({column.label, column.group, column.use != "text"});
  for (const auto& row : paper.rows) {
    std::vector<std::string> cells{std::to_string(form.rows.size() + 1)};
    cells.insert(cells.end(), row.begin(), row.end());
    form.rows.push_back(std::move(cells));
  }
  form.sum = TRY(sum_of(paper));
  for (const std::string& sign : paper.signs) form.signs += sign + "：              ";
  return form;
}

}  // namespace leye::api
