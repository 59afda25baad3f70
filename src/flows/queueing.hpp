// 总名额 and 总预算 at the decision of a case: where a row stands in the queue of its measure, and
// the wall that no two decisions can pass at once.
//
// The queue are all who have applied and are not decided, by the day of application or the rank
// (docs/semantics.md). Nobody is passed: who would be granted before somebody in front of him waits
// until that one is decided, or there is room for both.
#pragma once

#include <map>

#include "benefits/queues.hpp"
#include "flows/handling.hpp"

namespace leye::flows {

// By row id, of the rows that were found entitled; nothing for a measure without a queue. In a
// transaction that sees all places.
Result<std::map<std::int64_t, benefits::QueuePlace>> places_of_rows(
    store::Transaction& reader, const benefits::Question& question, const CaseRecord& record,
    const std::vector<RowRecord>& rows, const std::vector<benefits::Assessment>& found);

// “排第 2 位；总名额每年 1 人，2023 年已批 0 人”; "" for a row in no queue.
std::string queue_text(const policy::Measure& measure, const benefits::QueuePlace& place);

// Of the rows that would be granted now. conflict: a quota does not reach. Other decisions about
// the measure wait until this one is committed.
Status check_room(Handling& handling, const std::vector<const RowRecord*>& rows);

}  // namespace leye::flows
