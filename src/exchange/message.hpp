// What goes out of a record: its arrangement's fields with the values known at a moment.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/arrangements.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::exchange {

// Their names with our values, in the order of the arrangement; values in canonical spelling.
using Fields = std::vector<std::pair<std::string, std::string>>;

struct RecordOf {
  const Arrangement& arrangement;
  std::int64_t id = 0;
  std::optional<std::int64_t> person;
  std::optional<std::int64_t> organisation;
};

// Empty: no such record was known then. The transaction's scope must bypass row-level security.
Result<Fields> read_fields(store::Transaction& transaction, const Vocabulary& vocabulary,
                           const registers::IdentityCipher& cipher, const RecordOf& record,
                           Instant known_at);

struct Message {
  std::string key;
  std::string kind;
  std::string operation;  // add | change | withdraw
  std::string serial;     // theirs; empty when added
  Fields fields;
};
std::string to_json(const Message& message);
Result<Message> message_from(std::string_view json);

}  // namespace leye::exchange
