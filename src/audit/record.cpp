#include "audit/record.hpp"

#include <fmt/format.h>

namespace leye::audit {

std::string canonical(const Record& record, const Position& position) {
  std::string text;
  const auto add = [&text](const std::string& field) {
    text += fmt::format("{}:{};", field.size(), field);
  };
  add(std::to_string(position.writer));
  add(std::to_string(position.number));
  add(std::to_string(position.at.time_since_epoch().count()));
  add(record.account ? std::to_string(*record.account) : "");
  add(record.role);
  add(record.address);
  add(record.area_schema);
  add(record.act);
  add(record.object);
  add(record.outcome);
  add(record.detail);
  if (record.for_account) add(std::to_string(*record.for_account));
  return text;
}

Bytes mac_of(const Cipher& cipher, const Record& record, const Position& position) {
  return cipher.seal("audit.record", canonical(record, position));
}

}  // namespace leye::audit
