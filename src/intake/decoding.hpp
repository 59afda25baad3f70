// Bytes of a file from outside, as UTF-8.
//
// UTF-8 (with or without BOM) and GB18030 are read, told apart by the first bytes that are not
// ASCII. Anything else, bytes that are no character, and UTF-16 are refused with the offset and
// what to do. GB18030 is read as the 2022 standard means it: the 24 characters that older tables
// put into the private-use area get their code points.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::intake {

// Fills at most `size` bytes at `buffer` and answers how many; 0 at the end.
using ByteSource = std::function<Result<std::size_t>(char* buffer, std::size_t size)>;

ByteSource bytes_of(std::string_view text);  // which must outlive the source
Result<ByteSource> bytes_of_file(const std::string& path);

enum class Encoding { ascii, utf8, gb18030 };
const char* name(Encoding encoding);

class Decoder {
 public:
  explicit Decoder(ByteSource source);
  ~Decoder();
  Decoder(Decoder&&) noexcept;

  // Appends the next piece to `out`; false at the end.
  Result<bool> next(std::string& out);
  Encoding encoding() const { return encoding_; }

 private:
  Status decide();
  Status take_utf8(std::string& out, bool last);
  Status take_gb18030(std::string& out, bool last);
  Error misread(std::size_t position, const char* what) const;

  ByteSource source_;
  Encoding encoding_ = Encoding::ascii;
  std::string bytes_;         // read, not yet decoded
  std::uint64_t offset_ = 0;  // of bytes_[0] in the file
  bool started_ = false;
  struct Converter;
  std::unique_ptr<Converter> converter_;
};

// The length of the longest valid prefix of whole characters: shortest forms, no surrogates, at
// most U+10FFFF. `cut` is set if what follows may only be cut off.
std::size_t valid_utf8_prefix(std::string_view text, bool& cut);

// UTF-8 to GB18030, for files that go out.
std::string to_gb18030(std::string_view utf8);

}  // namespace leye::intake
