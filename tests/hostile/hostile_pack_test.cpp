// Packs that mean harm, or were made by a broken program: each is refused with a reason, or read,
// in 256 MB. Every pack is read in a process of its own with that limit; the limit of its processor
// time is a watchdog against reading without end, far above what reading takes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "policy/pack.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::policy {
namespace {

namespace files = std::filesystem;

constexpr rlim_t memory_max = rlim_t{256} << 20;
constexpr rlim_t watchdog_seconds = 60;
constexpr const char* head = "---\n标题: 甲\n---\n";

const Vocabulary& installed() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

std::string measure(const std::string& name, const std::string& lines) {
  return fmt::format(
      "补贴 {0} ({0})\n  每 招用\n  付给 招用.单位\n  资金 某资金 (some_fund)\n"
      "  有效 申请日期 至 2023-12-31\n{1}",
      name, lines);
}
std::string fence(const std::string& lines) { return "```policy\n" + lines + "```\n"; }

class HostilePack : public testing::Test {
 protected:
  HostilePack()
      : folder_(files::temp_directory_path() / fmt::format("leye-hostile-{}", ::getpid())) {
    files::create_directories(folder_ / "pack");
  }
  ~HostilePack() override { files::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    const auto file = folder_ / name;
    files::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  void write_rule(const std::string& lines) { write("pack/1.md", head + fence(lines)); }
  const files::path& folder() const { return folder_; }

  // What is said of the pack: codes of the diagnostics, one a line; "read" if there is a plan.
  std::string said() const {
    int ends[2];
    CHECK(::pipe(ends) == 0);
    const auto child = ::fork();
    CHECK(child >= 0);
    if (child == 0) {
      ::close(ends[0]);
      const rlimit memory{memory_max, memory_max};
      const rlimit seconds{watchdog_seconds, watchdog_seconds};
      if (::setrlimit(RLIMIT_DATA, &memory) != 0 || ::setrlimit(RLIMIT_CPU, &seconds) != 0)
        ::_exit(3);
      const auto text = read_safely();
      const auto written = ::write(ends[1], text.data(), text.size());
      ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 4);
    }
    ::close(ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t size = 0; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;)
      text.append(buffer, static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    rusage used{};
    CHECK(::wait4(child, &status, 0, &used) == child);
    const auto cpu = static_cast<double>(used.ru_utime.tv_sec) +
                     static_cast<double>(used.ru_utime.tv_usec) * 1e-6;
    fmt::print("             {:.2f} s, {} MB\n", cpu, used.ru_maxrss / 1024);
    if (WIFSIGNALED(status)) return fmt::format("killed by signal {}", WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ? text : fmt::format("exit {}", WEXITSTATUS(status));
  }

  ::testing::AssertionResult says(const char* code) const {
    const auto text = said();
    if (text.find(code) != text.npos) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << "not " << code << " but:\n" << text.substr(0, 200);
  }

 private:
  std::string read_safely() const {
    try {
      return read();
    } catch (const std::exception& problem) {
      return fmt::format("killed by {}", problem.what());
    }
  }

  std::string read() const {
    std::string text;
    const auto vocabulary = vocabulary_of_pack(installed(), folder_ / "pack");
    if (!vocabulary.ok()) return "vocabulary: " + to_text(vocabulary.error());
    const auto pack = read_pack(folder_ / "pack", vocabulary.value());
    if (pack.plan) text = "read\n";
    std::set<std::string> codes;
    for (const auto& problem : pack.diagnostics) {
      codes.insert(problem.code);
      if (codes.size() < 50 && to_text(problem, pack).empty()) codes.insert("without words");
    }
    for (const auto& code : codes) text += code + "\n";
    return text;
  }

  files::path folder_;
};

TEST_F(HostilePack, APlainOneIsRead) {
  write_rule(measure("x", "  标准 100 元\n"));
  EXPECT_TRUE(says("read"));
}

TEST_F(HostilePack, AFileOfAHundredMegabytes) {
  write("pack/1.md", head);
  files::resize_file(folder() / "pack/1.md", std::uintmax_t{100} << 20);
  EXPECT_TRUE(says("file_too_big"));
}

TEST_F(HostilePack, FortyFilesOfAMegabyte) {
  std::string text = head + std::string("```policy\n");
  while (text.size() < 1'000'000) text += "补贴 某项补贴 (some_subsidy)\n";
  for (int i = 0; i < 40; ++i) write(fmt::format("pack/{}.md", i), text + "```\n");
  EXPECT_TRUE(says("pack_too_big"));
}

TEST_F(HostilePack, AMegabyteOfLinesThatSayNothing) {
  std::string lines;
  while (lines.size() < 1'000'000) lines += "甲\n";
  write_rule(lines);
  EXPECT_TRUE(says("unexpected_line"));
}

TEST_F(HostilePack, AMegabyteOfTabs) {
  std::string lines;
  while (lines.size() < 1'000'000) lines += "\t\n";
  write_rule(lines + "\t补贴\n");
  EXPECT_TRUE(says("tab"));
}

TEST_F(HostilePack, AMegabyteOfMeasures) {
  std::string lines;
  for (int i = 0; lines.size() < 1'000'000; ++i)
    lines += measure(fmt::format("x{}", i), "  标准 100 元\n");
  write_rule(lines);
  EXPECT_FALSE(says("killed"));
}

TEST_F(HostilePack, AMegabyteOfTermsOfEachOther) {
  std::string lines = "术语 甲0 (a0) 对 招用\n  招用.周数 1 个 以上\n";
  for (int i = 1; lines.size() < 1'000'000; ++i)
    lines += fmt::format(
        "术语 甲{0} (a{0}) 对 招用\n  任一满足\n    招用 是 甲{1}\n    招用 是 甲{1}\n", i, i - 1);
  write_rule(lines);
  EXPECT_FALSE(says("killed"));
}

TEST_F(HostilePack, TermsThatDoubleAtEachStep) {
  std::string lines = "术语 甲0 (a0) 对 招用\n  招用.本人为经营者\n";
  for (int i = 1; i <= 60; ++i)
    lines += fmt::format(
        "术语 甲{0} (a{0}) 对 招用\n  任一满足\n    招用 是 甲{1}\n    招用 是 甲{1}\n", i, i - 1);
  write_rule(lines + measure("x", "  条件\n    招用 是 甲60\n  标准 100 元\n"));
  EXPECT_TRUE(says("too_many_conditions"));
}

TEST_F(HostilePack, ValuesThatDoubleAtEachStep) {
  std::string lines = "  设 a0 为 招用.月工资 加 1 元\n";
  for (int i = 1; i <= 200; ++i) lines += fmt::format("  设 a{0} 为 a{1} 加 a{1}\n", i, i - 1);
  write_rule(measure("x", lines + "  标准 a200\n"));
  EXPECT_FALSE(says("killed"));
}

TEST_F(HostilePack, TenThousandLevels) {
  std::string lines = measure("x", "  条件\n");
  for (int i = 2; i < 400; ++i)
    lines += std::string(static_cast<std::size_t>(i) * 2 % 3900, ' ') + "任一满足\n";
  write_rule(lines);
  EXPECT_TRUE(says("too_deep"));
  write_rule(measure(
      "x", "  标准 " + std::string(10'000, '(') + "1 元" + std::string(10'000, ')') + "\n"));
  EXPECT_TRUE(says("line_too_long"));
  write_rule(
      measure("x", "  标准 " + std::string(900, '(') + "1 元" + std::string(900, ')') + "\n"));
  EXPECT_TRUE(says("line_too_long"));
}

TEST_F(HostilePack, TermsFormulasAndValuesInACircle) {
  write_rule("术语 甲 (a) 对 招用\n  招用 是 乙\n术语 乙 (b) 对 招用\n  招用 是 甲\n" +
             measure("x", "  条件\n    招用 是 甲\n  标准 100 元\n"));
  EXPECT_TRUE(says("recursive_term"));
  write_rule("公式 甲 (a) 对 招用\n  结果 招用 的 乙\n公式 乙 (b) 对 招用\n  结果 招用 的 甲\n" +
             measure("x", "  标准 招用 的 甲\n"));
  EXPECT_FALSE(says("killed"));
  write_rule(measure("x", "  设 a 为 b 加 1 元\n  设 b 为 a 加 1 元\n  标准 a\n"));
  EXPECT_TRUE(says("unknown_name"));
  write_rule(measure("x", "  标准 y 的 金额\n") + measure("y", "  标准 x 的 金额\n"));
  EXPECT_FALSE(says("killed"));
}

TEST_F(HostilePack, PacksAboveAndBelowEachOther) {
  write("pack/1.md", "---\n标题: 甲\n引用: other pack\n上级: other pack\n---\n" +
                         fence(measure("x", "  标准 100 元\n")));
  write("other/1.md", "---\n标题: 乙\n引用: pack other\n上级: pack other\n---\n" +
                          fence(measure("y", "  标准 100 元\n")));
  EXPECT_FALSE(says("killed"));
  for (int i = 0; i < 40; ++i)
    write(fmt::format("p{}/1.md", i),
          fmt::format("---\n标题: 乙\n引用: p{} p{}\n---\n", i + 1, i + 2));
  write("pack/1.md", "---\n标题: 甲\n引用: p0\n---\n" + fence(measure("x", "  标准 100 元\n")));
  EXPECT_FALSE(says("killed"));
}

TEST_F(HostilePack, NumbersBeyondSixtyFourBits) {
  for (const char* amount : {"99999999999999999999 元", "9223372036854775807 元",
                             "999999999999999 亿元", "0.0000000000000001 元", "1e400 元"}) {
    write_rule(measure("x", fmt::format("  标准 {}\n", amount)));
    EXPECT_FALSE(says("read")) << amount;
  }
  write_rule(measure("x", "  标准 " + std::string(3900, '9') + " 元\n"));
  EXPECT_FALSE(says("read"));
  write_rule(measure("x", "  标准 100 元 乘 99999999999999%\n  至多 900000000000000 亿元\n"));
  EXPECT_FALSE(says("killed"));
  write_rule(measure("x", "  条件\n    招用.入职日期 早于 9999-99-99\n  标准 1 元\n"));
  EXPECT_FALSE(says("read"));
}

TEST_F(HostilePack, RulesThatContradictThemselves) {
  write_rule(measure("x", "  条件\n    招用.月工资 5 元 以上 3 元 以下\n  标准 1 元\n"));
  EXPECT_TRUE(says("empty_range"));
  write_rule(
      "补贴 x (x)\n  每 招用\n  付给 招用.单位\n  资金 某资金 (some_fund)\n"
      "  有效 申请日期 自 2024-01-01 至 2023-12-31\n  标准 1 元\n");
  EXPECT_TRUE(says("empty_range"));
}

TEST_F(HostilePack, BytesThatAreNotText) {
  write("pack/1.md", head + fence("补贴 \xB2\xB9\xCC\xF9 (x)\n"));  // GB18030
  EXPECT_TRUE(says("not_utf8"));
  std::string every;
  for (int i = 0; i < 200'000; ++i) every += static_cast<char>(i * 7919 >> 3);
  write("pack/1.md", head + every);
  EXPECT_TRUE(says("not_utf8"));
  write("pack/1.md", head + fence(std::string("补贴 \0 (x)\n", 13)));
  EXPECT_FALSE(says("read"));
}

TEST_F(HostilePack, FilesThatAreNoFiles) {
  write_rule(measure("x", "  标准 100 元\n"));
  ASSERT_EQ(::mkfifo((folder() / "pack/2.md").c_str(), 0600), 0);  // opening it would wait for ever
  files::create_directories(folder() / "pack/3.md");
  files::create_symlink("4.md", folder() / "pack/4.md");  // to itself
  EXPECT_TRUE(says("unreadable"));
}

TEST_F(HostilePack, AVocabularyOfAHundredMegabytes) {
  write_rule(measure("x", "  标准 100 元\n"));
  write("pack/vocabulary/person.md", "x");
  files::resize_file(folder() / "pack/vocabulary/person.md", std::uintmax_t{100} << 20);
  EXPECT_TRUE(says("vocabulary:"));
}

}  // namespace
}  // namespace leye::policy
