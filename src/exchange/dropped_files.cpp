#include "exchange/dropped_files.hpp"

#include <fcntl.h>
#include <stdio.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

#include <fmt/format.h>

namespace leye::exchange {
namespace {

namespace files = std::filesystem;
using Outcome = DroppedFile::Outcome;

// The feed whose id the name begins with; the longest of several.
const Feed* feed_of(const Catalogue& catalogue, const std::string& name) {
  const Feed* longest = nullptr;
  for (const Feed& feed : catalogue.feeds()) {
    const bool longer = longest == nullptr || feed.id.size() > longest->id.size();
    if (name.starts_with(feed.id) && longer) longest = &feed;
  }
  return longest;
}

bool is_being_written(const files::path& file, Instant now) {
  const std::string name = file.filename().string();
  if (name.starts_with(".") || name.ends_with(".part") || name.ends_with(".tmp")) return true;
  std::error_code error;
  const auto written = files::last_write_time(file, error);
  return error || std::chrono::file_clock::to_sys(written) > now - dropped_rest;
}

Result<std::string> read(const files::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(dropped_bytes_max + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad() || !in.eof() || !files::exists(file))
    return Error{ErrorCode::unavailable, "文件读不了", {file.string()}, "核对权限"};
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

// To the folder under its name, or under "name-2", "name-3" where that is taken.
Status move_to(const files::path& file, const files::path& folder) {
  std::error_code error;
  files::create_directories(folder, error);
  constexpr int names_max = 10'000;
  for (int at = 1; at <= names_max; ++at) {
    auto name = file.stem().string();
    if (at > 1) name += fmt::format("-{}", at);
    const auto target = folder / (name + file.extension().string());
    if (::renameat2(AT_FDCWD, file.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0)
      return Done{};
    if (errno != EEXIST) break;
  }
  return Error{ErrorCode::unavailable, "文件移不走", {file.string()}, "核对目录的权限"};
}

void refuse(DroppedFile& taken, std::string problem) {
  taken.outcome = Outcome::refused;
  taken.problem = std::move(problem);
}

// What became of one file; true: go on with the next.
bool take(const files::path& file, const Feed& feed, const Catalogue& catalogue,
          const Receive& receive, const Clock& clock, DroppedFile& taken) {
  std::error_code error;
  if (files::file_size(file, error) > dropped_bytes_max && !error) {
    refuse(taken, fmt::format("文件超过 {} MB", dropped_bytes_max >> 20));
    return true;
  }
  auto bytes = read(file);
  if (!bytes.ok()) {
    taken.problem = to_text(bytes.error());
    return true;
  }
  Incoming incoming;
  incoming.file_name = taken.name;
  incoming.bytes = std::move(bytes).value();
  incoming.via = "folder";
  incoming.sender = catalogue.department_of(feed).zh;
  incoming.now = incoming.recorded_at = clock.now();
  incoming.today = clock.today();
  auto got = receive(feed, std::move(incoming));
  if (!got.ok()) {
    if (got.error().code == ErrorCode::invalid_input) {
      refuse(taken, to_text(got.error()));
      return true;
    }
    taken.problem = to_text(got.error());
    return got.error().code != ErrorCode::unavailable;
  }
  taken.delivered = std::move(got).value();
  if (taken.delivered->state == "stored")
    taken.outcome = Outcome::stored;
  else
    refuse(taken, taken.delivered->problem);
  return true;
}

}  // namespace

Result<std::vector<DroppedFile>> take_dropped(const files::path& folder,
                                              const Catalogue& catalogue, const Receive& receive,
                                              const Clock& clock) {
  std::vector<files::path> found;
  std::error_code error;
  for (const auto& entry : files::directory_iterator(folder, error)) {
    std::error_code ignored;
    const bool plain = files::is_regular_file(entry.symlink_status(ignored));
    if (plain && !is_being_written(entry.path(), clock.now())) found.push_back(entry.path());
  }
  if (error)
    return Error{ErrorCode::not_found, "目录打不开", {folder.string()}, "核对路径和权限"};
  std::sort(found.begin(), found.end());
  std::vector<DroppedFile> all;
  for (const files::path& file : found) {
    DroppedFile taken;
    taken.name = file.filename().string();
    const Feed* feed = feed_of(catalogue, taken.name);
    bool go_on = true;
    if (feed == nullptr) {
      taken.problem = "文件名不以交换数据的代号开头，未处理";
    } else {
      taken.feed = feed->id;
      go_on = take(file, *feed, catalogue, receive, clock, taken);
    }
    if (taken.outcome != Outcome::left) {
      const bool stored = taken.outcome == Outcome::stored;
      const Status moved = move_to(file, folder / (stored ? "stored" : "refused"));
      if (!moved.ok()) taken.problem += to_text(moved.error());
    }
    all.push_back(std::move(taken));
    if (!go_on) break;
  }
  return all;
}

}  // namespace leye::exchange
