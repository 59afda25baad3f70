#include "base/key_ring.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/digest.hpp"

namespace leye {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t key_bytes = 32, nonce_bytes = 12, tag_bytes = 16;

// A line of data.keys.
struct Wrapped {
  std::string master;  // id
  Bytes sealed;        // nonce, data key, tag
};

std::string id_of(const Secret& master) {
  return sha256_hex("leye master id " + to_hex(master.bytes())).substr(0, 8);
}

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Wrapped wrap(const Secret& master, const Secret& data_key) {
  Wrapped wrapped{id_of(master), Bytes(nonce_bytes + key_bytes + tag_bytes)};
  std::uint8_t* const nonce = wrapped.sealed.data();
  std::uint8_t* const body = nonce + nonce_bytes;
  CHECK(RAND_bytes(nonce, nonce_bytes) == 1);
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  CHECK(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, master.bytes().data(),
                           nonce) == 1);
  CHECK(EVP_EncryptUpdate(context.get(), body, &length, data_key.bytes().data(),
                          static_cast<int>(key_bytes)) == 1);
  CHECK(EVP_EncryptFinal_ex(context.get(), body + length, &length) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, body + key_bytes) == 1);
  return wrapped;
}

std::optional<Secret> unwrap(const Secret& master, const Wrapped& wrapped) {
  if (wrapped.sealed.size() != nonce_bytes + key_bytes + tag_bytes) return std::nullopt;
  const std::uint8_t* const nonce = wrapped.sealed.data();
  const std::uint8_t* const body = nonce + nonce_bytes;
  Bytes tag(body + key_bytes, body + key_bytes + tag_bytes);
  Bytes key(key_bytes);
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  CHECK(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, master.bytes().data(),
                           nonce) == 1);
  CHECK(EVP_DecryptUpdate(context.get(), key.data(), &length, body, static_cast<int>(key_bytes)) ==
        1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
  const bool whole = EVP_DecryptFinal_ex(context.get(), key.data() + length, &length) == 1;
  Secret opened(key);
  OPENSSL_cleanse(key.data(), key.size());
  if (!whole) return std::nullopt;
  return opened;
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

Result<std::vector<Secret>> read_masters(const fs::path& key_file) {
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
  std::vector<Secret> masters;
  for (std::string line; std::getline(file, line);) {
    auto key = from_hex(line);
    if (!key.ok() || key.value().size() != key_bytes)
      return Error{ErrorCode::invalid_input,
                   "the key file holds a line that is not 64 hexadecimal digits",
                   {key_file.string()}};
    masters.emplace_back(std::move(key).value());
  }
  if (masters.empty())
    return Error{ErrorCode::invalid_input, "the key file is empty", {key_file.string()}};
  return masters;
}

Result<std::vector<Wrapped>> read_wrapped(const fs::path& path) {
  std::vector<Wrapped> all;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto blank = line.find(' ');
    auto sealed = from_hex(blank == line.npos ? "?" : line.substr(blank + 1));
    if (!sealed.ok())
      return Error{
          ErrorCode::invalid_input, "a line of the data keys cannot be read", {path.string()}};
    all.push_back({line.substr(0, blank), std::move(sealed).value()});
  }
  return all;
}

Status write_wrapped(const fs::path& path, const std::vector<Wrapped>& all) {
  std::string text;
  for (const auto& one : all) text += one.master + " " + to_hex(one.sealed) + "\n";
  fs::path aside = path;
  aside += ".next";
  std::error_code error;
  fs::remove(aside, error);
  TRY(write_new(aside, text));
  return rename_over(aside, path);
}

std::string new_key_line() {
  Bytes key(key_bytes);
  CHECK(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1);
  std::string line = to_hex(key) + "\n";
  OPENSSL_cleanse(key.data(), key.size());
  return line;
}

void wrap_all(const Secret& master, const std::vector<Secret>& keys, std::vector<Wrapped>& into) {
  for (const auto& key : keys) into.push_back(wrap(master, key));
}

}  // namespace

fs::path data_keys_beside(const fs::path& key_file) { return key_file.parent_path() / "data.keys"; }

Result<std::vector<Secret>> read_data_keys(const fs::path& key_file, const fs::path& data_keys) {
  auto masters = TRY(read_masters(key_file));
  const auto path = data_keys.empty() ? data_keys_beside(key_file) : data_keys;
  std::error_code error;
  if (!fs::exists(path, error)) return masters;
  const auto id = id_of(masters.front());
  std::vector<Secret> keys;
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

Status make_key_file(const fs::path& key_file) { return write_new(key_file, new_key_line()); }

Result<Rotated> rotate_master(const fs::path& key_file,
                              const std::function<void(const char*)>& after_step) {
  const auto done = [&after_step](const char* step) {
    if (after_step) after_step(step);
  };
  const auto path = data_keys_beside(key_file);
  fs::path next = key_file;
  next += ".next";
  std::error_code error;
  const auto keys = TRY(read_data_keys(key_file));
  const auto old_master = TRY(read_masters(key_file)).front();
  const auto there = TRY(read_wrapped(path));
  const bool stale = std::any_of(there.begin(), there.end(), [&](const Wrapped& one) {
    return one.master != id_of(old_master);
  });
  const bool begun = fs::exists(next, error);
  if (stale && !begun) {  // killed before the last step
    std::vector<Wrapped> own;
    wrap_all(old_master, keys, own);
    TRY(write_wrapped(path, own));
    return Rotated::finished;
  }
  // One that was cut while it was written is no key: nothing was wrapped under it yet.
  if (begun && !read_masters(next).ok()) fs::remove(next, error);
  if (!fs::exists(next, error)) TRY(write_new(next, new_key_line()));
  done("next");
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

}  // namespace leye
