#include "policy/plan/path.hpp"

#include <fmt/format.h>

#include "base/check.hpp"

namespace leye::policy {

const char* name(StepKind kind) {
  switch (kind) {
    case StepKind::confirm: return "confirm";
    case StepKind::take_in: return "take_in";
    case StepKind::check: return "check";
    case StepKind::notice: return "notice";
    case StepKind::decide: return "decide";
    case StepKind::meeting: return "meeting";
    case StepKind::pay: return "pay";
  }
  CHECK(false);
  return "";
}

const char* label(StepKind kind) {
  switch (kind) {
    case StepKind::confirm: return "确认";
    case StepKind::take_in: return "受理";
    case StepKind::check: return "审核";
    case StepKind::notice: return "公示";
    case StepKind::decide: return "审批";
    case StepKind::meeting: return "会议";
    case StepKind::pay: return "拨付";
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
  }
  CHECK(false);
  return "";
}

const char* name(PlaceLevel level) {
  switch (level) {
    case PlaceLevel::county: return "county";
    case PlaceLevel::city: return "city";
    case PlaceLevel::pooling: return "pooling";
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
                                   {"citizen", "个人"}};
  for (const Pair& pair : pairs)
    if (role == pair.role) return pair.label;
  return role;
}

}  // namespace leye::policy
