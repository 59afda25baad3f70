#include "ledgers/saved_views.hpp"

#include <fmt/format.h>

#include "ledgers/ledgers.sql.hpp"

namespace leye::ledgers {

Result<std::vector<SavedView>> saved_views(store::Transaction& transaction,
                                           const ViewOwner& owner) {
  std::vector<SavedView> views;
  for (const store::Row row :
       TRY(transaction.query(sql::views, owner.account, owner.place_lo, owner.place_hi))) {
    SavedView view;
    view.id = row.get<std::int64_t>("id");
    view.ledger = row.get<std::string>("ledger");
    view.name = row.get<std::string>("name");
    view.conditions = row.get<std::string>("conditions");
    view.account = row.get<std::int64_t>("account");
    view.account_name = row.get<std::string>("account_name");
    view.shared = row.get<bool>("shared");
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::int64_t> save_view(store::Transaction& transaction, const SavedView& view,
                               const ViewOwner& owner, Instant now) {
  const auto own = TRY(transaction.query(sql::count_own_views, owner.account));
  if (own[0].get<std::int64_t>("n") >= views_max) {
    return Error{ErrorCode::conflict,
                 fmt::format("每人至多保存 {} 个视图", views_max),
                 {},
                 "先删除不再用的视图"};
  }
  const auto rows = TRY(transaction.query(sql::save_view, view.ledger, view.name,
                                          store::Json{view.conditions}, owner.account, owner.name,
                                          view.shared, owner.place_lo, owner.place_hi, now));
  return rows[0].get<std::int64_t>("id");
}

Status remove_view(store::Transaction& transaction, std::int64_t id, const ViewOwner& owner,
                   Instant now) {
  if (TRY(transaction.execute(sql::remove_view, id, owner.account, now)) == 1) return Done{};
  return Error{ErrorCode::not_found, "没有找到"};
}

}  // namespace leye::ledgers
