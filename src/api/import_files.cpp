#include "api/import_files.hpp"

#include <openssl/rand.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/json_schema.hpp"

namespace leye::api {
namespace {

constexpr auto kept_for = std::chrono::hours(1);
constexpr const char* purpose = "import.sheet";

// What stands in front of the bytes, in one line of JSON.
struct Head {
  std::string kind;
  std::string name;
  bool chosen = false;
  ImportChoice choice;
};
BOOST_DESCRIBE_STRUCT(Head, (), (kind, name, chosen, choice))

std::filesystem::path path_of(const Call& call, std::int64_t id) {
  return call.backend.imports_folder / fmt::format("{}-{}", call.caller->account, id);
}

void forget_old(const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto now = std::filesystem::file_time_type::clock::now();
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (now - entry.last_write_time(ignored) > kept_for) {
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

Error not_kept() { return Error{ErrorCode::unavailable, "文件存不下来", {}, "请稍后再试"}; }

}  // namespace

std::int64_t new_import_id() {
  std::array<unsigned char, 7> noise;
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  std::int64_t id = 0;
  for (const auto byte : noise) id = id * 256 + byte;
  return id;
}

Status keep(const Call& call, const WaitingFile& file) {
  std::error_code error;
  std::filesystem::create_directories(call.backend.imports_folder, error);
  if (error) return not_kept();
  std::filesystem::permissions(call.backend.imports_folder, std::filesystem::perms::owner_all,
                               error);
  forget_old(call.backend.imports_folder);
  const Head head{file.kind, file.name, file.chosen, file.choice};
  const auto sealed =
      call.backend.cipher.encrypt(purpose, file.id, json::write(head) + "\n" + file.bytes);
  std::ofstream out(path_of(call, file.id), std::ios::binary);
  out.write(reinterpret_cast<const char*>(sealed.data()),
            static_cast<std::streamsize>(sealed.size()));
  out.close();
  if (!out) return not_kept();
  return Done{};
}

Result<WaitingFile> find_waiting(const Call& call, std::int64_t id) {
  std::ifstream in(path_of(call, id), std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "没有找到"};
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto plain = TRY(call.backend.cipher.decrypt(purpose, id, to_bytes(bytes)));
  const auto line = plain.find('\n');
  CHECK(line != plain.npos);
  const auto head = TRY(json::read<Head>(plain.substr(0, line)));
  return WaitingFile{id, head.kind, head.name, head.choice, head.chosen, plain.substr(line + 1)};
}

void forget(const Call& call, std::int64_t id) {
  std::error_code ignored;
  std::filesystem::remove(path_of(call, id), ignored);
}

}  // namespace leye::api
