#include "access/idempotency.hpp"

#include <algorithm>

#include "access/access.sql.hpp"
#include "base/digest.hpp"

namespace leye::access {
namespace {

Bytes digest_of(const std::string& text) {
  Sha256 hash;
  hash.add(text);
  const auto digest = hash.finish();
  return Bytes(digest.begin(), digest.end());
}

}  // namespace

bool is_request_key(const std::string& key) {
  return key.size() >= 8 && key.size() <= 128 &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

Result<Claim> claim_key(store::Transaction& transaction, const RequestKey& key, Instant now) {
  const auto digest = digest_of(key.request);
  const auto claimed = TRY(transaction.execute(sql::claim_key, key.account, key.key, digest, now));
  if (claimed == 1) return Claim{};
  const auto rows = TRY(transaction.query(sql::find_key, key.account, key.key));
  const Error running{ErrorCode::conflict, "同一请求正在处理", {}, "请稍后再试"};
  if (rows.empty()) return running;
  if (rows[0].get<Bytes>("request_digest") != digest) return Claim{{}, true};
  if (rows[0].null("status")) {
    const auto taken = TRY(transaction.execute(sql::take_over_key, key.account, key.key, now,
                                               now - std::chrono::minutes(1)));
    if (taken == 0) return running;
    return Claim{{}, false, true};
  }
  return Claim{KeptAnswer{rows[0].get<int>("status"), rows[0].get<std::string>("answer")}};
}

Result<Claim> find_answer(store::Transaction& transaction, const RequestKey& key) {
  const auto rows = TRY(transaction.query(sql::find_key, key.account, key.key));
  if (rows.empty()) return Claim{};
  Claim found;
  found.differs = rows[0].get<Bytes>("request_digest") != digest_of(key.request);
  if (!rows[0].null("status"))
    found.answer = KeptAnswer{rows[0].get<int>("status"), rows[0].get<std::string>("answer")};
  return found;
}

Status release_key(store::Transaction& transaction, const RequestKey& key) {
  TRY(transaction.execute(sql::release_key, key.account, key.key));
  return Done{};
}

Status keep_answer(store::Transaction& transaction, const RequestKey& key,
                   const KeptAnswer& answer) {
  TRY(transaction.execute(sql::keep_answer, key.account, key.key, answer.status, answer.body));
  return Done{};
}

}  // namespace leye::access
