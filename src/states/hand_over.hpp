// What follows from a state at once (就业登记、失业登记、就业帮扶即时对接): who comes into it is to be
// contacted, who leaves it need not be any more; what is paid to who is at work again should stop.
//
// Used by derive.cpp on the people it has just derived (its tables derived_state and
// derived_person), so that it is so whoever wrote what the state follows from.
#pragma once

#include "states/rules.hpp"
#include "store/transaction.hpp"

#include "base/clock.hpp"

namespace leye::states {

// Visit tasks are opened and dropped, register tasks with their place on the desk are opened for
// benefits that go on, and closed where the benefit has ended or the state is another one.
Status hand_over(store::Transaction& transaction, const Rules& rules, Day today, Instant now);

}  // namespace leye::states
