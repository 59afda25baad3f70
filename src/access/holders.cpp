#include "access/holders.hpp"

#include "access/holders.sql.hpp"

namespace leye::access {

Result<bool> is_held_by(store::Transaction& transaction, std::int64_t account,
                        const std::vector<Bytes>& holders) {
  const auto rows = TRY(transaction.query(sql::is_held_by, account, holders));
  return rows[0].get<bool>("held");
}

}  // namespace leye::access
