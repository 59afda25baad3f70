#include "flows/meetings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "flows/handling.hpp"
#include "flows/meetings.sql.hpp"

namespace leye::flows {
namespace {

constexpr std::size_t voters_min = 3;  // a body that decides together, the chair counted

Error invalid(std::string what, std::string fix = {}) {
  return Error{ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

std::optional<Action> action_of(const std::string& decision) {
  if (decision == "approve") return Action::approve;
  if (decision == "refuse") return Action::refuse;
  if (decision == "return") return Action::give_back;
  return std::nullopt;
}

bool recused(const Meeting& meeting, std::int64_t case_id, const std::string& name) {
  return std::any_of(meeting.recusals.begin(), meeting.recusals.end(), [&](const Recusal& recusal) {
    return recusal.case_id == case_id && recusal.name == name;
  });
}

Status check_quorum(const Meeting& meeting, std::int64_t case_id) {
  if (recused(meeting, case_id, meeting.chair))
    return invalid("主持人回避的办件须由他人主持的会议决定");
  std::vector<std::string> voters = meeting.present;
  voters.push_back(meeting.chair);
  std::sort(voters.begin(), voters.end());
  voters.erase(std::unique(voters.begin(), voters.end()), voters.end());
  const auto count = std::count_if(voters.begin(), voters.end(), [&](const std::string& name) {
    return !recused(meeting, case_id, name);
  });
  if (static_cast<std::size_t>(count) < voters_min)
    return invalid(fmt::format("回避后只有 {} 人参加，会议不能决定", count),
                   "补记到会人员，或者下次会议再议");
  return Done{};
}

Status check_meeting(const Bureau& bureau, const Meeting& meeting) {
  if (meeting.title.empty() || meeting.chair.empty()) return invalid("会议须有名称和主持人");
  if (meeting.minutes.empty()) return invalid("会议须有纪要");
  if (meeting.held_on > bureau.clock.today()) return invalid("会议日期不能晚于今天");
  if (meeting.decisions.empty()) return invalid("会议没有议定任何办件");
  for (const MeetingDecision& decision : meeting.decisions) {
    if (!action_of(decision.decision))
      return invalid(fmt::format("“{}”不是会议的决定", decision.decision),
                     "写 approve、refuse 或者 return");
    TRY(check_quorum(meeting, decision.case_id));
  }
  return Done{};
}

ActionRequest request_of(const MeetingDecision& decision) {
  ActionRequest request;
  request.case_id = decision.case_id;
  request.action = *action_of(decision.decision);
  request.opinion = decision.opinion;
  return request;
}

Result<std::int64_t> record(store::Transaction& transaction, const Bureau& bureau,
                            const Actor& actor, const Meeting& meeting, std::int64_t place) {
  const std::string number = TRY(next_number(transaction, "会议纪要", meeting.held_on));
  const auto rows =
      TRY(transaction.query(sql::insert_meeting, number, meeting.title, place, meeting.held_on,
                            meeting.chair, meeting.minutes, actor.account, bureau.clock.now()));
  const auto id = rows[0].get<std::int64_t>("id");
  std::int64_t ordinal = 0;
  for (const std::string& name : meeting.present)
    TRY(transaction.execute(sql::insert_attendance, id, ++ordinal, name));
  for (const Recusal& recusal : meeting.recusals)
    TRY(transaction.execute(sql::insert_recusal, id, recusal.case_id, recusal.name,
                            recusal.reason));
  for (const MeetingDecision& decision : meeting.decisions)
    TRY(transaction.execute(sql::insert_decision, id, decision.case_id, decision.decision,
                            decision.opinion));
  return id;
}

// The meeting is not recorded, but what has changed stays to be seen on the cases.
Status keep_marks(store::Transaction undone, store::Connection& connection, const Bureau& bureau,
                  const Actor& actor, const std::vector<std::int64_t>& cases,
                  std::map<std::int64_t, std::map<std::int64_t, RowCheck>>& checks) {
  { const store::Transaction rolled_back = std::move(undone); }
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  for (const std::int64_t id : cases) {
    TRY(lock_case(transaction, id));
    auto rows = TRY(rows_of(transaction, id));
    TRY(mark_rows(transaction, rows, checks[id]));
  }
  return transaction.commit();
}

Meeting meeting_from(const store::Row& row) {
  Meeting meeting;
  meeting.id = row.get<std::int64_t>("id");
  meeting.number = row.get<std::string>("number");
  meeting.title = row.get<std::string>("title");
  meeting.place = row.get<std::int64_t>("place");
  meeting.held_on = row.get<Day>("held_on");
  meeting.chair = row.get<std::string>("chair_name");
  meeting.minutes = row.get<std::string>("minutes");
  meeting.recorded_by = row.get<std::int64_t>("recorded_by");
  return meeting;
}

}  // namespace

Result<std::int64_t> hold_meeting(store::Connection& connection, const Bureau& bureau,
                                  const Actor& actor, const Meeting& meeting,
                                  const BeforeCommit& before_commit) {
  TRY(check_meeting(bureau, meeting));
  std::map<std::int64_t, std::map<std::int64_t, RowCheck>> checks;
  std::map<std::int64_t, KeptAnswers> answers;
  for (const MeetingDecision& decision : meeting.decisions) {
    checks[decision.case_id] = TRY(recheck_for(connection, bureau, actor, request_of(decision)));
    answers[decision.case_id] = TRY(answers_for(connection, bureau, actor, request_of(decision)));
  }
  // In the order of the cases, so that two meetings never wait for each other.
  std::vector<MeetingDecision> ordered = meeting.decisions;
  std::sort(ordered.begin(), ordered.end(),
            [](const auto& a, const auto& b) { return a.case_id < b.case_id; });
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  std::string blocked;
  Moved last_block;
  std::vector<std::int64_t> blocked_cases;
  std::int64_t place = actor.place_lo;
  for (const MeetingDecision& decision : ordered) {
    const CaseRecord waiting = TRY(lock_case(transaction, decision.case_id));
    const policy::Measure* measure = TRY(measure_with_path(bureau, waiting.measure));
    const policy::Step* step = TRY(step_of(*measure->path, waiting.step));
    if (step->kind != policy::StepKind::meeting)
      return Error{ErrorCode::conflict, fmt::format("办件 {} 不在上会环节", waiting.number)};
    place = place_of(step->level, waiting.place, bureau.area);
    const Moved moved = TRY(handle_case(transaction, bureau, actor, request_of(decision),
                                        checks[decision.case_id], answers[decision.case_id],
                                        true)
                                .at("办件 " + waiting.number));
    if (!moved.blocked) continue;
    blocked += waiting.number + "：" + moved.blocked_text + " ";
    last_block = moved;
    blocked_cases.push_back(decision.case_id);
  }
  if (!blocked.empty())
    TRY(keep_marks(std::move(transaction), connection, bureau, actor, blocked_cases, checks));
  if (!blocked.empty()) return blocked_error(last_block, blocked);
  const auto id = TRY(record(transaction, bureau, actor, meeting, place));
  if (before_commit) TRY(before_commit(transaction, id));
  TRY(transaction.commit());
  return id;
}

Result<std::vector<AgendaItem>> agenda(store::Connection& connection, const Bureau& bureau,
                                       const Actor& actor) {
  std::vector<std::string> steps;
  for (const policy::Measure& measure : bureau.plan.measures)
    if (measure.path)
      for (const policy::Step& step : measure.path->steps)
        if (step.kind == policy::StepKind::meeting && actor.has_role(step.role))
          steps.push_back(step.id);
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  std::vector<AgendaItem> items;
  for (const store::Row row : TRY(transaction.query(sql::agenda, steps)))
    items.push_back({row.get<std::int64_t>("id"), row.get<std::string>("number"),
                     row.get<std::string>("applicant"), row.get<std::string>("measure"),
                     row.get<Money>("amount_fen"), row.get<std::int64_t>("row_count")});
  return items;
}

namespace {

// Who was present, who stood back and what was decided, of all these meetings at once.
Status fill(store::Transaction& transaction, std::vector<Meeting>& meetings) {
  std::map<std::int64_t, Meeting*> of;
  std::vector<std::int64_t> ids;
  for (Meeting& meeting : meetings) {
    of[meeting.id] = &meeting;
    ids.push_back(meeting.id);
  }
  const auto held = [&of](const store::Row& row) -> Meeting& {
    return *of.at(row.get<std::int64_t>("meeting_id"));
  };
  for (const store::Row row : TRY(transaction.query(sql::attendance, ids)))
    held(row).present.push_back(row.get<std::string>("name"));
  for (const store::Row row : TRY(transaction.query(sql::recusals, ids)))
    held(row).recusals.push_back({row.get<std::int64_t>("case_id"), row.get<std::string>("name"),
                                  row.get<std::string>("reason")});
  for (const store::Row row : TRY(transaction.query(sql::decisions, ids)))
    held(row).decisions.push_back(
        {row.get<std::int64_t>("case_id"), row.get<std::string>("decision"),
         row.get<std::string>("opinion"), row.get<std::string>("number"),
         row.get<std::string>("applicant"), row.get<std::string>("measure"),
         row.get<Money>("amount_fen")});
  return Done{};
}

}  // namespace

Result<Meeting> find_meeting(store::Transaction& transaction, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::find_meeting, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这次会议"};
  std::vector<Meeting> found{meeting_from(rows[0])};
  TRY(fill(transaction, found));
  return std::move(found[0]);
}

Result<std::optional<Meeting>> meeting_of(store::Transaction& transaction, std::int64_t case_id) {
  const auto rows = TRY(transaction.query(sql::meeting_of_case, case_id));
  if (rows.empty()) return std::optional<Meeting>();
  return std::optional(TRY(find_meeting(transaction, rows[0].get<std::int64_t>("meeting_id"))));
}

Result<MeetingPage> list_meetings(store::Transaction& transaction, const Actor& actor,
                                  std::int64_t page, std::int64_t size) {
  const auto limit = std::clamp<std::int64_t>(size, 1, 100);
  MeetingPage found;
  for (const store::Row row :
       TRY(transaction.query(sql::list_meetings, actor.place_lo, actor.place_hi, limit,
                             (std::max<std::int64_t>(page, 1) - 1) * limit))) {
    found.meetings.push_back(meeting_from(row));
    found.total = row.get<std::int64_t>("total");
  }
  TRY(fill(transaction, found.meetings));
  return found;
}

}  // namespace leye::flows
