// Money that comes back under a recovery, by receipt or by the bank's file.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "flows/recoveries.sql.hpp"
#include "flows/recovery_store.hpp"
#include "flows/walk.hpp"
#include "funds/csv.hpp"
#include "funds/ledger.hpp"

namespace leye::flows {
namespace {

constexpr const char* file_kind = "追缴缴款回单";

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

Error wrong(int line, std::string what) {
  return Error{ErrorCode::invalid_input, std::move(what), {fmt::format("第 {} 行", line)}, ""};
}

// Whoever pays on the path books what comes back, and has not decided it.
Status check_books(const Bureau& bureau, const Actor& actor, const RecoveryRecord& record) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  const policy::Step& pays = measure->path->steps.back();
  if (!works_as(bureau, actor, pays.role, pays.level, record.place))
    return Error{ErrorCode::forbidden, fmt::format("缴还由{}登记", policy::role_label(pays.role))};
  if (record.decided_by && actor.is_one_with(*record.decided_by))
    return Error{ErrorCode::forbidden, "决定追缴的人不能登记缴还", {}, "由另一人登记"};
  return Done{};
}

struct Booking {
  const Receipt& receipt;
  const char* source;
  std::optional<std::int64_t> file;
};

// True if it was booked now, false if by the same voucher before.
Result<bool> book(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                  RecoveryRecord& record, const Booking& booking) {
  const Receipt& receipt = booking.receipt;
  if (receipt.voucher.empty() || receipt.voucher.size() > 100)
    return Error{ErrorCode::invalid_input, "请填写缴款凭证号"};
  if (receipt.amount <= Money{}) return Error{ErrorCode::invalid_input, "缴还金额必须大于零"};
  if (receipt.paid_on > bureau.clock.today())
    return Error{ErrorCode::invalid_input, "缴款日期不能晚于今天"};
  const auto known = TRY(transaction.query(sql::find_repayment, receipt.voucher));
  if (!known.empty()) {
    if (known[0].get<std::int64_t>("recovery_id") == record.id &&
        known[0].get<Money>("amount_fen") == receipt.amount)
      return false;
    return conflict(fmt::format("凭证 {} 已经登记为另一笔缴还", receipt.voucher));
  }
  if (record.state != RecoveryState::decided)
    return conflict(fmt::format("追缴{}，不能登记缴还", label(record.state)));
  if (receipt.amount > record.owed())
    return conflict(fmt::format("只欠 {} 元", to_display(record.owed())),
                    "核对金额，多缴的另行退还");
  const Instant now = bureau.clock.now();
  const auto booked = TRY(funds::repay(
      transaction,
      {"voucher:" + receipt.voucher, fmt::format("recovery:{}", record.id), receipt.amount},
      {actor.account, now}));
  if (booked != funds::Outcome::ok)
    return conflict(fmt::format("账上不能登记这笔缴还（{}）", funds::name(booked)));
  TRY(transaction.execute(sql::insert_repayment, record.id, record.place, booking.source,
                          receipt.voucher, receipt.amount, receipt.paid_on, booking.file,
                          actor.account, now));
  record.repaid = TRY(add(record.repaid, receipt.amount));
  TRY(save_recovery(transaction, record,
                    {"repay", actor.account, now,
                     fmt::format("{} 元，凭证 {}", to_display(receipt.amount), receipt.voucher)}));
  return true;
}

struct FileLine {
  std::string number;  // of the recovery
  Receipt receipt;
};

struct RepaymentFile {
  std::vector<FileLine> lines;
  Money total;
};

Result<FileLine> read_line(const funds::CsvRow& row, int line) {
  if (row.size() != 6) return wrong(line, "明细行应有 6 栏");
  FileLine read;
  read.number = row[2];
  const auto day = Day::parse(row[3]);
  const auto amount = Money::parse(row[4]);
  if (!day.ok()) return wrong(line, fmt::format("“{}”不是日期", row[3]));
  if (!amount.ok()) return wrong(line, fmt::format("“{}”不是金额", row[4]));
  read.receipt.paid_on = day.value();
  read.receipt.amount = amount.value();
  read.receipt.voucher = row[5];
  return read;
}

// H, C, D…, T as docs/payment-files.md has it; anything else is refused with its line.
Result<RepaymentFile> read_file(std::string_view content) {
  const funds::CsvRow headings = {"C", "序号", "追缴文号", "缴款日期", "金额（元）", "凭证号"};
  funds::CsvReader reader(content);
  RepaymentFile file;
  funds::CsvRow row;
  int rows = 0;
  bool ended = false;
  while (TRY(reader.next(row))) {
    const int line = reader.line();
    ++rows;
    if (ended) return wrong(line, "合计行之后还有内容");
    if (rows == 1 && row != funds::CsvRow{"H", file_kind, "1"})
      return wrong(line, fmt::format("第一行应为 H,{},1", file_kind));
    if (rows == 2 && row != headings) return wrong(line, "栏目名称不对");
    if (rows <= 2) continue;
    if (row[0] == "D") {
      file.lines.push_back(TRY(read_line(row, line)));
      file.total = TRY(add(file.total, file.lines.back().receipt.amount));
    } else if (row[0] == "T" && row.size() == 3) {
      ended = true;
      if (row[1] != std::to_string(file.lines.size()) || row[2] != to_text(file.total))
        return wrong(line, "合计与明细不符");
    } else {
      return wrong(line, "不是明细行，也不是合计行");
    }
  }
  if (!ended) return wrong(rows, "没有合计行，文件不完整");
  if (file.lines.empty()) return wrong(rows, "没有明细行");
  return file;
}

}  // namespace

Result<std::int64_t> record_repayment(store::Connection& connection, const Bureau& bureau,
                                      const Actor& actor, const Receipt& receipt,
                                      const BeforeCommit& before_commit) {
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  RecoveryRecord record = TRY(lock_recovery(transaction, receipt.recovery));
  if (actor.applies()) return Error{ErrorCode::not_found, "没有这件追缴"};
  TRY(check_books(bureau, actor, record));
  TRY(book(transaction, bureau, actor, record, {receipt, "receipt", std::nullopt}));
  if (before_commit) TRY(before_commit(transaction, record.id));
  TRY(transaction.commit());
  return record.version;
}

Result<RepaymentReport> accept_repayments(store::Transaction& transaction, const Bureau& bureau,
                                          const Actor& actor, std::string_view content) {
  const RepaymentFile file = TRY(read_file(content));
  const auto inserted = TRY(transaction.query(
      sql::insert_repayment_file, sha256_hex(content), actor.account, bureau.clock.now(),
      static_cast<std::int64_t>(file.lines.size()), file.total));
  if (inserted.empty()) return conflict("这份缴款文件已经导入过");
  RepaymentReport report;
  report.total = file.total;
  for (const FileLine& line : file.lines) {
    const auto found = TRY(transaction.query(sql::recovery_of_number, line.number));
    if (found.empty())
      return Error{ErrorCode::not_found, fmt::format("没有文号为“{}”的追缴", line.number)};
    RecoveryRecord record = TRY(lock_recovery(transaction, found[0].get<std::int64_t>("id")));
    TRY(check_books(bureau, actor, record));
    const bool now = TRY(book(transaction, bureau, actor, record,
                              {line.receipt, "bank_file", inserted[0].get<std::int64_t>("id")})
                             .at(line.number));
    ++(now ? report.booked : report.repeated);
  }
  return report;
}

}  // namespace leye::flows
