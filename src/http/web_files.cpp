#include "http/web_files.hpp"

#include <fstream>
#include <functional>
#include <iterator>

#include <fmt/format.h>
#include <zlib.h>

namespace leye::http {
namespace {

constexpr std::uintmax_t bytes_max = std::uintmax_t{64} << 20;

std::string type_of(const std::filesystem::path& path) {
  static const std::map<std::string, std::string> types = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  };
  const auto found = types.find(path.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

std::string gzip(const std::string& plain) {
  z_stream stream{};
  constexpr int gzip_window = 15 + 16;
  if (deflateInit2(&stream, 6, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string packed(deflateBound(&stream, plain.size()), '\0');
  // zlib's interface takes the input as non-const but does not write to it.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int code = deflate(&stream, Z_FINISH);
  packed.resize(code == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return packed;
}

Response plain_page(int status, std::string text) {
  Response response;
  response.status = status;
  response.type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

}  // namespace

Result<WebFiles> WebFiles::load(const std::filesystem::path& folder) {
  WebFiles web;
  std::uintmax_t total = 0;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator at(folder, error), end; at != end;
       at.increment(error)) {
    if (error) break;
    if (at->is_symlink() || !at->is_regular_file()) continue;
    total += at->file_size();
    if (total > bytes_max) {
      return Error{ErrorCode::invalid_input, "网页文件超过 64 MB", {folder.string()}, {}};
    }
    std::ifstream in(at->path(), std::ios::binary);
    std::string plain{std::istreambuf_iterator<char>(in), {}};
    File file;
    file.type = type_of(at->path());
    file.tag = fmt::format("\"{:x}-{:x}\"", std::hash<std::string>{}(plain), plain.size());
    auto packed = gzip(plain);
    if (!packed.empty() && packed.size() < plain.size()) {
      file.gzip = std::make_shared<const std::string>(std::move(packed));
    }
    file.plain = std::make_shared<const std::string>(std::move(plain));
    web.files_.emplace("/" + at->path().lexically_relative(folder).generic_string(),
                       std::move(file));
  }
  if (error) {
    return Error{ErrorCode::unavailable, "网页文件读不出来：" + error.message(), {folder.string()}};
  }
  return web;
}

Response WebFiles::answer(const Request& request) const {
  if (request.method == Method::post) return plain_page(405, "此地址只能读取\n");
  auto found = files_.find(request.path);
  const auto last = request.path.substr(request.path.rfind('/'));
  if (found == files_.end() && last.find('.') == last.npos) found = files_.find("/index.html");
  if (found == files_.end()) {
    return plain_page(404, files_.empty() ? "网页尚未构建；接口在 /api/v1\n" : "没有这个页面\n");
  }
  const auto& [path, file] = *found;
  Response response;
  response.type = file.type;
  response.headers.emplace_back("ETag", file.tag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  // Names below /assets carry a hash of their content, so they never change.
  response.headers.emplace_back("Cache-Control", path.starts_with("/assets/")
                                                     ? "public, max-age=31536000, immutable"
                                                     : "no-cache");
  if (request.header("if-none-match") == file.tag) {
    response.status = 304;
    return response;
  }
  const bool packed = file.gzip != nullptr &&
                      request.header("accept-encoding").find("gzip") != std::string_view::npos;
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.shared_body = packed ? file.gzip : file.plain;
  return response;
}

void add_security_headers(Response& response) {
  const auto add = [&response](const char* field, const char* value) {
    response.headers.emplace_back(field, value);
  };
  add("Content-Security-Policy",
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
      "form-action 'self'; frame-ancestors 'none'");
  add("X-Content-Type-Options", "nosniff");
  add("X-Frame-Options", "DENY");
  add("Referrer-Policy", "no-referrer");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  for (const auto& [field, value] : response.headers) {
    if (field == "Cache-Control") return;
  }
  add("Cache-Control", "no-store");
}

}  // namespace leye::http
