#include <charconv>

#include <fmt/format.h>

#include "base/json_write.hpp"
#include "exchange/channel.hpp"
#include "exchange/wire.hpp"
#include "http/client.hpp"

namespace leye::exchange {
namespace {

constexpr std::size_t records_max = 2'000'000;
constexpr std::size_t serial_bytes_max = 200;

Error unreadable(std::string what) {
  return {ErrorCode::invalid_input, std::move(what), {}, "请对方核对接口"};
}

Result<Answer> answer_from(const wire::Answer& said) {
  constexpr std::pair<const char*, Answer::Outcome> words[] = {
      {"accepted", Answer::Outcome::accepted},
      {"refused", Answer::Outcome::refused},
      {"received", Answer::Outcome::received},
      {"closed", Answer::Outcome::closed},
      {"renumbered", Answer::Outcome::renumbered}};
  for (const auto& [word, outcome] : words) {
    if (said.outcome != word) continue;
    Answer answer;
    answer.outcome = outcome;
    answer.serial = said.serial.value_or("");
    answer.old_serial = said.old_serial.value_or("");
    answer.code = said.code.value_or("");
    answer.reason = said.reason.value_or("");
    if (said.until) {
      constexpr std::int64_t latest = 253'402'300'799;  // the end of the year 9999
      if (*said.until < 0 || *said.until > latest)
        return unreadable(fmt::format("停办到 {} 秒，不是时间", *said.until));
      answer.until = Instant(std::chrono::seconds(*said.until));
    }
    if (answer.serial.size() > serial_bytes_max || answer.old_serial.size() > serial_bytes_max)
      return unreadable("答复的编号太长");
    return answer;
  }
  return unreadable(fmt::format("答复“{}”不认识", said.outcome));
}

json::Limits large() {
  json::Limits limits;
  limits.bytes_max = std::size_t{16} << 20;
  return limits;
}

}  // namespace

Result<std::string> HttpChannel::ask(bool post, std::string target, std::string body) {
  if (stopped()) return Error{ErrorCode::unavailable, "正在停止"};
  http::Asked asked;
  asked.base = base_;
  asked.method = post ? http::Method::post : http::Method::get;
  asked.target = std::move(target);
  asked.body = std::move(body);
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(clock_.now().time_since_epoch());
  const std::string moment = std::to_string(seconds.count());
  const std::string path = TRY(http::path_of(asked));
  asked.headers[moment_header] = moment;
  const std::string signature =
      request_signature(secret_, post ? "POST" : "GET", path, moment, asked.body);
  asked.headers[signature_header] = signature;
  const auto answered = TRY(http::ask(asked));
  // A gateway in front of them answers for them while they are away, and cannot sign.
  constexpr int bad_gateway = 502, gateway_timeout = 504;
  if (answered.status >= bad_gateway && answered.status <= gateway_timeout)
    return Error{ErrorCode::unavailable,
                 fmt::format("对方暂时没有应答（状态 {}）", answered.status),
                 {},
                 "恢复以后自动再送；一直不恢复的，请对方核对"};
  const auto expected = answer_signature(secret_, answered.status, signature, answered.body);
  if (!same_signature(answered.header(signature_header), expected))
    return Error{ErrorCode::unavailable,
                 fmt::format("答复的签名不对（状态 {}）", answered.status),
                 {},
                 "核对接口地址和双方的密钥"};
  if (answered.status == 200) return answered.body;
  // What is wrong with one message is that item's; anything else is the line's.
  constexpr int bad_request = 400, too_large = 413, unprocessable = 422;
  if (answered.status == bad_request || answered.status == too_large ||
      answered.status == unprocessable)
    return unreadable(fmt::format("对方没有受理（状态 {}）", answered.status));
  return Error{ErrorCode::unavailable,
               fmt::format("对方没有受理（状态 {}）", answered.status),
               {},
               "401 核对双方的密钥和时钟，404 核对接口地址，其余请对方核对"};
}

Result<Answer> HttpChannel::send(const std::string& message) {
  const auto body = TRY(ask(true, "/changes", message));
  return answer_from(TRY(json::read<wire::Answer>(body)));
}

Result<std::vector<LaterAnswer>> HttpChannel::answers_after(std::int64_t number) {
  const auto body = TRY(ask(false, fmt::format("/answers?after={}", number), ""));
  std::vector<LaterAnswer> answers;
  const auto read = TRY(json::read<wire::LaterAnswers>(body, large()));
  for (const auto& said : read.items)
    answers.push_back({said.number, said.key, answer_from(said.answer)});
  return answers;
}

Result<std::vector<TheirRecord>> HttpChannel::records(const std::string& kind) {
  std::vector<TheirRecord> found;
  std::string after;
  while (true) {
    const auto body = TRY(ask(false, wire::records_target(kind, after), ""));
    auto page = TRY(json::read<wire::Records>(body, large()));
    if (found.size() + page.items.size() > records_max) return unreadable("名单太长");
    for (auto& record : page.items)
      found.push_back(TheirRecord{record.serial, record.key, std::move(record.fields)});
    if (!page.more || page.items.empty()) return found;
    if (page.items.back().serial == after) return unreadable("名单翻不到下一页");
    after = page.items.back().serial;
  }
}

}  // namespace leye::exchange
