// Reads the small comma-separated files of data/city and data/divisions: a header line, no quotes,
// no commas inside a field.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye::city {

class Table {
 public:
  static Result<Table> read(const std::filesystem::path& file);

  std::size_t size() const { return rows_.size(); }
  std::size_t column(std::string_view heading) const;  // CHECKs that there is one
  const std::string& at(std::size_t row, std::size_t column) const { return rows_[row][column]; }
  const std::string& at(std::size_t row, std::string_view heading) const {
    return at(row, column(heading));
  }
  std::map<std::string, std::string> row(std::size_t row) const;  // by heading
  // A whole number; 0 where the field is none.
  std::int64_t number(std::size_t row, std::string_view heading) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

std::vector<std::string> split(std::string_view text, char separator);

}  // namespace leye::city
