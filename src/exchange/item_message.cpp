#include "exchange/item_message.hpp"

#include "exchange/message.hpp"
#include "exchange/outbox.sql.hpp"
#include "registers/identity_cipher.hpp"

namespace leye::exchange {
namespace {

constexpr const char* payload_purpose = "outgoing.payload";

}  // namespace

Result<std::optional<std::string>> message_of(store::Transaction& transaction, const Desk& desk,
                                               const System& system, const store::Row& row) {
  const auto id = row.get<std::int64_t>("id");
  if (const auto sealed = row.get<std::optional<Bytes>>("payload"))
    return std::optional(TRY(desk.cipher.decrypt(payload_purpose, id, *sealed)));
  const auto entity = row.get<std::string>("entity");
  const Arrangement* arrangement = desk.arrangements.find(entity);
  if (arrangement == nullptr)
    return Error{ErrorCode::conflict, "登记分工里已没有这一类", {entity}, "核对政策包"};
  const RecordOf record{*arrangement, row.get<std::int64_t>("record_id"),
                        row.get<std::optional<std::int64_t>>("person"),
                        row.get<std::optional<std::int64_t>>("organisation")};
  const auto serials = TRY(transaction.query(sql::serial_now, system.id, entity, record.id));
  Message message;
  message.key = key_of(desk.area_schema, id);
  message.kind = entity;
  if (!serials.empty()) message.serial = serials[0].get<std::string>("serial");
  if (row.get<std::string>("operation") == "withdraw") {
    if (serials.empty()) return std::optional<std::string>();
    message.operation = "withdraw";
    for (const store::Row last : TRY(transaction.query(sql::last_payload, id))) {
      const auto before = TRY(desk.cipher.decrypt(payload_purpose, last.get<std::int64_t>("id"),
                                                   last.get<Bytes>("payload")));
      message.fields = TRY(message_from(before)).fields;
    }
  } else {
    message.operation = serials.empty() ? "add" : "change";
    const registers::IdentityCipher opener(desk.cipher);
    auto fields = TRY(read_fields(transaction, desk.vocabulary, opener, record,
                                  row.get<Instant>("known_at")));
    if (fields.empty()) return std::optional<std::string>();
    message.fields = std::move(fields);
  }
  std::string text = to_json(message);
  TRY(transaction.execute(sql::keep_payload, id, desk.cipher.encrypt(payload_purpose, id, text)));
  return std::optional(std::move(text));
}

}  // namespace leye::exchange
