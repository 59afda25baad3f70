// What the queues of quotas and budgets (总名额, 总预算) must know that no subject's facts say.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "benefits/assessment.hpp"
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

// Someone else who has applied and is not decided.
struct InQueue {
  std::int64_t subject = 0;
  Day applied_on;
  std::map<std::string, Decided> judgements = {};
};

// Where one of the asked stands.
struct QueuePlace {
  std::int64_t place = 0;  // from 1; 0: not entitled, so in no queue
  bool room = true;        // whether the quotas and budgets reach to it
  // Of each quota of the measure, in its order: what it allows (a number of grants, or fen; none:
  // not known) and what live grants took of it.
  std::vector<std::optional<policy::Fraction>> limits = {};
  std::vector<std::int64_t> used = {};
  int year = 0;  // of the reference date
};

// Of the measure's own queue alone: those who were found, as of `question.on`, among the others.
// As many as `found`, in its order. The transaction must see all places.
Result<std::vector<QueuePlace>> places_in_queue(store::Transaction& transaction,
                                                const Question& question,
                                                const std::vector<Assessment>& found,
                                                const std::vector<InQueue>& others);

// What a quota of the measure allows in the year, less what was taken of it.
std::int64_t used_of(const policy::Quota& quota, const std::vector<policy::Taken>& taken, int year);

}  // namespace leye::benefits
