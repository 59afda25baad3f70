// What the queues of quotas and budgets (总名额, 总预算) must know that no subject's facts say.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "policy/settle/settle.hpp"
#include "store/transaction.hpp"

namespace leye::benefits {

// When those who have applied already did so, by measure and subject: their place in the queue is
// not taken from them by somebody who has not.
using Applications = std::map<std::pair<std::string, std::int64_t>, Day>;
Result<Applications> applications_in_queues(store::Transaction& transaction,
                                            const policy::Plan& plan);

// What live grants took of the quotas and budgets of the plan.
Result<std::vector<policy::Taken>> taken_of_quotas(store::Transaction& transaction,
                                                   const policy::Plan& plan);

}  // namespace leye::benefits
