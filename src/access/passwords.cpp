#include "access/passwords.hpp"

#include <argon2.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <semaphore>

namespace leye::access {
namespace {

constexpr std::uint32_t passes = 1;
constexpr std::uint32_t memory_kib = 46 * 1024;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t password_bytes_max = 1024;
constexpr std::size_t password_bytes_min = 10;

std::counting_semaphore<2> places(2);

class Turn {
 public:
  Turn() : taken_(places.try_acquire_for(std::chrono::seconds(1))) {}
  ~Turn() {
    if (taken_) places.release();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool taken() const { return taken_; }

 private:
  bool taken_;
};

Error too_many_at_once() {
  return Error{ErrorCode::overloaded, "同时登录的人太多", {}, "请几秒后再试"};
}

int kinds(std::string_view password) {
  bool lower = false;
  bool upper = false;
  bool digit = false;
  bool other = false;
  for (const char c : password) {
    if (c >= 'a' && c <= 'z') {
      lower = true;
    } else if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (c >= '0' && c <= '9') {
      digit = true;
    } else {
      other = true;
    }
  }
  return lower + upper + digit + other;
}

// What meets the rule of three kinds and is tried first by those who guess.
bool is_known(std::string lower) {
  static constexpr std::array stems = {"password", "passw0rd", "p@ssword", "p@ssw0rd", "admin",
                                       "qwer",     "asdf",     "zxcv",     "1qaz",     "2wsx",
                                       "abc123",   "123456",   "iloveyou", "woaini",   "welcome",
                                       "111111",   "888888",   "666666",   "000000",   "letmein"};
  for (const std::string_view stem : stems) {
    for (auto at = lower.find(stem); at != lower.npos; at = lower.find(stem)) {
      lower.erase(at, stem.size());
    }
  }
  return lower.size() < 5;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

}  // namespace

Status check_password(std::string_view password, std::string_view login) {
  const auto refuse = [](std::string why) {
    return Error{ErrorCode::invalid_input,
                 std::move(why),
                 {"password"},
                 "请用至少 10 个字符，含大写、小写、数字、符号中的三种"};
  };
  if (password.size() < password_bytes_min) return refuse("密码太短");
  if (password.size() > password_bytes_max) return refuse("密码太长");
  if (kinds(password) < 3) return refuse("密码的字符种类太少");
  const auto lower = lower_case(password);
  if (!login.empty() && lower.find(lower_case(login)) != lower.npos) {
    return refuse("密码不能包含账号");
  }
  if (is_known(lower)) return refuse("这个密码太常见");
  return Done{};
}

Result<std::string> hash_password(std::string_view password) {
  const Turn turn;
  if (!turn.taken()) return too_many_at_once();
  std::array<unsigned char, salt_bytes> salt;
  CHECK(RAND_bytes(salt.data(), static_cast<int>(salt.size())) == 1);
  std::array<char, 256> encoded{};
  const int code =
      argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(),
                            salt.data(), salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (code != ARGON2_OK) return Error{ErrorCode::overloaded, "内存不足，无法校验密码"};
  return std::string(encoded.data());
}

Result<bool> verify_password(const std::string& kept, std::string_view password) {
  if (password.size() > password_bytes_max) password = password.substr(0, password_bytes_max + 1);
  // A hash of nothing anyone knows: with the same costs, so that the time tells nothing.
  static const std::string nobody =
      [] {
        std::array<unsigned char, 32> noise;
        CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
        return hash_password(std::string_view(reinterpret_cast<char*>(noise.data()), noise.size()));
      }()
          .value();
  const Turn turn;
  if (!turn.taken()) return too_many_at_once();
  const auto& encoded = kept.empty() ? nobody : kept;
  const int code = argon2id_verify(encoded.c_str(), password.data(), password.size());
  if (code == ARGON2_MEMORY_ALLOCATION_ERROR) {
    return Error{ErrorCode::overloaded, "内存不足，无法校验密码"};
  }
  return code == ARGON2_OK && !kept.empty();
}

}  // namespace leye::access
