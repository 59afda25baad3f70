// Reads the .access files: for each endpoint, who may and what he sees.
//
//   # Why: a clerk reads the people of his own county, and no others.
//   GET /api/v1/persons/{own_person}
//     window_clerk, auditor  200  has=card,facts  shows=张  hides=000000199001010018
//     audited=read_person other_clerk            404
//   POST /api/v1/persons/{own_person}/unmask
//     body {"field":"id_number","reason":"核对证件"}
//     window_clerk           200  shows=000000199001010018
//
// {names} in path and body are keys of the small register (register.hpp); `signed_out` is nobody.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leye::access_tests {

struct Expectation {
  std::vector<std::string> who;
  int status = 0;
  std::vector<std::string> has;    // members somewhere in the answer
  std::vector<std::string> lacks;  // members nowhere in it
  std::string shows;               // text in it
  std::string hides;               // text not in it
  std::string audited;             // the act of which one record was written
  std::string from;                // "persons.access:12"
};

struct Block {
  std::string method;
  std::string target;  // path and query, with {names}
  std::string body;
  std::string type = "application/json";
  std::vector<Expectation> lines;
  std::string from;
};

// Every block of every file in the folder, in order. A line that is none of these stops the test.
std::vector<Block> read_tables(const std::filesystem::path& folder);

}  // namespace leye::access_tests
