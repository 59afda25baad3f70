// The tables of ```cases: worked examples beside the rule they belong to.
//
//   默认 单位.单位类型 = 企业             a value for blank cells; also rows that need no column
//   | 编号 | 入职日期 | 人员.学历记录[2].毕业日期 | 选项 年龄口径 | 期望 hiring_subsidy | 结算 |
//
// A path begins at the measure's subject. `[n]` is the n-th row of a relation, the first if not
// said. Rows with the same 编号 are one situation; 结算 (on its first row) is what settle pays in
// all. A cell is a value, `?` unknown, 无 none; for a reference a name within the situation, or
// `=path`. In a relation `-` takes the row away; a row exists if one of its columns has a value,
// or if only defaults name it. All relations are closed: what is not written does not exist.
//
// 分期 of a measure is what its stages pay, in their order: `500 + 200 + 0..300`.
//
// 份数 stands for so many subjects made alike, each of whom gets the expected answer: named rows
// are shared, others made anew. 裁量 outstanding is what a person decided: 是, 否, ? (waits). 期望
// of a measure without an amount is 符合.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/plan/plan.hpp"
#include "policy/syntax/document.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

// One step of a path: a fact of the row so far, or a relation and the number of its row.
struct CaseStep {
  EntityIndex entity = -1;  // whose fact it is; of a relation: the entity of its rows
  FactIndex fact = -1;      // the fact; of a relation: its fact that refers back
  std::int32_t row = 0;     // of a relation: from 1
};

struct CasePath {
  std::vector<CaseStep> steps;  // from the subject; a path that ends at a reference names a row
  std::string zh;
  std::string en;
};

enum class ColumnKind : std::uint8_t {
  id,
  on,
  fact,
  option,
  judgement,
  expect,
  stages,
  settled,
  copies,
  reason
};

struct CaseColumn {
  ColumnKind kind = ColumnKind::fact;
  CasePath path;     // of a fact
  std::string name;  // of an option, a judgement or a measure
};

struct CaseDefault {
  CaseColumn column;
  std::string value;
};

struct CaseTable {
  EntityIndex subject = -1;
  std::vector<CaseDefault> defaults;
  std::vector<CaseColumn> columns;
  const CasesFence* fence = nullptr;
};

// What a heading means for subjects of this entity; the error says "中文 / English".
Result<CaseColumn> read_case_column(const std::string& heading, EntityIndex subject,
                                    const Vocabulary& vocabulary);
std::string print_case_column(const CaseColumn& column, bool chinese);

// The subject is that of the measures that the table expects something of.
Result<CaseTable> read_case_table(const CasesFence& fence, const Plan& plan,
                                  const Vocabulary& vocabulary);

// The subject of the expected measures; -1 if none is known.
EntityIndex case_subject(const CasesFence& fence, const Plan& plan);

// 不符合 ↔ not_eligible and the like; other cells come back unchanged.
std::string case_cell(const std::string& cell, bool chinese);

}  // namespace leye::policy
