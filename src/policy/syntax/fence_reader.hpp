// The lines of ```policy and ```cases fences.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "policy/syntax/document.hpp"

namespace leye::policy {

struct FenceText {
  std::span<const std::string_view> lines;
  std::int32_t first_line = 0;
};

PolicyFence read_policy_fence(const FenceText& text, bool chinese, std::int64_t& budget,
                              std::vector<Diagnostic>& problems);
CasesFence read_cases_fence(const FenceText& text);

}  // namespace leye::policy
