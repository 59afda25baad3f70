// The path (办理流程) of a measure: who takes in, who checks, what is published, who decides, who
// pays, in how many working days. It is data of a pack; flows/ runs it and knows no measure.
//
// The kinds of step and the effects are closed lists: procedure is data, movement
// of money and of grants is C++. Amounts bind as written: `above` excludes its number (超过),
// `up_to` includes it (至多).
//
// A path may say more than this release runs (a school that collects, a bank that lends): it is
// kept, printed and shown, and why_kept() says why no case runs on it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/ratio.hpp"

namespace leye::policy {

enum class StepKind {
  confirm,  // the applicant confirms a pushed list or hands in a roster
  take_in,  // 受理: taken in, or sent back for correction (补正)
  check,    // 初审, 复核, 经办核查: an opinion on each row
  visit,    // 实地核查: some people look on the spot, each records a finding
  notice,   // 公示: a masked list for some working days, objections heard
  decide,   // 审批: one person approves or refuses
  pair,     // 双人审批: two people decide together
  meeting,  // 上会: a meeting with minutes, attendance and recusal decides
  outside,  // 部门决定: another department decides, its answer is recorded
  lend,     // 放款: the bank lends
  pay,      // 拨付: the paying body sends the payments and sees them settled
  close,    // 办结: filed; nothing is paid
};

enum class Effect {
  publish,      // put the masked list on public notice
  plan,         // record the grants with their exclusion slots
  pay,          // plan the payments in the fund
  issue,        // make the paper of this step: intake receipt, decision
  notify,       // a message to the applicant, in its inbox
  release,      // give back slots and planned money
  recover,      // what was paid may be recovered by the path's rule
  record,       // record a fact
  open_spell,   // begin a dated state
  close_spell,  // end a dated state
  open_flow,    // begin another case
  schedule,     // do something on a later day
  ask,          // ask the applicant for the facts that are missing; the case waits
};

enum class OpenedBy {
  screening,  // nobody applies: the agency opens a case from the screened list
  employer,   // the employer hands in a roster
  pushed,     // the agency pushes the screened list, the employer confirms
  clerk,      // at the window
  person,     // the person applies
  school,     // the school collects and hands in for its students
  street,     // the street or township takes in, on behalf of those who live there
};

enum class PlaceLevel { county, city, pooling, street, province };

// Who receives the money. none: nothing is paid.
enum class PathPayee { none, organisation, person, bank };

// What decides which place is in charge (管辖依据).
enum class PlaceBasis {
  unsaid,
  insured,           // 参保地
  registered,        // 登记地: of the unit or the licence
  residence,         // 居住地
  hukou,             // 户籍地
  school,            // 学校所在地
  workplace,         // 用工地
  evaluation_body,   // 评价机构所在地
  issuing_authority  // 发证机关所在地
};

enum class NoticeKind { none, counts, units, names };

struct NoticeRule {
  NoticeKind kind = NoticeKind::none;
  int working_days = 0;
  std::vector<std::string> columns;  // name, id_number, employer, place, amount
};

// The body whose name stands on the papers, or that takes in: the place of this level, then its
// name.
struct Office {
  PlaceLevel level = PlaceLevel::county;
  std::string name;  // 人力资源和社会保障局
};

enum class TimeUnit { working_days, days, months };

// 申领期: until when after an event it may be applied for.
struct ClaimWindow {
  int length = 0;
  TimeUnit unit = TimeUnit::months;
  std::string after;  // 证书核发
};

// 外部核重: a check for duplicates beyond the registers of this program.
struct OutsideCheck {
  std::string where;         // 全省就业补助资金系统
  std::optional<Day> as_of;  // how far it reaches; none: on the day it is asked
};

// 实地核查: how many people look, and whether they take pictures.
struct SiteCheck {
  int people = 2;
  bool photos = false;
};

// 负担: the share of one level in what is paid.
enum class BudgetLevel { central, province, city, county };
struct BurdenShare {
  BudgetLevel level = BudgetLevel::county;
  Ratio share;  // of 1
};

// 事项: the code of the measure in the list of government services.
struct ServiceItem {
  std::string code;
  std::string name;
};

// Where someone turns who was refused, and how long.
enum class RemedyKind {
  objection,   // 异议: to the body itself, answered by someone who did not decide
  review,      // 行政复议
  litigation,  // 行政诉讼
};
struct Remedy {
  RemedyKind kind = RemedyKind::review;
  int length = 0;
  TimeUnit unit = TimeUnit::days;
  std::string to;  // the body that hears it; of an objection the role that answers
};

// How money paid wrongly is taken back (追缴).
struct RecoveryRule {
  std::string finder;  // role that records the finding and carries the recovery on
  PlaceLevel finder_level = PlaceLevel::county;
  std::string decider;
  PlaceLevel decider_level = PlaceLevel::county;
  int statement_working_days = 0;  // for the payee's statement and defence
  int repay_working_days = 0;      // from the decision
};

struct Step {
  std::string id;        // "first_check"
  std::string label_zh;  // 初审
  StepKind kind = StepKind::check;
  std::string role;  // access role: window_clerk, first_checker, …, employer, citizen
  PlaceLevel level = PlaceLevel::county;
  int within_working_days = 0;         // 0: no clock
  std::optional<Money> above;          // only cases whose amount is above this
  std::optional<Money> up_to;          // only cases whose amount is at most this
  std::vector<std::string> return_to;  // ids of earlier steps
  std::vector<Effect> effects;         // run when the step is passed
};

struct Path {
  std::string measure;
  OpenedBy opened_by = OpenedBy::clerk;
  std::string jurisdiction;  // place fact from the measure's subject: "employer.registered_place"
  PlaceBasis basis = PlaceBasis::unsaid;
  PlaceLevel fund_level = PlaceLevel::county;
  std::string channel;   // "treasury", "insurance_agency" or "bank"; "": nothing is paid
  bool to_card = false;  // to the bank account of the social security card
  PathPayee payee = PathPayee::none;
  NoticeRule notice;
  std::vector<std::pair<std::string, std::string>> apart;  // extra pairs of steps, two accounts
  std::optional<Office> office;                            // none: the body that keeps the fund
  std::vector<Remedy> remedies;  // none: nobody can be refused on this path
  int ask_working_days = 0;      // for the answer to a question about missing facts
  std::optional<RecoveryRule> recovery;
  std::vector<Step> steps;

  // Told to people who carry it out; the program does not act on these.
  std::optional<Office> taken_in_at;  // 收件
  std::optional<ClaimWindow> claim;
  std::vector<OutsideCheck> outside_checks;
  std::vector<BurdenShare> burden;       // in all 100 %
  std::vector<std::string> instalments;  // 分次: what is paid now, what later
  std::vector<std::string> paid_first;   // 先垫后补: what proves that the unit has paid already
  std::vector<ServiceItem> items;

  SiteCheck site_check;  // of the visit steps

  bool pays() const { return !steps.empty() && steps.back().kind == StepKind::pay; }
};

// A reason for which no case runs on the path, in both languages.
struct Kept {
  std::string zh;
  std::string en;
};
// Empty: cases run on it.
std::vector<Kept> why_kept(const Path& path);

// What the path says beside its steps, one entry a line: 申领期, 证书核发后 12 个月.
struct PathTerm {
  std::string label_zh, label_en;
  std::string text_zh, text_en;
};
std::vector<PathTerm> terms_of(const Path& path);

const char* name(StepKind kind);                  // "take_in"
const char* name(Effect effect);                  // "publish"
const char* name(OpenedBy opened);                // "employer"
const char* name(PlaceLevel level);               // "county"
const char* name(NoticeKind kind);                // "names"
const char* name(RemedyKind kind);                // "review"
const char* label(RemedyKind kind);               // 行政复议
std::string to_text(const Remedy& remedy);        // 六十日: its length as a paper says it
const char* label(StepKind kind);                 // 受理
const char* name(PlaceBasis basis);               // "insured"
const char* label(PlaceBasis basis);              // 参保地
const char* name(PathPayee payee);                // "person"
const char* label(PathPayee payee);               // 个人
std::string role_label(const std::string& role);  // 窗口经办
const Remedy* find_remedy(const Path& path, RemedyKind kind);

}  // namespace leye::policy
