#include "funds/verify.hpp"

#include <algorithm>

#include <array>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "funds/paying.hpp"
#include "funds/verify.sql.hpp"

namespace leye::funds {
namespace {

// Each statement answers at least one row with `looked_at`, and a `record` for each fault.
Result<VerifyCheck> check(store::Transaction& transaction, const char* name,
                          store::Statement statement) {
  VerifyCheck result{name, 0, {}};
  for (const auto row : TRY(transaction.query(statement))) {
    result.looked_at = row.get<std::int64_t>("looked_at");
    if (const auto record = row.get<std::optional<std::string>>("record"))
      result.faults.push_back(*record + ": " + row.get<std::string>("fault"));
  }
  return result;
}

}  // namespace

bool VerifyReport::sound() const {
  return std::all_of(checks.begin(), checks.end(),
                     [](const VerifyCheck& each) { return each.faults.empty(); });
}

std::string to_text(const VerifyReport& report) {
  std::string text;
  for (const auto& each : report.checks) {
    text += fmt::format("{:<5} {} ({} looked at)\n", each.faults.empty() ? "ok" : "WRONG",
                        each.name, each.looked_at);
    for (const auto& fault : each.faults) text += "      " + fault + "\n";
  }
  return text;
}

Result<VerifyReport> verify_books(store::Transaction& transaction) {
  struct Named {
    const char* name;
    store::Statement statement;
  };
  const std::array checks = {
      Named{"balances equal their entries and are not below zero", sql::balances},
      Named{"every entry has its accounts, every row its batch", sql::entries_have_their_accounts},
      Named{"the accounts of each fund and year add up to zero", sql::total_is_zero},
      Named{"no entry crosses fund accounts", sql::entries_stay_in_one_fund},
      Named{"what was settled is what was set aside", sql::settled_only_what_was_pending},
      Named{"no more is claimed or comes back than was paid or claimed",
            sql::no_more_comes_back_than_was_owed},
      Named{"batches hold their row counts and control totals", sql::batches_hold_their_totals},
      Named{"each row pays the amount of its payment", sql::rows_pay_their_payment},
      Named{"each row has exactly its entries", sql::rows_have_their_entries},
      Named{"no entry is without its row", sql::no_orphan_entries},
      Named{"nobody sent what they took in or decided", sql::hands_are_apart},
      Named{"plans of use are used as paid and pending", sql::plans_are_used_as_paid},
      Named{"each outcome stands in a return file", sql::returns_agree_with_rows}};
  VerifyReport report;
  for (const auto& each : checks)
    report.checks.push_back(TRY(check(transaction, each.name, each.statement)));
  return report;
}

Result<VerifyCheck> verify_files(store::Transaction& transaction, const Cipher& cipher) {
  VerifyCheck result{"each sent file can be written again, byte for byte", 0, {}};
  for (const auto row : TRY(transaction.query(sql::sent_batches))) {
    ++result.looked_at;
    Sha256 digest;
    const auto add = [&](std::string_view part) -> Status {
      digest.add(part);
      return Done{};
    };
    const auto number = row.get<std::string>("number");
    const auto written = write_batch_file(transaction, cipher, row.get<std::int64_t>("id"), add);
    if (!written.ok())
      result.faults.push_back("batch " + number + ": " + to_text(written.error()));
    else if (digest.finish_hex() != row.get<std::string>("file_digest"))
      result.faults.push_back("batch " + number + ": its file is not the one that was sent");
  }
  return result;
}

}  // namespace leye::funds
