#include "registers/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <utility>

#include "base/resources.hpp"
#include "registers/retention.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t columns = 6;
constexpr int months_max = 1200;

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found;
  std::size_t from = 0;
  for (std::size_t comma = 0; (comma = line.find(',', from)) != line.npos; from = comma + 1)
    found.push_back(line.substr(from, comma - from));
  found.push_back(line.substr(from));
  return found;
}

Result<RetentionTerm> read_term(const std::string& line) {
  const auto cell = cells(line);
  RetentionTerm term;
  if (cell.size() == columns) {
    term = {cell[0], cell[1], cell[2], 0, cell[4], cell[5]};
    std::from_chars(cell[3].data(), cell[3].data() + cell[3].size(), term.months);
  }
  const bool action = term.action == "archive" || term.action == "destroy" || term.action == "ask";
  if (action && !term.kind.empty() && term.months > 0 && term.months <= months_max &&
      !term.basis.empty())
    return term;
  return Error{ErrorCode::invalid_input,
               "保存期限表的这一行读不懂：" + line,
               {},
               "六列：kind,zh,en,months,archive|destroy|ask,basis；月数 1 至 1200，依据必填"};
}

RetentionList list_in(store::Row row) {
  RetentionList one;
  one.id = row.get<std::int64_t>("id");
  one.kind = row.get<std::string>("kind");
  one.action = row.get<std::string>("action");
  one.cut_off = row.get<Day>("cut_off");
  one.due = row.get<std::int64_t>("due");
  one.done = row.get<std::int64_t>("done");
  one.basis = row.get<std::string>("basis");
  one.listed_by_account = row.get<std::int64_t>("listed_by");
  one.listed_by = row.get<std::string>("listed_by_name");
  one.listed_at = row.get<Instant>("listed_at");
  one.state = row.get<std::string>("state");
  one.decided_by = row.get<std::string>("decided_by_name");
  one.decided_at = row.get<std::optional<Instant>>("decided_at");
  one.opinion = row.get<std::string>("opinion");
  return one;
}

}  // namespace

Result<std::vector<RetentionTerm>> read_retention_terms(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return Error{ErrorCode::not_found, "没有保存期限表", {file.string()}, {}};
  std::vector<RetentionTerm> terms;
  bool heading = true;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    if (std::exchange(heading, false)) continue;
    terms.push_back(TRY(read_term(line).at(fmt::format("{}:{}", file.string(), number))));
    if (terms.back().kind.starts_with("audit")) {
      return Error{ErrorCode::invalid_input,
                   "审计记录不设保存期限",
                   {fmt::format("{}:{}", file.string(), number)},
                   "删去这一行：网络安全法第二十三条要求日志留存不少于六个月，本系统不销毁审计记录"};
    }
  }
  for (const char* kind : {"voucher", "case", "person_file"}) {
    if (std::none_of(terms.begin(), terms.end(),
                     [kind](const auto& term) { return term.kind == kind; }))
      return Error{ErrorCode::invalid_input,
                   fmt::format("保存期限表缺少 {}", kind),
                   {file.string()},
                   "每类一行；支付凭证、办件和人员档案必须有"};
  }
  return terms;
}

Result<std::vector<RetentionTerm>> retention_terms() {
  return read_retention_terms(TRY(resource("data/retention/terms.csv")));
}

KeptTerms kept_terms(const std::vector<RetentionTerm>& terms) {
  KeptTerms kept;
  for (const auto& term : terms) {
    if (term.kind == "voucher") {
      kept.voucher_months = term.months;
      kept.voucher_basis = term.basis;
    } else if (term.kind == "case") {
      kept.case_months = term.months;
      kept.case_basis = term.basis;
    }
  }
  return kept;
}

Result<std::vector<PersonDue>> people_due(store::Transaction& transaction,
                                          const std::vector<RetentionTerm>& terms, Day today,
                                          int count_max) {
  std::vector<PersonDue> found;
  for (const auto& term : terms) {
    if (term.kind != "person_file") continue;
    for (const store::Row row :
         TRY(transaction.query(sql::people_due, add_months(today, -term.months), count_max)))
      found.push_back({row.get<std::int64_t>("id"), row.get<std::string>("name"),
                       business_day(row.get<Instant>("recorded_at"))});
  }
  return found;
}

Result<std::vector<RetentionDue>> what_is_due(store::Transaction& transaction,
                                              const std::vector<RetentionTerm>& terms, Day today) {
  std::vector<RetentionDue> found;
  for (const auto& term : terms) {
    const auto cut_off = add_months(today, -term.months);
    const auto rows = TRY(transaction.query(sql::due, term.kind, cut_off));
    found.push_back({term, cut_off, rows[0].get<std::optional<std::int64_t>>("due").value_or(0)});
  }
  return found;
}

Result<int> list_what_is_due(store::Transaction& transaction,
                             const std::vector<RetentionTerm>& terms, const ErasureBy& by) {
  int listed = 0;
  for (const auto& each : TRY(what_is_due(transaction, terms, business_day(by.now)))) {
    if (each.due == 0) continue;
    const auto added =
        TRY(transaction.query(sql::add_list, each.term.kind, each.term.action, each.cut_off,
                              each.due, each.term.basis, by.account, by.name, by.now));
    listed += added.empty() ? 0 : 1;
  }
  return listed;
}

Result<std::string> decide_retention(store::Transaction& transaction, std::int64_t list,
                                     bool confirm, const std::string& opinion,
                                     const ErasureBy& by) {
  const auto rows = TRY(transaction.query(sql::list_to_decide, list));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  if (rows[0].get<std::string>("state") != "open")
    return Error{ErrorCode::conflict, "这份清单已经确认过", {}, "请刷新"};
  if (rows[0].get<std::int64_t>("listed_by") == by.account)
    return Error{ErrorCode::forbidden, "列清单的人不能自己确认", {}, "由另一人确认"};
  if (!confirm && opinion.size() < 4)
    return Error{ErrorCode::invalid_input, "请写明不同意的理由", {"opinion"}, {}};
  const auto kind = rows[0].get<std::string>("kind");
  std::optional<std::int64_t> done;
  if (confirm) done = rows[0].get<std::int64_t>("due");
  if (confirm && rows[0].get<std::string>("action") == "destroy") {
    const auto touched =
        TRY(transaction.query(sql::destroy_due, kind, rows[0].get<Day>("cut_off")));
    done = touched[0].get<std::int64_t>("done");
  }
  TRY(transaction.execute(sql::decide_list, list, std::string(confirm ? "confirmed" : "refused"),
                          done, by.account, by.name, by.now, opinion));
  return kind;
}

Result<std::vector<RetentionList>> retention_lists(store::Transaction& transaction) {
  std::vector<RetentionList> found;
  for (const store::Row row : TRY(transaction.query(sql::lists))) found.push_back(list_in(row));
  return found;
}

}  // namespace leye::registers
