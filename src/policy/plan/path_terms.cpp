// What a path says beside its steps, and why no case runs on some of them.
#include <fmt/format.h>

#include "policy/plan/path.hpp"

namespace leye::policy {
namespace {

// A department that the path does not name is nobody's account.
bool has_accounts(const std::string& role) { return role != "department"; }

struct Level {
  const char* zh;
  const char* en;
};

Level words(PlaceLevel level) {
  switch (level) {
    case PlaceLevel::county: return {"县区", "county"};
    case PlaceLevel::city: return {"市", "city"};
    case PlaceLevel::pooling: return {"统筹区", "pooling area"};
    case PlaceLevel::street: return {"街道（乡镇）", "street or township"};
    case PlaceLevel::province: return {"省", "province"};
  }
  return {"", ""};
}

Level words(BudgetLevel level) {
  switch (level) {
    case BudgetLevel::central: return {"中央", "central"};
    case BudgetLevel::province: return {"省", "province"};
    case BudgetLevel::city: return {"市", "city"};
    case BudgetLevel::county: return {"县区", "county"};
  }
  return {"", ""};
}

std::string length_zh(int length, TimeUnit unit) {
  switch (unit) {
    case TimeUnit::working_days: return fmt::format("{} 个工作日", length);
    case TimeUnit::days: return fmt::format("{} 日", length);
    case TimeUnit::months: return fmt::format("{} 个月", length);
  }
  return "";
}

std::string length_en(int length, TimeUnit unit) {
  switch (unit) {
    case TimeUnit::working_days: return fmt::format("{} working days", length);
    case TimeUnit::days: return fmt::format("{} days", length);
    case TimeUnit::months: return fmt::format("{} months", length);
  }
  return "";
}

std::string basis_en(PlaceBasis basis) {
  switch (basis) {
    case PlaceBasis::unsaid: return "";
    case PlaceBasis::insured: return "place of insurance";
    case PlaceBasis::registered: return "place of registration";
    case PlaceBasis::residence: return "place of residence";
    case PlaceBasis::hukou: return "place of hukou";
    case PlaceBasis::school: return "place of the school";
    case PlaceBasis::workplace: return "place of work";
    case PlaceBasis::evaluation_body: return "place of the evaluation body";
    case PlaceBasis::issuing_authority: return "place of the issuing authority";
  }
  return "";
}

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

void add_step_reasons(const Path& path, std::vector<Kept>& why) {
  for (const Step& step : path.steps) {
    if (!has_accounts(step.role))
      why.push_back(
          {fmt::format("“{}”由{}办理，没有写明是哪一个部门", step.label_zh, role_label(step.role)),
           fmt::format("step {}: which {} it is is not said", step.id, step.role)});
    if (step.kind == StepKind::pair || step.kind == StepKind::outside ||
        step.kind == StepKind::lend)
      why.push_back(
          {fmt::format("“{}”是{}环节，在本系统以外办理", step.label_zh, label(step.kind)),
           fmt::format("step {}: {} is done outside this program", step.id, name(step.kind))});
    if (step.level == PlaceLevel::province)
      why.push_back({fmt::format("“{}”由省级办理", step.label_zh),
                     fmt::format("step {} is done by the province", step.id)});
  }
}

}  // namespace

std::vector<Kept> why_kept(const Path& path) {
  std::vector<Kept> why;
  if (path.opened_by == OpenedBy::school)
    why.push_back({"由学校集中申报，学校收齐的名单不从本系统递交",
                   "handed in by the school: what it collects is not taken in by this program"});
  if (path.jurisdiction.empty())
    why.push_back({fmt::format("管辖（{}）没有登记为可查的地点", label(path.basis)),
                   fmt::format("the place in charge ({}) is no fact of the registers",
                               basis_en(path.basis))});
  if (path.payee == PathPayee::bank)
    why.push_back({"款项付给经办银行，本系统没有银行的收款账户",
                   "paid to the bank: the registers hold no account of banks"});
  for (const std::string& part : path.instalments)
    if (part == "按月" || part == "monthly")
      why.push_back({"按月发放，本系统一个办件只支付一次", "paid by the month: a case pays once"});
  if (path.pays() && path.fund_level == PlaceLevel::province)
    why.push_back({"资金由省级支付", "paid by the province"});
  add_step_reasons(path, why);
  return why;
}

std::vector<PathTerm> terms_of(const Path& path) {
  std::vector<PathTerm> terms;
  const auto add = [&terms](const char* zh, const char* en, std::string text_zh,
                            std::string text_en) {
    terms.push_back({zh, en, std::move(text_zh), std::move(text_en)});
  };
  for (const ServiceItem& item : path.items)
    add("事项编码", "service item", item.code + (item.name.empty() ? "" : " " + item.name),
        item.code);
  if (path.taken_in_at) {
    const Level at = words(path.taken_in_at->level);
    add("收件机构", "taken in by", std::string(at.zh) + path.taken_in_at->name,
        fmt::format("{} ({})", path.taken_in_at->name, at.en));
  }
  if (path.basis != PlaceBasis::unsaid)
    add("管辖依据", "place in charge", label(path.basis), basis_en(path.basis));
  if (path.claim)
    add("申领期", "to be claimed",
        fmt::format("{}后 {} 内", path.claim->after,
                    length_zh(path.claim->length, path.claim->unit)),
        fmt::format("within {} after {}", length_en(path.claim->length, path.claim->unit),
                    path.claim->after));
  for (const OutsideCheck& check : path.outside_checks)
    add("外部核重", "outside check for duplicates",
        check.where + (check.as_of ? "，数据截至 " + to_text(*check.as_of) : "，以查询当日为准"),
        check.where +
            (check.as_of ? ", data as of " + to_text(*check.as_of) : ", as of the query"));
  if (!path.paid_first.empty())
    add("先垫后补", "paid first by the unit", joined(path.paid_first, "、"),
        joined(path.paid_first, ", "));
  if (!path.instalments.empty())
    add("分次", "paid in parts", joined(path.instalments, "；"), joined(path.instalments, "; "));
  if (path.pays()) {
    add("收款", "paid to", std::string(label(path.payee)) + (path.to_card ? "，社会保障卡" : ""),
        std::string(name(path.payee)) + (path.to_card ? ", social security card" : ""));
  }
  std::string burden_zh, burden_en;
  for (const BurdenShare& share : path.burden) {
    const Level level = words(share.level);
    const std::string percent = to_percent(share.share);
    burden_zh += fmt::format("{}{} {}", burden_zh.empty() ? "" : "，", level.zh, percent);
    burden_en += fmt::format("{}{} {}", burden_en.empty() ? "" : ", ", level.en, percent);
  }
  if (!burden_zh.empty()) add("负担", "borne by", burden_zh, burden_en);
  for (const Step& step : path.steps) {
    if (step.kind != StepKind::visit) continue;
    const SiteCheck& site = path.site_check;
    add("实地核查", "site check", fmt::format("{} 人{}", site.people, site.photos ? "，拍照" : ""),
        fmt::format("{} people{}", site.people, site.photos ? ", with pictures" : ""));
    break;
  }
  return terms;
}

}  // namespace leye::policy
