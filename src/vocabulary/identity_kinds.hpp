// The documents by which a person may be known, read from vocabulary/identity_kinds.csv.
//
//   const IdentityKinds kinds = TRY(read_identity_kinds(folder / "identity_kinds.csv"));
//   const IdentityKind* permit = find_identity_kind(kinds, "回乡证");
//   permit->matches("H12345678");
//
// What a number looks like is a fact and stands in that file; how a check digit is reckoned is code
// (registers/identity.hpp).
#pragma once

#include <boost/regex.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye {

struct IdentityKind {
  std::string id;
  std::string zh;
  std::string en;
  std::string pattern;
  boost::regex regex;             // of the whole number, capitals, no blanks
  bool mod11_2 = false;           // has the check character of GB 11643, birth date and sex
  bool alone = false;             // understood where the kind is not named
  std::size_t kept = 0;           // characters that tell the holder; 0: all
  std::vector<std::string> also;  // other names
  std::string standard;

  bool matches(std::string_view number) const;
};

using IdentityKinds = std::vector<IdentityKind>;

// The error names the line.
Result<IdentityKinds> read_identity_kinds(const std::filesystem::path& file);

// By id, label or another name; null if there is none.
const IdentityKind* find_identity_kind(const IdentityKinds& kinds, std::string_view name);

}  // namespace leye
