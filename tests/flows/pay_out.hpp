// For tests: everything planned in a fund goes out in one batch and the bank answers.
#pragma once

#include <filesystem>
#include <string>

#include "flows/bureau.hpp"
#include "funds/example_fund.hpp"
#include "funds/paying.hpp"
#include "funds/returns.hpp"

namespace leye::flows {

struct PayOut {
  std::string fund;
  std::int64_t place = 0;
  bool posted = true;  // else every row comes back
};

inline Status pay_batch(store::Connection& connection, const Bureau& bureau,
                        const std::filesystem::path& folder, const PayOut& order,
                        std::optional<std::int64_t> rejected_in) {
  namespace example = funds::example;
  const auto scope = bureau.own_scope(store::Access::write);
  const auto acting = [&](std::int64_t account) {
    return funds::Acting{account, bureau.clock.now()};
  };
  std::int64_t batch = 0;
  {
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    const auto fund = TRY(funds::fund_for(transaction, order.fund, order.place));
    const int year = bureau.clock.today().civil().year;
    const auto made =
        TRY(rejected_in ? funds::reissue_rejected(transaction, *rejected_in, acting(example::maker))
                        : funds::make_batch(transaction, {fund.id, year, {}, 10'000},
                                            acting(example::maker)));
    batch = made.id;
    TRY(funds::approve_batch(transaction, batch, acting(example::checker)));
    TRY(transaction.commit());
  }
  funds::FolderChannel channel;
  funds::Paying paying{connection, scope, bureau.cipher, bureau.clock, channel, folder};
  TRY(funds::send_batch(paying, batch, example::payer));
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto sent = TRY(funds::find_batch(transaction, batch));
  const auto rows = TRY(funds::batch_rows(transaction, batch, 0, 10'000));
  const auto answer = example::answer(sent, rows, [&](int) {
    return order.posted ? funds::ReturnResult::posted : funds::ReturnResult::rejected;
  });
  TRY(funds::accept_return(transaction, batch, answer, acting(example::payer)));
  return transaction.commit();
}

inline Status pay_out(store::Connection& connection, const Bureau& bureau,
                      const std::filesystem::path& folder, const PayOut& order) {
  return pay_batch(connection, bureau, folder, order, std::nullopt);
}

// What came back in the last batch goes out again.
inline Status reissue(store::Connection& connection, const Bureau& bureau,
                      const std::filesystem::path& folder, const PayOut& order) {
  std::int64_t last = 0;
  {
    auto transaction =
        TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
    const auto page = TRY(funds::list_batches(transaction, 0, 1));
    last = page.batches.at(0).id;
  }
  return pay_batch(connection, bureau, folder, order, last);
}

}  // namespace leye::flows
