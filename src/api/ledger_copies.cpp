// A copy is read page by page in transactions of its places and written in the caller's own: what
// is read is fixed by the day and the moment that the copy names, so that it may stop and go on.
#include "api/ledger_copies.hpp"

#include <fmt/format.h>

#include "access/places.hpp"
#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/ledger_asked.hpp"
#include "api/ledger_copy_lines.hpp"
#include "api/resources.hpp"
#include "api/sheets.hpp"
#include "base/json_read.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using ledgers::FrozenCopy;
using ledgers::Ledger;
using ledgers::LedgerReader;

constexpr RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
constexpr RoleSet drawers = access::clerks | RoleSet{Role::insurance_agency};
constexpr RoleSet signers{Role::second_checker, Role::director};
constexpr RoleSet clear_readers{Role::window_clerk, Role::insurance_agency};
constexpr std::size_t purpose_bytes_min = 4, purpose_bytes_max = 200;
constexpr std::size_t reason_characters_max = 500;

ledgers::CopyActor actor_of_copy(const Call& call) {
  return {call.caller->account, call.caller->signature(), call.post.place, call.now()};
}

std::string object_of(std::int64_t copy) { return fmt::format("ledger_copy:{}", copy); }

Result<LedgerCopy> line_of(const Call& call, store::Transaction& transaction,
                           const FrozenCopy& copy) {
  auto names = TRY(registers::place_names(transaction, {copy.drawing.place, copy.office}));
  auto line = TRY(copy_line(call, copy, names[copy.drawing.place]));
  if (copy.number != 0) line.number = names[copy.office] + line.number;
  line.may_sign = copy.state == "waiting" && !line.own && call.caller->holds(signers);
  return line;
}

Result<FrozenCopy> asked_copy(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  return ledgers::find_copy(*transaction, id);
}

// As it was asked when the copy was drawn up. conflict: the ledger is not there any more.
struct Asked {
  const Ledger* ledger = nullptr;
  ledgers::Question question;
  store::Scope scope;
};
Result<Asked> asked_of(const Call& call, const ledgers::Drawing& drawing) {
  Asked asked;
  asked.ledger = call.backend.ledgers.find(drawing.ledger);
  if (asked.ledger == nullptr)
    return Error{ErrorCode::conflict, "这本台账已经撤下，定稿仍可查看", {}, "查看定稿和原表"};
  const auto conditions = TRY(json::read<LedgerConditions>(drawing.question));
  asked.question.on = drawing.as_of;
  asked.question.known_at = drawing.known_at;
  auto read = conditions_on(call, *asked.ledger, conditions.items);
  if (!read.ok())
    return Error{ErrorCode::conflict, "台账的列变了，定稿时的条件不能再用", {}, "查看定稿和原表"};
  asked.question.conditions = std::move(read).value();
  asked.scope = call.scope();
  asked.scope.place_lo = drawing.place_lo;
  asked.scope.place_hi = drawing.place_hi;
  asked.scope.access = store::Access::read;
  return asked;
}

// The rows that follow, into the copy.
Status fill(Call& call, store::Transaction& transaction, const FrozenCopy& copy) {
  const auto asked = TRY(asked_of(call, copy.drawing));
  if (ledgers::definition_digest(*asked.ledger) != copy.drawing.definition)
    return Error{ErrorCode::conflict, "取数中台账的定义变了", {}, "退回后重新拟稿"};
  ledgers::Part part;
  part.after = copy.next;
  {
    auto lease = TRY(call.backend.pool.take());
    auto reading = TRY(store::Transaction::begin(*lease, asked.scope));
    const registers::IdentityCipher cipher(call.backend.cipher);
    LedgerReader reader(reading, call.backend.vocabulary, cipher);
    auto page = TRY(reader.page(*asked.ledger, asked.question, copy.next,
                                ledgers::frozen_rows_a_step));
    for (const auto& row : page.rows) part.rows.push_back(frozen_row(call, *asked.ledger, row));
    part.next = page.next;
  }
  return ledgers::add_rows(transaction, call.backend.cipher, copy.id, actor_of_copy(call), part);
}

Result<std::int64_t> count_rows(Call& call, const ledgers::Drawing& drawing) {
  const auto asked = TRY(asked_of(call, drawing));
  auto lease = TRY(call.backend.pool.take());
  auto counting = TRY(store::Transaction::begin(*lease, asked.scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto total = TRY(LedgerReader(counting, call.backend.vocabulary, cipher)
                             .total(*asked.ledger, asked.question, ledgers::frozen_rows_max));
  if (total.more)
    return Error{ErrorCode::conflict,
                 fmt::format("定稿至多 {} 行", ledgers::frozen_rows_max),
                 {},
                 "按下级地区分别定稿，或者加上筛选条件"};
  return total.rows;
}

Result<LedgerCopy> begin(Call& call, ledgers::Drawing drawing) {
  drawing.known_at = call.now();
  const Ledger* ledger = call.backend.ledgers.find(drawing.ledger);
  if (ledger == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  drawing.definition = ledgers::definition_digest(*ledger);
  drawing.head = head_of(call, *ledger);
  drawing.rows_expected = TRY(count_rows(call, drawing));
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(ledgers::begin_copy(*transaction, drawing, actor_of_copy(call)));
  const auto begun = TRY(ledgers::find_copy(*transaction, id));
  TRY(fill(call, *transaction, begun));
  const auto filled = TRY(ledgers::find_copy(*transaction, id));
  auto line = TRY(line_of(call, *transaction, filled));
  call.did(object_of(id), fmt::format("{} {} {} 行", ledger->zh, line.period, line.rows_expected));
  return line;
}

Result<LedgerCopy> draw(Call& call, const DrawLedgerCopy& wanted) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  if (wanted.period_from > wanted.period_until || wanted.period_from > call.today())
    return Error{ErrorCode::invalid_input, "期间不对，或还没有开始", {"period_from"}, "重选期间"};
  ledgers::Drawing drawing;
  drawing.ledger = ledger.id;
  drawing.period_from = wanted.period_from;
  drawing.period_until = wanted.period_until;
  drawing.as_of = wanted.as_of.value_or(std::min(wanted.period_until, call.today()));
  if (drawing.as_of > call.today())
    return Error{ErrorCode::invalid_input, "截止日还没有到", {"as_of"}, "选今天或以前的日期"};
  if (wanted.clear && !call.caller->holds(clear_readers))
    return Error{ErrorCode::forbidden, "本岗位只能拟遮盖号码的定稿", {"clear"}, "去掉“明文”"};
  drawing.clear = wanted.clear;
  TRY(conditions_on(call, ledger, wanted.conditions));
  drawing.question = json::write(LedgerConditions{wanted.conditions});
  drawing.conditions_told = conditions_told(call.backend.vocabulary, ledger, wanted.conditions);
  std::optional<std::int64_t> within;
  if (wanted.within) within = wanted.within->number;
  const auto scope = TRY(scope_within(call, within));
  drawing.place = within.value_or(call.post.place);
  drawing.place_lo = scope.place_lo;
  drawing.place_hi = scope.place_hi;
  return begin(call, std::move(drawing));
}

// The same question again, as it is known now.
Result<LedgerCopy> correct(Call& call, const CorrectLedgerCopy& wanted) {
  const auto characters = count_characters(wanted.reason);
  if (characters < 2 || characters > reason_characters_max)
    return Error{ErrorCode::invalid_input, "请写明更正的原因", {"reason"}, "2 至 500 个字"};
  const auto copy = TRY(asked_copy(call));
  if (copy.drawing.clear && !call.caller->holds(clear_readers))
    return Error{ErrorCode::forbidden, "本岗位只能拟遮盖号码的定稿", {}, "请窗口经办拟更正稿"};
  ledgers::Drawing drawing = copy.drawing;
  const auto asked = TRY(json::read<LedgerConditions>(drawing.question));
  drawing.question = json::write(asked);
  drawing.corrects = copy.id;
  drawing.reason = wanted.reason;
  return begin(call, std::move(drawing));
}

Result<LedgerCopy> go_on(Call& call) {
  const auto copy = TRY(asked_copy(call));
  auto* transaction = TRY(call.transaction());
  TRY(fill(call, *transaction, copy));
  const auto now = TRY(ledgers::find_copy(*transaction, copy.id));
  call.did(object_of(copy.id), fmt::format("{} / {} 行", now.rows, now.drawing.rows_expected));
  return line_of(call, *transaction, now);
}

Result<LedgerCopies> list(Call& call) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  auto* transaction = TRY(call.transaction());
  LedgerCopies answer;
  for (const auto& copy : TRY(ledgers::copies_of(*transaction, ledger.id)))
    answer.items.push_back(TRY(line_of(call, *transaction, copy)));
  return answer;
}

Result<LedgerCopy> one(Call& call) {
  const auto copy = TRY(asked_copy(call));
  auto* transaction = TRY(call.transaction());
  if (copy.state == "waiting" || copy.state == "signed")
    TRY(ledgers::check_digest(*transaction, copy));
  return line_of(call, *transaction, copy);
}

Result<LedgerCopyRows> rows(Call& call) {
  const auto copy = TRY(asked_copy(call));
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  LedgerCopyRows answer;
  answer.total = copy.rows;
  for (auto& row : TRY(ledgers::rows_of_copy(*transaction, call.backend.cipher, copy.id,
                                             paging.offset(), paging.size))) {
    LedgerCopyRow line{row.number, {},         {},           std::move(row.shown),
                       row.newest, row.source, row.destroyed};
    if (row.person) line.person_id = Id{*row.person};
    if (row.organisation) line.organisation_id = Id{*row.organisation};
    if (row.person)
      call.saw("read_ledger_copy", fmt::format("person:{}", *row.person), object_of(copy.id));
    answer.items.push_back(std::move(line));
  }
  return answer;
}

Result<LedgerCopy> decide(Call& call, const DecideLedgerCopy& asked) {
  const auto copy = TRY(asked_copy(call));
  auto* transaction = TRY(call.transaction());
  const auto actor = actor_of_copy(call);
  if (!asked.sign) {
    const bool own = copy.drawn_by == actor.account;
    if (!own && !call.caller->holds(signers))
      return Error{ErrorCode::forbidden, "只有拟稿人和签发人能退回", {}, "请他们退回"};
    TRY(ledgers::return_copy(*transaction, copy.id, actor, asked.opinion));
    call.did(object_of(copy.id), "退回");
  } else {
    if (!call.caller->holds(signers))
      return Error{ErrorCode::forbidden, "本岗位不能签发定稿", {}, "请复核或局长签发"};
    TRY(must_be_another(call, *transaction, object_of(copy.id), copy.drawn_by));
    const auto ready = TRY(ledgers::copy_to_sign(*transaction, copy.id, actor));
    const auto found = TRY(ledgers::rows_of_copy(*transaction, call.backend.cipher, copy.id, 0,
                                                 ledgers::frozen_rows_max));
    auto names = TRY(registers::place_names(*transaction, {ready.drawing.place, ready.office}));
    const auto sheet = TRY(signed_sheet(call, ready, found, names[ready.office],
                                        names[ready.drawing.place]));
    TRY(ledgers::sign_copy(*transaction, call.backend.cipher, ready, actor, asked.opinion, sheet));
    call.did(object_of(copy.id), fmt::format("签发〔{}〕{}号", ready.year, ready.number));
  }
  const auto decided = TRY(ledgers::find_copy(*transaction, copy.id));
  return line_of(call, *transaction, decided);
}

Result<http::Response> sheet(Call& call) {
  const auto copy = TRY(asked_copy(call));
  const std::string purpose(call.request.asked("purpose"));
  if (purpose.size() < purpose_bytes_min || purpose.size() > purpose_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明导出用途", {"purpose"}, "至少两个汉字"};
  if (copy.drawing.clear && !call.caller->holds(clear_readers))
    return Error{ErrorCode::forbidden, "原表有明文号码，本岗位不能取", {}, "请窗口经办取，或看页面"};
  auto* transaction = TRY(call.transaction());
  http::Response response;
  describe_sheet(response, fmt::format("{}-{}", copy.drawing.ledger, copy.id), false);
  response.body = TRY(ledgers::sheet_of_copy(*transaction, call.backend.cipher, copy));
  call.saw("export_ledger_copy", object_of(copy.id),
           fmt::format("{} 行{}：{}", copy.rows, copy.drawing.clear ? "，明文" : "", purpose));
  if (!copy.drawing.clear) return response;
  for (const auto& row : TRY(ledgers::rows_of_copy(*transaction, call.backend.cipher, copy.id, 0,
                                                   ledgers::frozen_rows_max)))
    if (row.person)
      call.saw("export_ledger_copy", fmt::format("person:{}", *row.person), purpose);
  return response;
}

Result<LedgerCopyChanges> changes(Call& call) {
  const auto copy = TRY(asked_copy(call));
  if (copy.state != "signed")
    return Error{ErrorCode::conflict, "签发后才比较", {}, "先签发"};
  auto asked = TRY(asked_of(call, copy.drawing));
  asked.question.known_at = call.now();
  if (call.request.asked("on") == "today") asked.question.on = call.today();
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, asked.scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  ledgers::Comparing comparing{call.backend.vocabulary, cipher, call.backend.cipher, {}};
  const auto head = TRY(json::read<LedgerCopyHead>(copy.drawing.head));
  for (const auto& column : head.columns) comparing.columns.push_back(column.column);
  const auto found = TRY(
      ledgers::changes_since(transaction, comparing, *asked.ledger, copy, asked.question));
  auto answer = TRY(changes_told(call, *asked.ledger, copy, found));
  answer.as_of = asked.question.on;
  call.saw("compare_ledger_copy", object_of(copy.id),
           fmt::format("截至 {}", leye::to_text(answer.as_of)));
  for (const auto& change : found.rows)
    if (change.person)
      call.saw("compare_ledger_copy", fmt::format("person:{}", *change.person),
               object_of(copy.id));
  return answer;
}

}  // namespace

std::vector<Route> ledger_copy_routes() {
  const std::string of_ledger = "/api/v1/ledgers/{ledger}/copies";
  const std::string of_copy = "/api/v1/ledger-copies/{id}";
  Route drawn = post<DrawLedgerCopy, LedgerCopy>(of_ledger, "拟定稿", drawers, draw);
  drawn.effect = Effect::decides;
  drawn.act = "draw_ledger_copy";
  Route more = post<LedgerCopy>(of_copy + "/filling", "继续取数", drawers, go_on);
  more.act = "fill_ledger_copy";
  Route corrected =
      post<CorrectLedgerCopy, LedgerCopy>(of_copy + "/corrections", "拟更正稿", drawers, correct);
  corrected.effect = Effect::decides;
  corrected.act = "draw_ledger_copy";
  Route decided =
      post<DecideLedgerCopy, LedgerCopy>(of_copy + "/decision", "签发或退回定稿", drawers, decide);
  decided.effect = Effect::decides;
  decided.act = "decide_ledger_copy";
  Route page = get<LedgerCopyRows>(of_copy + "/rows", "定稿的行", readers, rows);
  page.query = {"page", "size"};
  page.act = "read_ledger_copy";
  Route book = get<Nothing>(of_copy + "/sheet", "定稿的原表", readers, nullptr);
  book.handler = sheet;
  book.gives = nullptr;
  book.gives_type = sheet_type;
  book.query = {"purpose"};
  book.act = "export_ledger_copy";
  Route since = get<LedgerCopyChanges>(of_copy + "/changes", "定稿以后的变化", readers, changes);
  since.query = {"on"};
  since.act = "compare_ledger_copy";
  return {get<LedgerCopies>(of_ledger, "台账的定稿", readers, list), drawn, more, corrected, decided,
          get<LedgerCopy>(of_copy, "定稿", readers, one), page, book, since};
}

}  // namespace leye::api
