#include "policy/plan/path.hpp"

#include <fmt/format.h>

#include "base/check.hpp"

namespace leye::policy {

const char* name(StepKind kind) {
  switch (kind) {
    case StepKind::confirm: return "confirm";
    case StepKind::take_in: return "take_in";
    case StepKind::check: return "check";
    case StepKind::visit: return "visit";
    case StepKind::notice: return "notice";
    case StepKind::decide: return "decide";
    case StepKind::pair: return "pair";
    case StepKind::meeting: return "meeting";
    case StepKind::outside: return "outside";
    case StepKind::lend: return "lend";
    case StepKind::pay: return "pay";
    case StepKind::close: return "close";
  }
  CHECK(false);
  return "";
}

const char* label(StepKind kind) {
  switch (kind) {
    case StepKind::confirm: return "确认";
    case StepKind::take_in: return "受理";
    case StepKind::check: return "审核";
    case StepKind::visit: return "实地核查";
    case StepKind::notice: return "公示";
    case StepKind::decide: return "审批";
    case StepKind::pair: return "双人审批";
    case StepKind::meeting: return "会议";
    case StepKind::outside: return "部门决定";
    case StepKind::lend: return "放款";
    case StepKind::pay: return "拨付";
    case StepKind::close: return "办结";
  }
  CHECK(false);
  return "";
}

const char* name(Effect effect) {
  switch (effect) {
    case Effect::publish: return "publish";
    case Effect::plan: return "plan";
    case Effect::pay: return "pay";
    case Effect::issue: return "issue";
    case Effect::notify: return "notify";
    case Effect::release: return "release";
    case Effect::recover: return "recover";
    case Effect::record: return "record";
    case Effect::open_spell: return "open_spell";
    case Effect::close_spell: return "close_spell";
    case Effect::open_flow: return "open_flow";
    case Effect::schedule: return "schedule";
    case Effect::ask: return "ask";
  }
  CHECK(false);
  return "";
}

const char* name(OpenedBy opened) {
  switch (opened) {
    case OpenedBy::screening: return "screening";
    case OpenedBy::employer: return "employer";
    case OpenedBy::pushed: return "pushed";
    case OpenedBy::clerk: return "clerk";
    case OpenedBy::person: return "person";
    case OpenedBy::school: return "school";
    case OpenedBy::street: return "street";
  }
  CHECK(false);
  return "";
}

const char* name(PlaceLevel level) {
  switch (level) {
    case PlaceLevel::county: return "county";
    case PlaceLevel::city: return "city";
    case PlaceLevel::pooling: return "pooling";
    case PlaceLevel::street: return "street";
    case PlaceLevel::province: return "province";
  }
  CHECK(false);
  return "";
}

const char* name(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::none: return "none";
    case NoticeKind::counts: return "counts";
    case NoticeKind::units: return "units";
    case NoticeKind::names: return "names";
  }
  CHECK(false);
  return "";
}

const char* name(RemedyKind kind) {
  switch (kind) {
    case RemedyKind::objection: return "objection";
    case RemedyKind::review: return "review";
    case RemedyKind::litigation: return "litigation";
  }
  CHECK(false);
  return "";
}

const char* label(RemedyKind kind) {
  switch (kind) {
    case RemedyKind::objection: return "异议";
    case RemedyKind::review: return "行政复议";
    case RemedyKind::litigation: return "行政诉讼";
  }
  CHECK(false);
  return "";
}

const char* name(PlaceBasis basis) {
  switch (basis) {
    case PlaceBasis::unsaid: return "";
    case PlaceBasis::insured: return "insured";
    case PlaceBasis::registered: return "registered";
    case PlaceBasis::residence: return "residence";
    case PlaceBasis::hukou: return "hukou";
    case PlaceBasis::school: return "school";
    case PlaceBasis::workplace: return "workplace";
    case PlaceBasis::evaluation_body: return "evaluation_body";
    case PlaceBasis::issuing_authority: return "issuing_authority";
  }
  CHECK(false);
  return "";
}

const char* label(PlaceBasis basis) {
  switch (basis) {
    case PlaceBasis::unsaid: return "";
    case PlaceBasis::insured: return "参保地";
    case PlaceBasis::registered: return "登记地";
    case PlaceBasis::residence: return "居住地";
    case PlaceBasis::hukou: return "户籍地";
    case PlaceBasis::school: return "学校所在地";
    case PlaceBasis::workplace: return "用工地";
    case PlaceBasis::evaluation_body: return "评价机构所在地";
    case PlaceBasis::issuing_authority: return "发证机关所在地";
  }
  CHECK(false);
  return "";
}

const char* name(PathPayee payee) {
  switch (payee) {
    case PathPayee::none: return "none";
    case PathPayee::organisation: return "employer";
    case PathPayee::person: return "citizen";
    case PathPayee::bank: return "bank";
  }
  CHECK(false);
  return "";
}

const char* label(PathPayee payee) {
  switch (payee) {
    case PathPayee::none: return "不付款";
    case PathPayee::organisation: return "单位";
    case PathPayee::person: return "个人";
    case PathPayee::bank: return "经办银行";
  }
  CHECK(false);
  return "";
}

std::string to_text(const Remedy& remedy) {
  switch (remedy.unit) {
    case TimeUnit::working_days: return fmt::format("{}个工作日", remedy.length);
    case TimeUnit::days: return fmt::format("{}日", remedy.length);
    case TimeUnit::months: return fmt::format("{}个月", remedy.length);
  }
  CHECK(false);
  return "";
}

const Remedy* find_remedy(const Path& path, RemedyKind kind) {
  for (const Remedy& remedy : path.remedies)
    if (remedy.kind == kind) return &remedy;
  return nullptr;
}

std::string role_label(const std::string& role) {
  struct Pair {
    const char* role;
    const char* label;
  };
  static constexpr Pair pairs[] = {{"window_clerk", "窗口经办"},
                                   {"first_checker", "初审"},
                                   {"second_checker", "复核"},
                                   {"director", "局长"},
                                   {"insurance_agency", "社保经办机构"},
                                   {"finance_bureau", "财政局"},
                                   {"employer", "单位"},
                                   {"citizen", "个人"},
                                   {"tax_bureau", "税务部门"},
                                   {"civil_affairs", "民政部门"},
                                   {"education_department", "教育部门"},
                                   {"organisation_department", "组织部门"},
                                   {"state_assets", "国资监管部门"},
                                   {"development_reform", "发展改革部门"},
                                   {"disabled_federation", "残联"},
                                   {"guarantee_body", "担保机构"},
                                   {"bank", "经办银行"},
                                   {"school", "学校"},
                                   {"training_institution", "培训机构"},
                                   {"veterans_affairs", "退役军人事务部门"},
                                   {"agriculture", "农业农村部门"},
                                   {"justice", "司法行政部门"},
                                   {"police", "公安部门"},
                                   {"market_supervision", "市场监管部门"},
                                   {"hr_agency", "人力资源服务机构"},
                                   {"department", "主管部门"}};
  for (const Pair& pair : pairs)
    if (role == pair.role) return pair.label;
  return role;
}

}  // namespace leye::policy
