#include "intake/xls_reader.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "intake/decoding.hpp"
#include "intake/xls_messages.hpp"

namespace leye::intake {
namespace {

Error wrong(std::string what) {
  return {ErrorCode::invalid_input, std::move(what), {}, "用 WPS 或 Excel 另存为 .xlsx 后再上传"};
}

// Beside the running program, or where it was built.
std::string reader_program() {
  std::error_code ignored;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const auto beside = self.parent_path() / "leye-xls";
  return std::filesystem::exists(beside, ignored) ? beside.string() : LEYE_XLS_BUILT;
}

class Handle {
 public:
  explicit Handle(int number = -1) : number_(number) {}
  ~Handle() {
    if (number_ >= 0) close(number_);
  }
  Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  int number() const { return number_; }

 private:
  int number_;
};

// The file at a handle: from memory it goes to memory again, never to a disk.
Result<Handle> handle_of(const FileContent& file) {
  if (!file.path.empty()) {
    Handle handle(open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
    if (handle.number() < 0) return Error{ErrorCode::not_found, "文件打不开", {file.path}};
    return handle;
  }
  Handle handle(memfd_create("workbook", MFD_CLOEXEC));
  std::size_t at = 0;
  while (handle.number() >= 0 && at < file.bytes.size()) {
    const ssize_t wrote = write(handle.number(), file.bytes.data() + at, file.bytes.size() - at);
    if (wrote <= 0) break;
    at += static_cast<std::size_t>(wrote);
  }
  if (handle.number() < 0 || at < file.bytes.size()) {
    return Error{ErrorCode::unavailable, "文件读不进内存", {}, "请稍后再试"};
  }
  return handle;
}

// The running reader and what it sends.
class Reading {
 public:
  static Result<Reading> start(const FileContent& file, const std::string& asked) {
    const Handle workbook = TRY(handle_of(file));
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return not_started();
    Reading reading;
    reading.pipe_ = Handle(ends[0]);
    const Handle there(ends[1]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, there.number(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, workbook.number(), xls::file_handle);
    posix_spawn_file_actions_addclosefrom_np(&actions, xls::file_handle + 1);
    const std::string program = reader_program();
    std::string name = "leye-xls", sheet = asked;
    char* arguments[] = {name.data(), sheet.data(), nullptr};
    char* environment[] = {nullptr};
    const int failed = posix_spawn(&reading.child_, program.c_str(), &actions, nullptr, arguments,
                                   environment);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
      reading.child_ = -1;
      return not_started();
    }
    reading.until_ = std::chrono::steady_clock::now() + xls_time_max;
    return reading;
  }

  Reading(Reading&& other) noexcept
      : pipe_(std::move(other.pipe_)),
        child_(std::exchange(other.child_, -1)),
        until_(other.until_),
        bytes_(std::move(other.bytes_)),
        at_(other.at_) {}
  ~Reading() {
    if (child_ < 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  // The next message's tag; the messages for people and what never ends are errors here.
  Result<char> tag() {
    const std::string one = TRY(take(1));
    if (one[0] != xls::error_tag) return one[0];
    std::string why = TRY(text(4096));
    bool cut = false;
    why.resize(valid_utf8_prefix(why, cut));
    return wrong(std::move(why));
  }
  Result<std::size_t> number() {
    const std::string bytes = TRY(take(4));
    std::size_t value = 0;
    for (int i = 3; i >= 0; --i) {
      value = value << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    }
    return value;
  }
  Result<std::string> text(std::size_t most) {
    const std::size_t size = TRY(number());
    if (size > most) return wrong(fmt::format("一个单元格超过 {} 字节", most));
    return take(size);
  }
  Result<std::string> take(std::size_t size) {
    while (bytes_.size() - at_ < size) TRY(receive());
    std::string taken = bytes_.substr(at_, size);
    at_ += size;
    return taken;
  }

 private:
  Reading() = default;
  static Error not_started() {
    return {ErrorCode::unavailable, "读取旧格式（.xls）的程序起不来", {},
            "另存为 .xlsx 后再上传，并告诉系统管理员"};
  }
  Status receive() {
    bytes_.erase(0, at_);
    at_ = 0;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until_ - std::chrono::steady_clock::now());
    pollfd ready{pipe_.number(), POLLIN, 0};
    const int found = left.count() <= 0 ? 0 : poll(&ready, 1, static_cast<int>(left.count()));
    if (found <= 0) return wrong("旧格式工作簿（.xls）读了太久");
    char piece[64 * 1024];
    const ssize_t got = read(pipe_.number(), piece, sizeof piece);
    if (got <= 0) return wrong("旧格式工作簿（.xls）已损坏，读不完");
    bytes_.append(piece, static_cast<std::size_t>(got));
    return Done{};
  }

  Handle pipe_;
  pid_t child_ = -1;
  std::chrono::steady_clock::time_point until_;
  std::string bytes_;
  std::size_t at_ = 0;
};

class XlsReader : public RowSource {
 public:
  explicit XlsReader(Reading reading) : reading_(std::move(reading)) {}
  std::string form() const override { return "XLS"; }

  Result<bool> next(Row& row) override {
    if (ended_) return false;
    const char tag = TRY(reading_.tag());
    if (tag == xls::end_tag) {
      ended_ = true;
      return false;
    }
    if (tag != xls::row_tag) return wrong("旧格式工作簿（.xls）读不出");
    const XlsxLimits limits;
    row.number = static_cast<std::int64_t>(TRY(reading_.number()));
    const std::size_t count = TRY(reading_.number());
    if (count > limits.columns_max) {
      return wrong(fmt::format("超过 {} 列", limits.columns_max));
    }
    texts_.resize(count);
    row.hidden = false;
    row.cells.assign(count, {});
    for (std::size_t at = 0; at < count; ++at) {
      const std::string kind = TRY(reading_.take(1));
      texts_[at] = TRY(reading_.text(limits.cell_bytes_max));
      bool cut = false;
      if (valid_utf8_prefix(texts_[at], cut) != texts_[at].size()) {
        return wrong(fmt::format("第 {} 行有读不出的文字", row.number));
      }
      row.cells[at] = {texts_[at], kind[0] == 1   ? CellKind::number
                                   : kind[0] == 2 ? CellKind::day
                                                  : CellKind::text};
    }
    return true;
  }

 private:
  Reading reading_;
  std::vector<std::string> texts_;
  bool ended_ = false;
};

}  // namespace

Result<std::vector<SheetName>> xls_sheets(const FileContent& file) {
  Reading reading = TRY(Reading::start(file, "names"));
  std::vector<SheetName> names;
  constexpr std::size_t names_max = 1000, name_bytes_max = 1024;
  while (TRY(reading.tag()) == xls::name_tag && names.size() < names_max) {
    names.push_back({TRY(reading.text(name_bytes_max)), false});
    bool cut = false;
    std::string& name = names.back().name;
    name.resize(valid_utf8_prefix(name, cut));
  }
  if (names.empty()) return wrong("工作簿里没有工作表");
  return names;
}

Result<std::unique_ptr<RowSource>> open_xls(const FileContent& file, std::size_t sheet) {
  Reading reading = TRY(Reading::start(file, std::to_string(sheet)));
  return std::unique_ptr<RowSource>(std::make_unique<XlsReader>(std::move(reading)));
}

}  // namespace leye::intake
