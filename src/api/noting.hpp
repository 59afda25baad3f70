// The record of an act inside the act's own transaction, for handlers with transactions of their
// own that keep no answer (Call::keep does it for the others): both are there or neither, and an
// audit that takes no record lets nothing be done.
//
//   call.did(fmt::format("person:{}", id), "核对登记状态");
//   TRY(note(call, transaction));
//   TRY(transaction.commit());
#pragma once

#include "api/call.hpp"

namespace leye::api {

// What call.did() said, just before the commit. Once for each request; nothing where the route
// names no act.
Status note(Call& call, store::Transaction& transaction);

}  // namespace leye::api
