// JSON as the server takes it in and gives it out.
//
// parse() is the only way in: it refuses bad UTF-8, repeated keys, U+0000, text deeper or longer
// than the limits, and numbers that are not whole (money and ratios travel as strings).
// json_read.hpp turns the tree into described structs, json_write.hpp prints them and
// json_schema.hpp describes them for OpenAPI. Include those three in .cpp files only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "base/result.hpp"

namespace leye::json {

struct Limits {
  std::size_t bytes_max = std::size_t{1} << 20;
  std::size_t depth_max = 32;
};

Result<boost::json::value> parse(std::string_view text, const Limits& limits = {});

// A whole number that is a name, not a quantity: a string on the wire, since JavaScript's
// numbers lose digits beyond 2^53. Keys and division codes are ids.
struct Id {
  std::int64_t number = 0;
  friend constexpr auto operator<=>(Id, Id) = default;
};

// JSON that is already text, passed on as it is.
struct Raw {
  std::string text = "null";
};

// Where in a document a value stands: made on the stack while reading, printed only on error.
struct Place {
  const Place* outer = nullptr;
  std::string_view member = {};  // of an object, else index is used
  std::size_t index = 0;
};

std::string to_text(const Place& place);  // "rows[3].amount"

// invalid_input at `place`.
Error misread(const Place& place, std::string what);

// Appends `text` between quotes, escaped; '<' too, so that it may stand inside HTML.
void append_quoted(std::string& out, std::string_view text);

}  // namespace leye::json
