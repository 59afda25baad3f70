#include "intake/decoding.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <vector>

#include <fmt/format.h>

namespace leye::intake {
namespace {

constexpr std::size_t chunk_bytes = 1 << 17;

// Characters that tables before GB18030-2022 put into the private-use area.
struct Moved {
  char16_t from;
  char32_t to;
};
constexpr std::array moved = {
    Moved{0xE78D, 0xFE10},  Moved{0xE78E, 0xFE12},  Moved{0xE78F, 0xFE11},  Moved{0xE790, 0xFE13},
    Moved{0xE791, 0xFE14},  Moved{0xE792, 0xFE15},  Moved{0xE793, 0xFE16},  Moved{0xE794, 0xFE17},
    Moved{0xE795, 0xFE18},  Moved{0xE796, 0xFE19},  Moved{0xE816, 0x20087}, Moved{0xE817, 0x20089},
    Moved{0xE818, 0x200CC}, Moved{0xE81E, 0x9FB4},  Moved{0xE826, 0x9FB5},  Moved{0xE82B, 0x9FB6},
    Moved{0xE82C, 0x9FB7},  Moved{0xE831, 0x215D7}, Moved{0xE832, 0x9FB8},  Moved{0xE83B, 0x2298F},
    Moved{0xE843, 0x9FB9},  Moved{0xE854, 0x9FBA},  Moved{0xE855, 0x241FE}, Moved{0xE864, 0x9FBB},
};

char32_t as_in_2022(char32_t c) {
  if (c < 0xE78D || c > 0xE864) return c;
  for (const Moved& each : moved) {
    if (each.from == c) return each.to;
  }
  return c;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using IcuConverter = std::unique_ptr<UConverter, CloseConverter>;

IcuConverter gb18030_converter() {
  UErrorCode error = U_ZERO_ERROR;
  IcuConverter converter(ucnv_open("gb18030", &error));
  CHECK(U_SUCCESS(error));
  return converter;
}

// Whether a character starts within the last three bytes and is not complete.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool second_byte_fits(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0;  // shortest form
  if (lead == 0xED) return second <= 0x9F;  // no surrogates
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second <= 0x8F;  // at most U+10FFFF
  return true;
}

std::ptrdiff_t three_byte_characters(std::string_view utf8) {
  return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xF0) == 0xE0; });
}

}  // namespace

ByteSource bytes_of(std::string_view text) {
  return [text](char* buffer, std::size_t size) mutable -> Result<std::size_t> {
    const std::size_t count = std::min(size, text.size());
    std::memcpy(buffer, text.data(), count);
    text.remove_prefix(count);
    return count;
  };
}

Result<ByteSource> bytes_of_file(const std::string& path) {
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*file) {
    return Error{ErrorCode::not_found, "文件打不开：" + path, {}, "核对路径和读取权限"};
  }
  return ByteSource([file, path](char* buffer, std::size_t size) -> Result<std::size_t> {
    file->read(buffer, static_cast<std::streamsize>(size));
    if (file->bad()) return Error{ErrorCode::unavailable, "文件读到一半出错：" + path};
    return static_cast<std::size_t>(file->gcount());
  });
}

const char* name(Encoding encoding) {
  switch (encoding) {
    case Encoding::ascii: return "ASCII";
    case Encoding::utf8: return "UTF-8";
    case Encoding::gb18030: return "GB18030";
  }
  CHECK(false);
}

std::size_t valid_utf8_prefix(std::string_view text, bool& cut) {
  cut = false;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = sequence_length(lead);
    if (length == 0) return at;
    for (std::size_t i = 1; i < length; ++i) {
      if (at + i >= text.size()) {
        cut = true;
        return at;
      }
      const auto byte = static_cast<unsigned char>(text[at + i]);
      if ((byte & 0xC0) != 0x80 || (i == 1 && !second_byte_fits(lead, byte))) return at;
    }
    at += length;
  }
  return at;
}

struct Decoder::Converter {
  IcuConverter icu = gb18030_converter();
  std::vector<char16_t> buffer = std::vector<char16_t>(chunk_bytes);
  char16_t lead = 0;  // first half of a pair that the buffer cut
};

Decoder::Decoder(ByteSource source) : source_(std::move(source)) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;

Error Decoder::misread(std::size_t position, const char* what) const {
  return {ErrorCode::invalid_input,
          fmt::format("{}（第 {} 字节）", what, offset_ + position + 1),
          {},
          "用 WPS 或 Excel 打开，另存为“CSV UTF-8（逗号分隔）”后再导入"};
}

Result<bool> Decoder::next(std::string& out) {
  const std::size_t kept = bytes_.size();
  bytes_.resize(kept + chunk_bytes);
  const std::size_t read = TRY(source_(bytes_.data() + kept, chunk_bytes));
  bytes_.resize(kept + read);
  const bool last = read == 0;
  if (last && bytes_.empty()) {
    if (encoding_ == Encoding::gb18030) TRY(take_gb18030(out, true));
    return false;
  }
  TRY(decide());
  TRY(encoding_ == Encoding::gb18030 ? take_gb18030(out, last) : take_utf8(out, last));
  return !last;
}

Status Decoder::decide() {
  const std::string_view bytes = bytes_;
  if (!started_) {
    started_ = true;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
      return misread(0, "文件是 UTF-16 编码");
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) {
      encoding_ = Encoding::utf8;
      bytes_.erase(0, 3);
      offset_ += 3;
      return Done{};
    }
    if (bytes.starts_with("\x84\x31\x95\x33")) {
      encoding_ = Encoding::gb18030;
      converter_ = std::make_unique<Converter>();
      bytes_.erase(0, 4);
      offset_ += 4;
      return Done{};
    }
  }
  if (encoding_ != Encoding::ascii) return Done{};
  const bool plain = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0; });
  if (plain) return Done{};
  bool cut = false;
  const std::size_t valid = valid_utf8_prefix(bytes, cut);
  // Chinese in GB18030 hardly ever begins with two characters that are whole in UTF-8; so a file
  // that does is UTF-8 with bad bytes further on, to be refused and not read as another script.
  const bool begins_as_utf8 = three_byte_characters(bytes.substr(0, valid)) >= 2;
  const bool all_utf8 = valid == bytes.size() || cut;
  encoding_ = all_utf8 || begins_as_utf8 ? Encoding::utf8 : Encoding::gb18030;
  if (encoding_ == Encoding::gb18030) converter_ = std::make_unique<Converter>();
  return Done{};
}

Status Decoder::take_utf8(std::string& out, bool last) {
  bool cut = false;
  const std::size_t valid = valid_utf8_prefix(bytes_, cut);
  if (valid < bytes_.size() && (!cut || last)) {
    return misread(valid, "文件里有不是 UTF-8 的字节");
  }
  out.append(bytes_, 0, valid);
  bytes_.erase(0, valid);
  offset_ += valid;
  return Done{};
}

Status Decoder::take_gb18030(std::string& out, bool last) {
  const char* from = bytes_.data();
  const char* const end = from + bytes_.size();
  auto& buffer = converter_->buffer;
  UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
  while (error == U_BUFFER_OVERFLOW_ERROR) {
    error = U_ZERO_ERROR;
    ucnv_setToUCallBack(converter_->icu.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
    char16_t* to = buffer.data();
    ucnv_toUnicode(converter_->icu.get(), &to, buffer.data() + buffer.size(), &from, end, nullptr,
                   last, &error);
    if (U_FAILURE(error) && error != U_BUFFER_OVERFLOW_ERROR) {
      return misread(static_cast<std::size_t>(from - bytes_.data()), "文件里有不是 GB18030 的字节");
    }
    for (const char16_t* unit = buffer.data(); unit != to; ++unit) {
      if (U16_IS_LEAD(*unit)) {
        converter_->lead = *unit;
      } else if (U16_IS_TRAIL(*unit)) {
        append_utf8(out, static_cast<char32_t>(U16_GET_SUPPLEMENTARY(converter_->lead, *unit)));
      } else {
        append_utf8(out, as_in_2022(*unit));
      }
    }
  }
  offset_ += bytes_.size();
  bytes_.clear();
  return Done{};
}

std::string to_gb18030(std::string_view utf8) {
  static thread_local const IcuConverter from = [] {
    UErrorCode error = U_ZERO_ERROR;
    IcuConverter converter(ucnv_open("utf-8", &error));
    CHECK(U_SUCCESS(error));
    return converter;
  }();
  static thread_local const IcuConverter to = gb18030_converter();
  std::string out(utf8.size() * 2 + 16, '\0');
  char* target = out.data();
  const char* source = utf8.data();
  UErrorCode error = U_ZERO_ERROR;
  ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source,
                 utf8.data() + utf8.size(), nullptr, nullptr, nullptr, nullptr, true, true, &error);
  CHECK(U_SUCCESS(error));
  out.resize(static_cast<std::size_t>(target - out.data()));
  return out;
}

}  // namespace leye::intake
