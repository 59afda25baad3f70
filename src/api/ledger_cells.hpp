// A ledger's columns and cells as they go out: masked, in the caller's language. For ledgers.cpp
// and lookup.cpp.
#pragma once

#include "api/call.hpp"
#include "api/ledgers.hpp"
#include "ledgers/ledger_reader.hpp"

namespace leye::api {

class Fields;

LedgerColumn ledger_column(const Vocabulary& vocabulary, const ledgers::Column& column);

// forbidden: the caller's role does not see it, or not all that it is worked out of.
Status may_read(const Fields& fields, const ledgers::Term& term);

// Cell `at` of the row, masked unless `clear`.
std::string ledger_cell(const Call& call, const ledgers::Column& column,
                        const ledgers::LedgerRow& row, std::size_t at, bool clear);

// The same in Chinese, whatever the caller reads: for what is kept.
std::string ledger_cell_kept(const Call& call, const ledgers::Column& column,
                             const ledgers::LedgerRow& row, std::size_t at, bool clear);

// "lifted_poor,resettled" by the names of the codes.
std::string listed_labels(const Call& call, const Fact& fact, std::string_view codes);

}  // namespace leye::api
