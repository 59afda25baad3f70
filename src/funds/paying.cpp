#include "funds/paying.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <algorithm>

#include "base/digest.hpp"
#include "funds/crash_point.hpp"
#include "funds/paying.sql.hpp"

namespace leye::funds {
namespace {

namespace fs = std::filesystem;
using store::Transaction;

constexpr std::chrono::minutes set_limit{10};  // one statement over a million rows

Result<Transaction> begin(Paying& paying) {
  store::Scope scope = paying.scope;
  scope.time_limit = std::max<std::chrono::milliseconds>(scope.time_limit, set_limit);
  return Transaction::begin(paying.connection, scope);
}

Error not_covered(const char* what, Money room) {
  return {ErrorCode::conflict,
          fmt::format("{}余额不足，尚可使用 {} 元，未支付任何一笔", what, to_display(room)),
          {},
          "追加后重新发送，或撤回批次"};
}

Status refuse_when_fenced(Transaction& transaction) {
  const auto reason = TRY(fence(transaction));
  if (!reason) return Done{};
  return Error{
      ErrorCode::conflict, "支付已暂停：" + *reason, {}, "与银行核对账目后，由有权人员解除暂停"};
}

Status check_payer(store::Row batch, const Acting& acting) {
  const auto state = batch.get<std::string>("state");
  if (state != "approved")
    return Error{ErrorCode::conflict,
                 "只有已复核的批次可以发送",
                 {"状态 " + state},
                 "刷新页面，查看批次现在的状态"};
  if (acting.is_one_with(batch.get<std::int64_t>("made_by")) ||
      acting.is_one_with(batch.get<std::int64_t>("approved_by")))
    return Error{ErrorCode::forbidden,
                 "组批人和复核人不能发送同一批次",
                 {"制单、复核、支付三人分开"},
                 "请有支付权限的另一人发送"};
  const auto handled_by = batch.get<std::vector<std::int64_t>>("handled_by");
  if (std::any_of(handled_by.begin(), handled_by.end(),
                  [&acting](std::int64_t one) { return acting.is_one_with(one); }))
    return Error{ErrorCode::forbidden,
                 "批次里有您受理或决定的款项，不能由您发送",
                 {"受理、决定、支付三人分开"},
                 "请没有经办过这些款项的人发送"};
  return Done{};
}

// Step 1: one transaction that sets every row aside, or nothing.
Status set_aside(Paying& paying, std::int64_t batch_id, const Acting& acting) {
  auto transaction = TRY(begin(paying));
  TRY(refuse_when_fenced(transaction));
  const auto rows = TRY(transaction.query(sql::lock_batch, batch_id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这个付款批次"};
  const auto batch = rows[0];
  TRY(check_payer(batch, acting));
  const auto total = batch.get<Money>("control_total_fen");
  const auto indicator = batch.get<std::int64_t>("indicator");
  const auto in_transit = batch.get<std::int64_t>("in_transit");
  const auto plan = batch.get<std::int64_t>("plan_id");
  const auto held =
      TRY(transaction.query(sql::lock_accounts, std::vector<std::int64_t>{indicator, in_transit}));
  for (const auto account : held)
    if (account.get<std::int64_t>("id") == indicator && account.get<Money>("balance_fen") < total)
      return not_covered("指标", account.get<Money>("balance_fen"));
  const auto room = TRY(transaction.query(sql::room_of_plan, plan))[0].get<Money>("room");
  if (room < total) return not_covered("用款计划", room);
  const auto pended =
      TRY(transaction.execute(sql::pend_rows, batch_id, batch.get<std::string>("number"),
                              in_transit, indicator, acting.day(), acting.at));
  CHECK(pended == batch.get<std::int64_t>("row_count"));
  crash_point("pay.entries");
  TRY(transaction.execute(sql::add_to_balance, in_transit, total));
  TRY(transaction.execute(sql::add_to_balance, indicator, Money::fen(-total.fen())));
  TRY(transaction.execute(sql::add_to_plan, plan, total));
  TRY(transaction.execute(sql::mark_pending, batch_id, acting.account, acting.at));
  if (paying.before_setting_aside) TRY(paying.before_setting_aside(transaction));
  crash_point("pay.pend");
  TRY(transaction.commit());
  crash_point("pay.pended");
  return Done{};
}

class DurableFile {
 public:
  static Result<DurableFile> create(const fs::path& path) {
    DurableFile file(path);
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    ::chmod(path.parent_path().c_str(), 0700);
    file.file_ = ::open(file.part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file.file_ < 0) return file.failed();
    return file;
  }
  DurableFile(DurableFile&& other) noexcept
      : path_(std::move(other.path_)),
        part_(std::move(other.part_)),
        file_(std::exchange(other.file_, -1)) {}
  ~DurableFile() {
    if (file_ >= 0) ::close(file_);
  }

  Status write(std::string_view text) {
    while (!text.empty()) {
      const auto written = ::write(file_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return failed();
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return Done{};
  }

  // The content first, then the name, then the folder: what has the name is complete.
  Status put_in_place() {
    if (::fsync(file_) != 0) return failed();
    crash_point("pay.file.synced");
    if (::rename(part_.c_str(), path_.c_str()) != 0) return failed();
    crash_point("pay.file.renamed");
    const int folder = ::open(path_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool kept = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0) ::close(folder);
    if (!kept) return failed();
    return Done{};
  }

 private:
  explicit DurableFile(const fs::path& path) : path_(path), part_(path.string() + ".part") {}
  Error failed() const {
    return {ErrorCode::unavailable,
            "付款文件写不出来：" + path_.string(),
            {},
            "检查磁盘空间和目录权限；批次保持待发，恢复后自动继续"};
  }

  fs::path path_, part_;
  int file_ = -1;
};

struct WrittenFile {
  std::string name;
  std::string digest;
};

constexpr std::size_t buffer_bytes = 1 << 16;

// Step 2.
Result<WrittenFile> write_file(Paying& paying, const Batch& batch) {
  WrittenFile written;
  written.name = fmt::format("{}-{}.csv", batch.channel, batch.number);
  auto transaction = TRY(begin(paying));
  auto file = TRY(DurableFile::create(paying.folder / written.name));
  Sha256 digest;
  std::string buffer;
  const auto write = [&](std::string_view text) -> Status {
    digest.add(text);
    buffer += text;
    crash_point("pay.file.row");
    if (buffer.size() < buffer_bytes) return Done{};
    const std::string full = std::exchange(buffer, {});
    return file.write(full);
  };
  TRY(write_batch_file(transaction, paying.cipher, batch.id, write));
  TRY(file.write(buffer));
  crash_point("pay.file.written");
  TRY(file.put_in_place());
  written.digest = digest.finish_hex();
  return written;
}

// One change of the batch's state, in a transaction of its own.
template <class... Values>
Status mark(Paying& paying, const char* point, store::Statement change, const Values&... values) {
  auto transaction = TRY(begin(paying));
  TRY(transaction.execute(change, values...));
  crash_point(point);
  return transaction.commit();
}

// Steps 2 to 4, from `pending` or, where the channel can be repeated, from `delivering`.
Status finish(Paying& paying, const Batch& batch) {
  const auto file = TRY(write_file(paying, batch));
  if (batch.file_digest && *batch.file_digest != file.digest)
    return Error{ErrorCode::conflict,
                 "付款文件与先前发送的不一致，已停止",
                 {batch.number},
                 "数据可能被改动，请审计人员核对"};
  TRY(mark(paying, "pay.deliver.mark", sql::mark_delivering, batch.id, file.name, file.digest));
  crash_point("pay.deliver");
  TRY(paying.channel.deliver(paying.folder / file.name, batch.number));
  crash_point("pay.delivered");
  TRY(mark(paying, "pay.sent.mark", sql::mark_sent, batch.id, paying.clock.now()));
  crash_point("pay.sent");
  return Done{};
}

Result<Batch> read_batch(Paying& paying, std::int64_t batch_id) {
  auto transaction = TRY(begin(paying));
  return find_batch(transaction, batch_id);
}

}  // namespace

Status write_batch_file(Transaction& transaction, const Cipher& cipher, std::int64_t batch_id,
                        const Write& write) {
  const auto heads = TRY(transaction.query(sql::file_head, batch_id));
  if (heads.empty()) return Error{ErrorCode::not_found, "没有这个付款批次"};
  const auto head = heads[0];
  const auto& format = format_of(head.get<std::string>("channel"));
  TRY(write(csv_line(format.head(
      {head.get<std::string>("number"), head.get<int>("year"), head.get<std::string>("label"),
       head.get<std::string>("payer_name"), head.get<std::string>("payer_account"),
       head.get<std::string>("document"), head.get<std::string>("source_level"),
       head.get<std::string>("functional_item"), head.get<bool>("direct_fund"),
       head.get<std::string>("month"), head.get<std::string>("purpose")}))));
  TRY(write(csv_line(format.headings())));
  std::int64_t rows = 0;
  Money total;
  const auto write_row = [&](store::Row row) -> Status {
    FileRow line{row.get<int>("row_number"),
                 row.get<std::string>("key"),
                 row.get<std::string>("payee_name"),
                 row.get<std::string>("bank"),
                 "",
                 row.get<Money>("amount_fen"),
                 row.get<std::string>("purpose")};
    const auto id = row.get<std::int64_t>("id");
    line.account =
        TRY(cipher.decrypt("payment.account", id, row.get<Bytes>("account_cipher")).at(line.key));
    total = TRY(add(total, line.amount));
    ++rows;
    return write(csv_line(format.row(line)));
  };
  TRY(transaction.each(sql::file_rows, write_row, batch_id));
  if (rows != head.get<std::int64_t>("row_count") || total != head.get<Money>("control_total_fen"))
    return Error{ErrorCode::conflict,
                 "批次各行与控制总数不符，未写出文件",
                 {head.get<std::string>("number")},
                 "请审计人员核对；运行 leye verify"};
  return write(csv_line(trailer(static_cast<std::size_t>(rows), total)));
}

Result<std::string> batch_file(Transaction& transaction, const Cipher& cipher,
                               std::int64_t batch_id) {
  const auto batch = TRY(find_batch(transaction, batch_id));
  if (!batch.file_digest)
    return Error{ErrorCode::conflict, "批次还没有付款文件", {batch.number}, "发送之后可以下载"};
  std::string text;
  const auto append = [&](std::string_view part) -> Status {
    text += part;
    return Done{};
  };
  TRY(write_batch_file(transaction, cipher, batch_id, append));
  if (sha256_hex(text) != *batch.file_digest)
    return Error{ErrorCode::conflict,
                 "付款文件与先前发送的不一致",
                 {batch.number},
                 "数据可能被改动，请审计人员核对"};
  return text;
}

Result<Batch> send_batch(Paying& paying, std::int64_t batch_id, std::int64_t account,
                         std::vector<std::int64_t> also) {
  crash_point("pay.start");
  TRY(set_aside(paying, batch_id, {account, paying.clock.now(), std::move(also)}));
  const auto batch = TRY(read_batch(paying, batch_id));
  TRY(finish(paying, batch));
  return read_batch(paying, batch_id);
}

Result<std::vector<Batch>> resume(Paying& paying) {
  std::vector<std::int64_t> begun;
  {
    auto transaction = TRY(begin(paying));
    if (TRY(fence(transaction))) return std::vector<Batch>{};
    for (const auto row : TRY(transaction.query(sql::begun_batches)))
      begun.push_back(row.get<std::int64_t>("id"));
  }
  std::vector<Batch> moved;
  for (const auto id : begun) {
    const auto batch = TRY(read_batch(paying, id));
    if (batch.state == "delivering" && !paying.channel.repeatable()) {
      TRY(mark(paying, "pay.unknown.mark", sql::mark_unknown, id));
    } else {
      TRY(finish(paying, batch));
    }
    moved.push_back(TRY(read_batch(paying, id)));
  }
  return moved;
}

Status raise_fence(Transaction& transaction, const std::string& reason, Instant at) {
  TRY(transaction.execute(sql::raise_fence, reason, at));
  return Done{};
}

Result<std::optional<std::string>> fence(Transaction& transaction) {
  const auto rows = TRY(transaction.query(sql::find_fence));
  if (rows.empty()) return std::optional<std::string>{};
  return std::optional(rows[0].get<std::string>("reason"));
}

Status lift_fence(Transaction& transaction, const std::string& note, const Acting& acting) {
  if (note.empty()) return Error{ErrorCode::invalid_input, "解除支付暂停须写明与银行核对的结果"};
  const auto lifted = TRY(transaction.execute(sql::lift_fence, acting.account, acting.at, note));
  if (lifted == 0) return Error{ErrorCode::conflict, "支付没有暂停"};
  return Done{};
}

}  // namespace leye::funds
