#include "base/key_ring.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/digest.hpp"

namespace leye {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view sm_mark = "sm";

// A line of data.keys.
struct Wrapped {
  std::string master;  // id
  Bytes sealed;        // data key, sealed by the master's profile
  CipherProfile profile = CipherProfile::aes;
};

std::string id_of(const DataKey& master) {
  return sha256_hex("leye master id " + to_hex(master.secret.bytes())).substr(0, 8);
}

// A data key's profile is bound in: a line that says another one does not open. The first profile
// binds nothing, as keys that were wrapped before there were two.
std::string bound_of(CipherProfile profile) {
  return profile == CipherProfile::aes ? "" : std::string(name(profile));
}

Wrapped wrap(const DataKey& master, const DataKey& key) {
  Wrapped wrapped{id_of(master), {}, key.profile};
  Sealer(master.profile)
      .seal(Sealer::Key(master.secret.bytes()), bound_of(key.profile),
            to_string(key.secret.bytes()), wrapped.sealed);
  return wrapped;
}

std::optional<DataKey> unwrap(const DataKey& master, const Wrapped& wrapped) {
  auto plain =
      Sealer(master.profile)
          .open(Sealer::Key(master.secret.bytes()), bound_of(wrapped.profile), wrapped.sealed);
  if (!plain || plain->size() != cipher_key_bytes) return std::nullopt;
  DataKey key{Secret(to_bytes(*plain)), wrapped.profile};
  OPENSSL_cleanse(plain->data(), plain->size());
  return key;
}

Status sync_folder(const fs::path& path) {
  const auto folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
  const int open = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = open >= 0 && ::fsync(open) == 0;
  if (open >= 0) ::close(open);
  if (!kept) return Error{ErrorCode::unavailable, "cannot write to disk: " + folder.string()};
  return Done{};
}

Status write_new(const fs::path& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Error{ErrorCode::unavailable, "cannot make the key file " + path.string()};
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool kept = ::fsync(file) == 0;
  ::close(file);
  if (!written || !kept)
    return Error{ErrorCode::unavailable, "cannot write the key file " + path.string()};
  return sync_folder(path);
}

Status rename_over(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return Error{ErrorCode::unavailable, "cannot replace " + to.string()};
  return sync_folder(to);
}

Result<std::vector<DataKey>> read_masters(const fs::path& key_file) {
  std::ifstream file(key_file);
  if (!file)
    return Error{ErrorCode::not_found,
                 "there is no key file " + key_file.string(),
                 {},
                 "restore it from where keys are kept; without it encrypted values stay closed"};
  struct stat status {};
  if (::stat(key_file.c_str(), &status) == 0 && (status.st_mode & 077) != 0)
    return Error{ErrorCode::forbidden,
                 "others may read the key file " + key_file.string(),
                 {},
                 "chmod 600 " + key_file.string()};
  std::vector<DataKey> masters;
  for (std::string line; std::getline(file, line);) {
    const bool sm = line.starts_with(std::string(sm_mark) + " ");
    auto key = from_hex(sm ? line.substr(sm_mark.size() + 1) : line);
    if (!key.ok() || key.value().size() != cipher_key_bytes)
      return Error{ErrorCode::invalid_input,
                   "the key file holds a line that is not 64 hexadecimal digits",
                   {key_file.string()}};
    masters.push_back(
        {Secret(std::move(key).value()), sm ? CipherProfile::sm : CipherProfile::aes});
  }
  if (masters.empty())
    return Error{ErrorCode::invalid_input, "the key file is empty", {key_file.string()}};
  return masters;
}

Result<std::vector<Wrapped>> read_wrapped(const fs::path& path) {
  std::vector<Wrapped> all;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string master, digits, mark;
    words >> master >> digits >> mark;
    auto sealed = from_hex(digits.empty() ? "?" : digits);
    if (!sealed.ok() || (!mark.empty() && mark != sm_mark))
      return Error{
          ErrorCode::invalid_input, "a line of the data keys cannot be read", {path.string()}};
    all.push_back(
        {master, std::move(sealed).value(), mark.empty() ? CipherProfile::aes : CipherProfile::sm});
  }
  return all;
}

Status write_wrapped(const fs::path& path, const std::vector<Wrapped>& all) {
  std::string text;
  for (const auto& one : all) {
    text += one.master + " " + to_hex(one.sealed);
    if (one.profile == CipherProfile::sm) text.append(" ").append(sm_mark);
    text += "\n";
  }
  fs::path aside = path;
  aside += ".next";
  std::error_code error;
  fs::remove(aside, error);
  TRY(write_new(aside, text));
  return rename_over(aside, path);
}

Secret new_key() {
  Bytes key(cipher_key_bytes);
  CHECK(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1);
  return Secret(std::move(key));
}

std::string new_key_line(CipherProfile profile) {
  const auto digits = to_hex(new_key().bytes()) + "\n";
  return profile == CipherProfile::sm ? std::string(sm_mark) + " " + digits : digits;
}

void wrap_all(const DataKey& master, const std::vector<DataKey>& keys, std::vector<Wrapped>& into) {
  for (const auto& key : keys) into.push_back(wrap(master, key));
}

}  // namespace

fs::path data_keys_beside(const fs::path& key_file) { return key_file.parent_path() / "data.keys"; }

Result<std::vector<DataKey>> read_data_keys(const fs::path& key_file, const fs::path& data_keys) {
  auto masters = TRY(read_masters(key_file));
  const auto path = data_keys.empty() ? data_keys_beside(key_file) : data_keys;
  std::error_code error;
  if (!fs::exists(path, error)) return masters;
  const auto id = id_of(masters.front());
  std::vector<DataKey> keys;
  for (const auto& wrapped : TRY(read_wrapped(path))) {
    if (wrapped.master != id) continue;
    auto key = unwrap(masters.front(), wrapped);
    if (!key)
      return Error{ErrorCode::invalid_input,
                   "a data key was changed",
                   {path.string()},
                   "restore data.keys from the backup"};
    keys.push_back(std::move(*key));
  }
  if (keys.empty())
    return Error{ErrorCode::invalid_input,
                 fmt::format("{} was wrapped under another master than {}", path.string(), id),
                 {},
                 "name the key file that was in use when data.keys was written"};
  return keys;
}

Result<std::string> master_id(const fs::path& key_file) {
  return id_of(TRY(read_masters(key_file)).front());
}

Status make_key_file(const fs::path& key_file, CipherProfile profile) {
  return write_new(key_file, new_key_line(profile));
}

Result<Rotated> rotate_master(const fs::path& key_file, std::optional<CipherProfile> profile,
                              const std::function<void(const char*)>& after_step,
                              bool another_key) {
  const auto done = [&after_step](const char* step) {
    if (after_step) after_step(step);
  };
  const auto path = data_keys_beside(key_file);
  fs::path next = key_file;
  next += ".next";
  std::error_code error;
  auto keys = TRY(read_data_keys(key_file));
  const auto sealing = profile.value_or(keys.front().profile);
  const auto old_master = TRY(read_masters(key_file)).front();
  const auto there = TRY(read_wrapped(path));
  const bool stale = std::any_of(there.begin(), there.end(), [&](const Wrapped& one) {
    return one.master != id_of(old_master);
  });
  const bool begun = fs::exists(next, error);
  const bool changes = another_key || keys.front().profile != sealing;
  if (stale && !begun && !changes) {  // killed before the last step
    std::vector<Wrapped> own;
    wrap_all(old_master, keys, own);
    TRY(write_wrapped(path, own));
    return Rotated::finished;
  }
  // One that was cut while it was written is no key: nothing was wrapped under it yet.
  if (begun && (!read_masters(next).ok() || TRY(read_masters(next)).front().profile != sealing))
    fs::remove(next, error);
  if (!fs::exists(next, error)) TRY(write_new(next, new_key_line(sealing)));
  done("next");
  if (changes) keys.insert(keys.begin(), {new_key(), sealing});
  const auto new_master = TRY(read_masters(next)).front();
  std::vector<Wrapped> both, own;
  wrap_all(old_master, keys, both);
  wrap_all(new_master, keys, both);
  TRY(write_wrapped(path, both));
  done("both");
  TRY(rename_over(next, key_file));
  done("master");
  wrap_all(new_master, keys, own);
  TRY(write_wrapped(path, own));
  done("own");
  return begun ? Rotated::finished : Rotated::anew;
}

Status retire_data_key(const fs::path& key_file, std::string_view id) {
  const auto keys = TRY(read_data_keys(key_file));
  const auto digits = [](const DataKey& key) {
    return to_hex(read_ring_id(ring_id({key})).sealing);
  };
  std::vector<DataKey> kept;
  for (const auto& key : keys)
    if (digits(key) != id) kept.push_back(key);
  if (kept.size() == keys.size())
    return Error{ErrorCode::not_found,
                 fmt::format("there is no data key {}", id),
                 {},
                 "leye keys show lists them"};
  if (digits(keys.front()) == id)
    return Error{ErrorCode::conflict,
                 fmt::format("data key {} seals what is new", id),
                 {},
                 "rotate to another one first, then reseal"};
  if (digits(keys.back()) == id)
    return Error{ErrorCode::conflict,
                 fmt::format("data key {} makes the blind indexes and the MACs of the audit", id),
                 {},
                 "it stays; nothing is sealed by it any more"};
  std::vector<Wrapped> own;
  wrap_all(TRY(read_masters(key_file)).front(), kept, own);
  return write_wrapped(data_keys_beside(key_file), own);
}

}  // namespace leye
