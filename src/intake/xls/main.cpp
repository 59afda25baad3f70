// leye-xls SHEET: the rows of an old workbook, which stands at handle 3, as messages
// (xls_messages.hpp). SHEET counts from 0; "names" answers the names of the sheets.
//
// Runs with limits on memory and time and, once set up, may only read: see confine().
#include <fcntl.h>
#include <freexl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "intake/xls_messages.hpp"

namespace leye::intake::xls {
namespace {

void put_number(std::string& out, std::size_t number) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(number >> shift));
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

void send(const std::string& bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const ssize_t sent = write(STDOUT_FILENO, bytes.data() + at, bytes.size() - at);
    if (sent <= 0) std::_Exit(1);
    at += static_cast<std::size_t>(sent);
  }
}

[[noreturn]] void refuse(std::string_view why) {
  std::string out(1, error_tag);
  put_text(out, why);
  send(out);
  std::_Exit(0);
}

void limit(__rlimit_resource_t resource, rlim_t most) {
  const rlimit value{most, most};
  if (setrlimit(resource, &value) != 0) refuse("读取旧格式的限制设不上");
}

#if defined(__x86_64__)
constexpr unsigned machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned machine = AUDIT_ARCH_AARCH64;
#else
#error "which calls of the system may be made is written down for x86-64 and ARM64"
#endif

// Memory, reading, and writing to what is open already. Everything else fails: no network, no other
// program, no file opened for writing.
void confine() {
  constexpr rlim_t memory = rlim_t{1} << 30, seconds = 60, handles = 16;
  limit(RLIMIT_AS, memory);
  limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_NOFILE, handles);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  constexpr std::array calls = {
      __NR_read,       __NR_write,   __NR_pread64, __NR_lseek,        __NR_close,
      __NR_fstat,      __NR_mmap,    __NR_munmap,  __NR_mremap,       __NR_mprotect,
      __NR_brk,        __NR_futex,   __NR_exit,    __NR_exit_group,   __NR_newfstatat,
      __NR_getrandom,  __NR_fcntl,   __NR_readlinkat, __NR_rt_sigreturn, __NR_madvise,
      __NR_rt_sigprocmask,
  };
  constexpr unsigned allowed = SECCOMP_RET_ALLOW;
  constexpr unsigned denied = SECCOMP_RET_ERRNO | EPERM;
  std::array<sock_filter, calls.size() * 2 + 16> filter{};
  std::size_t used = 0;
  const auto add = [&](sock_filter step) { filter[used++] = step; };
  const auto load = [&](std::size_t offset) {
    add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset)));
  };
  const auto result = [&](unsigned value) { add(BPF_STMT(BPF_RET | BPF_K, value)); };
  load(offsetof(seccomp_data, arch));
  add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 1, 0));
  result(SECCOMP_RET_KILL_PROCESS);
  load(offsetof(seccomp_data, nr));
  for (const auto call : calls) {
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1));
    result(allowed);
  }
  // openat for reading alone: character sets of old workbooks are files of the C library.
  add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(__NR_openat), 1, 0));
  result(denied);
  load(offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t));
  constexpr unsigned writes = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
  add(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, writes, 0, 1));
  result(denied);
  result(allowed);
  const sock_fprog program{static_cast<unsigned short>(used), filter.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    refuse("读取旧格式的限制设不上");
  }
}

void check(int code) {
  if (code == FREEXL_OK) return;
  if (code == FREEXL_CFBF_INVALID_SIGNATURE || code == FREEXL_BIFF_INVALID_BOF ||
      code == FREEXL_BIFF_WORKBOOK_NOT_FOUND) {
    refuse("不是能读的旧格式工作簿（.xls）");
  }
  refuse("旧格式工作簿（.xls）已损坏");
}

unsigned info(const void* book, unsigned short what) {
  unsigned value = 0;
  check(freexl_get_info(book, what, &value));
  return value;
}

void put_cell(std::string& out, const FreeXL_CellValue& cell) {
  constexpr char text = 0, number = 1, day = 2;
  std::array<char, 40> digits{};
  switch (cell.type) {
    case FREEXL_CELL_INT:
      std::snprintf(digits.data(), digits.size(), "%d", cell.value.int_value);
      break;
    case FREEXL_CELL_DOUBLE:
      std::snprintf(digits.data(), digits.size(), "%.15G", cell.value.double_value);
      break;
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT:
      out.push_back(text);
      return put_text(out, cell.value.text_value == nullptr ? "" : cell.value.text_value);
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
      out.push_back(day);
      return put_text(out, cell.value.text_value == nullptr ? "" : cell.value.text_value);
    default: out.push_back(text); return put_text(out, "");
  }
  out.push_back(number);
  put_text(out, digits.data());
}

void send_names(const void* book) {
  const unsigned count = info(book, FREEXL_BIFF_SHEET_COUNT);
  std::string out;
  for (unsigned at = 0; at < count; ++at) {
    const char* name = nullptr;
    check(freexl_get_worksheet_name(book, static_cast<unsigned short>(at), &name));
    out.push_back(name_tag);
    put_text(out, name == nullptr ? "" : name);
  }
  send(out);
}

void send_rows(const void* book, unsigned sheet) {
  if (sheet >= info(book, FREEXL_BIFF_SHEET_COUNT)) refuse("没有这个工作表");
  check(freexl_select_active_worksheet(book, static_cast<unsigned short>(sheet)));
  unsigned rows = 0;
  unsigned short columns = 0;
  check(freexl_worksheet_dimensions(book, &rows, &columns));
  constexpr std::size_t gathered = 64 * 1024;
  std::string out;
  for (unsigned row = 0; row < rows; ++row) {
    out.push_back(row_tag);
    put_number(out, row + 1);
    put_number(out, columns);
    for (unsigned short column = 0; column < columns; ++column) {
      FreeXL_CellValue cell{};
      cell.type = FREEXL_CELL_NULL;
      check(freexl_get_cell_value(book, row, column, &cell));
      put_cell(out, cell);
    }
    if (out.size() < gathered) continue;
    send(out);
    out.clear();
  }
  send(out);
}

int run(const char* asked) {
  confine();
  const void* book = nullptr;
  const std::string path = "/proc/self/fd/" + std::to_string(file_handle);
  check(freexl_open(path.c_str(), &book));
  if (info(book, FREEXL_BIFF_PASSWORD) == FREEXL_BIFF_OBFUSCATED) {
    refuse("文件有密码；打开后取消密码，另存后再上传");
  }
  if (std::strcmp(asked, "names") == 0)
    send_names(book);
  else
    send_rows(book, static_cast<unsigned>(std::strtoul(asked, nullptr, 10)));
  send(std::string(1, end_tag));
  std::_Exit(0);
}

}  // namespace
}  // namespace leye::intake::xls

int main(int count, char** arguments) {
  if (count != 2) return 2;
  return leye::intake::xls::run(arguments[1]);
}
