#include "access/bindings.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>

#include "access/access.sql.hpp"
#include "access/bindings.sql.hpp"
#include "access/passwords.hpp"
#include "base/digest.hpp"

namespace leye::access {
namespace {

using namespace std::chrono_literals;

// Without letters and digits that are taken for each other; 32, so that a byte gives each as often.
constexpr std::string_view signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t code_signs = 10;  // 50 bits
constexpr auto window = 15min;
constexpr std::int64_t tries_of_number_max = 5, tries_of_address_max = 20;

std::string new_code() {
  std::array<std::uint8_t, code_signs> noise;
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  std::string code;
  for (const auto byte : noise) code += signs[byte % signs.size()];
  return code;
}

// As it was printed: upper case, without what people put between.
std::string canonical_code(const std::string& typed) {
  std::string code;
  for (char sign : typed) {
    if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 32);
    if (sign != ' ' && sign != '-') code += sign;
  }
  return code;
}

Bytes code_blind(const Cipher& cipher, const std::string& code) {
  return cipher.blind_index("access.binding_code", code);
}

Status check_authorisation(const Agent& agent, int years_max, Day today) {
  if (agent.until < agent.from || agent.until < today)
    return Error{
        ErrorCode::invalid_input, "授权期限已过，或止日早于起日", {"until"}, "请核对授权书"};
  if (agent.until > add_months(agent.from, 12 * years_max))
    return Error{ErrorCode::invalid_input,
                 fmt::format("授权最长 {} 年", years_max),
                 {"until"},
                 "到期后凭新的授权书续办"};
  return Done{};
}

// The account that is bound again, if there is one of this login that may be.
Result<std::optional<std::int64_t>> bind_again(store::Transaction& transaction,
                                               const FoundCode& code, const Binding& binding) {
  std::string login = binding.login;
  for (char& sign : login)
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign + 32);
  const auto rows = TRY(transaction.query(sql::account_to_bind, login, code.subject.kind));
  if (rows.empty()) return std::optional<std::int64_t>{};
  const auto row = rows[0];
  if (row.get<bool>("bound") || row.get<bool>("disabled")) return std::optional<std::int64_t>{};
  if (!TRY(verify_password(row.get<std::string>("password"), binding.password)))
    return std::optional<std::int64_t>{};
  const auto account = row.get<std::int64_t>("id");
  TRY(transaction.execute(sql::move_account, account, code.subject.area_schema, code.subject.id,
                          binding.name));
  return std::optional(account);
}

}  // namespace

Result<GivenCode> give_code(store::Transaction& transaction, const Cipher& cipher,
                            const NewCode& code, Day today, Instant now) {
  std::optional<Bytes> agent;
  std::optional<Day> from, until;
  if (code.agent) {
    TRY(check_authorisation(*code.agent, code.years_max, today));
    agent = agent_blind(cipher, code.agent->number);
    from = code.agent->from;
    until = code.agent->until;
  }
  const auto& subject = code.subject;
  TRY(transaction.execute(sql::revoke_codes, subject.area_schema, subject.kind, subject.id, now,
                          agent));
  const auto text = new_code();
  const Instant ends_at = now + code.days * 24h;
  const auto rows = TRY(transaction.query(sql::add_code, subject.area_schema, subject.kind,
                                          subject.id, code_blind(cipher, text), code.seen,
                                          code.agent ? code.agent->name : std::string(), agent,
                                          from, until, code.given_by, now, ends_at));
  return GivenCode{rows[0].get<std::int64_t>("id"), text.substr(0, 5) + "-" + text.substr(5),
                   ends_at};
}

Result<std::optional<FoundCode>> find_code(store::Transaction& transaction, const Cipher& cipher,
                                           const std::string& area_schema, const std::string& typed,
                                           Day today, Instant now) {
  const auto blind = code_blind(cipher, canonical_code(typed));
  const auto rows = TRY(transaction.query(sql::find_code, blind, area_schema, now, today));
  if (rows.empty()) return std::optional<FoundCode>{};
  const auto row = rows[0];
  return std::optional(FoundCode{
      row.get<std::int64_t>("id"),
      {area_schema, row.get<std::string>("subject_kind"), row.get<std::int64_t>("subject_id")},
      row.get<std::string>("agent_name"),
      row.get<std::optional<Bytes>>("agent_blind").value_or(Bytes{}),
      row.get<std::int64_t>("given_by")});
}

Bytes agent_blind(const Cipher& cipher, const std::string& canonical_number) {
  return cipher.blind_index("access.agent", canonical_number);
}

Result<std::int64_t> count_try(store::Connection& connection, const std::string& number,
                               const std::string& address, Instant now) {
  Sha256 hash;
  hash.add("binding " + number);
  const auto digest = hash.finish();
  const Bytes what(digest.begin(), digest.end());
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  const auto added = TRY(transaction.query(sql::add_attempt, what, address, now));
  const auto counts = TRY(transaction.query(sql::count_attempts, what, address, now - window));
  TRY(transaction.commit());
  if (counts[0].get<std::int64_t>("of_login") > tries_of_number_max ||
      counts[0].get<std::int64_t>("of_address") > tries_of_address_max)
    return Error{ErrorCode::overloaded, "尝试次数过多", {}, "请 15 分钟后再试"};
  return added[0].get<std::int64_t>("id");
}

Status note_success(store::Transaction& transaction, std::int64_t attempt) {
  TRY(transaction.execute(sql::attempt_succeeded, attempt));
  return Done{};
}

Result<std::int64_t> bind(store::Transaction& transaction, const FoundCode& code,
                          const Binding& binding, Instant now) {
  if (TRY(transaction.execute(sql::use_code, code.id, now)) == 0)
    return Error{ErrorCode::conflict, "一次性代码刚刚用过", {"code"}, "请到窗口再领取一个"};
  std::optional<Bytes> number;
  if (!binding.number_blind.empty()) number = binding.number_blind;
  auto account = TRY(bind_again(transaction, code, binding));
  if (!account) {
    NewAccount made{binding.login, binding.name, binding.password, Standing::open_public};
    made.subject = code.subject;
    account = TRY(make_account(transaction, made, now));
    TRY(transaction.execute(sql::forget_first_binding, *account));
    const auto role = find_role(binding.role);
    CHECK(role.has_value());
    TRY(give_role(transaction,
                  {*account, *role, code.subject.area_schema, binding.place, code.given_by}, now));
  }
  TRY(transaction.execute(sql::add_binding, *account, std::optional(code.id), number, now));
  return *account;
}

Result<std::optional<BindingInForce>> binding_of(store::Transaction& transaction,
                                                 std::int64_t account) {
  const auto rows = TRY(transaction.query(sql::binding_of_account, account));
  if (rows.empty()) return std::optional<BindingInForce>{};
  const auto row = rows[0];
  return std::optional(BindingInForce{
      row.get<std::int64_t>("id"), row.get<std::optional<Bytes>>("number_blind"),
      row.get<std::optional<Day>>("valid_from"), row.get<std::optional<Day>>("valid_until")});
}

Result<BindingRows> bindings_of(store::Transaction& transaction, const Subject& subject,
                                Instant now) {
  BindingRows found;
  for (const store::Row row : TRY(transaction.query(sql::bindings_of_subject, subject.area_schema,
                                                    subject.kind, subject.id))) {
    BindingRow one;
    one.id = row.get<std::int64_t>("id");
    one.login = row.get<std::string>("login");
    one.name = row.get<std::string>("name");
    one.seen = row.get<std::string>("seen");
    one.agent_name = row.get<std::optional<std::string>>("agent_name").value_or("");
    one.given_by = row.get<std::optional<std::string>>("given_by").value_or("");
    one.ended_because = row.get<std::optional<std::string>>("ended_because").value_or("");
    one.bound_at = row.get<Instant>("bound_at");
    one.ended_at = row.get<std::optional<Instant>>("ended_at");
    one.number_blind = row.get<std::optional<Bytes>>("number_blind");
    one.from = row.get<std::optional<Day>>("valid_from");
    one.until = row.get<std::optional<Day>>("valid_until");
    one.disabled = row.get<bool>("disabled");
    found.bindings.push_back(std::move(one));
  }
  for (const store::Row row : TRY(transaction.query(sql::codes_of_subject, subject.area_schema,
                                                    subject.kind, subject.id, now)))
    found.codes.push_back({row.get<std::int64_t>("id"), row.get<std::string>("seen"),
                           row.get<std::string>("agent_name"), row.get<std::string>("given_by"),
                           row.get<Instant>("given_at"), row.get<Instant>("ends_at")});
  return found;
}

Result<std::optional<Subject>> subject_of_binding(store::Transaction& transaction,
                                                  const std::string& area_schema, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::subject_of_binding, id, area_schema));
  if (rows.empty()) return std::optional<Subject>{};
  return std::optional(Subject{area_schema, rows[0].get<std::string>("subject_kind"),
                               rows[0].get<std::int64_t>("subject_id")});
}

Status end_binding(store::Transaction& transaction, std::int64_t id, std::int64_t by,
                   const std::string& because, Instant now) {
  const auto ended = TRY(transaction.query(sql::end_binding, id, now, by, because));
  if (ended.empty()) return Error{ErrorCode::conflict, "绑定已经解除", {}, "请刷新页面"};
  TRY(transaction.execute(sql::end_sessions, ended[0].get<std::int64_t>("account_id"), now));
  return Done{};
}

}  // namespace leye::access
