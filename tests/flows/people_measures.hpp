// For tests: what a person applies for. A subsidy that the street takes in, two people look at on
// the spot and the treasury pays to the card; and a qualification that hangs on somebody's
// judgement and pays nothing.
#pragma once

#include "flows/measures.hpp"

namespace leye::flows {

inline constexpr const char* person_path = R"(发起 个人
管辖 residence_place 居住地
收件 街道乡镇 便民服务中心
申领期 12 个月 自 营业执照登记
实地核查 2 人 照片
资金层级 县区
渠道 国库集中支付 社会保障卡
收款 个人
公示 名单 5 工作日 列 姓名 证件号码 单位 金额
机关 县区 人力资源和社会保障局
救济 异议 5 工作日 复核
救济 复议 60 日 本级人民政府
救济 诉讼 6 个月 人民法院
询问 10 工作日
追缴 经办 初审 县区 决定 局长 县区 陈述 5 工作日 缴还 15 工作日
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 受理 | take_in | 受理 | 窗口经办 | 街道乡镇 | 1 | | | 文书 |
| 实地核查 | visit | 实地核查 | 初审 | 县区 | 5 | | | |
| 复核 | second_check | 审核 | 复核 | 县区 | 3 | | visit | |
| 公示 | notice | 公示 | 复核 | 县区 | | | second_check | 公示 |
| 审批 | approve | 审批 | 局长 | 县区 | 2 | | second_check | 计划 支付 文书 通知 |
| 拨付 | pay | 拨付 | 财政局 | 县区 | 5 | | | 追缴 |
)";

inline constexpr const char* recognition_path = R"(发起 个人
管辖 residence_place 居住地
公示 不公示
机关 县区 人力资源和社会保障局
救济 异议 5 工作日 复核
救济 复议 60 日 本级人民政府
救济 诉讼 6 个月 人民法院
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 受理 | take_in | 受理 | 窗口经办 | 街道乡镇 | 1 | | | |
| 审核 | check | 审核 | 初审 | 县区 | 3 | | | |
| 认定 | approve | 审批 | 局长 | 县区 | 3 | | check | 文书 通知 |
| 归档 | close | 办结 | 窗口经办 | 街道乡镇 | 1 | | | |
)";

inline constexpr const char* service_path = R"(发起 街道乡镇
管辖 residence_place 居住地
公示 不公示
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 登记 | take_in | 受理 | 窗口经办 | 街道乡镇 | 1 | | | |
| 服务完成 | close | 办结 | 窗口经办 | 街道乡镇 | 20 | | take_in | 通知 |
)";

inline constexpr const char* school_path = R"(发起 学校
管辖 学校所在地
公示 不公示
| 步骤 | 标识 | 类型 | 角色 | 层级 |
|---|---|---|---|---|
| 收件 | take_in | 受理 | 学校 | 县区 |
| 核对 | close | 办结 | 窗口经办 | 县区 |
)";

inline constexpr const char* queue_path = R"(发起 个人
管辖 residence_place 居住地
资金层级 县区
渠道 国库集中支付 社会保障卡
收款 个人
公示 不公示
机关 县区 人力资源和社会保障局
救济 异议 5 工作日 复核
救济 复议 60 日 本级人民政府
救济 诉讼 6 个月 人民法院
| 步骤 | 标识 | 类型 | 角色 | 层级 | 时限 | 条件 | 可退回 | 效果 |
|---|---|---|---|---|---|---|---|---|
| 受理 | take_in | 受理 | 窗口经办 | 街道乡镇 | 1 | | | |
| 审核 | check | 审核 | 初审 | 县区 | 3 | | | |
| 审批 | approve | 审批 | 局长 | 县区 | 3 | | check | 计划 支付 文书 通知 |
| 拨付 | pay | 拨付 | 财政局 | 县区 | 5 | | | |
)";

inline void about_a_person(policy::PlanBuilder& build, const char* word) {
  build.measure().person = policy::ReferencePath{{}, "person"};
  build.measure().payee_is_person = true;
  build.measure().word = word;
}

// For veterans, as far as the register knows of it.
inline policy::Measure for_veterans(const policy::Facts& facts, policy::Name name, const char* path,
                                    std::int64_t yuan) {
  using policy::Op;
  using policy::Type;
  policy::PlanBuilder build(facts, "person");
  const auto person = build.subject();
  build.in_force(build.add({.op = Op::today, .type = Type::day}), "2023-01-01", "2023-12-31");
  build.root({build.leaf(build.fact(person, "veteran"), "退役军人")});
  if (yuan > 0) build.pay(build.yuan(yuan));
  about_a_person(build, yuan > 0 ? "subsidy" : "service");
  if (yuan > 0) build.measure().fund = "employment_subsidy";
  if (yuan > 0)
    build.measure().limits = {{policy::LimitScope::person, policy::LimitPeriod::life, 1}};
  return finish(build, std::move(name), path);
}

// For whom someone finds that the household is in difficulty.
inline policy::Measure difficulty(const policy::Facts& facts) {
  using policy::Op;
  using policy::Type;
  policy::PlanBuilder build(facts, "person");
  const auto person = build.subject();
  build.in_force(build.add({.op = Op::today, .type = Type::day}), "2023-01-01", "2023-12-31");
  build.measure().judgements = {{"in_difficulty", "家庭确有困难", "街道办事处", "二(二)22"}};
  const auto judged =
      build.add({.op = Op::judgement, .type = Type::boolean, .a = person, .symbol = 0});
  build.root({build.leaf(judged, "家庭确有困难")});
  about_a_person(build, "qualification");
  return finish(build, {"difficulty", "就业困难人员认定"}, recognition_path);
}

// 5,000 yuan for veterans, for as many as the quota has room for.
inline policy::Measure with_quota(const policy::Facts& facts, policy::Name name,
                                  policy::LimitPeriod period, std::int64_t people,
                                  std::int64_t yuan) {
  using policy::Op;
  using policy::Type;
  policy::PlanBuilder build(facts, "person");
  const auto person = build.subject();
  build.in_force(build.add({.op = Op::today, .type = Type::day}), "2023-01-01", "2024-12-31");
  build.root({build.leaf(build.fact(person, "veteran"), "退役军人")});
  build.pay(build.yuan(5000));
  about_a_person(build, "subsidy");
  build.measure().fund = "employment_subsidy";
  policy::Quota quota;
  quota.money = people == 0;
  quota.limit = quota.money ? build.yuan(yuan) : build.count(people);
  quota.period = period;
  build.measure().quotas = {quota};
  return finish(build, std::move(name), queue_path);
}

inline policy::Plan measures_with_queues() {
  const policy::Facts facts(policy::test_vocabulary());
  policy::Plan plan;
  plan.id = "example";
  plan.document = "示例政发〔2023〕3号";
  plan.digest = "0003";
  plan.measures = {
      with_quota(facts, {"start_up_grant", "创业先进奖励"}, policy::LimitPeriod::year, 1, 0),
      with_quota(facts, {"premises_grant", "场地奖励"}, policy::LimitPeriod::life, 0, 7000)};
  return plan;
}

inline policy::Plan people_measures() {
  const policy::Facts facts(policy::test_vocabulary());
  policy::Plan plan;
  plan.id = "example";
  plan.document = "示例政发〔2023〕2号";
  plan.digest = "0001";
  plan.measures = {for_veterans(facts, {"start_up_subsidy", "一次性创业补贴"}, person_path, 5000),
                   difficulty(facts),
                   for_veterans(facts, {"guidance", "创业指导"}, service_path, 0),
                   for_veterans(facts, {"job_seeking", "求职创业补贴申报"}, school_path, 0)};
  return plan;
}

}  // namespace leye::flows
