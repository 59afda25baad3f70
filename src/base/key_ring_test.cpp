#include "base/key_ring.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace leye {
namespace {

namespace fs = std::filesystem;

struct Stopped {};

class KeyRing : public testing::Test {
 protected:
  KeyRing() : folder_(fs::temp_directory_path() / fmt::format("leye_keys_{}", getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~KeyRing() override { fs::remove_all(folder_); }

  Cipher open() const {
    auto cipher = Cipher::open(key_file());
    EXPECT_TRUE(cipher.ok()) << to_text(cipher.error());
    return std::move(cipher).value();
  }
  fs::path key_file() const { return folder_ / "master.key"; }
  static std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  const fs::path folder_;
};

TEST_F(KeyRing, RotatingKeepsWhatIsSealedAndFound) {
  const auto first = Cipher::open_or_create(key_file()).value();
  const auto sealed = first.encrypt("person.id_number", 7, "000000199001010018");
  const auto blind = first.blind_index("person.id_number", "000000199001010018");
  const auto seal = first.seal("audit.record", "1");
  const auto old_master = text_of(key_file());
  EXPECT_FALSE(fs::exists(data_keys_beside(key_file()))) << "not before the first rotation";
  for (int round = 0; round < 3; ++round) {
    const auto before = master_id(key_file()).value();
    EXPECT_EQ(rotate_master(key_file()).value(), Rotated::anew);
    EXPECT_NE(master_id(key_file()).value(), before);
    const auto now = open();
    EXPECT_EQ(now.decrypt("person.id_number", 7, sealed).value(), "000000199001010018");
    EXPECT_EQ(now.blind_index("person.id_number", "000000199001010018"), blind);
    EXPECT_EQ(now.seal("audit.record", "1"), seal);
    EXPECT_EQ(now.key_id(), first.key_id());
  }
  EXPECT_EQ(text_of(data_keys_beside(key_file())).find(old_master.substr(0, 64)), std::string::npos)
      << "the data key lies in clear";
  // The master that was given up opens nothing any more.
  std::ofstream(key_file()) << old_master;
  EXPECT_FALSE(Cipher::open(key_file()).ok());
}

TEST_F(KeyRing, KilledAnywhereItOpensAndGoesOn) {
  for (const std::string stop : {"next", "both", "master", "own"}) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const auto first = Cipher::open_or_create(key_file()).value();
    const auto sealed = first.encrypt("p", 1, "值");
    for (int round = 0; round < 2; ++round) {  // from keys in clear, then from wrapped ones
      const auto old_master = text_of(key_file());
      EXPECT_THROW(static_cast<void>(rotate_master(key_file(), {},
                                                   [&stop](const char* step) {
                                                     if (step == stop) throw Stopped{};
                                                   })),
                   Stopped);
      EXPECT_EQ(open().decrypt("p", 1, sealed).value(), "值") << stop;
      const auto again = rotate_master(key_file());
      ASSERT_TRUE(again.ok()) << stop << to_text(again.error());
      EXPECT_EQ(again.value(), stop == "own" ? Rotated::anew : Rotated::finished) << stop;
      EXPECT_EQ(open().decrypt("p", 1, sealed).value(), "值") << stop;
      EXPECT_NE(text_of(key_file()), old_master) << stop;
      EXPECT_FALSE(fs::exists(folder_ / "master.key.next"));
      const auto wrapped = text_of(data_keys_beside(key_file()));
      EXPECT_EQ(std::count(wrapped.begin(), wrapped.end(), '\n'), 1)
          << stop << ": one key, one master";
    }
  }
}

TEST_F(KeyRing, RotatingToTheOtherProfileKeepsWhatIsSealedAndFound) {
  const auto first = Cipher::open_or_create(key_file()).value();
  const auto sealed = first.encrypt("p", 7, "旧值");
  const auto blind = first.blind_index("p", "旧值");
  Bytes last = sealed;
  for (const auto profile : {CipherProfile::sm, CipherProfile::sm, CipherProfile::aes}) {
    const auto keys = read_data_keys(key_file()).value().size();
    const bool changes = read_data_keys(key_file()).value().front().profile != profile;
    ASSERT_TRUE(rotate_master(key_file(), profile).ok());
    EXPECT_EQ(read_data_keys(key_file()).value().size(), keys + (changes ? 1 : 0));
    EXPECT_EQ(read_data_keys(key_file()).value().front().profile, profile);
    EXPECT_EQ(text_of(key_file()).starts_with("sm "), profile == CipherProfile::sm);
    const auto now = open();
    EXPECT_EQ(now.decrypt("p", 7, sealed).value(), "旧值");
    EXPECT_EQ(now.decrypt("p", 7, last).value(), "旧值");
    EXPECT_EQ(now.blind_index("p", "旧值"), blind);
    last = now.encrypt("p", 7, "旧值");
  }
}

TEST_F(KeyRing, KilledOnTheWayToTheOtherProfileItOpensAndGoesOn) {
  for (const std::string stop : {"next", "both", "master"}) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    const auto sealed = Cipher::open_or_create(key_file()).value().encrypt("p", 1, "值");
    EXPECT_THROW(static_cast<void>(rotate_master(key_file(), CipherProfile::sm,
                                                 [&stop](const char* step) {
                                                   if (step == stop) throw Stopped{};
                                                 })),
                 Stopped);
    EXPECT_EQ(open().decrypt("p", 1, sealed).value(), "值") << stop;
    const auto between = open().encrypt("p", 1, "中间");
    ASSERT_TRUE(rotate_master(key_file(), CipherProfile::sm).ok()) << stop;
    EXPECT_EQ(open().decrypt("p", 1, sealed).value(), "值") << stop;
    EXPECT_EQ(open().decrypt("p", 1, between).value(), "中间") << stop;
    const auto keys = read_data_keys(key_file()).value();
    ASSERT_EQ(keys.size(), 2U) << stop << ": one new key, not two";
    EXPECT_EQ(keys.front().profile, CipherProfile::sm) << stop;
  }
}

TEST_F(KeyRing, ABegunInstallationMayBeOfTheSmProfile) {
  ASSERT_TRUE(make_key_file(key_file(), CipherProfile::sm).ok());
  const auto first = open();
  const auto sealed = first.encrypt("p", 1, "值");
  ASSERT_TRUE(rotate_master(key_file()).ok());
  EXPECT_EQ(open().decrypt("p", 1, sealed).value(), "值");
  EXPECT_EQ(read_data_keys(key_file()).value().front().profile, CipherProfile::sm);
  // A line that claims the other profile does not open.
  auto text = text_of(data_keys_beside(key_file()));
  text.erase(text.find(" sm\n"), 3);
  std::ofstream(data_keys_beside(key_file())) << text;
  EXPECT_FALSE(Cipher::open(key_file()).ok());
}

TEST_F(KeyRing, TheDataKeysCannotBeChanged) {
  static_cast<void>(Cipher::open_or_create(key_file()).value());
  ASSERT_TRUE(rotate_master(key_file()).ok());
  auto text = text_of(data_keys_beside(key_file()));
  auto& digit = text[text.size() - 40];
  digit = digit == '0' ? '1' : '0';
  std::ofstream(data_keys_beside(key_file())) << text;
  EXPECT_FALSE(Cipher::open(key_file()).ok());
}

TEST_F(KeyRing, OthersMayNotReadTheMaster) {
  static_cast<void>(Cipher::open_or_create(key_file()).value());
  fs::permissions(key_file(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(rotate_master(key_file()).error().code, ErrorCode::forbidden);
}

TEST_F(KeyRing, ADataKeyIsReplacedAndGivenUpWhereNothingNeedsIt) {
  const auto id = [](const Cipher& cipher) {
    return to_hex(read_ring_id(cipher.key_id()).sealing);
  };
  const auto first = Cipher::open_or_create(key_file()).value();
  const auto blind = first.blind_index("p", "1");
  ASSERT_EQ(rotate_master(key_file(), {}, {}, true).value(), Rotated::anew);
  const auto second = open();
  EXPECT_NE(id(second), id(first)) << "the profile stays, the key does not";
  const auto sealed = second.encrypt("p", 1, "值");
  ASSERT_EQ(rotate_master(key_file(), CipherProfile::sm).value(), Rotated::anew);
  const auto third = open();
  EXPECT_EQ(third.decrypt("p", 1, sealed).value(), "值");
  EXPECT_EQ(retire_data_key(key_file(), id(third)).error().code, ErrorCode::conflict) << "seals";
  EXPECT_EQ(retire_data_key(key_file(), id(first)).error().code, ErrorCode::conflict) << "indexes";
  EXPECT_EQ(retire_data_key(key_file(), "00000000").error().code, ErrorCode::not_found);
  ASSERT_TRUE(retire_data_key(key_file(), id(second)).ok());
  EXPECT_FALSE(open().decrypt("p", 1, sealed).ok());
  EXPECT_EQ(open().blind_index("p", "1"), blind);
  EXPECT_EQ(id(open()), id(third));
}

TEST_F(KeyRing, AMacIsMadeUnderTheKeyThatIsNamed) {
  const auto first = Cipher::open_or_create(key_file()).value();
  const auto begun = read_ring_id(first.key_id()).sealing;
  ASSERT_EQ(rotate_master(key_file(), CipherProfile::sm).value(), Rotated::anew);
  const auto now = open();
  const auto in_use = read_ring_id(now.key_id()).sealing;
  EXPECT_EQ(now.seal(under_key(begun, "a"), "x"), now.seal("a", "x")) << "MACs are of the first";
  EXPECT_EQ(now.seal(under_key(begun, "a"), "x"), first.seal("a", "x"));
  EXPECT_NE(now.seal(under_key(in_use, "a"), "x"), now.seal("a", "x"));
  EXPECT_TRUE(first.seal(under_key(in_use, "a"), "x").empty()) << "not of the ring";
}

}  // namespace
}  // namespace leye
