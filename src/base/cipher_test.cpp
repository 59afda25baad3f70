// Encrypted values open only with their key, in their column and in their row.
#include "base/cipher.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace leye {
namespace {

Cipher cipher_of(std::uint8_t seed) { return Cipher::from_master(Secret(Bytes(32, seed))); }

TEST(Cipher, OpensWhatItSealed) {
  const Cipher cipher = cipher_of(1);
  for (const std::string plain : {"", "6217000000000000001", "长一点的账号说明"}) {
    const Bytes sealed = cipher.encrypt("payment.account", 17, plain);
    EXPECT_EQ(cipher.decrypt("payment.account", 17, sealed).value(), plain);
  }
  EXPECT_NE(cipher.encrypt("a", 1, "x"), cipher.encrypt("a", 1, "x"));
}

TEST(Cipher, RefusesAnotherRowColumnKeyOrBit) {
  const Cipher cipher = cipher_of(1);
  const Bytes sealed = cipher.encrypt("payment.account", 17, "6217");
  EXPECT_FALSE(cipher.decrypt("payment.account", 18, sealed).ok());
  EXPECT_FALSE(cipher.decrypt("person.phone", 17, sealed).ok());
  EXPECT_FALSE(cipher_of(2).decrypt("payment.account", 17, sealed).ok());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(cipher.decrypt("payment.account", 17, changed).ok()) << i;
    EXPECT_FALSE(
        cipher
            .decrypt("payment.account", 17,
                     Bytes(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(i)))
            .ok());
  }
}

TEST(Cipher, BlindIndexIsEqualForEqualValuesOfOnePurpose) {
  const Cipher cipher = cipher_of(1);
  EXPECT_EQ(cipher.blind_index("id", "1"), cipher_of(1).blind_index("id", "1"));
  EXPECT_NE(cipher.blind_index("id", "1"), cipher.blind_index("phone", "1"));
  EXPECT_NE(cipher.blind_index("id", "1"), cipher_of(2).blind_index("id", "1"));
}

TEST(Cipher, KeyFileIsMadeOnceAndMustBePrivate) {
  const auto path =
      std::filesystem::temp_directory_path() / ("leye-key-" + std::to_string(::getpid()));
  std::filesystem::remove(path);
  EXPECT_EQ(Cipher::open(path).error().code, ErrorCode::not_found);
  const Bytes sealed = Cipher::open_or_create(path).value().encrypt("a", 1, "x");
  EXPECT_EQ(Cipher::open_or_create(path).value().decrypt("a", 1, sealed).value(), "x");
  std::string old_key;
  std::getline(std::ifstream(path), old_key);
  // A new key in the first line seals; the old one still opens.
  std::ofstream(path) << std::string(64, '7') << "\n" << old_key << "\n";
  const Cipher rotated = Cipher::open(path).value();
  EXPECT_EQ(rotated.decrypt("a", 1, sealed).value(), "x");
  EXPECT_EQ(rotated.key_id(), Cipher::from_master(Secret(Bytes(32, 0x77))).key_id());
  ::chmod(path.c_str(), 0644);
  EXPECT_EQ(Cipher::open(path).error().code, ErrorCode::forbidden);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace leye
