// A form is a sheet of one row: what it says is checked, compared and stored as an import would do.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/call.hpp"
#include "api/records.hpp"
#include "registers/import.hpp"

namespace leye::api {

// What the row says: a fact of the entity and its text.
using Cells = std::vector<std::pair<const Fact*, std::string>>;

// Adds what was filled in. invalid_input: no such fact, one that `cells` has already, with
// `own_only` one that no pack added, or a text that is too long.
Status take_facts(const Entity& entity, const std::vector<WrittenFact>& facts, bool own_only,
                  Cells& cells);

// The text of a fact, or "" where the row says nothing of it.
std::string text_of(const Cells& cells, std::string_view fact);

// By the caller, today.
registers::ImportOrder order_of(const Call& call, const Entity& entity);

// Checks, stores and tells the systems that keep the kind too; the caller commits. The
// transaction's scope bypasses row-level security. invalid_input: the first thing that is wrong,
// with its fact and what to do.
Result<registers::ImportReport> store_row(Call& call, store::Transaction& transaction,
                                          const Entity& entity, const Cells& cells);
// The same for what is not the caller's by place: he was allowed this one row, which lies there.
Result<registers::ImportReport> store_row_at(Call& call, store::Transaction& transaction,
                                             const Entity& entity, const Cells& cells,
                                             registers::Place place);

}  // namespace leye::api
