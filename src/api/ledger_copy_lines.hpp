// Frozen copies as they go out, and what of a ledger they keep. For ledger_copies.cpp.
#pragma once

#include "api/call.hpp"
#include "api/ledger_copies.hpp"
#include "intake/xlsx_form.hpp"
#include "ledgers/copy_changes.hpp"

namespace leye::api {

// 2026年10月, 2026年第三季度, 2026年上半年, 2026年, or both days.
std::string period_told(policy::Language language, Day from, Day until);

std::string head_of(const Call& call, const ledgers::Ledger& ledger);
Result<LedgerCopy> copy_line(const Call& call, const ledgers::FrozenCopy& copy,
                             const std::string& place_label);
ledgers::FrozenRow frozen_row(const Call& call, const ledgers::Ledger& ledger,
                              const ledgers::LedgerRow& row);

// The sheet as it is signed: `office` is whose number it bears.
Result<std::string> signed_sheet(const Call& call, const ledgers::FrozenCopy& copy,
                                 const std::vector<ledgers::FrozenRow>& rows,
                                 const std::string& office, const std::string& place_label);

Result<LedgerCopyChanges> changes_told(const Call& call, const ledgers::Ledger& ledger,
                                       const ledgers::FrozenCopy& copy,
                                       const ledgers::Changes& changes);

}  // namespace leye::api
