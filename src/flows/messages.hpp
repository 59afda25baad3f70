// Messages (消息) to people and employers, read on the web under 我的消息. Only what stands here
// was sent; nothing leaves for a phone or a post office.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

struct Message {
  std::int64_t id = 0;
  std::int64_t place = 0;
  std::optional<std::int64_t> person;  // one of the two
  std::optional<std::int64_t> organisation;
  std::optional<std::int64_t> case_id;
  std::string kind;  // step, question, decision, appeal, recovery
  std::string title;
  std::string body;
  Instant sent_at{};
  std::optional<Instant> read_at;
};

Status send_message(store::Transaction& transaction, const Message& message);

struct MessagePage {
  std::vector<Message> messages;  // newest first
  std::int64_t total = 0;
  std::int64_t unread = 0;
};
// Of the actor itself: staff have none.
Result<MessagePage> list_messages(store::Connection& connection, const Bureau& bureau,
                                  const Actor& actor, std::int64_t page, std::int64_t size);
// not_found: not the actor's.
Status read_message(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                    std::int64_t id);

}  // namespace leye::flows
