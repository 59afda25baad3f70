// Workbooks and sheets that mean harm, at their full size: each is refused with a reason within two
// seconds of a core, and memory grows by no more than 64 MB. Every file is read in a process of its
// own. What is small enough stands beside the readers (src/intake/workbook_test.cpp, csv_test.cpp).
#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "intake/workbook.hpp"

namespace leye::intake {
namespace {

namespace fs = std::filesystem;

constexpr double core_seconds_max = 2;
constexpr double megabytes_max = 64;

std::string little_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value & 0xFF);
  return out;
}

// A zip file put together byte by byte, so that it may be of any size and may lie.
class Zip {
 public:
  explicit Zip(const fs::path& file) : out_(file, std::ios::binary) {}

  void store(const std::string& name, const std::string& bytes, std::int64_t times = 1) {
    uLong sum = 0;
    for (std::int64_t n = 0; n < times; ++n) sum = crc_of(sum, bytes);
    begin(name, 0, sum, bytes.size() * static_cast<std::uint64_t>(times),
          bytes.size() * static_cast<std::uint64_t>(times));
    for (std::int64_t n = 0; n < times; ++n) write(bytes);
  }

  // The same bytes over and over, packed once: what is packed can be repeated as it stands.
  // The directory says `said` bytes come out, or the truth.
  void deflate(const std::string& name, const std::string& head, const std::string& again,
               std::int64_t times, std::optional<std::uint64_t> said = {}) {
    const std::string first = packed(head, Z_FULL_FLUSH), one = packed(again, Z_FULL_FLUSH);
    const std::string end = packed("", Z_FINISH);
    uLong sum = crc_of(0, head);
    const uLong sum_of_one = crc_of(0, again);
    for (std::int64_t n = 0; n < times; ++n)
      sum = crc32_combine(sum, sum_of_one, static_cast<z_off_t>(again.size()));
    const auto count = static_cast<std::uint64_t>(times);
    begin(name, Z_DEFLATED, sum, first.size() + count * one.size() + end.size(),
          said.value_or(head.size() + count * again.size()));
    write(first);
    for (std::int64_t n = 0; n < times; ++n) write(one);
    write(end);
  }

  // The directory, whose last record says `entries` and `bytes` where they are given.
  void finish(std::optional<std::uint64_t> entries = {}, std::optional<std::uint64_t> bytes = {}) {
    const std::uint64_t directory = position_;
    write(directory_);
    const std::uint64_t said = std::min<std::uint64_t>(entries.value_or(entries_), 0xFFFF);
    write("PK\5\6" + little_endian(0, 4) + little_endian(said, 2) + little_endian(said, 2) +
          little_endian(bytes.value_or(directory_.size()), 4) + little_endian(directory, 4) +
          little_endian(0, 2));
    out_.flush();
    ASSERT_TRUE(out_.good());
  }

 private:
  static uLong crc_of(uLong sum, const std::string& bytes) {
    return crc32(sum, reinterpret_cast<const Bytef*>(bytes.data()),
                 static_cast<uInt>(bytes.size()));
  }
  static std::string packed(const std::string& bytes, int flush) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(bytes.size() / 2 + 1024, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, flush);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
  }
  void write(const std::string& bytes) {
    out_ << bytes;
    position_ += bytes.size();
  }
  void begin(const std::string& name, int method, uLong sum, std::uint64_t packed_bytes,
             std::uint64_t bytes) {
    const std::string said = little_endian(20, 2) + little_endian(0, 2) +
                             little_endian(static_cast<std::uint64_t>(method), 2) +
                             little_endian(0, 4) + little_endian(sum, 4) +
                             little_endian(packed_bytes, 4) + little_endian(bytes, 4) +
                             little_endian(name.size(), 2) + little_endian(0, 2);
    directory_ += "PK\1\2" + little_endian(20, 2) + said + little_endian(0, 10) +
                  little_endian(position_, 4) + name;
    ++entries_;
    write("PK\3\4" + said + name);
  }

  std::ofstream out_;
  std::uint64_t position_ = 0, entries_ = 0;
  std::string directory_;
};

constexpr const char* content_types =
    "<Types><Override PartName='/xl/workbook.xml' ContentType='application/"
    "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>";
constexpr const char* workbook_part =
    "<workbook><sheets><sheet name='s' sheetId='1' r:id='rId1'/></sheets></workbook>";
constexpr const char* relations =
    "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/s.xml'/>"
    "<Relationship Id='rId2' Type='x/sharedStrings' Target='sharedStrings.xml'/></Relationships>";

class HostileFile : public testing::Test {
 protected:
  HostileFile() : file_(fs::temp_directory_path() / fmt::format("leye-file-{}", ::getpid())) {}
  ~HostileFile() override { fs::remove(file_); }

  // Everything but the sheet and the strings.
  void store_frame(Zip& zip) const {
    zip.store("[Content_Types].xml", content_types);
    zip.store("xl/workbook.xml", workbook_part);
    zip.store("xl/_rels/workbook.xml.rels", relations);
  }

  struct Outcome {
    std::string text;  // "read N rows", or the error
    double core_seconds = 0, megabytes = 0;
  };

  // Reads the file in a process of its own.
  Outcome read() const {
    int ends[2];
    CHECK(::pipe(ends) == 0);
    const pid_t child = ::fork();
    CHECK(child >= 0);
    if (child == 0) {
      ::close(ends[0]);
      ::malloc_trim(0);  // what making the file left over would hide what reading it takes
      const double before = status("VmRSS:");
      std::ofstream("/proc/self/clear_refs") << "5";
      const std::string text = read_here();
      const std::string told = fmt::format("{:.1f} {}", status("VmHWM:") - before, text);
      const auto written = ::write(ends[1], told.data(), told.size());
      ::_exit(written == static_cast<ssize_t>(told.size()) ? 0 : 3);
    }
    ::close(ends[1]);
    std::string told;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;)
      told.append(buffer, static_cast<std::size_t>(got));
    ::close(ends[0]);
    int state = 0;
    rusage used{};
    CHECK(::wait4(child, &state, 0, &used) == child);
    Outcome outcome;
    outcome.core_seconds = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                           1e-6 * static_cast<double>(used.ru_utime.tv_usec +
                                                      used.ru_stime.tv_usec);
    if (WIFSIGNALED(state)) outcome.text = fmt::format("killed by signal {}", WTERMSIG(state));
    if (!WIFEXITED(state) || WEXITSTATUS(state) != 0 || told.empty()) return outcome;
    outcome.megabytes = std::stod(told);
    outcome.text = told.substr(told.find(' ') + 1);
    fmt::print("             {:.2f} s of a core, {:.0f} MB, {:.0f} MB of file\n",
               outcome.core_seconds, outcome.megabytes,
               static_cast<double>(fs::file_size(file_)) / 1e6);
    return outcome;
  }

  void expect_refused(const char* why) const {
    const Outcome outcome = read();
    EXPECT_TRUE(outcome.text.starts_with("refused: ")) << outcome.text.substr(0, 200);
    EXPECT_NE(outcome.text.find(why), std::string::npos) << outcome.text.substr(0, 200);
    EXPECT_LE(outcome.core_seconds, core_seconds_max);
    EXPECT_LE(outcome.megabytes, megabytes_max);
  }

  const fs::path& file() const { return file_; }

 private:
  static double status(const char* what) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
      if (line.starts_with(what)) return std::stod(line.substr(std::string(what).size())) / 1e3;
    return 0;
  }
  std::string read_here() const {
    const auto book = Workbook::open({.bytes = {}, .path = file_.string()});
    if (!book.ok()) return "refused: " + to_text(book.error());
    auto rows = book.value().rows(0);
    if (!rows.ok()) return "refused: " + to_text(rows.error());
    Row row;
    std::int64_t count = 0;
    while (true) {
      const auto more = rows.value()->next(row);
      if (!more.ok()) return "refused: " + to_text(more.error());
      if (!more.value()) return fmt::format("read {} rows", count);
      ++count;
    }
  }

  fs::path file_;
};

constexpr const char* one_row = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>"
                                "</worksheet>";

// The frame is a workbook, or the rest would be refused for another reason; and memory is seen:
// three million different strings take some.
TEST_F(HostileFile, AnHonestOneIsRead) {
  Zip zip(file());
  store_frame(zip);
  zip.store("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>");
  zip.store("xl/worksheets/s.xml", one_row);
  zip.finish();
  EXPECT_EQ(read().text, "read 1 rows");
  Zip many(file());
  store_frame(many);
  many.store("xl/worksheets/s.xml", one_row);
  std::string strings = "<sst>";
  for (int n = 0; n < 3'000'000; ++n) strings += fmt::format("<si><t>{}</t></si>", n);
  many.store("xl/sharedStrings.xml", strings + "</sst>");
  many.finish();
  strings = {};
  const Outcome outcome = read();
  EXPECT_EQ(outcome.text, "read 1 rows");
  EXPECT_GE(outcome.megabytes, 20);
}

// Five megabytes that unpack to 1.24 gigabytes, said in the directory or not.
TEST_F(HostileFile, ABomb) {
  std::string letters = " ";
  for (unsigned at = 0; letters.size() < 4096; ++at)
    letters += static_cast<char>(' ' + at * 2654435761U % 90 % 16);
  std::string piece;
  while (piece.size() < 1'000'000) piece += letters;
  const char* const head = "<worksheet><sheetData><row><c t='str'><v>";
  for (const bool lies : {false, true}) {
    Zip zip(file());
    store_frame(zip);
    zip.deflate("xl/worksheets/s.xml", head, piece, 1240,
                lies ? std::optional<std::uint64_t>(1000) : std::nullopt);
    zip.finish();
    expect_refused(lies ? "xl/worksheets/s.xml" : "512 MB");
  }
}

// 480 megabytes are within the limit of a part, but not at this ratio.
TEST_F(HostileFile, ABombBelowTheLimitOfAPart) {
  Zip zip(file());
  store_frame(zip);
  zip.deflate("xl/worksheets/s.xml", "<worksheet><sheetData>", std::string(1'000'000, ' '), 480);
  zip.finish();
  expect_refused("100 倍");
}

TEST_F(HostileFile, AMillionEntries) {
  for (const bool lies : {false, true}) {
    Zip zip(file());
    store_frame(zip);
    zip.store("xl/worksheets/s.xml", one_row);
    for (int n = 0; n < 1'000'000; ++n) zip.store(fmt::format("xl/m/{}", n), "");
    zip.finish(lies ? std::optional<std::uint64_t>(4) : std::nullopt);
    expect_refused("压缩包内有");
  }
  Zip zip(file());  // and says that its directory is small, too
  store_frame(zip);
  zip.store("xl/worksheets/s.xml", one_row);
  for (int n = 0; n < 1'000'000; ++n) zip.store(fmt::format("xl/m/{}", n), "");
  zip.finish(4, 300);
  expect_refused("");
}

TEST_F(HostileFile, TenMillionSharedStrings) {
  Zip zip(file());
  store_frame(zip);
  std::string piece;
  for (int n = 0; n < 1000; ++n) piece += "<si><t/></si>";
  zip.store("xl/worksheets/s.xml", one_row);
  zip.store("xl/sharedStrings.xml", piece, 10'000);  // refused before it is no XML
  zip.finish();
  expect_refused("");
  Zip honest(file());
  store_frame(honest);
  honest.store("xl/worksheets/s.xml", one_row);
  std::string strings = "<sst>";
  for (int n = 0; n < 10'000'000; ++n) strings += "<si><t/></si>";
  honest.store("xl/sharedStrings.xml", strings + "</sst>");
  honest.finish();
  strings = {};
  expect_refused("文字过多");
}

// A cell of 200 megabytes, a row of a million cells, a million levels: not packed, so that no ratio
// gives them away.
TEST_F(HostileFile, WhatHasNoEnd) {
  const std::pair<std::string, const char*> parts[] = {
      {"<worksheet><sheetData><row><c t='str'><v>" + std::string(200'000'000, 'x'), "字节"},
      {"<worksheet><sheetData><row>", "512 列"},
      {"<worksheet><sheetData><row>", "嵌套太深"}};
  for (std::size_t at = 0; at < std::size(parts); ++at) {
    std::string text = parts[at].first;
    for (int n = 0; n < 1'000'000 && at > 0; ++n) text += at == 1 ? "<c><v>1</v></c>" : "<c>";
    Zip zip(file());
    store_frame(zip);
    zip.store("xl/worksheets/s.xml", text);
    zip.finish();
    text = {};
    expect_refused(parts[at].second);
  }
}

// As files of their full size, not as sources without end.
TEST_F(HostileFile, Sheets) {
  const auto write = [&](const std::string& head, const std::string& again, int times) {
    std::ofstream out(file(), std::ios::binary);
    out << head;
    for (int n = 0; n < times; ++n) out << again;
  };
  write("", std::string(1 << 20, 'x'), 200);  // of two gigabytes; a tenth is the same to a reader
  expect_refused("字节");
  write("", "a,", 1'000'000);
  expect_refused("256 列");
  write("a,b\n\"", "x\ny,", 1'000'000);
  expect_refused("引号");
  write("姓名,性别\n", "\n", 10'000'000);
  expect_refused("空行");
}

}  // namespace
}  // namespace leye::intake
