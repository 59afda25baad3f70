// What a pack's targets say that does not fit together: warnings, never errors, because the
// document is as it is. Each with the figures and both places.
#pragma once

#include <vector>

#include "policy/pack.hpp"

namespace leye::policy {

// - over_allocated: what is divided among units (分解) is more than the target it is mistaken for
//   (参见): 41 000 of 31 000, 132 %;
// - split_sum: the parts of a 分解 do not make the figure above them;
// - parts_exceed: targets that are parts (其中) of another come to more than it;
// - look_alike: two targets that see each other ask for different figures, or differ at the limit;
// - sector_sum: what the three sectors of the economy come to, and the share of the third in it;
// - missing_row: the numbered rows of a box (专栏1(8), 专栏1(10)) leave one out.
// None if the pack has no plan.
std::vector<Diagnostic> reports_on_targets(const LoadedPack& pack);

}  // namespace leye::policy
