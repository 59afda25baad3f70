#include "api/suspects.hpp"

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/noting.hpp"
#include "api/own_write.hpp"
#include "api/resources.hpp"
#include "api/sheets.hpp"
#include "flows/recovery.hpp"
#include "suspects/suspect_view.hpp"
#include "suspects/suspects.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::clerks | RoleSet{Role::auditor};
constexpr RoleSet answerers{Role::window_clerk, Role::first_checker};
constexpr RoleSet reviewers{Role::second_checker, Role::director};
constexpr RoleSet takers{Role::director, Role::first_checker};
constexpr RoleSet repliers{Role::director};
constexpr std::uint64_t file_bytes_max = std::uint64_t{16} << 20;

suspects::SuspectDesk desk_of(const Call& call) {
  return {call.backend.cipher,  call.caller->account, call.post.place, call.post.range.low,
          call.post.range.high, call.now()};
}

// A list has rows in many places: what the caller may touch is checked row by row.
constexpr std::chrono::minutes statement_time_max{5};

SuspectCounts counts_of(const suspects::RowCounts& counts) {
  return {counts.seen, counts.open, counts.answered, counts.reviewed};
}

using AccountNames = std::map<std::int64_t, std::string>;

SuspectListLine line_of(const suspects::SuspectList& one, AccountNames& names) {
  return {Id{one.id},
          one.number,
          one.issued_by,
          one.title,
          one.place_label,
          one.due_on,
          one.rows,
          counts_of(one.counts),
          one.found_true,
          one.overdue,
          names[one.taken_by],
          to_text(one.taken_at),
          one.replied_at ? to_text(*one.replied_at) : ""};
}

Result<SuspectLists> list(Call& call) {
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(suspects::lists(*transaction, call.today()));
  std::vector<std::int64_t> ids;
  for (const auto& one : found) ids.push_back(one.taken_by);
  auto names = TRY(access::account_names(*transaction, ids));
  SuspectLists page;
  for (const auto& one : found) page.items.push_back(line_of(one, names));
  return page;
}

Result<SuspectListFile> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(suspects::list_of(*transaction, call.today(), id));
  auto names = TRY(access::account_names(*transaction, {found.taken_by}));
  SuspectListFile file;
  file.line = line_of(found, names);
  for (const auto& town : TRY(suspects::towns_of(*transaction, id)))
    file.towns.push_back({town.place_label, counts_of(town.counts)});
  file.may_reply = repliers.has(call.post.role) && found.counts.reviewed == found.rows;
  return file;
}

Result<http::Response> take(Call& call) {
  suspects::ListOrder order;
  order.number = call.request.asked("number");
  order.issued_by = call.request.asked("issued_by");
  order.title = call.request.asked("title");
  order.file_name = call.request.asked("name");
  const auto due = TRY(call.asked_day("due_on"));
  if (!due) return Error{ErrorCode::invalid_input, "请写明回复的期限", {"due_on"}};
  order.due_on = *due;
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto taken =
        TRY(suspects::take_list(transaction, desk_of(call), order, call.request.body));
    call.did(fmt::format("suspects:{}", taken.id), fmt::format("{} 条", taken.rows));
    return respond(SuspectListTaken{Id{taken.id}, taken.rows, taken.known, taken.towns});
  };
  return own_write(call, statement_time_max, work);
}

const char* state_label(const std::string& state) {
  if (state == "open") return "待答复";
  return state == "answered" ? "待复核" : "已复核";
}

SuspectRow row_of(const Call& call, const suspects::SuspectRow& one, AccountNames& names,
                  bool replied) {
  SuspectRow row;
  row.id = Id{one.id};
  row.number = one.number;
  row.name = one.name;
  row.id_number = access::mask("id_number", one.id_number);
  if (one.person) row.person_id = Id{*one.person};
  if (one.our_name != one.name) row.our_name = one.our_name;
  row.place_label = one.place_label;
  row.suspicion = one.suspicion;
  row.state = one.state;
  row.state_label = state_label(one.state);
  row.answer = one.answer;
  row.answer_label = suspects::answer_label(one.answer);
  row.evidence = one.evidence;
  if (one.answered_by) row.answered_by = names[*one.answered_by];
  if (one.reviewed_by) row.reviewed_by = names[*one.reviewed_by];
  row.review = one.review;
  if (one.recovery) row.recovery_id = Id{*one.recovery};
  row.recovery_number = one.recovery_number;
  for (const auto& paid : one.paid)
    row.paid.push_back({Id{paid.case_id}, Id{paid.row}, paid.case_number,
                        measure_label(call, paid.measure), paid.amount});
  row.may_answer = !replied && one.state != "reviewed" && answerers.has(call.post.role);
  row.may_review = !replied && one.state == "answered" && reviewers.has(call.post.role) &&
                   one.answered_by != call.caller->account;
  return row;
}

Result<Page<SuspectRow>> rows(Call& call) {
  const auto id = TRY(call.path_id());
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  const auto list = TRY(suspects::list_of(*transaction, call.today(), id));
  const auto found = TRY(suspects::rows_of(*transaction, call.backend.cipher, id,
                                           std::string(call.request.asked("state")), paging.size,
                                           paging.offset()));
  std::vector<std::int64_t> ids;
  for (const auto& one : found.rows) {
    if (one.answered_by) ids.push_back(*one.answered_by);
    if (one.reviewed_by) ids.push_back(*one.reviewed_by);
  }
  auto names = TRY(access::account_names(*transaction, ids));
  std::vector<std::int64_t> shown;
  for (const auto& one : found.rows) shown.push_back(one.id);
  auto papers = TRY(evidence::of_rows(*transaction, "suspect", shown));
  std::vector<SuspectRow> lines;
  for (const auto& one : found.rows) {
    lines.push_back(row_of(call, one, names, list.replied_at.has_value()));
    lines.back().papers = evidence_lines(call, papers[one.id]);
  }
  call.saw("read_suspects", fmt::format("suspects:{}", id));
  return page_of(std::move(lines), found.total, paging);
}

std::vector<std::int64_t> numbers(const std::vector<Id>& ids) {
  std::vector<std::int64_t> found;
  for (const Id id : ids) found.push_back(id.number);
  return found;
}

Result<http::Response> answer(Call& call) {
  const auto asked = TRY(json::read<AnswerSuspects>(call.request.body));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    TRY(suspects::answer_rows(transaction, desk_of(call), numbers(asked.ids), asked.answer,
                              asked.evidence));
    call.did(fmt::format("suspect:{}", asked.ids.front().number),
             fmt::format("{} {} 条", suspects::answer_label(asked.answer), asked.ids.size()));
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> review(Call& call) {
  const auto asked = TRY(json::read<ReviewSuspects>(call.request.body));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    auto desk = desk_of(call);
    desk.also = TRY(one_with_caller(call, transaction, {}, {"answer_suspects"}));
    TRY(suspects::review_rows(transaction, desk, numbers(asked.ids), asked.agreed, asked.opinion));
    call.did(fmt::format("suspect:{}", asked.ids.front().number),
             fmt::format("{} {} 条", asked.agreed ? "同意" : "退回", asked.ids.size()));
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

Result<Nothing> recover(Call& call, const RecoverSuspect& asked) {
  const auto id = TRY(call.path_id());
  flows::Finding finding;
  finding.case_id = asked.case_id.number;
  finding.row = asked.row_id.number;
  finding.ground = flows::Ground::false_facts;
  finding.text = asked.text;
  auto* connection = TRY(call.connection());
  call.did(fmt::format("suspect:{}", id), fmt::format("办件 {} 追缴", finding.case_id));
  const auto keep = [&](store::Transaction& transaction, std::int64_t recovery) -> Status {
    TRY(suspects::note_recovery(transaction, desk_of(call), id, finding.case_id, finding.row,
                                recovery));
    return call.keep(transaction, respond(Nothing{}));
  };
  TRY(flows::record_finding(*connection, bureau_of(call), actor_of(call), finding, keep));
  return Nothing{};
}

Result<http::Response> reply(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  scope.time_limit = std::chrono::minutes(5);
  auto transaction = TRY(store::Transaction::begin(*connection, scope));
  http::Response response;
  describe_sheet(response, "suspects-reply", false);
  response.body = TRY(suspects::reply_sheet(transaction, desk_of(call), id));
  call.did(fmt::format("suspects:{}", id), "回复");
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return response;
}

Route decides(Route route, const char* act) {
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = act;
  return route;
}

}  // namespace

std::vector<Route> suspect_routes() {
  const std::string base = "/api/v1/suspect-lists";
  Route file = decides(post<SuspectListTaken>(base, "导入疑点名单", takers, nullptr),
                       "take_suspects");
  file.handler = take;
  file.query = {"number", "issued_by", "title", "due_on", "name"};
  file.takes_type = "application/octet-stream";
  file.body_bytes_max = file_bytes_max;
  Route lines = get<Page<SuspectRow>>(base + "/{id}/rows", "疑点", readers, rows);
  lines.query = {"state", "page", "size"};
  lines.act = "read_suspects";
  // Asked again it gives the same workbook again: what is returned does not change.
  Route done = post<Nothing>(base + "/{id}/reply", "回复疑点名单", repliers, nullptr);
  done.handler = reply;
  done.gives = nullptr;
  done.gives_type = sheet_type;
  done.own_transactions = true;
  done.act = "reply_suspects";
  Route answered = decides(post<AnswerSuspects, Nothing>("/api/v1/suspects/answer", "答复疑点",
                                                         answerers, nullptr),
                           "answer_suspects");
  answered.handler = answer;
  Route reviewed = decides(post<ReviewSuspects, Nothing>("/api/v1/suspects/review", "复核疑点",
                                                         reviewers, nullptr),
                           "review_suspects");
  reviewed.handler = review;
  return {get<SuspectLists>(base, "疑点名单", readers, list),
          file,
          get<SuspectListFile>(base + "/{id}", "一份疑点名单", readers, read),
          lines,
          done,
          answered,
          reviewed,
          decides(post<RecoverSuspect, Nothing>("/api/v1/suspects/{id}/recovery", "疑点追缴",
                                                access::clerks, recover),
                  "recover_suspect")};
}

}  // namespace leye::api
