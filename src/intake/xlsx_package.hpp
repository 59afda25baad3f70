// The zip file that a workbook (ISO/IEC 29500, .xlsx) is, read in pieces and within limits.
//
// Nothing is unpacked to disk or as a whole. What the directory promises is checked before and
// while a part is read: sizes, ratio, check sum, and that the part ends where the directory says.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct zip;

namespace leye::intake {

struct XlsxLimits {
  std::uint64_t entries_max = 2'000;  // pictures pasted into cells are entries too
  std::uint64_t expanded_bytes_max = std::uint64_t{512} << 20;  // of one part
  std::uint64_t ratio_max = 100;                                // of expanded to packed bytes …
  std::uint64_t ratio_from = std::uint64_t{16} << 20;           // … once that much came out
  std::size_t strings_max = 4'000'000;
  std::size_t string_bytes_max = std::size_t{64} << 20;  // of the whole table of strings
  std::size_t cell_bytes_max = 128 * 1024;
  std::size_t row_bytes_max = 512 * 1024;
  std::size_t columns_max = 512;
  std::int64_t rows_max = 1'048'576;
  std::size_t merges_max = 200'000;
  std::size_t merges_at_once_max = 4'096;  // over one row
  int depth_max = 64;                      // of elements within each other
};

// A file from outside: its bytes, which must outlive the reader, or else its path.
struct FileContent {
  std::string_view bytes;
  std::string path;  // used if not empty
};

// One part of the package, as bytes.
class XlsxPart {
 public:
  ~XlsxPart();
  XlsxPart(XlsxPart&&) noexcept;

  // At most `size` bytes; 0 at the end, when length and check sum were as promised.
  Result<std::size_t> read(char* buffer, std::size_t size);

 private:
  friend class XlsxPackage;
  struct Open;
  explicit XlsxPart(std::unique_ptr<Open> open);
  std::unique_ptr<Open> open_;
};

class XlsxPackage {
 public:
  static Result<XlsxPackage> open(const FileContent& file, const XlsxLimits& limits);

  const XlsxLimits& limits() const { return limits_; }
  bool has(const std::string& name) const;
  Result<XlsxPart> part(const std::string& name) const;

 private:
  XlsxPackage(std::shared_ptr<zip> archive, const XlsxLimits& limits)
      : archive_(std::move(archive)), limits_(limits) {}

  std::shared_ptr<zip> archive_;
  XlsxLimits limits_;
};

// What reads the elements of a part. Names come without their prefix.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const char** attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view) {}

  // A limit was passed or something cannot be: reading stops with this.
  void refuse(std::string what, std::string fix);
  const std::optional<Error>& failure() const { return failure_; }

 private:
  std::optional<Error> failure_;
};

// The attribute's value, whatever its prefix; nullptr if there is none.
const char* attribute(const char** attributes, std::string_view name);

// A part going through the XML parser, piece by piece. A document type is refused.
class XmlReader {
 public:
  XmlReader(XlsxPart part, XmlHandler& handler, int depth_max);
  ~XmlReader();

  // Parses the next piece; false when the part has ended.
  Result<bool> step();

 private:
  struct Parser;
  XlsxPart part_;
  std::unique_ptr<Parser> parser_;
};

// The whole part at once.
Status read_xml(const XlsxPackage& package, const std::string& name, XmlHandler& handler);

}  // namespace leye::intake
