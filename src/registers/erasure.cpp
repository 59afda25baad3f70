#include "registers/erasure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "registers/erasure.sql.hpp"

namespace leye::registers {
namespace {

const std::set<std::string> grounds{"term_over", "purpose_over", "consent_withdrawn", "unlawful"};

Status check_reason(const std::string& reason) {
  if (reason.size() >= 4 && reason.size() <= 1500) return Done{};
  return Error{ErrorCode::invalid_input, "请写明理由，两个汉字以上、五百字以内", {"reason"}, {}};
}

Error is_erased() {
  return {ErrorCode::conflict,
          "这份档案的个人信息已经销毁",
          {},
          "不能再登记、更正或者办理；本人再来办事的，新建档案"};
}

Result<std::int64_t> lock_person(store::Transaction& transaction, std::int64_t person) {
  const auto rows = TRY(transaction.query(sql::person_to_erase, person));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  if (rows[0].get<bool>("erased")) return is_erased();
  return rows[0].get<std::int64_t>("place");
}

Status refuse_obstacles(store::Transaction& transaction, std::int64_t person, Day today,
                        const KeptTerms& terms) {
  const auto found = TRY(erasure_obstacles(transaction, person, today, terms));
  if (found.empty()) return Done{};
  std::vector<std::string> labels;
  for (const auto& each : found) labels.push_back(label(each));
  return Error{
      ErrorCode::conflict, "现在还不能销毁", std::move(labels),
      "办结以后、保存期限届满以后再申请；其间只存储，不作他用（个人信息保护法第四十七条）"};
}

// {"person":["…"],"life_event":["…"]}: of each entity the facts that may tell who somebody
// is: masked ones and whatever is written freely.
std::string telling_facts(const Vocabulary& vocabulary) {
  std::string text;
  for (const auto& entity : vocabulary.entities()) {
    std::vector<std::string> ids;
    for (const auto& fact : entity.facts)
      if (fact.mask != Mask::none || fact.sensitivity == Sensitivity::identity ||
          fact.sensitivity == Sensitivity::financial || fact.type == FactType::text)
        ids.push_back("\"" + fact.id + "\"");
    if (ids.empty()) continue;
    text += fmt::format("{}\"{}\":[{}]", text.empty() ? "" : ",", entity.id, fmt::join(ids, ","));
  }
  return "{" + text + "}";
}

Erasure erasure_in(const store::Row& row) {
  Erasure one;
  one.id = row.get<std::int64_t>("id");
  one.person = row.get<std::int64_t>("person_id");
  one.asked_by_account = row.get<std::int64_t>("asked_by");
  one.name = row.get<std::string>("name");
  one.ground = row.get<std::string>("ground");
  one.reason = row.get<std::string>("reason");
  one.asked_by = row.get<std::string>("asked_by_name");
  one.asked_at = row.get<Instant>("asked_at");
  one.state = row.get<std::string>("state");
  one.decided_by = row.get<std::string>("decided_by_name");
  one.decided_at = row.get<std::optional<Instant>>("decided_at");
  one.opinion = row.get<std::string>("opinion");
  return one;
}

Hold hold_in(const store::Row& row) {
  return {row.get<std::int64_t>("id"),    row.get<std::int64_t>("person_id"),
          row.get<std::string>("name"),   row.get<std::string>("reason"),
          row.get<std::string>("made_by_name"), row.get<Instant>("made_at")};
}

}  // namespace

Status refuse_erased(store::Transaction& transaction, const std::vector<std::int64_t>& people) {
  if (TRY(transaction.query(sql::some_erased, people))[0].get<bool>("erased")) return is_erased();
  return Done{};
}

Status lock_unless_erased(store::Transaction& transaction, std::int64_t person) {
  const std::vector<std::int64_t> people{person};
  TRY(transaction.query(sql::lock_identities, people));
  return refuse_erased(transaction, people);
}

std::string label(const Obstacle& obstacle) {
  static const std::map<std::string, const char*> words = {
      {"legal_hold", "依法留存 {} 项"},
      {"open_case", "未办结的办件 {} 件"},
      {"kept_case", "保存期内的办件 {} 件，保存至 {}，依据：{}"},
      {"open_recovery", "未办结的追缴 {} 件"},
      {"running_grant", "正在享受的待遇 {} 项"},
      {"kept_voucher", "会计凭证保存期内的支付 {} 笔，保存至 {}，依据：{}"},
      {"open_correction", "未办结的更正 {} 件"},
      {"open_suspect", "没有复核的疑点 {} 条"},
      {"open_check", "没有结束的核查 {} 行"},
      {"open_difference", "没有处理的差异 {} 条"},
      {"registered", "有效的失业登记 {} 条"},
      {"employed", "有效的就业记录 {} 条"},
      {"unsent_record", "没有送达其他系统的记录 {} 条"},
  };
  return fmt::format(fmt::runtime(words.at(obstacle.kind)), obstacle.found,
                     obstacle.until ? to_text(*obstacle.until) : "", obstacle.basis);
}

Result<std::vector<Obstacle>> erasure_obstacles(store::Transaction& transaction,
                                                std::int64_t person, Day today,
                                                const KeptTerms& terms) {
  std::vector<Obstacle> found;
  for (const store::Row row : TRY(transaction.query(
           sql::erasure_obstacles, person, today, terms.voucher_months, terms.case_months))) {
    Obstacle one{row.get<std::string>("kind"), row.get<std::int64_t>("found"),
                 row.get<std::optional<Day>>("until")};
    if (one.kind == "kept_voucher") one.basis = terms.voucher_basis;
    if (one.kind == "kept_case") one.basis = terms.case_basis;
    found.push_back(std::move(one));
  }
  return found;
}

Result<std::int64_t> shared_papers(store::Transaction& transaction, std::int64_t person) {
  return TRY(transaction.query(sql::shared_papers, person))[0].get<std::int64_t>("found");
}

Result<std::int64_t> ask_erasure(store::Transaction& transaction, const ErasureAsked& asked) {
  if (!grounds.contains(asked.ground))
    return Error{ErrorCode::invalid_input, "请选择销毁的依据", {"ground"}, {}};
  TRY(check_reason(asked.reason));
  const auto place = TRY(lock_person(transaction, asked.person));
  TRY(refuse_obstacles(transaction, asked.person, business_day(asked.by.now), asked.terms));
  const auto rows =
      TRY(transaction.query(sql::add_erasure, asked.person, asked.ground, asked.reason, place,
                            asked.by.account, asked.by.name, asked.by.now));
  if (rows.empty()) return Error{ErrorCode::conflict, "已经申请销毁，正等另一人审批", {}, "请刷新"};
  return rows[0].get<std::int64_t>("id");
}

Result<std::int64_t> decide_erasure(store::Transaction& transaction, const Vocabulary& vocabulary,
                                    const ErasureDecided& decided) {
  const auto rows = TRY(transaction.query(sql::erasure_to_decide, decided.erasure));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const auto person = rows[0].get<std::int64_t>("person_id");
  if (rows[0].get<std::string>("state") != "open")
    return Error{ErrorCode::conflict, "这次销毁已经审批", {}, "请刷新"};
  if (rows[0].get<std::int64_t>("asked_by") == decided.by.account)
    return Error{ErrorCode::forbidden, "申请人不能自己审批", {}, "由另一人审批"};
  if (decided.approve) {
    TRY(lock_person(transaction, person));
    TRY(refuse_obstacles(transaction, person, business_day(decided.by.now), decided.terms));
    TRY(transaction.query(sql::erase_identity, person, telling_facts(vocabulary),
                          decided.by.now));
  } else {
    TRY(check_reason(decided.opinion));
  }
  TRY(transaction.execute(sql::decide_erasure, decided.erasure,
                          std::string(decided.approve ? "erased" : "refused"), decided.by.account,
                          decided.by.name, decided.by.now,
                          decided.approve ? std::string() : decided.opinion));
  return person;
}

Result<std::vector<Erasure>> list_erasures(store::Transaction& transaction) {
  std::vector<Erasure> found;
  for (const store::Row row : TRY(transaction.query(sql::list_erasures)))
    found.push_back(erasure_in(row));
  return found;
}

Result<std::optional<Erasure>> erasure_of(store::Transaction& transaction, std::int64_t person) {
  std::optional<Erasure> found;
  for (const store::Row row : TRY(transaction.query(sql::erasure_of, person)))
    found = erasure_in(row);
  return found;
}

Result<std::int64_t> add_hold(store::Transaction& transaction, std::int64_t person,
                              const std::string& reason, const ErasureBy& by) {
  TRY(check_reason(reason));
  const auto place = TRY(lock_person(transaction, person));
  const auto rows =
      TRY(transaction.query(sql::add_hold, person, reason, place, by.account, by.name, by.now));
  if (rows.empty())
    return Error{ErrorCode::conflict, "这份档案已经依法留存", {}, "先解除原来的一项"};
  return rows[0].get<std::int64_t>("id");
}

Status lift_hold(store::Transaction& transaction, std::int64_t hold, const ErasureBy& by) {
  if (TRY(transaction.execute(sql::lift_hold, hold, by.account, by.name, by.now)) == 0)
    return Error{ErrorCode::not_found, "没有找到"};
  return Done{};
}

Result<std::vector<Hold>> list_holds(store::Transaction& transaction) {
  std::vector<Hold> found;
  for (const store::Row row : TRY(transaction.query(sql::list_holds)))
    found.push_back(hold_in(row));
  return found;
}

Result<std::optional<Hold>> hold_of(store::Transaction& transaction, std::int64_t person) {
  std::optional<Hold> found;
  for (const store::Row row : TRY(transaction.query(sql::hold_of, person))) found = hold_in(row);
  return found;
}

}  // namespace leye::registers
