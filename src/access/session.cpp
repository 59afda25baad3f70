#include "access/session.hpp"

#include "access/entering.hpp"

#include <openssl/rand.h>

#include <array>

#include "access/access.sql.hpp"
#include "access/passwords.hpp"
#include "access/second_factor.hpp"
#include "base/digest.hpp"

namespace leye::access {
namespace {

using namespace std::chrono_literals;

constexpr auto idle_staff = 15min;
constexpr auto idle_public = 30min;
constexpr auto session_max = 8h;
constexpr auto attempt_window = 15min;
constexpr std::int64_t failures_per_login_max = 5;
constexpr std::int64_t failures_per_address_max = 20;

Bytes digest_of(std::string_view text) {
  Sha256 hash;
  hash.add(text);
  const auto digest = hash.finish();
  return Bytes(digest.begin(), digest.end());
}

std::string new_token() {
  std::array<std::uint8_t, 16> noise;
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  return to_hex(noise);
}

Error not_signed_in() {
  return Error{ErrorCode::unauthenticated, "账号或密码不对", {}, "请检查后重新输入"};
}

Error code_wanted(const char* what) {
  return Error{
      ErrorCode::unauthenticated, what, {"code"}, "打开手机上的验证器，输入当前的六位数字"};
}

// Nothing of this is needed for long; signing in is rare enough to clear it away each time.
Status forget_old(store::Transaction& transaction, Instant now) {
  TRY(transaction.execute(sql::forget_attempts, now - 24h));
  TRY(transaction.execute(sql::forget_sessions, now - 24h));
  TRY(transaction.execute(sql::forget_keys, now - 30 * 24h));
  return Done{};
}

// Counts this try, then looks how many there were: tries side by side all count.
Result<std::int64_t> begin_attempt(store::Transaction& transaction, const Credentials& credentials,
                                   Instant now) {
  const auto login = digest_of(credentials.login);
  const auto added = TRY(transaction.query(sql::add_attempt, login, credentials.address, now));
  const auto counts =
      TRY(transaction.query(sql::count_attempts, login, credentials.address, now - attempt_window));
  TRY(forget_old(transaction, now));
  TRY(transaction.commit());
  if (counts[0].get<std::int64_t>("of_login") > failures_per_login_max ||
      counts[0].get<std::int64_t>("of_address") > failures_per_address_max) {
    return Error{ErrorCode::overloaded, "尝试次数过多", {}, "请 15 分钟后再试"};
  }
  return added[0].get<std::int64_t>("id");
}

// One row for each role; the first row says who it is.
Result<std::optional<Caller>> read_caller(const store::Rows& rows, const std::string& token) {
  if (rows.empty()) return std::optional<Caller>{};
  Caller caller;
  const auto first = rows[0];
  caller.account = first.get<std::int64_t>("id");
  caller.login = first.get<std::string>("login");
  caller.name = first.get<std::string>("name");
  const auto standing = find_standing(first.get<std::string>("kind"));
  CHECK(standing.has_value());
  caller.standing = *standing;
  caller.seen_at = first.get<Instant>("seen_at");
  caller.password_temporary = first.get<bool>("password_temporary");
  caller.second_factor = first.get<bool>("second_factor");
  caller.csrf_token = sha256_hex("csrf " + token).substr(0, 32);
  if (!first.null("subject_id")) {
    caller.subject =
        Subject{first.get<std::string>("area_schema"), first.get<std::string>("subject_kind"),
                first.get<std::int64_t>("subject_id")};
  }
  if (!first.null("for_account")) {
    caller.acting_for =
        ActingFor{first.get<std::int64_t>("acting_under"), first.get<std::int64_t>("for_account"),
                  first.get<std::string>("for_name")};
  }
  for (const store::Row row : rows) {
    if (row.null("role")) continue;
    const auto role = find_role(row.get<std::string>("role"));
    CHECK(role.has_value());
    const auto place = row.get<std::int64_t>("place");
    caller.posts.push_back({*role, row.get<std::string>("role_area"), place, range_of(place),
                            row.get<std::string>("body")});
  }
  return std::optional<Caller>(std::move(caller));
}

}  // namespace

std::string Caller::signature() const {
  return acting_for ? name + "（代 " + acting_for->name + "）" : name;
}

bool Caller::holds(RoleSet roles) const { return post_for(roles) != nullptr; }

const Post* Caller::post_for(RoleSet roles, std::optional<std::int64_t> place) const {
  const Post* best = nullptr;
  for (const auto& post : posts) {
    if (!roles.has(post.role) || (place && !post.range.holds(*place))) continue;
    const auto width = post.range.high - post.range.low;
    if (best == nullptr || width > best->range.high - best->range.low) best = &post;
  }
  return best;
}

Result<SignedIn> sign_in(store::Connection& connection, const Cipher& cipher,
                         const Credentials& credentials, Instant now,
                         const BeforeEntering& before_commit) {
  auto counting = TRY(store::Transaction::begin(connection, {}));
  const auto attempt = TRY(begin_attempt(counting, credentials, now));
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  const auto accounts = TRY(transaction.query(sql::find_account, credentials.login));
  const auto kept = accounts.empty() ? std::string{} : accounts[0].get<std::string>("password");
  const bool right = TRY(verify_password(kept, credentials.password));
  if (!right || accounts[0].get<bool>("disabled")) return not_signed_in();
  const auto account = accounts[0].get<std::int64_t>("id");
  const auto factor = TRY(use_second_factor(transaction, cipher, account, credentials.code, now));
  if (factor == SecondFactor::wrong) return code_wanted("动态验证码不对");
  TRY(transaction.execute(sql::attempt_succeeded, attempt));
  if (factor == SecondFactor::missing) {
    TRY(transaction.commit());
    return code_wanted("请输入动态验证码");
  }
  const auto standing = find_standing(accounts[0].get<std::string>("kind"));
  CHECK(standing.has_value());
  const bool administrator = *standing != Standing::business && *standing != Standing::open_public;
  if (administrator) TRY(transaction.execute(sql::end_sessions, account, now));
  SignedIn signed_in;
  signed_in.token = new_token();
  TRY(transaction.execute(sql::start_session, digest_of(signed_in.token), account,
                          credentials.address, now, now + session_max));
  auto caller = TRY(find_session(transaction, signed_in.token, now));
  CHECK(caller.has_value());
  signed_in.caller = std::move(*caller);
  if (before_commit) TRY(before_commit(transaction, signed_in.caller));
  TRY(transaction.commit());
  return signed_in;
}

Result<SignedIn> sign_in(store::Connection& connection, const Cipher& cipher,
                         const Credentials& credentials, Instant now) {
  return sign_in(connection, cipher, credentials, now, BeforeEntering{});
}

Status change_password(store::Connection& connection, const Caller& caller,
                       const NewPassword& change, Instant now) {
  return change_password(connection, caller, change, now, BeforeChanging{});
}

Status change_password(store::Connection& connection, const Caller& caller,
                       const NewPassword& change, Instant now,
                       const BeforeChanging& before_commit) {
  TRY(check_password(change.next, caller.login));
  if (change.next == change.current) {
    return Error{ErrorCode::invalid_input, "新密码与原密码相同", {"next"}, "请换一个新密码"};
  }
  auto counting = TRY(store::Transaction::begin(connection, {}));
  const auto attempt =
      TRY(begin_attempt(counting, {caller.login, change.current, change.address}, now));
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  const auto accounts = TRY(transaction.query(sql::find_account, caller.login));
  const bool right = TRY(verify_password(accounts[0].get<std::string>("password"), change.current));
  if (!right) {
    return Error{ErrorCode::invalid_input, "原密码不对", {"current"}, "请检查后重新输入"};
  }
  TRY(transaction.execute(sql::attempt_succeeded, attempt));
  const auto kept = TRY(hash_password(change.next));
  TRY(transaction.execute(sql::set_password, caller.account, kept, now));
  TRY(transaction.execute(sql::end_other_sessions, caller.account, digest_of(change.token), now));
  if (before_commit) TRY(before_commit(transaction));
  return transaction.commit();
}

Result<std::optional<Caller>> find_session(store::Transaction& transaction,
                                           const std::string& token, Instant now) {
  if (token.size() != 32) return std::optional<Caller>{};
  return read_caller(TRY(transaction.query(sql::find_session, digest_of(token), now,
                                           now - idle_staff, now - idle_public, business_day(now))),
                     token);
}

Status touch_session(store::Transaction& transaction, const std::string& token,
                     const Caller& caller, Instant now) {
  if (now - caller.seen_at < 1min) return Done{};
  TRY(transaction.execute(sql::touch_session, digest_of(token), now, now - 1min));
  return Done{};
}

Status sign_out(store::Transaction& transaction, const std::string& token, Instant now) {
  TRY(transaction.execute(sql::end_session, digest_of(token), now));
  return Done{};
}

}  // namespace leye::access
