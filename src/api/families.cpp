#include "api/families.hpp"

#include <map>

#include <fmt/format.h>

#include "access/accounts.hpp"
#include "api/bind.hpp"
#include "api/person_cards.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "api/sheets.hpp"
#include "families/look.hpp"
#include "intake/xlsx_writer.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet workers{Role::window_clerk, Role::first_checker};
constexpr RoleSet readers = access::clerks | RoleSet{Role::auditor};
constexpr std::size_t words_max = 1500;  // bytes; the table keeps 500 characters

std::string code_label(const Call& call, const char* table, std::string_view code) {
  const CodeTable* codes = call.backend.vocabulary.find_code_table(table);
  if (codes != nullptr)
    for (const Code& each : codes->codes())
      if (each.code == code) return call.label(each);
  return std::string(code);
}

std::vector<Labelled> codes_of(const Call& call, const char* table) {
  std::vector<Labelled> all;
  const CodeTable* codes = call.backend.vocabulary.find_code_table(table);
  if (codes != nullptr)
    for (const Code& each : codes->codes()) all.push_back({each.code, call.label(each)});
  return all;
}

Status check_code(const Call& call, const char* table, const std::string& code,
                  const char* field) {
  const CodeTable* codes = call.backend.vocabulary.find_code_table(table);
  if (codes != nullptr)
    for (const Code& each : codes->codes())
      if (each.code == code) return Done{};
  return Error{ErrorCode::invalid_input, "请从列出的里选一项", {field}};
}

// The program's own words: states, steps, why a case is gone.
std::string word(const Call& call, const std::string& said) {
  static const std::map<std::string, std::pair<const char*, const char*>> words{
      {"found", {"待确认", "to be confirmed"}},
      {"helping", {"帮扶中", "being helped"}},
      {"refused", {"不予确认", "not confirmed"}},
      {"solved", {"已解决", "solved"}},
      {"gone", {"不再符合", "no longer meant"}},
      {"unfounded", {"补录的就业登记表明当时有人就业", "a late record shows that somebody was at work"}},
      {"left", {"不再有登记失业或有劳动能力的成员", "no member unemployed or able to work any more"}},
      {"moved", {"成员转到另一家庭，随之继续", "goes on in the household to which they moved"}},
      {"noticed", {"发现", "found"}},
      {"confirmed", {"确认", "confirmed"}},
      {"assigned", {"分派帮扶人", "given to a helper"}},
      {"helped", {"帮扶", "helped"}},
      {"reopened", {"就业登记撤回，恢复帮扶", "the record of work was taken back: open again"}},
      {"changed", {"登记更正，日期改变", "registers corrected: another day"}},
      {"stood", {"就业稳住，归档", "the work has stood"}}};
  const auto at = words.find(said);
  return at == words.end() ? said : call.says(at->second.first, at->second.second);
}

families::CaseDesk desk_of(const Call& call) {
  return {call.backend.rulebook.families, call.caller->account, call.today(), call.now()};
}

// The month that is asked for (2023-10), else this one.
Status take_month(const Call& call, families::CaseQuestion& asked) {
  std::string month(call.request.asked("month"));
  if (month.empty()) month = leye::to_text(call.today()).substr(0, 7);
  const auto first = Day::parse(month + "-01");
  if (!first.ok()) return Error{ErrorCode::invalid_input, "月份写作 2023-10", {"month"}};
  asked.first = first.value();
  asked.last = add_months(first.value(), 1) - 1;
  return Done{};
}

Result<families::CaseQuestion> question_of(const Call& call) {
  families::CaseQuestion asked;
  asked.what = call.request.asked("what");
  if (asked.what.empty()) asked.what = "open";
  asked.rule = call.request.asked("rule");
  asked.today = call.today();
  TRY(take_month(call, asked));
  if (const auto place = TRY(call.asked_number("place"))) {
    const auto range = access::range_of(*place);
    asked.place_lo = range.low;
    asked.place_hi = range.high;
  }
  const auto helper = call.request.asked("helper");
  if (helper == "me") asked.helper = call.caller->account;
  asked.unassigned = helper == "nobody";
  return asked;
}

std::int64_t sum(const std::vector<families::TownCounts>& towns,
                 std::int64_t families::CaseCounts::*which) {
  std::int64_t all = 0;
  for (const auto& each : towns) all += each.counts.*which;
  return all;
}

std::vector<FamilyFigure> figures_of(const std::vector<families::TownCounts>& towns) {
  using families::CaseCounts;
  const auto open = sum(towns, &CaseCounts::open);
  const auto found = sum(towns, &CaseCounts::month_found);
  return {{"found", found, "month_found", found, "month_found"},
          {"helped", sum(towns, &CaseCounts::month_helped), "month_helped", found, "month_found"},
          {"cleared", sum(towns, &CaseCounts::month_cleared), "month_cleared", found,
           "month_found"},
          {"relapsed", sum(towns, &CaseCounts::month_relapse), "month_relapse", found,
           "month_found"},
          {"overdue", sum(towns, &CaseCounts::overdue), "overdue", open, "open"},
          {"unconfirmed", sum(towns, &CaseCounts::found), "found", open, "open"}};
}

Result<FamilyBoard> board(Call& call) {
  auto* transaction = TRY(call.transaction());
  auto asked = TRY(question_of(call));
  const auto towns = TRY(families::count_cases(*transaction, asked));
  FamilyBoard board;
  board.month = leye::to_text(asked.first).substr(0, 7);
  for (const auto& rule : call.backend.rulebook.families.all())
    board.rules.push_back({rule.id, call.label(rule), rule.working_days, rule.relapse_days,
                           rule.stands_days, rule.stable_months, rule.why});
  board.figures = figures_of(towns);
  board.solved = sum(towns, &families::CaseCounts::month_solved);
  const auto days = sum(towns, &families::CaseCounts::days_sum);
  if (board.solved > 0) board.days_mean_10 = (days * 10 + board.solved / 2) / board.solved;
  for (const auto& each : towns) {
    const auto& n = each.counts;
    board.days_worst = std::max(board.days_worst, n.days_worst);
    board.towns.push_back({Id{each.town}, each.label, n.open, n.found, n.overdue, n.month_found,
                           n.month_helped, n.month_cleared, n.month_solved, n.month_relapse});
  }
  if (workers.has(call.post.role))
    for (const auto& each : TRY(families::list_helpers(
             *transaction, call.backend.area_schema, call.post.range.low, call.post.range.high)))
      board.helpers.push_back({Id{each.account}, each.name, each.open});
  board.actions = codes_of(call, "family_action");
  board.refusals = codes_of(call, "family_refusal");
  return board;
}

Result<std::map<std::int64_t, std::string>> helpers_of(
    store::Transaction& transaction, const std::vector<families::CaseLine>& lines) {
  std::vector<std::int64_t> accounts;
  for (const auto& one : lines)
    if (one.helper) accounts.push_back(*one.helper);
  return access::account_names(transaction, accounts);
}

FamilyCaseLine line_of(const Call& call, const families::CaseLine& one,
                       std::map<std::int64_t, std::string>& names) {
  FamilyCaseLine line;
  line.id = Id{one.id};
  if (one.head) line.head_id = Id{*one.head};
  line.head = one.head_name;
  line.place_label = one.place_label;
  line.people = one.people;
  line.rule = one.rule;
  const auto* rule = call.backend.rulebook.families.find(one.rule);
  line.rule_label = rule == nullptr ? one.rule : call.label(*rule);
  line.state = one.state;
  line.state_label = word(call, one.state);
  if (one.state == "refused")
    line.because_label = code_label(call, "family_refusal", one.ended_because);
  if (one.state == "gone") line.because_label = word(call, one.ended_because);
  line.relapse = one.relapse;
  line.since = one.since;
  line.found_on = one.found_on;
  line.due_on = one.due_on;
  if (one.due_on && !one.ended_on) {
    line.overdue = *one.due_on < call.today();
    const auto left = call.backend.calendar.between(call.today(), *one.due_on);
    if (left.ok()) line.left = left.value();
  }
  line.ended_on = one.ended_on;
  if (one.state == "solved") line.days = *one.ended_on - one.since;
  line.stood_on = one.stood_on;
  if (one.helper) line.helper = names[*one.helper];
  line.times = one.times;
  line.last_on = one.last_on;
  if (!one.last_action.empty())
    line.last_label = code_label(call, "family_action", one.last_action);
  line.last_told = one.last_told;
  return line;
}

Result<std::vector<FamilyCaseLine>> lines_of(Call& call, store::Transaction& transaction,
                                             const std::vector<families::CaseLine>& found) {
  auto names = TRY(helpers_of(transaction, found));
  std::vector<FamilyCaseLine> lines;
  for (const auto& one : found) lines.push_back(line_of(call, one, names));
  return lines;
}

Result<Page<FamilyCaseLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  const auto asked = TRY(question_of(call));
  auto* transaction = TRY(call.transaction());
  const auto found =
      TRY(families::list_cases(*transaction, asked, paging.size, paging.offset()));
  for (const auto& one : found.lines)
    if (one.head) call.saw("list_person", fmt::format("person:{}", *one.head), asked.what);
  return page_of(TRY(lines_of(call, *transaction, found.lines)), found.total, paging);
}

std::string text_of(const std::optional<Day>& day) { return day ? leye::to_text(*day) : ""; }

Result<http::Response> sheet(Call& call) {
  const auto asked = TRY(question_of(call));
  auto* transaction = TRY(call.transaction());
  const int rows_max = call.backend.rulebook.numbers.export_rows_alone;
  const auto found = TRY(families::list_cases(*transaction, asked, rows_max, 0));
  if (found.total > rows_max)
    return Error{ErrorCode::invalid_input,
                 fmt::format("超过 {} 户，不能一次导出", rows_max),
                 {"place"},
                 "选一个镇街或一类再导出"};
  intake::XlsxWriter writer;
  writer.start_sheet(call.says("零就业家庭", "Families without work"),
                     {{.heading = call.says("户主", "Head")},
                      {.heading = call.says("所在地", "Place")},
                      {.heading = call.says("家庭人数", "Members"), .number = true},
                      {.heading = call.says("类型", "Rule")},
                      {.heading = call.says("状态", "State")},
                      {.heading = call.says("复发", "Relapse")},
                      {.heading = call.says("无人就业起", "Without work since")},
                      {.heading = call.says("发现日期", "Found on")},
                      {.heading = call.says("帮扶期限", "Due on")},
                      {.heading = call.says("解决日期", "Solved on")},
                      {.heading = call.says("用时（天）", "Days to solve"), .number = true},
                      {.heading = call.says("帮扶人", "Helper")},
                      {.heading = call.says("帮扶次数", "Times helped"), .number = true},
                      {.heading = call.says("最近帮扶", "Last helped on")},
                      {.heading = call.says("帮扶方式", "How")},
                      {.heading = call.says("帮扶结果", "Result")}});
  for (const auto& one : TRY(lines_of(call, *transaction, found.lines)))
    writer.write({one.head, one.place_label, std::to_string(one.people), one.rule_label,
                  one.because_label.empty() ? one.state_label
                                            : one.state_label + "：" + one.because_label,
                  one.relapse ? call.says("是", "yes") : "", leye::to_text(one.since),
                  leye::to_text(one.found_on), text_of(one.due_on),
                  one.state == "solved" ? text_of(one.ended_on) : "",
                  one.days ? std::to_string(*one.days) : "", one.helper,
                  std::to_string(one.times), text_of(one.last_on), one.last_label,
                  one.last_told});
  http::Response response;
  describe_sheet(response, "families", false);
  response.body = TRY(writer.finish());
  call.saw("export_families", "family:cases", fmt::format("{} 户", found.lines.size()));
  return response;
}

Result<std::map<std::int64_t, PersonCard>> cards_of(Call& call,
                                                    const std::vector<std::int64_t>& ids) {
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(*transaction, call.backend.vocabulary, cipher);
  std::map<std::int64_t, PersonCard> cards;
  for (const auto& each : TRY(people.cards(ids)))
    if (cards.emplace(each.id, card_of(call, each)).second)
      call.saw("list_person", fmt::format("person:{}", each.id));
  return cards;
}

// Members work anywhere, so their work is read whole; names are those that the caller may see.
Result<std::vector<families::MemberSpell>> members_of(Call& call, std::int64_t household,
                                                      int stable_months) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  return families::members_at_work(transaction, household, call.today(), stable_months);
}

std::string told_of(const Call& call, const families::CaseStepLine& step,
                    std::map<std::int64_t, std::string>& names) {
  if (step.kind == "refused") return code_label(call, "family_refusal", step.told);
  if (step.kind == "gone") return word(call, step.told);
  if (step.kind == "assigned")
    return step.told.empty() ? call.says("不再分派", "to nobody") : names[std::stoll(step.told)];
  return step.told;
}

Result<FamilyCaseFile> file_of(Call& call, std::int64_t id) {
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(families::find_case(*transaction, id));
  FamilyCaseFile file;
  const auto* rule = call.backend.rulebook.families.find(found.line.rule);
  file.why = rule == nullptr ? "" : rule->why;
  file.stable_months = rule == nullptr ? 0 : rule->stable_months;
  const auto members = TRY(members_of(call, found.line.household, file.stable_months));
  std::vector<std::int64_t> people, accounts;
  for (const auto& each : members) people.push_back(each.person);
  if (found.proof_person) people.push_back(*found.proof_person);
  for (const auto& each : found.steps) {
    if (each.person) people.push_back(*each.person);
    if (each.account) accounts.push_back(*each.account);
    if (each.kind == "assigned" && !each.told.empty()) accounts.push_back(std::stoll(each.told));
  }
  if (found.confirmed_by) accounts.push_back(*found.confirmed_by);
  const auto cards = TRY(cards_of(call, people));
  auto names = TRY(access::account_names(*transaction, accounts));
  const auto name_of = [&](const std::optional<std::int64_t>& person) {
    const auto card = person ? cards.find(*person) : cards.end();
    return card == cards.end() ? std::string() : card->second.name;
  };
  file.line = TRY(lines_of(call, *transaction, {found.line})).front();
  file.earlier = TRY(lines_of(call, *transaction, found.earlier));
  file.note = found.note;
  if (found.confirmed_by) file.confirmed_by = names[*found.confirmed_by];
  file.proof_who = name_of(found.proof_person);
  file.proof_where = found.proof_employer;
  file.proof_from = found.proof_from;
  file.proof_to = found.proof_to;
  file.may_help = workers.has(call.post.role);
  for (const auto& each : members) {
    FamilyMemberLine line{{},           each.present,   each.registered_unemployed, each.at_work,
                          each.work_from, each.work_to, each.stable_on};
    if (const auto card = cards.find(each.person); card != cards.end()) line.card = card->second;
    file.members.push_back(std::move(line));
  }
  for (const auto& each : found.steps)
    file.steps.push_back({each.kind,
                          each.kind == "helped"  ? code_label(call, "family_action", each.action)
                          : each.kind == "found" ? word(call, "noticed")
                                                 : word(call, each.kind),
                          each.happened_on, told_of(call, each, names), name_of(each.person),
                          each.account ? names[*each.account] : "", to_text(each.at)});
  file.actions = codes_of(call, "family_action");
  file.refusals = codes_of(call, "family_refusal");
  return file;
}

Result<FamilyCaseFile> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto file = TRY(file_of(call, id));
  call.saw("read_family", fmt::format("family:{}", id));
  return file;
}

Result<FamiliesAssigned> assign(Call& call, const AssignFamilies& asked) {
  auto* transaction = TRY(call.transaction());
  std::optional<std::int64_t> helper;
  if (asked.helper) {
    helper = asked.helper->number;
    bool may = *helper == call.caller->account;
    for (const auto& each : TRY(families::list_helpers(
             *transaction, call.backend.area_schema, call.post.range.low, call.post.range.high)))
      may = may || each.account == *helper;
    if (!may) return Error{ErrorCode::invalid_input, "请从名单里选帮扶人", {"helper"}};
  }
  std::vector<std::int64_t> ids;
  for (const Id id : asked.ids) ids.push_back(id.number);
  const auto given = TRY(families::assign_cases(*transaction, desk_of(call), ids, helper));
  call.did("family:cases", fmt::format("分派 {} 户给 {}", given, helper.value_or(0)));
  return FamiliesAssigned{given};
}

Status check_words(const std::string& words, const char* field) {
  if (words.size() <= words_max) return Done{};
  return Error{ErrorCode::invalid_input, "写得太长", {field}, "写短一些，详情附在档案里"};
}

Result<FamilyCaseFile> judge(Call& call, const JudgeFamily& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(check_words(asked.note, "note"));
  if (asked.confirmed) {
    TRY(families::confirm_case(*transaction, desk_of(call), id));
  } else {
    TRY(check_code(call, "family_refusal", asked.reason, "reason"));
    TRY(families::refuse_case(*transaction, desk_of(call), id, asked.reason, asked.note));
  }
  call.did(fmt::format("family:{}", id), asked.confirmed ? "确认" : "不予确认：" + asked.reason);
  return file_of(call, id);
}

Result<FamilyCaseFile> help(Call& call, const HelpFamily& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(check_code(call, "family_action", asked.action, "action"));
  TRY(check_words(asked.told, "told"));
  families::Help help{id, asked.action, asked.happened_on, {}, asked.told};
  if (asked.person) help.person = asked.person->number;
  TRY(families::help_family(*transaction, desk_of(call), help));
  call.did(fmt::format("family:{}", id), "帮扶：" + asked.action);
  return file_of(call, id);
}

}  // namespace

FamilyClock clock_of(const Call& call, const families::FamilyRule& rule, Day since) {
  const auto deadline =
      families::deadline_of(since, rule, call.backend.calendar, call.today());
  return {rule.id,      rule.zh,       rule.en,          since,   rule.working_days,
          deadline.due, deadline.left, deadline.overdue, rule.why};
}

Result<std::vector<FamilyCaseLine>> cases_of_household(Call& call, std::int64_t household) {
  constexpr std::int64_t at_most = 20;
  auto* transaction = TRY(call.transaction());
  families::CaseQuestion asked;
  asked.what = "all";
  asked.household = household;
  asked.first = asked.last = asked.today = call.today();
  const auto found = TRY(families::list_cases(*transaction, asked, at_most, 0));
  return lines_of(call, *transaction, found.lines);
}

Status look_at_families_of(Call& call, store::Transaction& transaction,
                           const std::vector<std::int64_t>& people) {
  const auto& backend = call.backend;
  TRY(families::look_at_people(
      transaction, {backend.rulebook.families, backend.calendar, call.today(), call.now()}, people,
      families::Turn::wait));
  return Done{};
}

std::vector<Route> family_routes() {
  const std::string base = "/api/v1/families";
  Route figures = get<FamilyBoard>(base, "零就业家庭动态清零", readers, board);
  figures.query = {"rule", "month", "place"};
  Route cases = get<Page<FamilyCaseLine>>(base + "/cases", "无人就业的家庭", readers, list);
  cases.query = {"what", "rule", "month", "place", "helper", "page", "size"};
  cases.act = "list_person";
  Route book = get<Nothing>(base + "/cases/sheet", "无人就业的家庭表格", readers, nullptr);
  book.handler = sheet;
  book.gives = nullptr;
  book.gives_type = sheet_type;
  book.query = {"what", "rule", "month", "place", "helper"};
  book.act = "export_families";
  Route one = get<FamilyCaseFile>(base + "/cases/{id}", "一户的帮扶记录", readers, read);
  one.act = "read_family";
  Route give = post<AssignFamilies, FamiliesAssigned>(base + "/cases/assign", "分派帮扶人",
                                                      workers, assign);
  give.act = "assign_families";
  Route say = post<JudgeFamily, FamilyCaseFile>(base + "/cases/{id}/judgement",
                                                "确认或不予确认", workers, judge);
  say.act = "judge_family";
  Route act = post<HelpFamily, FamilyCaseFile>(base + "/cases/{id}/actions", "登记帮扶", workers,
                                               help);
  act.act = "help_family";
  for (Route* route : {&say, &act}) route->effect = Effect::decides;
  return {figures, cases, book, one, give, say, act};
}

}  // namespace leye::api
