// What the rules to be run look at, so that a block of facts holds it and not more.
//
// Benefits reads it off a plan (benefits/reach.hpp). `everything()` is for whoever shows one
// subject without knowing the rule.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace leye::registers {

struct Reach {
  // Record entities whose rows are loaded, by id.
  std::set<std::string, std::less<>> records;
  // Relations that rules run through, as entity and reference: {"employment", "employer"} counts
  // the staff of an employer.
  std::set<std::pair<std::string, std::string>> relations;

  bool runs(const std::string& entity, const std::string& reference) const {
    return relations.contains({entity, reference});
  }
};

}  // namespace leye::registers
