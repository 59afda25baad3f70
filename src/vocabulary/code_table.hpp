// A closed list of codes (性别, 文化程度, 所属行业 …) as its standard prints it.
//
// A table is a CSV file in vocabulary/codes: a comment line naming it and its standard, a header,
// one row a code. Codes are never deleted: they end (valid_to) and stay readable.
//
//   # 性别 sex; GB/T 2261.1-2003
//   code,zh,en,valid_from,valid_to,also      (also parent, where codes form a tree)
//   1,男,male,,,男性
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"

namespace leye {

struct Code {
  std::string code;  // what is stored
  std::string zh;
  std::string en;  // may be empty for the long tables
  std::optional<Day> valid_from;
  std::optional<Day> valid_to;    // last day on which it may be given
  std::string parent;             // code of the group it belongs to, or empty
  std::vector<std::string> also;  // other spellings and foreign codes that mean it
};

class CodeTable {
 public:
  // Reads one CSV text. `file` is named in errors.
  static Result<CodeTable> parse(std::string id, std::string_view text, const std::string& file);

  const std::string& id() const { return id_; }
  const std::string& zh() const { return zh_; }
  const std::string& standard() const { return standard_; }
  const std::vector<Code>& codes() const { return codes_; }

  // The position in codes() of exactly this code.
  std::optional<std::size_t> index(std::string_view code) const;

  const Code* find(std::string_view code) const;

  // By code, Chinese or English name, or another spelling, in this order; for names that occur
  // at several levels the finest one. Null if nothing fits: the caller says so, nothing is guessed.
  const Code* understand(std::string_view spelling) const;

  // Whether `code` is `group` or below it.
  bool within(std::string_view code, std::string_view group) const;

 private:
  Status add(Code code);

  std::string id_;
  std::string zh_;
  std::string standard_;
  std::vector<Code> codes_;
  std::map<std::string, std::size_t, std::less<>> by_code_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::map<std::string, std::size_t, std::less<>> by_other_spelling_;
};

}  // namespace leye
