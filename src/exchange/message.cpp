#include "exchange/message.hpp"

#include <algorithm>
#include <map>

#include <boost/describe.hpp>

#include "base/json_write.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"
#include "registers/records.hpp"

namespace leye::exchange {
namespace {

constexpr int records_max = 10'000;

struct WireMessage {
  std::string key;
  std::string kind;
  std::string operation;
  std::string serial;
  std::map<std::string, std::string> fields;
};
BOOST_DESCRIBE_STRUCT(WireMessage, (), (key, kind, operation, serial, fields))

const registers::Record* record_with(const std::vector<registers::Record>& records,
                                     const RecordOf& wanted) {
  const auto found = std::find_if(records.begin(), records.end(), [&](const auto& each) {
    return each.entity->id == wanted.arrangement.entity->id && each.id == wanted.id;
  });
  return found == records.end() ? nullptr : &*found;
}

Result<std::optional<registers::Record>> find_in_lists(
    const std::vector<registers::RecordList>& lists, const RecordOf& wanted) {
  for (const registers::RecordList& list : lists) {
    if (list.entity->id != wanted.arrangement.entity->id) continue;
    for (const registers::RecordEntry& entry : list.entries)
      if (entry.record.id == wanted.id) return std::optional(entry.record);
  }
  return std::optional<registers::Record>();
}

// The record as it was known then, among those of its owner.
Result<std::optional<registers::Record>> find_record(store::Transaction& transaction,
                                                     const Vocabulary& vocabulary,
                                                     const registers::IdentityCipher& cipher,
                                                     const RecordOf& wanted, Instant known_at) {
  if (wanted.arrangement.entity->is_record()) {
    registers::Records records(transaction, vocabulary);
    if (wanted.person)
      return find_in_lists(TRY(records.of_person(*wanted.person, known_at, records_max)), wanted);
    return find_in_lists(
        TRY(records.of_organisation(*wanted.organisation, known_at, records_max)), wanted);
  }
  if (!wanted.person) {
    const auto file = TRY(registers::Organisations(transaction, vocabulary, cipher)
                              .file(*wanted.organisation, {business_day(known_at), known_at}, 0));
    const auto* found = record_with(file.years, wanted);
    return found == nullptr ? std::optional<registers::Record>() : std::optional(*found);
  }
  const auto file = TRY(registers::People(transaction, vocabulary, cipher)
                            .file(*wanted.person, {business_day(known_at), known_at}));
  for (const auto* list : {&file.employments, &file.unemployment, &file.education, &file.insurance})
    if (const auto* found = record_with(*list, wanted)) return std::optional(*found);
  return std::optional<registers::Record>();
}

std::int64_t number_of(const std::string& text) {
  return text.empty() ? 0 : std::stoll(text);
}

// Whom the record's references name, each read once.
class Owners {
 public:
  Owners(store::Transaction& transaction, const Vocabulary& vocabulary,
         const registers::IdentityCipher& cipher, Instant known_at)
      : transaction_(transaction),
        vocabulary_(vocabulary),
        cipher_(cipher),
        as_of_{business_day(known_at), known_at} {}

  Result<std::string> value(const registers::Record& record, const SentField& field) {
    const Fact* reference = record.entity->find_fact(field.reference);
    const std::int64_t id = number_of(record.value(field.reference));
    if (id == 0) return std::string();
    const auto known = read_.find(field.reference);
    if (known != read_.end()) return known->second.value(field.fact);
    const registers::Record& owner =
        read_.emplace(field.reference, TRY(read(reference->refers_to, id))).first->second;
    return owner.value(field.fact);
  }

 private:
  Result<registers::Record> read(const std::string& kind, std::int64_t id) {
    if (kind == "organisation")
      return registers::Organisations(transaction_, vocabulary_, cipher_)
          .organisation_as_of(id, as_of_);
    auto file = TRY(registers::People(transaction_, vocabulary_, cipher_).file(id, as_of_));
    return std::move(file.person);
  }

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const registers::IdentityCipher& cipher_;
  registers::AsOf as_of_;
  std::map<std::string, registers::Record> read_;
};

}  // namespace

Result<Fields> read_fields(store::Transaction& transaction, const Vocabulary& vocabulary,
                           const registers::IdentityCipher& cipher, const RecordOf& record,
                           Instant known_at) {
  const auto found = TRY(find_record(transaction, vocabulary, cipher, record, known_at));
  if (!found) return Fields();
  Owners owners(transaction, vocabulary, cipher, known_at);
  Fields fields;
  for (const SentField& field : record.arrangement.fields) {
    const bool own = field.reference.empty();
    std::string value = own ? found->value(field.fact) : TRY(owners.value(*found, field));
    fields.emplace_back(field.field, std::move(value));
  }
  return fields;
}

std::string to_json(const Message& message) {
  WireMessage wire{message.key, message.kind, message.operation, message.serial, {}};
  for (const auto& [field, value] : message.fields) wire.fields[field] = value;
  return json::write(wire);
}

Result<Message> message_from(std::string_view text) {
  WireMessage wire = TRY(json::read<WireMessage>(text));
  Message message{wire.key, wire.kind, wire.operation, wire.serial, {}};
  for (auto& [field, value] : wire.fields) message.fields.emplace_back(field, value);
  return message;
}

}  // namespace leye::exchange
