// What came of a batch: the channel's return file posts, rejects or leaves its rows pending.
//
// The whole file is taken or nothing is. Refused, with the reason and the books untouched: a file
// taken before (by its digest), of an unknown batch or of another request file, a row or an amount
// that is not in the batch, a row twice, a wrong number of rows or total, a row already settled
// otherwise. Rows that a file leaves out or calls pending stay pending; a later file settles them.
#pragma once

#include <string_view>

#include "funds/batches.hpp"
#include "funds/channel.hpp"

namespace leye::funds {

struct ReturnReport {
  Batch batch;
  int posted = 0;  // by this file
  int rejected = 0;
  int pending = 0;   // rows of this file without a result yet
  int repeated = 0;  // settled before, in the same way
};

Result<ReturnReport> accept_return(store::Transaction& transaction, std::int64_t batch_id,
                                   std::string_view content, const Acting& acting);

}  // namespace leye::funds
