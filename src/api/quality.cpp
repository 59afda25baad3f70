#include "api/quality.hpp"

#include <openssl/rand.h>

#include <fmt/format.h>

#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/ledger_cells.hpp"
#include "api/own_write.hpp"
#include "api/quality_report.hpp"
#include "api/rulebook.hpp"
#include "api/sheets.hpp"
#include "quality/quality_view.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using quality::CheckPlan;

constexpr RoleSet readers = access::clerks | RoleSet{Role::auditor};
constexpr RoleSet drawers{Role::director, Role::second_checker};
constexpr RoleSet closers{Role::director};
constexpr RoleSet settlers{Role::window_clerk, Role::first_checker};
constexpr std::chrono::minutes statement_time_max{5};

quality::QualityDesk desk_of(const Call& call) {
  return {call.backend.cipher,  call.caller->account, call.post.place, call.post.range.low,
          call.post.range.high, call.now()};
}

const quality::Party* own_party(const Call& call, const CheckPlan& plan) {
  return plan.party_of_role(access::name(call.post.role));
}

using AccountNames = std::map<std::int64_t, std::string>;

QualityLine line_of(const Call& call, const CheckPlan& plan, const quality::CheckLine& one,
                    AccountNames& names) {
  QualityLine line;
  line.id = Id{one.id};
  line.title = one.title;
  line.ledger = one.ledger;
  const auto* ledger = call.backend.ledgers.find(one.ledger);
  line.ledger_label = ledger == nullptr ? one.ledger : call.label(*ledger);
  line.source = one.source;
  for (const auto& field : one.fields)
    line.fields.push_back({field, quality_field_label(call, one.ledger, field)});
  line.county_rows = one.county_rows;
  line.seed = Id{one.seed};
  line.place_label = one.place_label;
  line.drawn_by = names[one.drawn_by];
  line.drawn_at = to_text(one.drawn_at);
  line.answer_by = one.answer_by;
  line.closed_at = one.closed_at ? to_text(*one.closed_at) : "";
  line.rows = one.rows;
  line.wrong = one.wrong;
  line.unsettled = one.unsettled;
  const auto* mine = own_party(call, plan);
  std::int64_t replied = 0;
  for (const auto& party : plan.parties) {
    const auto count = one.replied.at(party.id);
    line.parties.push_back({party.id, call.label(party), count, &party == mine});
    replied += count;
  }
  line.may_close = !one.closed_at && closers.has(call.post.role) &&
                   call.post.range.holds(one.place) &&
                   (replied == one.rows * 3 || call.today() > one.answer_by);
  return line;
}

Result<QualityList> list(Call& call) {
  const auto& plan = call.backend.rulebook.checks;
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(quality::checks(*transaction));
  std::vector<std::int64_t> ids;
  for (const auto& one : found) ids.push_back(one.drawn_by);
  auto names = TRY(access::account_names(*transaction, ids));
  QualityList answer;
  answer.label = call.label(plan);
  answer.county_rows = plan.county_rows;
  answer.answer_days = plan.answer_days;
  answer.correct_days = plan.correct_days;
  for (const auto& one : found) answer.items.push_back(line_of(call, plan, one, names));
  return answer;
}

Result<QualityFile> read(Call& call) {
  const auto id = TRY(call.path_id());
  const auto& plan = call.backend.rulebook.checks;
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(quality::check_of(*transaction, id));
  auto names = TRY(access::account_names(*transaction, {found.drawn_by}));
  QualityFile file;
  file.line = line_of(call, plan, found, names);
  if (found.closed_at)
    file.report = quality_report(call, found, TRY(quality::report_of(*transaction, id)));
  return file;
}

std::int64_t random_seed() {
  std::array<unsigned char, 6> noise;
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  std::int64_t seed = 0;
  for (const auto byte : noise) seed = seed * 256 + byte;
  return seed;
}

Result<http::Response> draw(Call& call) {
  const auto asked = TRY(json::read<DrawQuality>(call.request.body));
  quality::CheckOrder order;
  order.plan = call.backend.rulebook.checks;
  if (order.plan.zh.empty())
    return Error{ErrorCode::conflict, "政策包里没有三方核查的规则", {}, "在政策包里写 quality/checks.md"};
  const auto* ledger = call.backend.ledgers.find(asked.ledger);
  if (ledger == nullptr)
    return Error{ErrorCode::invalid_input, "没有这本台账", {"ledger"}, "重新选择"};
  order.title = asked.title;
  order.ledger = asked.ledger;
  order.fields = asked.fields;
  order.source = asked.source;
  order.seed = asked.seed ? asked.seed->number : random_seed();
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  scope.time_limit = statement_time_max;
  quality::Sample sample;
  {
    auto reading = TRY(store::Transaction::begin(*lease, scope));
    sample = TRY(quality::take_sample(reading, call.backend.vocabulary, *ledger, order,
                                      desk_of(call)));
  }
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto id = TRY(quality::open_check(transaction, desk_of(call), order, sample));
    call.did(fmt::format("quality:{}", id),
             fmt::format("{}：抽 {} 条，种子 {}", ledger->zh, sample.rows.size(), order.seed));
    return respond(QualityDrawn{Id{id}, static_cast<std::int64_t>(sample.rows.size())});
  };
  return own_write(call, statement_time_max, work);
}

std::vector<QualityAnswer> answers_of(const std::vector<quality::FieldAnswer>& from) {
  std::vector<QualityAnswer> made;
  for (const auto& one : from) made.push_back({one.field, one.answer, one.correct});
  return made;
}

// The row as the ledger would show it to the caller.
void add_cells(const Call& call, const quality::CheckLine& line, const quality::CheckRow& one,
               QualityRow& row) {
  const auto* ledger = call.backend.ledgers.find(line.ledger);
  ledgers::LedgerRow shown;
  shown.cells = one.content.cells;
  shown.values = one.content.values;
  for (std::size_t at = 0; at < one.content.columns.size(); ++at) {
    const auto& id = one.content.columns[at];
    const auto* column = ledger == nullptr ? nullptr : ledger->find_column(id);
    if (column == nullptr) continue;
    const bool asked = std::find(line.fields.begin(), line.fields.end(), id) != line.fields.end();
    const auto verdict = one.verdicts.find(id);
    row.cells.push_back({id, call.label(*column), ledger_cell(call, *column, shown, at, false),
                         asked, verdict == one.verdicts.end() ? "" : verdict->second});
  }
}

QualityRow row_of(const Call& call, const CheckPlan& plan, const quality::CheckLine& line,
                  const quality::CheckRow& one, AccountNames& names) {
  QualityRow row;
  row.id = Id{one.id};
  row.number = one.number;
  row.place_label = one.place_label;
  if (one.content.person) row.person_id = Id{*one.content.person};
  if (one.content.organisation) row.organisation_id = Id{*one.content.organisation};
  add_cells(call, line, one, row);
  row.verdict = one.verdict;
  row.outcome = one.outcome;
  row.reason = one.reason;
  if (one.settled_by) row.settled_by = names[*one.settled_by];
  for (const auto& reply : one.replies) {
    const auto* party = plan.find(reply.party);
    row.replies.push_back({party == nullptr ? reply.party : call.label(*party),
                           names[reply.account], reply.note, answers_of(reply.answers)});
  }
  const bool wrong = one.verdict == "wrong" || one.verdict == "split";
  row.may_settle = wrong && one.outcome.empty() && settlers.has(call.post.role);
  return row;
}

Result<Page<QualityRow>> rows(Call& call) {
  const auto id = TRY(call.path_id());
  const auto paging = TRY(call.paging());
  const auto& plan = call.backend.rulebook.checks;
  auto* transaction = TRY(call.transaction());
  const auto line = TRY(quality::check_of(*transaction, id));
  const auto* party = own_party(call, plan);
  quality::RowQuestion question;
  question.check = id;
  question.state = std::string(call.request.asked("state"));
  question.account = call.caller->account;
  question.closed = line.closed_at.has_value();
  question.limit = paging.size;
  question.offset = paging.offset();
  if (party != nullptr) question.party = party->id;
  const auto found = TRY(quality::rows_of(*transaction, call.backend.cipher, question));
  std::vector<std::int64_t> ids;
  for (const auto& one : found.rows) {
    if (one.settled_by) ids.push_back(*one.settled_by);
    for (const auto& reply : one.replies) ids.push_back(reply.account);
  }
  auto names = TRY(access::account_names(*transaction, ids));
  std::vector<std::int64_t> shown;
  for (const auto& one : found.rows) shown.push_back(one.id);
  std::optional<std::int64_t> only_own;
  if (!question.closed) only_own = question.account;
  auto papers = TRY(evidence::of_rows(*transaction, "quality", shown, only_own));
  std::vector<QualityRow> lines;
  for (const auto& one : found.rows) {
    lines.push_back(row_of(call, plan, line, one, names));
    lines.back().papers = evidence_lines(call, papers[one.id]);
    lines.back().may_reply =
        question.state == "waiting" && party != nullptr && !question.closed;
    if (one.content.person)
      call.saw("read_quality", fmt::format("person:{}", *one.content.person), line.title);
  }
  return page_of(std::move(lines), found.total, paging);
}

Result<http::Response> reply(Call& call) {
  const auto id = TRY(call.path_id());
  const auto asked = TRY(json::read<QualityReply>(call.request.body));
  const auto& plan = call.backend.rulebook.checks;
  const auto* party = own_party(call, plan);
  if (party == nullptr)
    return Error{ErrorCode::forbidden, "本岗位不是核对的一方", {}, "由填报单位、经办人或复核人答复"};
  std::vector<quality::FieldAnswer> answers;
  for (const auto& one : asked.answers) answers.push_back({one.field, one.answer, one.correct});
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto object = fmt::format("quality_row:{}", id);
    TRY(must_be_apart(call, transaction, object, {"reply_quality"}));
    TRY(quality::reply(transaction, desk_of(call), plan, party->id, id, answers, asked.note));
    call.did(object, party->zh);
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> close(Call& call) {
  const auto id = TRY(call.path_id());
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    TRY(quality::close_check(transaction, desk_of(call), id));
    call.did(fmt::format("quality:{}", id), "汇总");
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

Result<http::Response> settle(Call& call) {
  const auto id = TRY(call.path_id());
  const auto asked = TRY(json::read<SettleQuality>(call.request.body));
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    TRY(quality::settle_row(transaction, desk_of(call), id, asked.outcome, asked.reason));
    call.did(fmt::format("quality_row:{}", id), asked.reason);
    return respond(Nothing{});
  };
  return own_write(call, statement_time_max, work);
}

template <Result<http::Response> (*print)(const Call&, const quality::CheckLine&,
                                          const QualityReport&)>
Result<http::Response> printed(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto line = TRY(quality::check_of(*transaction, id));
  if (!line.closed_at)
    return Error{ErrorCode::conflict, "核查还没有结束", {}, "汇总后再导出"};
  const auto report = TRY(quality::report_of(*transaction, id));
  call.saw("export_quality", fmt::format("quality:{}", id), line.title);
  return print(call, line, quality_report(call, line, report));
}

Route decides(Route route, Handler handler, const char* act) {
  route.handler = std::move(handler);
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = act;
  return route;
}

Route prints(std::string path, const char* summary, Handler handler, const char* type) {
  Route route = get<Nothing>(std::move(path), summary, readers, nullptr);
  route.handler = std::move(handler);
  route.gives = nullptr;
  route.gives_type = type;
  route.act = "export_quality";
  return route;
}

}  // namespace

std::vector<Route> quality_routes() {
  const std::string base = "/api/v1/quality-checks", one = base + "/{id}";
  const std::string row = "/api/v1/quality-rows/{id}";
  Route lines = get<Page<QualityRow>>(one + "/rows", "三方核查的行", readers, rows);
  lines.query = {"state", "page", "size"};
  lines.act = "read_quality";
  return {get<QualityList>(base, "三方核查", readers, list),
          decides(post<DrawQuality, QualityDrawn>(base, "抽样", drawers, nullptr), draw,
                  "draw_quality"),
          get<QualityFile>(one, "一次三方核查", readers, read),
          lines,
          decides(post<QualityReply, Nothing>(row + "/reply", "核对答复", access::clerks, nullptr),
                  reply, "reply_quality"),
          decides(post<Nothing>(one + "/close", "汇总三方核查", closers, nullptr), close,
                  "close_quality"),
          decides(post<SettleQuality, Nothing>(row + "/settle", "处理核查差错", settlers, nullptr),
                  settle, "settle_quality"),
          prints(one + "/sheet", "三方核查结果的表格", printed<quality_workbook>, sheet_type),
          prints(one + "/report.pdf", "三方核查结果", printed<quality_paper>, "application/pdf")};
}

}  // namespace leye::api
