// What the two cipher profiles cost: numbers under a key of each person's, as the registers hold
// them, and files, as evidence holds them. Both in one run, so the ratio holds on any machine.
#include "base/cipher.hpp"
#include "base/key_ring.hpp"
#include "parts.hpp"
#include "registers/identity_cipher.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

namespace leye::bench {
namespace {

struct Costs {
  double numbers = 0;  // seconds for all
  double files = 0;
};

Result<Costs> costs_of(CipherProfile profile, std::int64_t values) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("sealing.{}", getpid());
  std::filesystem::create_directories(folder);
  TRY(make_key_file(folder / "master.key", profile));
  const auto master = TRY(Cipher::open(folder / "master.key"));
  std::filesystem::remove_all(folder);
  const registers::IdentityCipher cipher(master);
  const std::string number = "000000199001010018";
  Costs costs;
  Stopwatch numbers;
  for (std::int64_t i = 0; i < values; ++i) {
    const auto salt = cipher.new_salt();
    const auto opened = TRY(cipher.open(salt, cipher.seal(salt, number)));
    if (opened != number) return Error{ErrorCode::invalid_input, "a number came back changed"};
  }
  costs.numbers = numbers.seconds();
  const std::string file(65'536, 'x');
  Stopwatch files;
  for (std::int64_t i = 0; i < values / 500; ++i)
    TRY(master.decrypt("evidence", i, master.encrypt("evidence", i, file)));
  costs.files = files.seconds();
  return costs;
}

}  // namespace

Measurements measure_sealing(std::int64_t values) {
  const auto aes = TRY(costs_of(CipherProfile::aes, values));
  const auto sm = TRY(costs_of(CipherProfile::sm, values));
  const auto name = [values](const char* what) {
    return fmt::format("sealing.{}.{}", values, what);
  };
  const auto count = static_cast<double>(values);
  return std::vector<Measurement>{
      {name("numbers.aes"), count / aes.numbers, "numbers/s"},
      {name("numbers.sm"), count / sm.numbers, "numbers/s"},
      {name("numbers.sm_over_aes"), sm.numbers / aes.numbers, "times"},
      {name("files.aes"), count / 500 * 0.065536 / aes.files, "MB/s"},
      {name("files.sm"), count / 500 * 0.065536 / sm.files, "MB/s"},
      {name("files.sm_over_aes"), sm.files / aes.files, "times"},
  };
}

}  // namespace leye::bench
