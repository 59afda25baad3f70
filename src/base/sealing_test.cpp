// Both profiles against published vectors, and what must not open.
#include "base/sealing.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/cipher.hpp"

namespace leye {
namespace {

Bytes hex(std::string_view digits) { return from_hex(digits).value(); }

class SealingBy : public testing::TestWithParam<CipherProfile> {};

INSTANTIATE_TEST_SUITE_P(Profiles, SealingBy, testing::ValuesIn(cipher_profiles),
                         [](const auto& one) { return std::string(name(one.param)); });

TEST_P(SealingBy, OpensWhatItSealedAndNothingElse) {
  const Sealer sealer(GetParam());
  const Bytes bytes(32, 7), others(32, 8);
  const Sealer::Key key(bytes), other(others);
  for (const std::string plain : {"", "6217000000000000001", "长一点的说明，不止一个分组"}) {
    Bytes sealed;
    sealer.seal(key, "column/17", plain, sealed);
    EXPECT_EQ(sealed.size(), plain.size() + sealer.overhead());
    EXPECT_EQ(sealer.open(key, "column/17", sealed), plain);
    EXPECT_FALSE(sealer.open(key, "column/18", sealed));
    EXPECT_FALSE(sealer.open(other, "column/17", sealed));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      Bytes changed = sealed;
      changed[i] ^= 1;
      EXPECT_FALSE(sealer.open(key, "column/17", changed)) << i;
      EXPECT_FALSE(sealer.open(key, "column/17", std::span(sealed).first(i))) << i;
    }
  }
  Bytes one, two;
  sealer.seal(key, {}, "x", one);
  sealer.seal(key, {}, "x", two);
  EXPECT_NE(one, two) << "the same nonce twice";
}

// GB/T 32907, appendix A.1: the first block of the key stream is the cipher text of the counter.
// With key = plain text = 0123456789abcdeffedcba9876543210 and that counter as nonce, SM4-CTR of
// zeros must give the standard's 681edf34d206965e86b3e94f536e4246; so a sealed value made by hand
// from it must open.
TEST(Sealing, CountsWithSm4OfTheStandard) {
  const Bytes half = hex("0123456789abcdeffedcba9876543210");
  const Bytes stream = hex("681edf34d206965e86b3e94f536e4246");
  Bytes key = half;
  key.insert(key.end(), 16, 0x2b);  // of the MAC
  const std::string plain = "000000-SM4-0001!";
  Bytes sealed = half;
  for (std::size_t i = 0; i < plain.size(); ++i)
    sealed.push_back(static_cast<std::uint8_t>(plain[i]) ^ stream[i]);
  std::string covered(8, '\0');  // eight bytes of length: nothing is bound
  covered += to_string(sealed);
  const auto tag = keyed_digest(CipherProfile::sm, std::span(key).subspan(16), covered);
  sealed.insert(sealed.end(), tag.begin(), tag.end());
  EXPECT_EQ(Sealer(CipherProfile::sm).open(Sealer::Key(key), {}, sealed), plain);
}

// HMAC by its definition (RFC 2104) over SM3, whose digests of the two messages of GB/T 32905
// are checked first.
TEST(Sealing, DigestsWithSm3OfTheStandard) {
  const auto sm3 = [](std::string_view text) {
    Bytes out(32);
    unsigned int length = 0;
    EXPECT_EQ(EVP_Digest(text.data(), text.size(), out.data(), &length, EVP_sm3(), nullptr), 1);
    return out;
  };
  EXPECT_EQ(to_hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string sixteen;
  for (int i = 0; i < 16; ++i) sixteen += "abcd";
  EXPECT_EQ(to_hex(sm3(sixteen)),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  const Bytes key = hex("0102030405060708090a0b0c0d0e0f10");
  std::string inner(64, '\x36'), outer(64, '\x5c');
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  const auto expected = sm3(outer + to_string(sm3(inner + "abc")));
  EXPECT_EQ(keyed_digest(CipherProfile::sm, key, "abc"), expected);
}

// RFC 4231, test case 2; RFC 5869, appendix A.3 (its first 32 bytes).
TEST(Sealing, DigestsAndDerivesWithSha256OfTheRfcs) {
  EXPECT_EQ(
      to_hex(keyed_digest(CipherProfile::aes, to_bytes("Jefe"), "what do ya want for nothing?")),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(derive_key(CipherProfile::aes, Bytes(22, 0x0b), "")),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

// Rings of keys come from files only.
class Ring : public testing::Test {
 protected:
  ~Ring() override { std::filesystem::remove(file_); }
  Cipher of(std::string_view lines) {
    std::filesystem::remove(file_);
    std::ofstream(file_) << lines;
    ::chmod(file_.c_str(), 0600);
    return Cipher::open(file_).value();
  }
  const std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / ("leye-ring-" + std::to_string(::getpid()));
  const std::string first_ = std::string(64, '1') + "\n", second_ = std::string(64, '2') + "\n";
};

TEST_F(Ring, AProfileIsReadAfterTheOtherSeals) {
  const auto before = of(first_);
  const auto after = of("sm " + second_ + first_);
  const auto old_value = before.encrypt("payment.account", 1, "6217");
  const auto new_value = after.encrypt("payment.account", 1, "6217");
  EXPECT_EQ(after.decrypt("payment.account", 1, old_value).value(), "6217");
  EXPECT_EQ(after.decrypt("payment.account", 1, new_value).value(), "6217");
  EXPECT_FALSE(before.decrypt("payment.account", 1, new_value).ok());
  EXPECT_EQ(after.blind_index("id", "1"), before.blind_index("id", "1")) << "rows are not found";
  EXPECT_EQ(after.seal("audit.record", "1"), before.seal("audit.record", "1"));
  // The same bytes as a key of the other profile are another key.
  const auto mistaken = of(second_);
  EXPECT_NE(mistaken.key_id(), after.key_id());
  EXPECT_FALSE(mistaken.decrypt("payment.account", 1, new_value).ok());
  const auto begun = of("sm " + second_);
  EXPECT_EQ(begun.decrypt("payment.account", 1, new_value).value(), "6217");
  EXPECT_NE(begun.blind_index("id", "1"), before.blind_index("id", "1"));
  EXPECT_NE(begun.blind_index("id", "1"), mistaken.blind_index("id", "1"));
}

TEST_F(Ring, SaysWhichProfilesItIsOf) {
  for (const auto& lines : {first_, "sm " + first_, "sm " + second_ + first_,
                            second_ + "sm " + first_, second_ + first_}) {
    const auto id = of(lines).key_id();
    const auto ring = read_ring_id(id);
    EXPECT_EQ(to_text(ring), id);
    EXPECT_EQ(ring.sealing.size(), 4U);
    EXPECT_EQ(ring.profile == CipherProfile::sm, lines.starts_with("sm "));
    EXPECT_EQ(ring.begun_with == CipherProfile::sm, lines.ends_with("sm " + first_)) << lines;
  }
}

}  // namespace
}  // namespace leye
