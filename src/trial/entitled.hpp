// Who is entitled to what under a plan, over the columns of a register: each entitlement with what
// a report counts it by, before anything is settled.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "policy/plan/plan.hpp"
#include "policy/settle/settle.hpp"
#include "trial/columns.hpp"

namespace leye::trial {

// By age on the day: under 25, 25–34, 35–44, 45–54, 55 and over.
inline constexpr std::array<int, 4> age_bounds = {25, 35, 45, 55};
inline constexpr std::int8_t not_known = -1;

// What somebody belongs to. Positions in code tables; categories as bits, in the order of
// Categories.
struct Groups {
  std::int8_t age = not_known;
  std::int8_t hukou = not_known;
  std::int8_t size = not_known;  // of the employer
  std::uint64_t categories = 0;  // that the person or the employer is recognised as
};

// The ids that recognitions may name; at most 64 are told apart.
using Categories = std::vector<std::string>;
Categories categories_of(const policy::Plan& plan);

struct Due {                // a part of the amount
  std::int32_t month = -1;  // year × 12 + month − 1; -1: not known
  Money amount;
};

struct Entitled {
  std::int64_t subject = 0;  // keys; 0: it is about none
  std::int64_t person = 0;
  std::int64_t organisation = 0;
  std::int64_t place = 0;  // where it belongs; 0: not known
  Money amount;
  std::int32_t first_month = -1;  // that it is for; the same unless it is paid by month
  std::int32_t last_month = -1;
  std::vector<Due> stages;  // of a measure that is paid in stages: when each part is due
  Groups groups;
  std::shared_ptr<const policy::Entitlement> claim;  // of a measure that has to be settled
};

struct FoundOfMeasure {
  std::vector<Entitled> entitled;  // in the order of their subjects
  std::int64_t undetermined = 0;
};
using Found = std::vector<FoundOfMeasure>;  // in the order of the plan's measures

// Whether an exclusion, a limit of its own, a shared cap or a queue may take something of it.
bool has_to_be_settled(const policy::Plan& plan, const policy::Measure& measure);

// By both cores or more. invalid_input: see benefits::Assessor.
Result<Found> find_entitled(const Columns& columns, const policy::Plan& plan,
                            const Categories& categories, std::size_t threads);

}  // namespace leye::trial
