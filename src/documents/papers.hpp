// The papers that a case produces: the decision (享受决定书 or 不予享受决定书), the list for
// public notice (公示表) and the roster (花名册). They hold only what is printed; masking has been
// done by the caller. Everyone who is refused reads the reason, its clause and where to appeal.
#pragma once

#include <string>
#include <vector>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/result.hpp"

namespace leye::documents {

struct PaperRow {
  std::string name;
  std::string id_number;  // masked
  std::string employer;
  std::string place;
  Money amount;
  std::string opinion;
};

struct RefusedRow {
  std::string name;
  std::string id_number;
  std::vector<std::string> reasons;  // "合同期限 11 个月，要求 1 年以上（第8条）"
};

struct Decision {
  std::string number;      // 文号
  std::string addressee;   // employer or person
  std::string measure;     // 一次性吸纳就业补贴
  std::string document;    // 庆政办发〔2023〕102号
  std::string clause;      // 二（二）8
  std::string fund;        // 就业补助资金; empty: nothing is paid
  std::string office;      // who decides
  std::string decided_by;  // 会议纪要第 n 号, or 局长审批
  Day on;
  std::vector<PaperRow> granted;
  std::vector<RefusedRow> refused;
  std::vector<std::string> remedies;  // whole sentences: to whom, within which time
  std::string verify;                 // text of the QR code
};

struct NoticeList {
  std::string number;
  std::string title;  // 关于拟发放…的公示
  std::string body;   // what is granted, under which document
  std::string office;
  std::string contact;  // where objections go
  Day from;
  Day until;
  int working_days = 0;
  std::vector<std::string> columns;  // name, id_number, employer, place, amount
  std::vector<PaperRow> rows;
  std::string verify;
};

// 追缴告知书 and 追缴决定书: to the payee, about money that was paid wrongly.
struct RecoveryPaper {
  std::string title;
  std::string number;
  std::string addressee;
  std::vector<std::string> paragraphs;
  std::vector<std::string> remedies;
  std::string office;
  Day on;
  std::string verify;
};

struct Roster {
  std::string number;
  std::string measure;
  std::string employer;
  std::string office;
  Day on;
  std::vector<PaperRow> rows;
  std::string verify;
};

Result<std::string> decision_pdf(const Decision& decision);
Result<std::string> notice_pdf(const NoticeList& notice);
Result<std::string> roster_pdf(const Roster& roster);
Result<std::string> recovery_pdf(const RecoveryPaper& paper);

}  // namespace leye::documents
