// A list of suspects as its sender wrote it: a sheet with a column of ID numbers, any others kept
// as they are. XLSX, XLS, ET or CSV.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/cipher.hpp"

namespace leye::suspects {

struct ListedPerson {
  std::string id_number;  // canonical where it can be
  std::string name;
  std::string suspicion;  // 疑点类型：领取补贴期间死亡；发生时间：2023-05
};
struct ListedRow {
  std::int64_t number = 0;  // in the sheet
  ListedPerson person;
};

// invalid_input: no column of numbers, numbers that a spreadsheet cut, too long, nobody in it.
Result<std::vector<ListedRow>> read_list(std::string_view file);

// Sealed under the id of its row.
Bytes seal_person(const Cipher& cipher, std::int64_t row, const ListedPerson& person);
Result<ListedPerson> open_person(const Cipher& cipher, std::int64_t row, const Bytes& sealed);

}  // namespace leye::suspects
