#include "base/cipher.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/key_ring.hpp"

namespace leye {
namespace {

constexpr std::size_t id_bytes = 4;
constexpr char under_mark = '\x01';  // before the id of a key, before a purpose: under_key()

std::string bound_data(std::string_view purpose, std::int64_t row) {
  return fmt::format("{}/{}", purpose, row);
}

const Sealer& sealer_of(CipherProfile profile) {
  thread_local const std::array sealers{Sealer(CipherProfile::aes), Sealer(CipherProfile::sm)};
  return sealers[static_cast<std::size_t>(profile)];
}

Sealer::Key key_span(const Secret& key) { return Sealer::Key(key.bytes()); }

Error cannot_open(const char* why) {
  return {ErrorCode::invalid_input,
          fmt::format("an encrypted value cannot be opened: {}", why),
          {},
          "check that the key file is the one this database was filled with"};
}

}  // namespace

// The first key of the ring seals. Blind indexes and MACs stay with the last, the one the database
// was begun with: a look-up can be under one key only, and old audit records must still be checked.
struct Cipher::Cache {
  std::mutex mutex;
  std::map<std::string, Secret, std::less<>> keys;
  std::map<KeyId, CipherProfile> profiles;  // of the whole ring, before any key is added
  KeyId index{};

  static KeyId id_of(const Secret& key, CipherProfile profile) {
    const auto digest = derive_key(profile, key.bytes(), "leye key id");
    KeyId id{};
    std::copy_n(digest.begin(), id_bytes, id.begin());
    return id;
  }
};

Secret::~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

void Cipher::add(Secret master) {
  CHECK(master.bytes().size() == cipher_key_bytes);
  for (const auto profile : cipher_profiles) {
    const auto id = Cache::id_of(master, profile);
    const auto known = cache_->profiles.find(id);
    if (known == cache_->profiles.end() || known->second != profile) continue;
    if (masters_.empty()) current_ = id;
    cache_->index = id;
    masters_.insert_or_assign(id, std::move(master));
    return;
  }
  CHECK(false);  // a key that is not of the ring
}

Cipher Cipher::from_master(Secret master) {
  Cipher cipher;
  cipher.cache_ = std::make_shared<Cache>();
  cipher.cache_->profiles.emplace(Cache::id_of(master, CipherProfile::aes), CipherProfile::aes);
  cipher.add(std::move(master));
  return cipher;
}

Result<Cipher> Cipher::open(const std::filesystem::path& key_file) {
  auto keys = TRY(read_data_keys(key_file));
  Cipher cipher;
  cipher.cache_ = std::make_shared<Cache>();
  for (const auto& key : keys)
    cipher.cache_->profiles.emplace(Cache::id_of(key.secret, key.profile), key.profile);
  for (auto& key : keys) cipher.add(std::move(key.secret));
  return cipher;
}

Result<Cipher> Cipher::open_or_create(const std::filesystem::path& key_file) {
  std::error_code error;
  if (!std::filesystem::exists(key_file, error)) TRY(make_key_file(key_file));
  return open(key_file);
}

const Secret& Cipher::derived(const KeyId& key, std::string_view use,
                              std::string_view purpose) const {
  std::string info(key.begin(), key.end());
  info.append(" leye ").append(use).append(" ").append(purpose);
  const std::scoped_lock lock(cache_->mutex);
  if (const auto known = cache_->keys.find(info); known != cache_->keys.end()) return known->second;
  const auto& master = masters_.at(key);
  return cache_->keys
      .emplace(info, Secret(derive_key(cache_->profiles.at(key), master.bytes(), info)))
      .first->second;
}

Bytes Cipher::encrypt(std::string_view purpose, std::int64_t row, std::string_view plain) const {
  Bytes sealed(current_.begin(), current_.end());
  sealer_of(cache_->profiles.at(current_))
      .seal(key_span(derived(current_, "encrypt", purpose)), bound_data(purpose, row), plain,
            sealed);
  return sealed;
}

Result<std::string> Cipher::decrypt(std::string_view purpose, std::int64_t row,
                                    const Bytes& sealed) const {
  if (sealed.size() < id_bytes) return cannot_open("it is cut short");
  KeyId id{};
  std::copy_n(sealed.begin(), id_bytes, id.begin());
  if (!masters_.contains(id)) return cannot_open("it was sealed under another key");
  auto plain = sealer_of(cache_->profiles.at(id))
                   .open(key_span(derived(id, "encrypt", purpose)), bound_data(purpose, row),
                         std::span(sealed).subspan(id_bytes));
  if (!plain) return cannot_open("it was cut short or changed, or belongs to another row");
  return std::move(*plain);
}

Bytes Cipher::blind_index(std::string_view purpose, std::string_view value) const {
  const auto& key = derived(cache_->index, "blind", purpose);
  return keyed_digest(cache_->profiles.at(cache_->index), key.bytes(), value);
}

Bytes Cipher::seal(std::string_view purpose, std::string_view content) const {
  KeyId id = cache_->index;
  if (purpose.starts_with(under_mark) && purpose.size() >= id_bytes + 1) {
    std::copy_n(purpose.begin() + 1, id_bytes, id.begin());
    purpose.remove_prefix(id_bytes + 1);
    if (!masters_.contains(id)) return {};
  }
  return keyed_digest(cache_->profiles.at(id), derived(id, "seal", purpose).bytes(), content);
}

std::string under_key(std::span<const std::uint8_t> key_id, std::string_view purpose) {
  CHECK(key_id.size() == id_bytes);
  std::string named(1, under_mark);
  named.append(key_id.begin(), key_id.end());
  return named.append(purpose);
}

std::string Cipher::key_id() const {
  return to_text(RingId{Bytes(current_.begin(), current_.end()), cache_->profiles.at(current_),
                        cache_->profiles.at(cache_->index)});
}

std::string ring_id(const std::vector<DataKey>& keys) {
  CHECK(!keys.empty());
  const auto& first = keys.front();
  auto id = derive_key(first.profile, first.secret.bytes(), "leye key id");
  id.resize(id_bytes);
  return to_text(RingId{std::move(id), first.profile, keys.back().profile});
}

}  // namespace leye
