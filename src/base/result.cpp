#include "base/result.hpp"

namespace leye {

const char* name(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input: return "invalid_input";
    case ErrorCode::unauthenticated: return "unauthenticated";
    case ErrorCode::forbidden: return "forbidden";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::overloaded: return "overloaded";
    case ErrorCode::unavailable: return "unavailable";
  }
  return "unknown";
}

std::string to_text(const Error& error) {
  std::string text;
  for (auto place = error.where.rbegin(); place != error.where.rend(); ++place) {
    text += *place;
    text += std::next(place) == error.where.rend() ? ": " : ", ";
  }
  text += error.what;
  if (!error.fix.empty()) text += " (" + error.fix + ")";
  return text;
}

}  // namespace leye
