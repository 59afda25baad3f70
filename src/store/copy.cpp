#include "store/copy.hpp"

namespace leye::store {
namespace {

constexpr std::int64_t postgres_epoch_days = 10957;  // 2000-01-01, from 1970-01-01
constexpr unsigned bigint_type = 20, text_type = 25;

std::uint64_t read_big_endian(const char* data, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8 | static_cast<std::uint8_t>(data[i]);
  return value;
}

}  // namespace

void CopyRow::big_endian(std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    buffer_ += static_cast<char>(value >> shift & 0xff);
}

void CopyRow::start_row() {
  row_start_ = buffer_.size();
  fields_ = 0;
  big_endian(0, 2);
}

void CopyRow::finish_row() {
  buffer_[row_start_] = static_cast<char>(fields_ >> 8 & 0xff);
  buffer_[row_start_ + 1] = static_cast<char>(fields_ & 0xff);
}

CopyRow& CopyRow::add(std::nullopt_t) {
  ++fields_;
  big_endian(0xffffffff, 4);
  return *this;
}

CopyRow& CopyRow::add(bool value) {
  ++fields_;
  big_endian(1, 4);
  big_endian(value ? 1 : 0, 1);
  return *this;
}

CopyRow& CopyRow::add(std::int64_t value) {
  ++fields_;
  big_endian(8, 4);
  big_endian(static_cast<std::uint64_t>(value), 8);
  return *this;
}

CopyRow& CopyRow::add(std::int32_t value) {
  ++fields_;
  big_endian(4, 4);
  big_endian(static_cast<std::uint32_t>(value), 4);
  return *this;
}

CopyRow& CopyRow::add(std::int16_t value) {
  ++fields_;
  big_endian(2, 4);
  big_endian(static_cast<std::uint16_t>(value), 2);
  return *this;
}

CopyRow& CopyRow::add(Day value) {
  return add(static_cast<std::int32_t>(value.number() - postgres_epoch_days));
}

CopyRow& CopyRow::add(Instant value) {
  if (value == Instant::max()) return add(INT64_MAX);
  constexpr std::int64_t day_us = std::int64_t{86'400} * 1'000'000;
  return add(value.time_since_epoch().count() - postgres_epoch_days * day_us);
}

CopyRow& CopyRow::add(std::string_view value) {
  ++fields_;
  big_endian(value.size(), 4);
  buffer_ += value;
  return *this;
}

CopyRow& CopyRow::add(const Json& value) {
  ++fields_;
  big_endian(value.text.size() + 1, 4);
  big_endian(1, 1);  // the version of jsonb's binary form
  buffer_ += value.text;
  return *this;
}

CopyRow& CopyRow::add(const Bytes& value) {
  ++fields_;
  big_endian(value.size(), 4);
  buffer_.append(value.begin(), value.end());
  return *this;
}

CopyRow& CopyRow::add(const DateRange& value) {
  if (value.from && value.until && *value.from >= *value.until) {
    ++fields_;
    big_endian(1, 4);
    big_endian(0x01, 1);  // the empty range
    return *this;
  }
  ++fields_;
  const int ends = (value.from ? 1 : 0) + (value.until ? 1 : 0);
  big_endian(static_cast<std::uint64_t>(1 + ends * 8), 4);
  big_endian(static_cast<std::uint64_t>((value.from ? 0x02 : 0x08) | (value.until ? 0 : 0x10)), 1);
  for (const auto& end : {value.from, value.until}) {
    if (!end) continue;
    big_endian(4, 4);
    big_endian(static_cast<std::uint32_t>(end->number() - postgres_epoch_days), 4);
  }
  return *this;
}

CopyRow& CopyRow::add(const std::vector<std::int64_t>& value) {
  ++fields_;
  big_endian(value.empty() ? 12 : 20 + value.size() * 12, 4);
  big_endian(value.empty() ? 0 : 1, 4);
  big_endian(0, 4);
  big_endian(bigint_type, 4);
  if (value.empty()) return *this;
  big_endian(value.size(), 4);
  big_endian(1, 4);
  for (const auto element : value) {
    big_endian(8, 4);
    big_endian(static_cast<std::uint64_t>(element), 8);
  }
  return *this;
}

CopyRow& CopyRow::add(const std::vector<std::string>& value) {
  ++fields_;
  std::size_t length = value.empty() ? 12 : 20;
  for (const auto& element : value) length += 4 + element.size();
  big_endian(length, 4);
  big_endian(value.empty() ? 0 : 1, 4);
  big_endian(0, 4);
  big_endian(text_type, 4);
  if (value.empty()) return *this;
  big_endian(value.size(), 4);
  big_endian(1, 4);
  for (const auto& element : value) {
    big_endian(element.size(), 4);
    buffer_ += element;
  }
  return *this;
}

bool CopyFields::parse(const char* data, std::size_t length) {
  const char* const end = data + length;
  CHECK(length >= 2);
  const auto count = static_cast<std::int16_t>(read_big_endian(data, 2));
  data += 2;
  if (count < 0) return false;
  fields_.resize(static_cast<std::size_t>(count));
  for (auto& field : fields_) {
    CHECK(end - data >= 4);
    const auto size = static_cast<std::int32_t>(read_big_endian(data, 4));
    data += 4;
    field = Field{0, data, size};
    if (size > 0) data += size;
    CHECK(data <= end);
  }
  return true;
}

}  // namespace leye::store
