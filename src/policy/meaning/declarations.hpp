// 目标, 指标, 预警, 评定, 职责: what a document declares, as data.
#pragma once

#include "policy/meaning/block.hpp"
#include "policy/meaning/reporter.hpp"
#include "policy/plan/declaration.hpp"

namespace leye::policy {

// Whether a block declares data; an appraisal with a subject (每 单位) is a measure.
bool is_data(const Block& block);

// Reports entries that are unknown, written twice, or missing.
Declaration read_declaration(const Block& block, Reporter& reporter);

}  // namespace leye::policy
