// Which conditions would have to change: what a clerk is told about a refusal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/explain/explain.hpp"

namespace leye::policy {

// The leaves of one smallest set of conditions that must change for the measure's conditions to
// hold, found over the tree as `distance` is: all-of adds, any-of takes the least, none-of adds,
// of a choice only the chosen branch counts, what is unknown costs nothing. `failed` is that of an
// Answer given under `choices`. Of two sets of one size it is the one whose group holds more
// already, then the first written. It has as many bits as the distance counts; where no change can
// help (255) it holds what stands in the way, also what nobody can mend.
std::uint64_t conditions_to_change(const Measure& measure, std::uint64_t failed,
                                   const Choices& choices);

// As people read it; what must not hold is introduced by 不得.
std::string label_of(const Condition& condition, bool unwanted, Language language);

// The leaves that a mask names, in the order of the text.
struct Reason {
  std::string label;
  std::string clause;
};
std::vector<Reason> reasons_of(const Measure& measure, std::uint64_t leaves, Language language);

}  // namespace leye::policy
