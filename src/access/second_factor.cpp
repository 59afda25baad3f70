#include "access/second_factor.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>

#include "access/access.sql.hpp"
#include "base/one_time_code.hpp"

namespace leye::access {
namespace {

constexpr std::string_view purpose = "account.second_factor";
constexpr std::int64_t steps_aside = 1;  // clocks differ, and typing takes time

// Percent-encoding of a label (RFC 3986), as otpauth wants it.
std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x80 && std::isalnum(byte) != 0) || c == '-' || c == '.' || c == '_')
      out += c;
    else
      out += fmt::format("%{:02X}", byte);
  }
  return out;
}

// The step of a right code that is not used up; none: wrong.
std::optional<std::int64_t> step_of(std::span<const std::uint8_t> secret, const std::string& code,
                                    std::int64_t last, Instant now) {
  const std::int64_t here = code_step(now);
  for (std::int64_t step = here - steps_aside; step <= here + steps_aside; ++step)
    if (step > last && one_time_code(secret, step) == code) return step;
  return std::nullopt;
}

Result<std::optional<std::int64_t>> step_of_row(const Cipher& cipher, std::int64_t account,
                                                const store::Row& row, const std::string& code,
                                                Instant now) {
  const auto secret = TRY(cipher.decrypt(purpose, account, row.get<Bytes>("secret")));
  return step_of(to_bytes(secret), code, row.get<std::int64_t>("last_step"), now);
}

}  // namespace

Result<Enrolment> begin_second_factor(store::Transaction& transaction, const Cipher& cipher,
                                      const Caller& caller, const std::string& issuer,
                                      Instant now) {
  std::array<std::uint8_t, 20> noise{};  // as long as the digest: RFC 4226, requirement R6
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  const auto sealed = cipher.encrypt(purpose, caller.account, to_string(noise));
  if (TRY(transaction.query(sql::propose_second_factor, caller.account, sealed, now)).empty())
    return Error{ErrorCode::conflict,
                 "动态验证码已经启用",
                 {},
                 "要换手机，请到安全管理员处核实身份后停用，再重新启用"};
  const std::string secret = to_base32(noise);
  return Enrolment{secret, fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", encoded(issuer),
                                       encoded(caller.login), secret, encoded(issuer))};
}

Status confirm_second_factor(store::Transaction& transaction, const Cipher& cipher,
                             const Caller& caller, const std::string& code, Instant now) {
  const auto found = TRY(transaction.query(sql::find_second_factor, caller.account));
  if (found.empty() || found[0].get<bool>("confirmed"))
    return Error{ErrorCode::not_found, "没有等待确认的动态验证码", {}, "请重新获取密钥"};
  const auto step = TRY(step_of_row(cipher, caller.account, found[0], code, now));
  if (!step)
    return Error{ErrorCode::invalid_input,
                 "动态验证码不对",
                 {"code"},
                 "请核对手机时间，输入当前显示的六位数字"};
  TRY(transaction.execute(sql::confirm_second_factor, caller.account, *step, now));
  return Done{};
}

Status remove_second_factor(store::Transaction& transaction, std::int64_t account, Instant now) {
  if (TRY(transaction.query(sql::remove_second_factor, account)).empty())
    return Error{ErrorCode::not_found, "这个账号没有启用动态验证码"};
  TRY(transaction.execute(sql::end_sessions, account, now));
  return Done{};
}

Result<SecondFactor> use_second_factor(store::Transaction& transaction, const Cipher& cipher,
                                       std::int64_t account, const std::string& code, Instant now) {
  const auto found = TRY(transaction.query(sql::find_second_factor, account));
  if (found.empty() || !found[0].get<bool>("confirmed")) return SecondFactor::none;
  if (code.empty()) return SecondFactor::missing;
  const auto step = TRY(step_of_row(cipher, account, found[0], code, now));
  if (!step) return SecondFactor::wrong;
  const bool used = TRY(transaction.query(sql::use_second_factor, account, *step)).empty();
  return used ? SecondFactor::wrong : SecondFactor::right;
}

}  // namespace leye::access
