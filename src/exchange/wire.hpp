// What the HTTP interface says, as structs: both the channel and the simulator of the other side
// read and write these.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

namespace leye::exchange::wire {

struct Answer {
  std::string outcome;  // accepted | refused | received | closed | renumbered
  std::optional<std::string> serial;
  std::optional<std::string> old_serial;
  std::optional<std::string> code;
  std::optional<std::string> reason;
  std::optional<std::int64_t> until;  // closed: seconds since 1970
};
BOOST_DESCRIBE_STRUCT(Answer, (), (outcome, serial, old_serial, code, reason, until))

struct LaterAnswer {
  std::int64_t number = 0;
  std::string key;
  Answer answer;
};
BOOST_DESCRIBE_STRUCT(LaterAnswer, (), (number, key, answer))

struct LaterAnswers {
  std::vector<LaterAnswer> items;
};
BOOST_DESCRIBE_STRUCT(LaterAnswers, (), (items))

struct Record {
  std::string serial;
  std::string key;
  std::map<std::string, std::string> fields;
};
BOOST_DESCRIBE_STRUCT(Record, (), (serial, key, fields))

struct Records {
  std::vector<Record> items;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(Records, (), (items, more))

// As RFC 3986 writes it in a query: their numbers may hold anything.
inline std::string encoded(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (plain.find(c) != plain.npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte / 16];
    out += digits[byte % 16];
  }
  return out;
}

// "/records?kind=employment&after=E%2F17": what is asked for and signed.
inline std::string records_target(std::string_view kind, std::string_view after) {
  return "/records?kind=" + encoded(kind) + "&after=" + encoded(after);
}

}  // namespace leye::exchange::wire
