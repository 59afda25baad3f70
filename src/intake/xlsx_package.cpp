#include "intake/xlsx_package.hpp"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <vector>

#include <fmt/format.h>

namespace leye::intake {
namespace {

constexpr std::size_t piece = 64 * 1024;
constexpr const char* save_anew = "用 Excel 或 WPS 打开，另存为 .xlsx 后再上传";

Error wrong(std::string what, std::string fix = save_anew) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i-- > 0;) {
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

// The last bytes of the file: the end of the directory stands in them.
std::string tail_of(const FileContent& file) {
  constexpr std::size_t tail = 66'000;  // the end record and the longest comment
  if (file.path.empty()) {
    return std::string(file.bytes.substr(file.bytes.size() - std::min(file.bytes.size(), tail)));
  }
  std::ifstream in(file.path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg()));
  std::string bytes(std::min(size, tail), '\0');
  in.seekg(static_cast<std::streamoff>(size - bytes.size()));
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

// Counted before the directory is read, which takes memory for each entry.
Status check_entry_count(const FileContent& file, std::uint64_t entries_max) {
  const std::string tail = tail_of(file);
  constexpr std::size_t record = 22;
  const auto at = tail.rfind(std::string_view("PK\5\6", 4));
  if (at == tail.npos || at + record > tail.size()) {
    return wrong("文件不完整，不是 XLSX 工作簿", "重新下载或重新导出这个文件");
  }
  const std::uint64_t entries = little_endian(tail, at + 10, 2);
  const std::uint64_t directory_bytes = little_endian(tail, at + 12, 4);
  constexpr std::uint64_t entry_bytes_max = 1024;
  if (entries > entries_max || directory_bytes > entries_max * entry_bytes_max) {
    return wrong(fmt::format("压缩包内有 {} 个文件，超过 {} 个", entries, entries_max),
                 "只保留需要导入的工作表，另存后再上传");
  }
  return Done{};
}

bool leaves_the_package(std::string_view name) {
  return name.starts_with('/') || name.find('\\') != name.npos || name == ".." ||
         name.starts_with("../") || name.find("/../") != name.npos;
}

}  // namespace

struct XlsxPart::Open {
  std::shared_ptr<zip> archive;
  std::string name;
  zip_file_t* file = nullptr;
  std::uint64_t promised = 0, packed = 0, given = 0;
  XlsxLimits limits;

  ~Open() {
    if (file != nullptr) zip_fclose(file);
  }
};

XlsxPart::XlsxPart(std::unique_ptr<Open> open) : open_(std::move(open)) {}
XlsxPart::~XlsxPart() = default;
XlsxPart::XlsxPart(XlsxPart&&) noexcept = default;

Result<std::size_t> XlsxPart::read(char* buffer, std::size_t size) {
  Open& open = *open_;
  const zip_int64_t got = zip_fread(open.file, buffer, size);
  if (got < 0) return wrong(fmt::format("压缩包内的 {} 已损坏（校验不符）", open.name));
  open.given += static_cast<std::uint64_t>(got);
  if (open.given > open.promised || (got == 0 && open.given < open.promised)) {
    return wrong(fmt::format("压缩包内的 {} 与目录所写的大小不符", open.name));
  }
  const auto& limits = open.limits;
  if (open.given > limits.ratio_from && open.given / limits.ratio_max > open.packed) {
    return wrong(fmt::format("压缩包内的 {} 展开后超过 {} 倍，不予读取", open.name,
                             limits.ratio_max));
  }
  return static_cast<std::size_t>(got);
}

Result<XlsxPackage> XlsxPackage::open(const FileContent& file, const XlsxLimits& limits) {
  TRY(check_entry_count(file, limits.entries_max));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      file.path.empty()
          ? zip_source_buffer_create(file.bytes.data(), file.bytes.size(), 0, &error)
          : zip_source_file_create(file.path.c_str(), 0, -1, &error);
  zip_t* archive = source == nullptr
                       ? nullptr
                       : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (archive == nullptr) return wrong("文件不是 XLSX 工作簿，或已损坏");
  XlsxPackage package(std::shared_ptr<zip>(archive, [](zip* one) { zip_discard(one); }), limits);
  const auto entries = zip_get_num_entries(archive, 0);
  if (static_cast<std::uint64_t>(entries) > limits.entries_max) {
    return wrong(fmt::format("压缩包内有 {} 个文件，超过 {} 个", entries, limits.entries_max));
  }
  for (zip_int64_t at = 0; at < entries; ++at) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(at), ZIP_FL_ENC_RAW);
    if (name == nullptr || leaves_the_package(name)) return wrong("压缩包内的文件名指向包外");
  }
  return package;
}

bool XlsxPackage::has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<XlsxPart> XlsxPackage::part(const std::string& name) const {
  const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return wrong(fmt::format("不是完整的工作簿：缺少 {}", name));
  zip_stat_t stat;
  zip_stat_init(&stat);
  const auto at = static_cast<zip_uint64_t>(index);
  constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
  if (zip_stat_index(archive_.get(), at, 0, &stat) != 0 || (stat.valid & needed) != needed) {
    return wrong(fmt::format("压缩包内的 {} 读不出", name));
  }
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return wrong("文件有密码", "打开后取消密码，另存后再上传");
  }
  if (stat.size > limits_.expanded_bytes_max) {
    return wrong(fmt::format("工作簿展开后有 {} MB，超过 {} MB", stat.size >> 20,
                             limits_.expanded_bytes_max >> 20),
                 "分成几个文件，或另存为 CSV 后再上传");
  }
  auto open = std::make_unique<XlsxPart::Open>();
  open->archive = archive_;
  open->name = name;
  open->promised = stat.size;
  open->packed = stat.comp_size;
  open->limits = limits_;
  open->file = zip_fopen_index(archive_.get(), at, 0);
  if (open->file == nullptr) return wrong(fmt::format("压缩包内的 {} 读不出", name));
  return XlsxPart(std::move(open));
}

void XmlHandler::refuse(std::string what, std::string fix) {
  if (!failure_) failure_ = wrong(std::move(what), std::move(fix));
}

const char* attribute(const char** attributes, std::string_view name) {
  for (; attributes[0] != nullptr; attributes += 2) {
    const std::string_view full = attributes[0];
    const auto colon = full.find(':');
    if (full == name || (colon != full.npos && full.substr(colon + 1) == name)) {
      return attributes[1];
    }
  }
  return nullptr;
}

struct XmlReader::Parser {
  XML_Parser parser = XML_ParserCreate(nullptr);
  XmlHandler* handler = nullptr;
  int depth = 0, depth_max = 0;
  std::vector<char> buffer = std::vector<char>(piece);
  bool ended = false;

  ~Parser() { XML_ParserFree(parser); }
  static std::string_view local(const char* name) {
    const char* colon = std::strchr(name, ':');
    return colon == nullptr ? name : colon + 1;
  }
  void stop_if_refused() {
    if (handler->failure()) XML_StopParser(parser, XML_FALSE);
  }
  static void on_start(void* self, const char* name, const char** attributes) {
    auto& parser = *static_cast<Parser*>(self);
    if (++parser.depth > parser.depth_max) {
      parser.handler->refuse("工作簿内的元素嵌套太深", save_anew);
    } else {
      parser.handler->start(local(name), attributes);
    }
    parser.stop_if_refused();
  }
  static void on_end(void* self, const char* name) {
    auto& parser = *static_cast<Parser*>(self);
    --parser.depth;
    parser.handler->end(local(name));
    parser.stop_if_refused();
  }
  static void on_text(void* self, const char* text, int size) {
    auto& parser = *static_cast<Parser*>(self);
    parser.handler->text({text, static_cast<std::size_t>(size)});
    parser.stop_if_refused();
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    auto& parser = *static_cast<Parser*>(self);
    parser.handler->refuse("工作簿内含有文档类型声明（DOCTYPE），不予读取", save_anew);
    parser.stop_if_refused();
  }
};

XmlReader::XmlReader(XlsxPart part, XmlHandler& handler, int depth_max)
    : part_(std::move(part)), parser_(std::make_unique<Parser>()) {
  parser_->handler = &handler;
  parser_->depth_max = depth_max;
  XML_SetUserData(parser_->parser, parser_.get());
  XML_SetElementHandler(parser_->parser, Parser::on_start, Parser::on_end);
  XML_SetCharacterDataHandler(parser_->parser, Parser::on_text);
  XML_SetStartDoctypeDeclHandler(parser_->parser, Parser::on_doctype);
}

XmlReader::~XmlReader() = default;

Result<bool> XmlReader::step() {
  if (parser_->ended) return false;
  const std::size_t got = TRY(part_.read(parser_->buffer.data(), piece));
  parser_->ended = got == 0;
  const auto state = XML_Parse(parser_->parser, parser_->buffer.data(), static_cast<int>(got),
                               parser_->ended ? XML_TRUE : XML_FALSE);
  if (parser_->handler->failure()) return *parser_->handler->failure();
  if (state != XML_STATUS_OK) {
    return wrong(fmt::format("工作簿已损坏（XML 第 {} 行）",
                             XML_GetCurrentLineNumber(parser_->parser)));
  }
  return true;
}

Status read_xml(const XlsxPackage& package, const std::string& name, XmlHandler& handler) {
  auto part = TRY(package.part(name));
  XmlReader reader(std::move(part), handler, package.limits().depth_max);
  while (TRY(reader.step())) continue;
  return Done{};
}

}  // namespace leye::intake
