// What is asked of a ledger: which one, under which conditions, of which places. For the files of
// ledgers.
#pragma once

#include "api/call.hpp"
#include "api/ledgers.hpp"
#include "ledgers/ledger.hpp"

namespace leye::api {

// The one of the path; not_found.
Result<const ledgers::Ledger*> asked_ledger(const Call& call);

// invalid_input: no such column, a condition that it cannot have, or more than twelve. forbidden:
// on a column that the caller's role does not see.
Result<std::vector<ledgers::Condition>> conditions_on(const Call& call,
                                                      const ledgers::Ledger& ledger,
                                                      const std::vector<LedgerCondition>& asked);

// "性别 是 男；出生日期 不小于 1960-01-01"; empty without any.
std::string conditions_told(const Vocabulary& vocabulary, const ledgers::Ledger& ledger,
                            const std::vector<LedgerCondition>& asked);

// The caller's places, or a part of them; not_found beyond them.
Result<store::Scope> scope_within(const Call& call, std::optional<std::int64_t> within);

std::size_t count_characters(std::string_view text);

}  // namespace leye::api
