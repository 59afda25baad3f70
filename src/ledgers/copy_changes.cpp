#include "ledgers/copy_changes.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "ledgers/frozen_copies.sql.hpp"
#include "ledgers/ledger_query.hpp"

namespace leye::ledgers {
namespace {

// Where a column of the copy stands in the ledger of now.
std::vector<std::optional<std::size_t>> places_of(const Ledger& ledger,
                                                  const std::vector<std::string>& columns) {
  std::vector<std::optional<std::size_t>> places;
  for (const std::string& id : columns) {
    const Column* column = ledger.find_column(id);
    if (column == nullptr)
      places.emplace_back();
    else
      places.emplace_back(static_cast<std::size_t>(column - ledger.columns.data()));
  }
  return places;
}

std::vector<std::string> differing(const std::vector<std::string>& columns,
                                   const std::vector<std::optional<std::size_t>>& places,
                                   const FrozenRow& was, const LedgerRow& is) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < columns.size(); ++at)
    if (places[at] && was.values.at(at) != is.values.at(*places[at])) found.push_back(columns[at]);
  return found;
}

// The latest of the records that the rows are made of; of a changed row among those of its columns.
Status find_origins(store::Transaction& transaction, const Ledger& ledger,
                    const Question& question, Changes& changes) {
  std::map<std::int64_t, RowChange*> by_id;
  std::vector<std::int64_t> ids;
  for (RowChange& row : changes.rows) {
    by_id[row.id] = &row;
    ids.push_back(row.id);
  }
  if (ids.empty()) return Done{};
  const auto relations = joined_relations(ledger);
  for (const store::Row row :
       TRY(transaction.query(sql::origins, store::Json{origins_query_of(ledger, ids)}, question.on,
                             question.known_at))) {
    RowChange& change = *by_id.at(row.get<std::int64_t>("id"));
    const auto relation = relations.at(static_cast<std::size_t>(row.get<std::int64_t>("at")) - 1);
    const bool meant =
        change.columns.empty() ||
        std::any_of(change.columns.begin(), change.columns.end(), [&](const std::string& id) {
          const Term& term = ledger.find_column(id)->term;
          return term.fact == nullptr || term.relation == relation;
        });
    const auto learnt = row.get<Instant>("learnt");
    if (!meant || (change.origin && change.origin->learnt >= learnt)) continue;
    change.origin = Origin{ledger.relations[relation].entity->id, row.get<std::int64_t>("row_id"),
                           learnt, row.get<std::string>("source")};
  }
  return Done{};
}

}  // namespace

Result<Changes> changes_since(store::Transaction& transaction, const Comparing& comparing,
                              const Ledger& ledger, const FrozenCopy& copy,
                              const Question& question) {
  LedgerReader reader(transaction, comparing.vocabulary, comparing.identity);
  auto now = TRY(reader.page(ledger, question, {}, frozen_rows_max));
  if (now.next)
    return Error{ErrorCode::conflict,
                 fmt::format("这本台账现在超过 {} 行，不能逐行比较", frozen_rows_max),
                 {},
                 "按下级地区分别定稿，或者加上筛选条件"};
  const auto before =
      TRY(rows_of_copy(transaction, comparing.cipher, copy.id, 0, frozen_rows_max));
  std::map<std::int64_t, const LedgerRow*> open;
  for (const LedgerRow& row : now.rows) open[row.id] = &row;
  const auto places = places_of(ledger, comparing.columns);
  Changes changes;
  changes.redefined = definition_digest(ledger) != copy.drawing.definition;
  const auto tell = [&](RowChange change) {
    if (changes.rows.size() < changes_told_max) changes.rows.push_back(std::move(change));
  };
  for (const FrozenRow& was : before) {
    const auto found = open.find(was.id);
    if (found == open.end()) {
      ++changes.gone;
      tell({"gone", was.id, was.person, was.organisation, was, {}, {}, {}});
      continue;
    }
    const LedgerRow& is = *found->second;
    open.erase(found);
    auto columns = was.destroyed ? std::vector<std::string>{}
                                 : differing(comparing.columns, places, was, is);
    if (columns.empty()) {
      ++changes.same;
      continue;
    }
    ++changes.changed;
    tell({"changed", was.id, is.person, is.organisation, was, is, std::move(columns), {}});
  }
  for (const LedgerRow& is : now.rows) {
    if (!open.contains(is.id)) continue;
    ++changes.added;
    tell({"new", is.id, is.person, is.organisation, {}, is, {}, {}});
  }
  TRY(find_origins(transaction, ledger, question, changes));
  return changes;
}

}  // namespace leye::ledgers
