#include "http/head.hpp"

#include <algorithm>
#include <charconv>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace leye::http {
namespace {

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(a) == lower(b);
  });
}

bool clean_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\';
  });
}

// Segments are names: no "." or "..", no slash hidden in an escape.
bool clean_segment(std::string_view segment) {
  return segment != "." && segment != ".." && segment.find('/') == segment.npos &&
         clean_text(segment);
}

}  // namespace

HeadScan scan_head(std::string_view bytes, const HeadLimits& limits) {
  std::size_t line_start = 0;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < bytes.size() && at < limits.bytes_max; ++at) {
    const char c = bytes[at];
    if (c == '\0') return {0, 400};
    if (c == '\r' && at + 1 < bytes.size() && bytes[at + 1] != '\n') return {0, 400};
    if (c != '\n') {
      if (lines == 0 && at > limits.target_bytes_max) return {0, 414};
      continue;
    }
    if (at == 0 || bytes[at - 1] != '\r') return {0, 400};  // a bare line feed
    if (at - 1 == line_start) return lines == 0 ? HeadScan{0, 400} : HeadScan{at + 1, 0};
    const char first = bytes[line_start];
    if (lines > 0 && (first == ' ' || first == '\t')) return {0, 400};  // a folded line
    if (++lines > limits.fields_max + 1) return {0, 431};
    line_start = at + 1;
  }
  return {0, bytes.size() >= limits.bytes_max ? 431 : 0};
}

bool read_target(std::string_view target, Request& request) {
  const auto url = boost::urls::parse_origin_form(target);
  if (!url) return false;
  request.path.clear();
  for (const auto segment : url->segments()) {
    const std::string text(segment.begin(), segment.end());
    if (!clean_segment(text)) return false;
    request.path += '/' + text;
  }
  if (request.path.empty()) request.path = "/";
  boost::urls::encoding_opts plus;
  plus.space_as_plus = true;
  for (const auto param : url->params(plus)) {
    std::string value(param.value.begin(), param.value.end());
    if (value.find('\0') != value.npos) return false;
    if (!request.query.emplace(std::string(param.key), std::move(value)).second) return false;
  }
  return true;
}

Framing check_fields(const Request& request, int http_minor) {
  Framing framing;
  const auto host = request.headers.find("host");
  const bool bad_host = host == request.headers.end()
                            ? http_minor > 0
                            : host->second.empty() || host->second.find(',') != std::string::npos;
  if (bad_host) return {400};
  if (request.headers.contains("transfer-encoding")) {
    // Both lengths at once is an attack; chunks alone we simply do not take.
    return {request.headers.contains("content-length") ? 400 : 411};
  }
  if (request.headers.contains("upgrade") && request.header("upgrade") == "h2c") return {400};
  if (const auto length = request.header("content-length"); !length.empty()) {
    const auto* end = length.data() + length.size();
    const auto [stop, error] = std::from_chars(length.data(), end, framing.content_length);
    if (error != std::errc{} || stop != end) return {400};
  }
  const auto connection = request.header("connection");
  framing.keep_alive = http_minor > 0 && !same_word(connection, "close");
  const auto expect = request.header("expect");
  framing.expects_continue = same_word(expect, "100-continue");
  if (!expect.empty() && !framing.expects_continue) return {400};
  return framing;
}

}  // namespace leye::http
