#include "base/one_time_code.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"

namespace leye {
namespace {

using namespace std::chrono_literals;

// RFC 6238, appendix B, the rows of SHA-1: the last six of their eight digits.
TEST(OneTimeCode, AgreesWithTheStandard) {
  const Bytes secret = to_bytes("12345678901234567890");
  const auto code = [&](std::chrono::seconds at) {
    return one_time_code(secret, code_step(Instant(at)));
  };
  EXPECT_EQ(code(59s), "287082");
  EXPECT_EQ(code(1111111109s), "081804");
  EXPECT_EQ(code(1111111111s), "050471");
  EXPECT_EQ(code(1234567890s), "005924");
  EXPECT_EQ(code(2000000000s), "279037");
  EXPECT_EQ(code(20000000000s), "353130");
}

// RFC 4648, section 10, without the padding.
TEST(OneTimeCode, SpellsSecretsInBase32) {
  EXPECT_EQ(to_base32(to_bytes("")), "");
  EXPECT_EQ(to_base32(to_bytes("f")), "MY");
  EXPECT_EQ(to_base32(to_bytes("fo")), "MZXQ");
  EXPECT_EQ(to_base32(to_bytes("foo")), "MZXW6");
  EXPECT_EQ(to_base32(to_bytes("foob")), "MZXW6YQ");
  EXPECT_EQ(to_base32(to_bytes("fooba")), "MZXW6YTB");
  EXPECT_EQ(to_base32(to_bytes("foobar")), "MZXW6YTBOI");
}

}  // namespace
}  // namespace leye
