// Reads the head of a request (RFC 9112) strictly, before anything is done for it.
//
// Beast's parser lets through what two servers in a row may read differently: missing Host,
// folded lines, hundreds of fields, raw ".." targets. Here each is refused with the status that
// says why; after a refusal the connection is closed.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace leye::http {

struct HeadLimits {
  std::size_t bytes_max = 16 * 1024;
  std::size_t target_bytes_max = 4 * 1024;
  std::size_t fields_max = 64;
};

// What the bytes read so far are. `status` 0 and `size` 0: more are needed.
struct HeadScan {
  std::size_t size = 0;  // bytes of a complete head, its empty line included
  int status = 0;        // of a refusal
};

HeadScan scan_head(std::string_view bytes, const HeadLimits& limits);

// The target ("/a/b?c=d") into request.path and request.query; false if it is not an origin form
// with clean segments.
bool read_target(std::string_view target, Request& request);

// What the field lines say beyond the request itself.
struct Framing {
  int status = 0;  // of a refusal
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
};

// Checks fields that decide where the request ends and to whom it goes.
Framing check_fields(const Request& request, int http_minor);

}  // namespace leye::http
