#include "registers/corrections.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "registers/corrections.sql.hpp"
#include "registers/identity.hpp"
#include "registers/identity_rows.hpp"

namespace leye::registers {
namespace {

Status check_text(const std::string& text, const char* field, std::size_t bytes_max) {
  constexpr std::size_t bytes_min = 4;
  if (text.size() >= bytes_min && text.size() <= bytes_max) return Done{};
  return Error{ErrorCode::invalid_input,
               "请写明原因和所凭证件",
               {field},
               "各两个汉字以上；原因五百字、证件两百字以内"};
}

Error wrong(std::string what, const char* field, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {field}, std::move(fix)};
}

// The identities of one or two people, locked, in the order asked for.
Status lock(store::Transaction& transaction, const IdentityCipher& cipher,
            const std::vector<std::int64_t>& people, std::vector<Identity>& found) {
  const auto rows = TRY(transaction.query(sql::identities_to_correct, people));
  found.resize(people.size());
  std::size_t seen = 0;
  for (const store::Row row : rows) {
    const auto at = std::find(people.begin(), people.end(), row.get<std::int64_t>("id"));
    found[static_cast<std::size_t>(at - people.begin())] = TRY(read_identity(cipher, row));
    ++seen;
  }
  if (seen != people.size()) return Error{ErrorCode::not_found, "档案不在了", {}, "请刷新后再试"};
  return Done{};
}

Status check_number(store::Transaction& transaction, const IdentityCipher& cipher,
                    const CorrectionAsked& asked, const Identity& now) {
  if (asked.value.empty()) return wrong("请填写正确的号码", "value", "按证件填写");
  if (now.number == asked.value) return wrong("号码没有变化", "value", "核对要改成的号码");
  const auto owners =
      TRY(transaction.query(sql::owner_of_number, cipher.number_blind(asked.value)));
  if (owners.empty()) return Done{};
  return Error{ErrorCode::conflict,
               "这个号码已经有一份档案",
               {"value"},
               "同一个人的，到“疑似重复”合并两份档案；两人号码互换的，选“两人互换”"};
}

// Rules go by the day of birth, which the number tells: it follows.
Status follow_number(store::Transaction& transaction, std::int64_t person, const Identity& identity,
                     Instant now, const std::string& source) {
  if (!identity.number || !bears_birth_date(*identity.number)) return Done{};
  TRY(transaction.execute(sql::correct_birth_date, person, birth_date_of(*identity.number), now,
                          source));
  return Done{};
}

Result<Correction> read_correction(const IdentityCipher& cipher, const store::Row& row) {
  const auto opened = [&](const char* sealed, const char* salt) -> Result<std::string> {
    const auto bytes = row.get<std::optional<Bytes>>(sealed);
    const auto under = row.get<std::optional<Salt>>(salt);
    if (!bytes || !under || bytes->empty()) return std::string();  // none, or erased
    return cipher.open(*under, *bytes);
  };
  Correction found;
  found.id = row.get<std::int64_t>("id");
  found.kind = row.get<std::string>("kind");
  found.state = row.get<std::string>("state");
  found.person = row.get<std::int64_t>("person_id");
  found.other = row.get<std::optional<std::int64_t>>("other_id");
  const std::string number = TRY(opened("own_cipher", "own_salt"));
  found.person_name = row.get<std::optional<std::string>>("own_name").value_or("");
  found.other_name = row.get<std::optional<std::string>>("other_name").value_or("");
  found.asked_by_account = row.get<std::int64_t>("asked_by");
  found.before = found.kind == "name" ? found.person_name : number;
  found.other_before = TRY(opened("other_cipher", "other_salt"));
  if (found.kind == "name") found.after = row.get<std::string>("new_name");
  if (found.kind == "number") found.after = TRY(opened("number_cipher", "salt"));
  if (found.kind == "swapped") found.after = found.other_before;
  found.evidence = row.get<std::string>("evidence");
  found.reason = row.get<std::string>("reason");
  found.asked_by = row.get<std::string>("asked_by_name");
  found.decided_by = row.get<std::optional<std::string>>("decided_by_name").value_or("");
  found.opinion = row.get<std::optional<std::string>>("opinion").value_or("");
  found.asked_at = row.get<Instant>("asked_at");
  found.decided_at = row.get<std::optional<Instant>>("decided_at");
  return found;
}

// When the identities of before ended, of one or two people.
struct Replaced {
  std::optional<Instant> own, other;
};

Status take_number(store::Transaction& transaction, const IdentityCipher& cipher,
                   const store::Row& ticket, Identity& own) {
  own.number = TRY(cipher.open(ticket.get<Salt>("salt"), ticket.get<Bytes>("number_cipher")));
  own.number_blind = cipher.number_blind(*own.number);
  if (TRY(transaction.query(sql::owner_of_number, *own.number_blind)).empty()) return Done{};
  return Error{ErrorCode::conflict, "这个号码已经有一份档案", {}, "退回，改为合并两份档案"};
}

Result<Replaced> carry_out(store::Transaction& transaction, const IdentityCipher& cipher,
                           const store::Row& ticket, const CorrectionDecided& decided) {
  const auto kind = ticket.get<std::string>("kind");
  std::vector<std::int64_t> people{ticket.get<std::int64_t>("person_id")};
  if (const auto other = ticket.get<std::optional<std::int64_t>>("other_id"))
    people.push_back(*other);
  std::vector<Identity> found;
  TRY(lock(transaction, cipher, people, found));
  Replaced replaced;
  replaced.own = TRY(keep_identity(transaction, people[0], decided.now));
  const Instant own_at = std::max(decided.now, replaced.own.value_or(decided.now));
  if (kind == "name") found[0].name = ticket.get<std::string>("new_name");
  if (kind == "number") TRY(take_number(transaction, cipher, ticket, found[0]));
  if (kind == "swapped") {
    replaced.other = TRY(keep_identity(transaction, people[1], decided.now));
    std::swap(found[0].number, found[1].number);
    std::swap(found[0].number_blind, found[1].number_blind);
    TRY(transaction.execute(sql::free_number, people[0]));
    TRY(write_identity(transaction, cipher, people[1], found[1],
                       std::max(decided.now, replaced.other.value_or(decided.now))));
  }
  TRY(write_identity(transaction, cipher, people[0], found[0], own_at));
  if (kind == "name") return replaced;
  const auto source = fmt::format("身份更正 {}", decided.correction);
  for (std::size_t each = 0; each < people.size(); ++each)
    TRY(follow_number(transaction, people[each], found[each], decided.now, source));
  return replaced;
}

}  // namespace

Result<std::int64_t> ask_correction(store::Transaction& transaction, const IdentityCipher& cipher,
                                    const CorrectionAsked& asked) {
  constexpr std::size_t reason_max = 1500, evidence_max = 600, name_max = 150;
  TRY(check_text(asked.reason, "reason", reason_max));
  TRY(check_text(asked.evidence, "evidence", evidence_max));
  std::vector<std::int64_t> people{asked.person};
  if (asked.kind == "swapped") people.push_back(asked.other);
  if (asked.kind == "swapped" && asked.other == asked.person)
    return wrong("要互换的是同一个人", "other", "选另一个人");
  std::vector<Identity> found;
  TRY(lock(transaction, cipher, people, found));
  const Identity& now = found.front();
  std::optional<std::string> name;
  std::optional<Bytes> sealed, salt;
  std::optional<std::int64_t> other;
  if (asked.kind == "number") {
    TRY(check_number(transaction, cipher, asked, now));
    salt = cipher.new_salt();
    sealed = cipher.seal(*salt, asked.value);
  } else if (asked.kind == "name") {
    if (asked.value.empty() || asked.value.size() > name_max || asked.value == now.name)
      return wrong("请填写与现在不同的姓名", "value", "按证件填写");
    name = asked.value;
  } else if (asked.kind == "swapped") {
    other = asked.other;
  } else {
    return wrong("没有这种更正", "kind", "号码、姓名或两人互换");
  }
  const auto rows = TRY(transaction.query(sql::insert_correction, asked.kind, asked.person, other,
                                          name, sealed, salt, asked.evidence, asked.reason,
                                          now.place, asked.account, asked.made_by, asked.now));
  if (rows.empty()) {
    return Error{ErrorCode::conflict, "这个人还有一张更正单没有办完", {}, "先办结那一张，再申请"};
  }
  return rows[0].get<std::int64_t>("id");
}

Status decide_correction(store::Transaction& transaction, const IdentityCipher& cipher,
                         const CorrectionDecided& decided) {
  const auto rows = TRY(transaction.query(sql::correction_to_decide, decided.correction));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const store::Row ticket = rows[0];
  if (ticket.get<std::string>("state") != "open")
    return Error{ErrorCode::conflict, "这张更正单已经办结", {}, "请刷新"};
  if (ticket.get<std::int64_t>("asked_by") == decided.account)
    return Error{ErrorCode::forbidden, "申请人不能自己审批", {}, "由另一人审批"};
  if (!decided.approve) TRY(check_text(decided.opinion, "opinion", 1500));
  Replaced replaced;
  if (decided.approve) replaced = TRY(carry_out(transaction, cipher, ticket, decided));
  TRY(transaction.execute(sql::note_decision, decided.correction,
                          std::string(decided.approve ? "approved" : "refused"), decided.account,
                          decided.made_by, decided.now, decided.opinion, replaced.own,
                          replaced.other));
  return Done{};
}

Result<Correction> find_correction(store::Transaction& transaction, const IdentityCipher& cipher,
                                   std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::find_corrections, std::vector{id}));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  return read_correction(cipher, rows[0]);
}

Result<Corrections> list_corrections(store::Transaction& transaction, const IdentityCipher& cipher,
                                     const std::string& state, std::int64_t size,
                                     std::int64_t offset) {
  Corrections corrections;
  const auto count = TRY(transaction.query(sql::count_corrections, state));
  corrections.total = count[0].get<std::int64_t>("n");
  std::vector<std::int64_t> ids;
  const auto page = TRY(transaction.query(sql::list_corrections, state, size, offset));
  for (const store::Row row : page) ids.push_back(row.get<std::int64_t>("id"));
  const auto rows = TRY(transaction.query(sql::find_corrections, ids));
  for (const store::Row row : rows) corrections.items.push_back(TRY(read_correction(cipher, row)));
  return corrections;
}

Result<std::vector<CaseNamed>> cases_of_correction(store::Transaction& transaction,
                                                   std::int64_t id) {
  std::vector<CaseNamed> cases;
  const auto rows = TRY(transaction.query(sql::cases_of_correction, id));
  for (const store::Row row : rows) {
    cases.push_back({row.get<std::int64_t>("id"), row.get<std::string>("number"),
                     row.get<std::string>("measure"), row.get<std::string>("state")});
  }
  return cases;
}

}  // namespace leye::registers
