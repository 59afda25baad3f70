#include "exchange/push_keys.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "exchange/push_keys.sql.hpp"
#include "exchange/signature.hpp"

namespace leye::exchange {
namespace {

constexpr const char* purpose = "feed.key";
constexpr std::int64_t pushes_an_hour_max = 60;
constexpr std::size_t nonce_shortest = 16, nonce_longest = 64, secret_bytes = 32;

// The same for every reason, so that nobody learns which keys there are.
Error not_signed() {
  return {
      ErrorCode::unauthenticated, "推送的签名不对", {}, "核对密钥、时间和签名的算法；密钥可能已停用"};
}

bool is_nonce(std::string_view text) {
  return text.size() >= nonce_shortest && text.size() <= nonce_longest &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

bool read_number(std::string_view text, std::int64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

}  // namespace

std::string signature_of(std::string_view secret, const SignedPush& push) {
  const std::string lines = fmt::format("POST\n{}\n{}\n{}\n{}", push.feed, push.time, push.nonce,
                                        sha256_hex(std::string(push.body)));
  return hmac_hex(to_bytes(secret), lines);
}

Result<PushKey> PushKeys::make(const std::string& feed, const std::string& name,
                               std::int64_t account, Instant now) {
  Bytes random(secret_bytes);
  CHECK(RAND_bytes(random.data(), static_cast<int>(random.size())) == 1);
  PushKey key{0, feed, name, to_hex(random)};
  const auto rows = TRY(transaction_.query(sql::new_feed_key, feed, name, account, now));
  key.id = rows[0].get<std::int64_t>("id");
  const Bytes sealed = master_.encrypt(purpose, key.id, key.secret);
  TRY(transaction_.execute(sql::fill_feed_key, key.id, sealed));
  return key;
}

Status PushKeys::revoke(std::int64_t key, Instant now) {
  const auto touched = TRY(transaction_.execute(sql::revoke_feed_key, key, now));
  if (touched == 0) return Error{ErrorCode::not_found, "没有这个密钥，或已停用"};
  return Done{};
}

Result<PushKey> PushKeys::verify(const SignedPush& push, Instant now) {
  std::int64_t id = 0;
  if (!read_number(push.key, id) || !is_nonce(push.nonce))
    return not_signed();
  if (!is_fresh(push.time, now)) return not_signed();
  const auto rows = TRY(transaction_.query(sql::feed_key, id, push.feed));
  if (rows.empty()) return not_signed();
  const std::string secret = TRY(master_.decrypt(purpose, id, rows[0].get<Bytes>("secret_cipher")));
  const std::string expected = signature_of(secret, push);
  if (!same_signature(push.signature, expected)) return not_signed();
  const auto recent = TRY(transaction_.query(sql::pushes_since, id, now - std::chrono::hours(1)))[0]
                          .get<std::int64_t>("count");
  if (recent >= pushes_an_hour_max) {
    return Error{ErrorCode::overloaded,
                 "推送太频繁",
                 {},
                 fmt::format("每个密钥每小时最多 {} 次，请稍后再推", pushes_an_hour_max)};
  }
  const auto counted = TRY(transaction_.execute(sql::count_push, id, std::string(push.nonce), now));
  if (counted == 0)
    return Error{ErrorCode::conflict, "这次推送已经收到过", {}, "重新推送要换一个随机串"};
  TRY(transaction_.execute(sql::forget_pushes, id, now - std::chrono::hours(24)));
  return PushKey{id, push.feed, rows[0].get<std::string>("name"), {}};
}

}  // namespace leye::exchange
