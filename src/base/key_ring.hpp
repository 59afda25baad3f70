// The keys at rest: a master key that wraps the data keys, and its rotation.
//
// What is sealed in the database is sealed under data keys (cipher.hpp derives from them). Beside
// the key file lies `data.keys`, one line for each data key and master: the master's id, the data
// key sealed under that master, and `sm` if the key is of that profile (sealing.hpp). Without
// `data.keys` the lines of the key file are the data keys themselves, as in installations that
// never rotated. A line of the key file is 64 hexadecimal digits, `sm ` before them for that
// profile; the first line is the key in use, further lines only open.
//
// Rotating makes a new master and wraps the data keys anew; no row of the database changes, and
// blind indexes stay. Rotating to the other profile also puts a new data key first: what is sealed
// from then on is sealed by it; `leye keys reseal` seals anew what older ones sealed. Rotating has
// four steps, each one file written aside, synced and renamed:
//   master.key.next   the new master
//   data.keys         wrapped under the old master and the new one
//   master.key        is the new one from here on
//   data.keys         wrapped under the new one only
// Killed anywhere, the keys open as before, and the next rotation goes on where it stopped.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "base/sealing.hpp"

namespace leye {

struct DataKey {
  Secret secret;  // 32 bytes
  CipherProfile profile = CipherProfile::aes;
};

// What Cipher::key_id() says of a cipher with these keys; at least one.
std::string ring_id(const std::vector<DataKey>& keys);

// The data keys that this key file opens, the one in use first. not_found: no key file; forbidden:
// others may read it; invalid_input: a line is no key, or `data_keys` was wrapped under another
// master. `data_keys`: where they lie; empty: beside the key file.
Result<std::vector<DataKey>> read_data_keys(const std::filesystem::path& key_file,
                                            const std::filesystem::path& data_keys = {});

std::filesystem::path data_keys_beside(const std::filesystem::path& key_file);

// Eight digits that tell which master a key file holds; not the key that seals rows.
Result<std::string> master_id(const std::filesystem::path& key_file);

// A new key file of one random key, mode 0600. unavailable: it cannot be made or is there.
Status make_key_file(const std::filesystem::path& key_file,
                     CipherProfile profile = CipherProfile::aes);

// For Cipher::seal(): the MAC under that key of the ring, four bytes of id, instead of the one
// that MACs are made with. Empty if the ring has no such key.
std::string under_key(std::span<const std::uint8_t> key_id, std::string_view purpose);

enum class Rotated { anew, finished };  // finished: one that was interrupted

// `profile`: of the new master and of what is sealed from now on; none: as it was. `another_key`: a
// new data key is put first also where the profile stays.
// `after_step` is told the name of each step when it is done; tests stop there.
Result<Rotated> rotate_master(const std::filesystem::path& key_file,
                              std::optional<CipherProfile> profile = {},
                              const std::function<void(const char*)>& after_step = {},
                              bool another_key = false);

// Takes a data key, by its eight digits, out of `data.keys`: what it sealed opens no more. The
// caller has looked that nothing is left of it. not_found: no such key; conflict: it seals, or
// makes blind indexes and MACs.
Status retire_data_key(const std::filesystem::path& key_file, std::string_view id);

}  // namespace leye
