// Reads the ```path block of a measure (a few `word value` lines, then a Markdown table of steps)
// into a Path. Each word may be written in Chinese or English; table columns go by their heading.
//
//   发起 单位
//   管辖 employer.registered_place
//   公示 名单 5 工作日 列 姓名 证件号码 单位 金额
//   机关 县区 人力资源和社会保障局
//   救济 复议 60 日 本级人民政府
//   询问 10 工作日
//   追缴 经办 初审 县区 决定 局长 县区 陈述 5 工作日 缴还 15 工作日
//   | 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
//   |---|---|---|---|---|---|---|---|---|
//   | 初审 | first_check | 审核 | 初审 | 县区 | 3 | | declare | |
//
// Refused, with the line: unknown words, roles, kinds and effects; a return to a step that does not
// stand above; an effect that this release does not run; a path without take-in or confirmation,
// one that pays without a decision, one that neither pays nor closes at its end; a public notice
// step without a notice rule; amount guards that leave an amount with no decision, or with two.
// What is said well but is not run yet is kept (policy/plan/path.hpp: why_kept).
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "policy/plan/path.hpp"

namespace leye::policy {

// `first_line` is the line of the block's first text line in its file.
Result<Path> read_path(std::string_view measure, std::string_view block, int first_line);

}  // namespace leye::policy
