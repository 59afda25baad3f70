// The path (办理流程) of a measure: who takes in, who checks, what is published, who decides, who
// pays, in how many working days. It is data of a pack; flows/ runs it and knows no measure.
//
// The kinds of step and the effects are closed lists: procedure is data, movement
// of money and of grants is C++. Amounts bind as written: `above` excludes its number (超过),
// `up_to` includes it (至多).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/money.hpp"

namespace leye::policy {

enum class StepKind {
  confirm,  // the applicant confirms a pushed list or hands in a roster
  take_in,  // 受理: taken in, or sent back for correction (补正)
  check,    // 初审, 复核, 经办核查: an opinion on each row
  notice,   // 公示: a masked list for some working days, objections heard
  decide,   // 审批: one person approves or refuses
  meeting,  // 上会: a meeting with minutes, attendance and recusal decides
  pay,      // 拨付: the paying body sends the payments and sees them settled
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
};

enum class PlaceLevel { county, city, pooling };

enum class NoticeKind { none, counts, units, names };

struct NoticeRule {
  NoticeKind kind = NoticeKind::none;
  int working_days = 0;
  std::vector<std::string> columns;  // name, id_number, employer, place, amount
};

// The body whose name stands on the papers: the place of this level, then its name.
struct Office {
  PlaceLevel level = PlaceLevel::county;
  std::string name;  // 人力资源和社会保障局
};

// Where someone turns who was refused, and how long.
enum class RemedyKind {
  objection,   // 异议: to the body itself, answered by someone who did not decide
  review,      // 行政复议
  litigation,  // 行政诉讼
};
enum class TimeUnit { working_days, days, months };
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
  PlaceLevel fund_level = PlaceLevel::county;
  std::string channel;  // "treasury" or "insurance_agency"
  bool payee_is_person = false;
  NoticeRule notice;
  std::vector<std::pair<std::string, std::string>> apart;  // extra pairs of steps, two accounts
  std::optional<Office> office;                            // none: the body that keeps the fund
  std::vector<Remedy> remedies;  // none: nobody can be refused on this path
  int ask_working_days = 0;      // for the answer to a question about missing facts
  std::optional<RecoveryRule> recovery;
  std::vector<Step> steps;
};

const char* name(StepKind kind);                  // "take_in"
const char* name(Effect effect);                  // "publish"
const char* name(OpenedBy opened);                // "employer"
const char* name(PlaceLevel level);               // "county"
const char* name(NoticeKind kind);                // "names"
const char* name(RemedyKind kind);                // "review"
const char* label(RemedyKind kind);               // 行政复议
std::string to_text(const Remedy& remedy);        // 六十日: its length as a paper says it
const char* label(StepKind kind);                 // 受理
std::string role_label(const std::string& role);  // 窗口经办
const Remedy* find_remedy(const Path& path, RemedyKind kind);

}  // namespace leye::policy
