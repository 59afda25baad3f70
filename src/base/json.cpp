#include "base/json.hpp"

#include <set>
#include <vector>

#include <fmt/format.h>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

namespace leye::json {
namespace {

using boost::json::error_code;
using boost::json::string_view;

// Feeds Boost.JSON's tree builder and refuses what the tree would hide.
struct Builder {
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 1'000'000;
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = std::size_t{64} << 20;

  boost::json::value_stack stack;
  std::vector<std::set<std::string, std::less<>>> keys;  // of each open object
  std::string part;
  std::string refused;

  bool refuse(std::string why, error_code& code) {
    refused = std::move(why);
    code = boost::json::error::syntax;
    return false;
  }
  bool clean(string_view text, error_code& code) {
    if (text.find('\0') == string_view::npos) return true;
    return refuse("文本中含有空字符 U+0000", code);
  }
  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    keys.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t count, error_code&) {
    keys.pop_back();
    stack.push_object(count);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t count, error_code&) {
    stack.push_array(count);
    return true;
  }
  bool on_key_part(string_view text, std::size_t, error_code&) {
    part.append(text.data(), text.size());
    return true;
  }
  bool on_key(string_view text, std::size_t, error_code& code) {
    part.append(text.data(), text.size());
    if (!clean(part, code)) return false;
    if (!keys.back().insert(part).second) return refuse(fmt::format("字段“{}”重复", part), code);
    stack.push_key(part);
    part.clear();
    return true;
  }
  bool on_string_part(string_view text, std::size_t, error_code&) {
    part.append(text.data(), text.size());
    return true;
  }
  bool on_string(string_view text, std::size_t, error_code& code) {
    part.append(text.data(), text.size());
    if (!clean(part, code)) return false;
    stack.push_string(part);
    part.clear();
    return true;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code&) {
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t, string_view, error_code& code) {
    return refuse("整数超出范围", code);
  }
  bool on_double(double, string_view, error_code& code) {
    return refuse("不接受小数：金额、比例请用字符串，如 \"1500.00\"", code);
  }
  bool on_bool(bool value, error_code&) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(error_code&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

Error not_json(std::string what) {
  return Error{ErrorCode::invalid_input, std::move(what), {}, "请检查提交内容的 JSON 格式"};
}

}  // namespace

Result<boost::json::value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes_max) {
    return not_json(fmt::format("JSON 长于 {} 字节", limits.bytes_max));
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth_max;
  boost::json::basic_parser<Builder> parser(options);
  parser.handler().stack.reset();
  error_code code;
  const auto used = parser.write_some(false, text.data(), text.size(), code);
  if (!code && used < text.size()) code = boost::json::error::extra_data;
  if (code) {
    const auto& refused = parser.handler().refused;
    const auto why = !refused.empty()                         ? refused
                     : code == boost::json::error::too_deep   ? std::string("JSON 嵌套过深")
                     : code == boost::json::error::extra_data ? std::string("JSON 之后还有内容")
                     : code == boost::json::error::incomplete ? std::string("JSON 不完整")
                                                              : std::string("不是正确的 JSON");
    return not_json(fmt::format("{}（第 {} 字节）", why, used));
  }
  return parser.handler().stack.release();
}

std::string to_text(const Place& place) {
  if (place.outer == nullptr) return "";
  std::string text = to_text(*place.outer);
  if (place.member.empty()) return text + fmt::format("[{}]", place.index);
  if (!text.empty()) text += '.';
  return text.append(place.member);
}

Error misread(const Place& place, std::string what) {
  Error error{ErrorCode::invalid_input, std::move(what), {}, {}};
  if (auto where = to_text(place); !where.empty()) error.where.push_back(std::move(where));
  return error;
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == '<') {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace leye::json
