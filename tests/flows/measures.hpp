// For tests: three small measures with the three real paths: a roster of the employer, a pushed
// list, a list of units that nobody applies for. The rules are as short as a rule can be.
#pragma once

#include <string>

#include "policy/explain/plan_builder.hpp"
#include "policy/meaning/path_reader.hpp"

namespace leye::flows {

inline constexpr const char* roster_path = R"(发起 单位
管辖 employer.registered_place
资金层级 县区
渠道 国库集中支付
收款 单位
另须分开 first_check second_check
公示 名单 5 工作日 列 姓名 证件号码 单位 金额
机关 县区 人力资源和社会保障局
救济 异议 5 工作日 复核
救济 复议 60 日 本级人民政府
救济 诉讼 6 个月 人民法院
询问 10 工作日
追缴 经办 初审 县区 决定 局长 县区 陈述 5 工作日 缴还 15 工作日
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 单位申报 | declare | 确认 | 单位 | 县区 | 10 | | | |
| 受理 | take_in | 受理 | 窗口经办 | 县区 | 1 | | declare | 文书 询问 |
| 初审 | first_check | 审核 | 初审 | 县区 | 3 | | declare | |
| 复核 | second_check | 审核 | 复核 | 县区 | 3 | | first_check | |
| 公示 | notice | 公示 | 复核 | 县区 | | | second_check | 公示 |
| 审批 | approve | 审批 | 局长 | 县区 | 2 | 至多 50000 元 | second_check | 计划 支付 文书 通知 |
| 上会 | meeting | 会议 | 局长 | 县区 | 10 | 超过 50000 元 | second_check | 计划 支付 文书 |
| 拨付 | pay | 拨付 | 财政局 | 县区 | 5 | | | 追缴 |
)";

inline constexpr const char* pushed_path = R"(发起 推送
管辖 employer.registered_place
资金层级 统筹区
渠道 经办机构支付
收款 单位
机关 市 社会保险事业中心
救济 异议 5 工作日 社保经办机构
救济 复议 60 日 直接管理本机构的人力资源社会保障行政部门
救济 诉讼 6 个月 人民法院
追缴 经办 社保经办机构 市 决定 社保经办机构 市 陈述 5 工作日 缴还 10 工作日
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 单位确认 | confirm | 确认 | 单位 | 县区 | 10 | | | |
| 受理 | take_in | 受理 | 社保经办机构 | 市 | 1 | | confirm | 文书 |
| 经办核查 | agency_check | 审核 | 社保经办机构 | 市 | 5 | | confirm | |
| 审定 | approve | 审批 | 社保经办机构 | 市 | 3 | | agency_check | 计划 支付 文书 |
| 支付 | pay | 拨付 | 社保经办机构 | 市 | 5 | | | 追缴 |
)";

inline constexpr const char* list_path = R"(发起 筛查
管辖 registered_place
资金层级 统筹区
渠道 经办机构支付
收款 单位
另须分开 list second_check
公示 单位 5 工作日 列 单位 金额
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 筛查名单 | list | 受理 | 社保经办机构 | 市 | 5 | | | |
| 复核 | second_check | 审核 | 社保经办机构 | 市 | 3 | | list | |
| 公示 | notice | 公示 | 社保经办机构 | 市 | | | second_check | 公示 |
| 审定 | approve | 审批 | 社保经办机构 | 市 | 3 | | second_check | 计划 支付 文书 |
| 支付 | pay | 拨付 | 社保经办机构 | 市 | 5 | | | |
)";

inline policy::Measure finish(policy::PlanBuilder& build, policy::Name name, const char* path) {
  policy::Measure measure = build.measure();
  measure.name = std::move(name);
  measure.path = policy::read_path(measure.name.id, path, 1).value();
  return measure;
}

inline policy::ReferencePath reference(const policy::Facts& facts, const char* entity,
                                       const char* fact) {
  return {{facts.fact(facts.entity(entity), fact)}, std::string(entity) + "." + fact};
}

inline void about_a_hire(policy::PlanBuilder& build, const policy::Facts& facts) {
  build.measure().person = reference(facts, "employment", "person");
  build.measure().organisation = reference(facts, "employment", "employer");
  build.measure().limits = {{policy::LimitScope::person, policy::LimitPeriod::life, 1}};
}

// 1,000 yuan for a hire of 2023 with a contract of a year.
inline policy::Measure hiring_subsidy(const policy::Facts& facts) {
  using policy::Op;
  using policy::Type;
  policy::PlanBuilder build(facts, "employment");
  const auto hire = build.subject();
  const auto start = build.fact(hire, "start_date");
  build.in_force(start, "2023-01-01", "2023-12-31");
  const auto year = build.of(Op::add_months, Type::day, start, build.count(12));
  const auto after = build.of(Op::add, Type::day, build.fact(hire, "contract_end"), build.count(1));
  build.root({build.leaf(build.of(Op::at_most, Type::boolean, year, after), "合同期限 1 年以上")});
  build.pay(build.yuan(1000));
  about_a_hire(build, facts);
  build.measure().fund = "employment_subsidy";
  return finish(build, {"hiring_subsidy", "一次性吸纳就业补贴"}, roster_path);
}

// 1,500 yuan for any hire of 2023 under a labour contract.
inline policy::Measure job_expansion_grant(const policy::Facts& facts) {
  using policy::Op;
  using policy::Type;
  policy::PlanBuilder build(facts, "employment");
  const auto hire = build.subject();
  build.in_force(build.fact(hire, "start_date"), "2023-01-01", "2023-12-31");
  const auto service = build.of(Op::equal, Type::boolean, build.fact(hire, "contract_kind"),
                                build.code("contract_kind", "service_agreement"));
  build.root({build.leaf(build.of(Op::negate, Type::boolean, service), "签订劳动合同")});
  build.pay(build.yuan(1500));
  about_a_hire(build, facts);
  build.measure().fund = "unemployment_insurance";
  return finish(build, {"job_expansion_grant", "一次性扩岗补助"}, pushed_path);
}

// 3,000 yuan a year for an employer that is no zombie enterprise.
inline policy::Measure job_stabilisation_refund(const policy::Facts& facts) {
  using policy::Op;
  using policy::Type;
  policy::PlanBuilder build(facts, "organisation");
  const auto unit = build.subject();
  build.in_force(build.add({.op = Op::today, .type = Type::day}), "2023-01-01", "2023-12-31");
  build.root({build.leaf(build.of(Op::negate, Type::boolean, build.fact(unit, "zombie")),
                         "不是僵尸企业")});
  build.pay(build.yuan(3000));
  build.measure().organisation = policy::ReferencePath{{}, "organisation"};
  build.measure().limits = {{policy::LimitScope::organisation, policy::LimitPeriod::year, 1}};
  build.measure().fund = "unemployment_insurance";
  return finish(build, {"job_stabilisation_refund", "稳岗返还"}, list_path);
}

inline policy::Plan three_measures() {
  const policy::Facts facts(policy::test_vocabulary());
  policy::Plan plan;
  plan.id = "example";
  plan.document = "示例政发〔2023〕1号";
  plan.digest = "0000";
  plan.measures = {hiring_subsidy(facts), job_expansion_grant(facts),
                   job_stabilisation_refund(facts)};
  plan.exclusions = {{{"hiring_once", "吸纳补贴与扩岗补助不能重复享受"},
                      {"hiring_subsidy", "job_expansion_grant"},
                      policy::ExclusionScope::person,
                      policy::ExclusionChoice::applicant,
                      "二(二)8"}};
  return plan;
}

}  // namespace leye::flows
