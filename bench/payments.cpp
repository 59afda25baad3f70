// A batch of payments: planned, made, set aside, written, and posted by its return file.
#include "base/cipher.hpp"

#include <fmt/format.h>

#include "funds/batches.hpp"
#include "funds/funds.hpp"
#include "funds/paying.hpp"
#include "funds/payments.hpp"
#include "funds/returns.hpp"
#include "parts.hpp"
#include "scratch_area.hpp"

namespace leye::bench {
namespace {

using namespace funds;

constexpr std::int64_t maker = 1, checker = 2, payer = 3;
constexpr std::int64_t chunk = 100'000;

class Payments {
 public:
  Payments(store::Connection& connection, std::filesystem::path folder)
      : connection_(connection), folder_(std::move(folder)) {}

  Status open_fund() {
    auto transaction = TRY(begin());
    Fund fund;
    fund.code = "employment_subsidy";
    fund.label = "就业补助资金";
    fund.level = "city";
    fund.place_hi = 999'999'999'999;
    fund.channel = "treasury";
    fund.payer_name = "庆阳市人力资源和社会保障局";
    fund.payer_account = "0000";
    fund_id_ = TRY(funds::open_fund(transaction, fund));
    const auto account = TRY(open_fund_account(transaction, fund_id_, clock_.today().civil().year));
    Indicator indicator;
    indicator.fund_account_id = account;
    indicator.document = "甘财社〔2026〕12号";
    indicator.source_level = "province";
    indicator.functional_item = "2080799";
    indicator.amount = Money::yuan(10'000'000'000);
    indicator.received_on = clock_.today();
    PlanOfUse plan;
    plan.indicator_id = TRY(add_indicator(transaction, indicator, acting(maker)));
    const auto [year, month, day] = clock_.today().civil();
    plan.month = TRY(Day::from_civil(year, month, 1));
    plan.purpose = "就业补助";
    plan.amount = indicator.amount;
    TRY(add_plan(transaction, plan));
    return transaction.commit();
  }

  Status plan(std::int64_t count) {
    std::vector<PaymentOrder> orders;
    for (std::int64_t at = 0; at < count; at += chunk) {
      orders.clear();
      for (std::int64_t i = at; i < std::min(at + chunk, count); ++i) orders.push_back(order(i));
      auto transaction = TRY(begin());
      TRY(plan_payments(transaction, cipher_, orders, acting(maker)));
      TRY(transaction.commit());
    }
    return Done{};
  }

  Result<Batch> make_and_approve(std::int64_t count) {
    auto transaction = TRY(begin());
    const auto batch = TRY(
        make_batch(transaction, {fund_id_, clock_.today().civil().year, {}, count}, acting(maker)));
    auto approved = TRY(approve_batch(transaction, batch.id, acting(checker)));
    TRY(transaction.commit());
    return approved;
  }

  Result<Batch> send(const Batch& batch) {
    FolderChannel channel;
    Paying paying{connection_, scope(), cipher_, clock_, channel, folder_};
    return send_batch(paying, batch.id, payer);
  }

  Result<std::string> answer(const Batch& batch) {
    auto transaction = TRY(begin());
    ReturnFile file{batch.number, *batch.file_digest, {}, {}};
    for (const auto& row : TRY(batch_rows(transaction, batch.id, 0, batch.row_count)))
      file.rows.push_back(
          {row.number, row.payment_key, row.amount, ReturnResult::posted, "V1", ""});
    return write_return(format_of(batch.channel), file);
  }

  Status receive(const Batch& batch, const std::string& text) {
    auto transaction = TRY(begin());
    TRY(accept_return(transaction, batch.id, text, acting(payer)));
    return transaction.commit();
  }

 private:
  static store::Scope scope() {
    auto scope = store::Scope::whole_area(ScratchArea::area);
    scope.time_limit = std::chrono::minutes(10);
    return scope;
  }
  Result<store::Transaction> begin() { return store::Transaction::begin(connection_, scope()); }
  Acting acting(std::int64_t account) const { return {account, clock_.now()}; }

  static PaymentOrder order(std::int64_t number) {
    PaymentOrder made;
    made.key = fmt::format("grant:{}", number);
    made.source_key = made.key;
    made.fund = "employment_subsidy";
    made.place = 621'002'000'000;
    made.payee = {"person", number, "示例", "甘肃银行", fmt::format("62170000{:010}", number)};
    made.amount = Money::yuan(1000);
    made.purpose = "一次性吸纳就业补贴";
    return made;
  }

  store::Connection& connection_;
  std::filesystem::path folder_;
  Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 7)));
  SystemClock clock_;
  std::int64_t fund_id_ = 0;
};

}  // namespace

Measurements measure_payments(std::int64_t count) {
  auto area = TRY(ScratchArea::start());
  auto connection = TRY(store::connect(area.dsn()));
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("leye-bench-pay-{}", count);
  Payments payments(connection, folder);
  TRY(payments.open_fund());
  const Stopwatch whole;
  Stopwatch step;
  std::vector<Measurement> measured;
  const auto note = [&](const char* what) {
    measured.push_back({fmt::format("funds.batch.{}.{}", count, what), step.seconds(), "s"});
    step = Stopwatch();
  };
  TRY(payments.plan(count));
  note("plan");
  const auto batch = TRY(payments.make_and_approve(count));
  note("make");
  const auto sent = TRY(payments.send(batch));
  note("send");
  const double before_answer = whole.seconds();
  const auto answer = TRY(payments.answer(sent));
  step = Stopwatch();
  TRY(payments.receive(sent, answer));
  note("post");
  measured.push_back(
      {fmt::format("funds.batch.{}", count), before_answer + measured.back().value, "s"});
  std::filesystem::remove_all(folder);
  return measured;
}

}  // namespace leye::bench
