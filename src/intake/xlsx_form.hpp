// A table as bureaux hand it in (.xlsx): a merged title, a line with the reporting office and the
// unit, headings in one or two levels, bordered rows, a sum line and a line for signatures.
//
//   const std::string bytes = TRY(form_workbook({.title = "登记失业人员台账", …}));
//
// Every cell is a text or a number, never a formula. All of it is held in memory: for tables that
// people read.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace leye::intake {

struct FormColumn {
  std::string heading;
  std::string group = {};  // the heading above neighbours that have the same one
  bool number = false;     // its cells can be added up
};

struct FormSheet {
  std::string name;  // of the sheet; the first 31 characters, []:*?/\ as blanks
  std::string title;
  std::string left;   // 填报单位（盖章）：… 填报时间：…
  std::string right;  // 单位：人
  std::vector<FormColumn> columns;
  std::vector<std::vector<std::string>> rows;
  std::string sum;    // 合计：12 人
  std::string signs;  // 填报人：  审核人（签字）：
  std::string mark;   // who printed it, when and for what: at the head and the foot of each page
};

Result<std::string> form_workbook(const FormSheet& sheet);

}  // namespace leye::intake
