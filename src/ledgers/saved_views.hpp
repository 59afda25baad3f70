// Views that users saved: their own conditions on a ledger's columns, for themselves or for all who
// work for the same places.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::ledgers {

struct SavedView {
  std::int64_t id = 0;
  std::string ledger;
  std::string name;
  std::string conditions;  // JSON, as the API took it
  std::int64_t account = 0;
  std::string account_name;
  bool shared = false;
};

// Whose views they are, and for which places he works.
struct ViewOwner {
  std::int64_t account = 0;
  std::string name;
  std::int64_t place_lo = 0, place_hi = -1;
};

// Of all ledgers, the oldest first.
Result<std::vector<SavedView>> saved_views(store::Transaction& transaction, const ViewOwner& owner);

// conflict: the owner has views_max already.
constexpr std::int64_t views_max = 50;
Result<std::int64_t> save_view(store::Transaction& transaction, const SavedView& view,
                               const ViewOwner& owner, Instant now);

// not_found unless it is the owner's own.
Status remove_view(store::Transaction& transaction, std::int64_t id, const ViewOwner& owner,
                   Instant now);

}  // namespace leye::ledgers
