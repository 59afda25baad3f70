// Every row that a page shows is recorded as a reading of its person; a sheet is recorded with its
// purpose.
#include "api/ledgers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "access/places.hpp"
#include "api/bind.hpp"
#include "api/ledger_asked.hpp"
#include "api/ledger_cells.hpp"
#include "api/ledger_forms.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "api/sheets.hpp"
#include "base/json_read.hpp"
#include "intake/xlsx_form.hpp"
#include "ledgers/ledger_reader.hpp"
#include "ledgers/saved_views.hpp"
#include "registers/export_requests.hpp"
#include "registers/places.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using ledgers::Column;
using ledgers::Ledger;
using ledgers::LedgerReader;

constexpr RoleSet readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
constexpr RoleSet clear_readers{Role::window_clerk, Role::insurance_agency};
constexpr std::int64_t rows_counted_max = 100'000;
constexpr std::int64_t rows_weighed_max = 5'000;
constexpr std::size_t name_characters_max = 40;
constexpr std::int64_t places_max = 30;  // counties of a city, towns of a county

ledgers::ViewOwner owner_of(const Call& call) {
  return {call.caller->account, call.caller->signature(), call.post.range.low,
          call.post.range.high};
}

std::string write_conditions(const std::vector<LedgerCondition>& conditions) {
  return json::write(LedgerConditions{conditions});
}

Result<LedgerList> list(Call& call) {
  LedgerList answer;
  for (const auto& set : call.backend.ledgers.sets()) {
    answer.sets.push_back({set.id, set.zh, set.en, set.note_zh, set.note_en});
  }
  auto* transaction = TRY(call.transaction());
  const auto views = TRY(ledgers::saved_views(*transaction, owner_of(call)));
  for (const Ledger& ledger : call.backend.ledgers.all()) {
    LedgerLine line{ledger.id,
                    ledger.zh,
                    ledger.en,
                    ledger.note_zh,
                    ledger.note_en,
                    ledger.set,
                    ledger.number,
                    ledger.entity().id,
                    ledger.fresh_days,
                    ledger.unit,
                    ledger.signs,
                    {},
                    {}};
    for (const Column& column : ledger.columns) {
      line.columns.push_back(ledger_column(call.backend.vocabulary, column));
    }
    for (const auto& view : views) {
      if (view.ledger != ledger.id) continue;
      auto conditions = json::read<LedgerConditions>(view.conditions);
      if (!conditions.ok()) continue;  // without them it would show everything
      line.views.push_back({Id{view.id}, view.name, view.account_name, view.shared,
                            view.account == call.caller->account,
                            std::move(conditions).value().items});
    }
    answer.items.push_back(std::move(line));
  }
  return answer;
}

// As of which day, known when, under which conditions.
Result<ledgers::Question> question_of(const Call& call, const Ledger& ledger,
                                      const AskLedgerSheet& asked) {
  ledgers::Question question;
  question.on = asked.as_of.value_or(call.today());
  question.known_at = call.now();
  if (asked.known_on && *asked.known_on < call.today()) {
    question.known_at = SetClock(*asked.known_on + 1).now();
  }
  question.conditions = TRY(conditions_on(call, ledger, asked.conditions));
  return question;
}

Result<ledgers::Question> question_of(const Call& call, const Ledger& ledger) {
  AskLedgerSheet asked;
  asked.as_of = TRY(call.asked_day("as_of"));
  asked.known_on = TRY(call.asked_day("known_on"));
  const auto conditions = call.request.asked("conditions");
  if (!conditions.empty())
    asked.conditions = TRY(json::read<LedgerConditions>(conditions).at("conditions")).items;
  return question_of(call, ledger, asked);
}

Result<store::Scope> scope_asked(const Call& call) {
  const auto within = TRY(call.asked_number("within"));
  return scope_within(call, within);
}

Result<LedgerRows> rows(Call& call) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  const auto question = TRY(question_of(call, ledger));
  const auto paging = TRY(call.paging());
  std::optional<ledgers::Mark> after;
  if (const auto id = TRY(call.asked_number("after"))) {
    after = ledgers::Mark{std::string(call.request.asked("after_sort")), *id};
  }
  auto lease = TRY(call.backend.pool.take());
  const auto scope = TRY(scope_asked(call));
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  LedgerReader reader(transaction, call.backend.vocabulary, cipher);
  const auto page = TRY(reader.page(ledger, question, after, paging.size));
  LedgerRows answer;
  answer.as_of = question.on;
  for (const auto& row : page.rows) {
    LedgerRowLine line;
    line.id = Id{row.id};
    if (row.person) line.person_id = Id{*row.person};
    if (row.organisation) line.organisation_id = Id{*row.organisation};
    for (std::size_t at = 0; at < ledger.columns.size(); ++at) {
      line.cells.push_back(ledger_cell(call, ledger.columns[at], row, at, false));
    }
    line.newest = business_day(row.newest);
    line.source = row.source;
    if (row.person) call.saw("read_ledger", fmt::format("person:{}", *row.person), ledger.zh);
    answer.items.push_back(std::move(line));
  }
  if (page.next) answer.next = LedgerMark{Id{page.next->id}, page.next->sort};
  return answer;
}

Result<std::vector<LedgerGroup>> groups_told(const Call& call, LedgerReader& reader,
                                             const Ledger& ledger,
                                             const ledgers::Question& question) {
  std::vector<LedgerGroup> told;
  for (const auto& group : TRY(reader.groups(ledger, question, rows_counted_max))) {
    std::string label = group.label;
    const auto* measure = call.backend.plan.find_measure(group.value);
    const Fact& fact = *ledger.group.front().fact;
    if (measure != nullptr) label = call.label(measure->name);
    if (const auto* table = call.backend.vocabulary.code_table(fact)) {
      if (const Code* code = table->find(group.value)) label = call.label(*code);
      else if (!group.value.empty()) label = listed_labels(call, fact, group.value);
    }
    told.push_back({group.value, label, group.rows});
  }
  return told;
}

Result<std::vector<LedgerShare>> shares_of(const Call& call, LedgerReader& reader,
                                           const Ledger& ledger,
                                           const ledgers::Question& question,
                                           const ledgers::Total& part) {
  std::vector<LedgerShare> shares;
  for (const auto& share : ledger.shares) {
    const Ledger* whole = call.backend.ledgers.find(share.whole);
    if (whole == nullptr) continue;
    const ledgers::Question all{question.on, question.known_at};
    const auto total = TRY(reader.total(*whole, all, rows_counted_max));
    shares.push_back({share.zh, share.en, share.whole, part.rows, total.rows,
                      part.more || total.more});
  }
  return shares;
}

// The divisions below the place that is asked, each with its groups and shares.
Result<LedgerPlaces> places(Call& call) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  const auto question = TRY(question_of(call, ledger));
  const auto wide = TRY(scope_asked(call));
  const auto within = TRY(call.asked_number("within"));
  auto lease = TRY(call.backend.pool.take());
  registers::Divisions below;
  {
    auto looking = TRY(store::Transaction::begin(*lease, wide));
    const auto above = within.value_or(call.post.place);
    below = TRY(registers::divisions_below(looking, above, places_max, 0));
  }
  LedgerPlaces answer;
  answer.as_of = question.on;
  const registers::IdentityCipher cipher(call.backend.cipher);
  for (const auto& division : below.items) {
    const auto scope = TRY(scope_within(call, division.code));
    auto transaction = TRY(store::Transaction::begin(*lease, scope));
    LedgerReader reader(transaction, call.backend.vocabulary, cipher);
    const auto total = TRY(reader.total(ledger, question, rows_counted_max));
    LedgerPlace line{Id{division.code}, division.name, total.rows, {}, {}};
    line.groups = TRY(groups_told(call, reader, ledger, question));
    line.shares = TRY(shares_of(call, reader, ledger, question, total));
    answer.items.push_back(std::move(line));
  }
  return answer;
}

Result<LedgerSummary> summary(Call& call) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  const auto question = TRY(question_of(call, ledger));
  auto lease = TRY(call.backend.pool.take());
  const auto scope = TRY(scope_asked(call));
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  LedgerReader reader(transaction, call.backend.vocabulary, cipher);
  const auto total = TRY(reader.total(ledger, question, rows_counted_max));
  const auto quality = TRY(reader.quality(ledger, question, rows_weighed_max));
  LedgerSummary answer;
  answer.as_of = question.on;
  answer.rows = total.rows;
  answer.more = total.more;
  answer.looked_at = quality.rows;
  answer.needed = quality.needed;
  answer.filled = quality.filled;
  answer.complete = quality.complete;
  answer.fresh = quality.fresh;
  if (quality.oldest) answer.oldest = business_day(*quality.oldest);
  if (quality.newest) answer.newest = business_day(*quality.newest);
  answer.groups = TRY(groups_told(call, reader, ledger, question));
  answer.shares = TRY(shares_of(call, reader, ledger, question, total));
  if (!question.conditions.empty()) {
    call.saw("count_ledger", "ledger:" + ledger.id, std::string(call.request.asked("conditions")));
  }
  return answer;
}

Result<std::string> office_of(Call& call, store::Transaction& transaction) {
  auto names = TRY(registers::place_names(transaction, {call.post.place}));
  return names[call.post.place];
}

// What goes out: of which rows, what for, and how many at most.
struct Wish {
  ledgers::Question question;
  store::Scope scope;
  bool clear = false;
  std::string purpose;
  std::int64_t rows_max = 0;
  bool released = false;  // by a second person
  std::int64_t written = 0;
};

Status check_wish(const Call& call, const Wish& wish) {
  if (wish.purpose.size() < 4 || wish.purpose.size() > 200) {
    return Error{ErrorCode::invalid_input, "请写明导出用途", {"purpose"}, "至少两个汉字"};
  }
  if (wish.clear && !call.caller->holds(clear_readers)) {
    return Error{ErrorCode::forbidden, "本岗位只能导出遮盖后的台账", {"clear"}, "去掉“明文”再导出"};
  }
  return Done{};
}

// A sheet goes out of the house, masked or not: more rows than one person may take alone
// (export_requests.hpp) need a second one.
Result<std::vector<ledgers::LedgerRow>> sheet_rows(LedgerReader& reader, const Ledger& ledger,
                                                   const Wish& wish) {
  auto page = TRY(reader.page(ledger, wish.question, {}, wish.rows_max));
  if (!page.next) return std::move(page.rows);
  if (wish.released)
    return Error{ErrorCode::conflict,
                 fmt::format("现在超过放行的 {} 行", wish.rows_max),
                 {},
                 "台账变大了：请重新申请"};
  return Error{ErrorCode::conflict,
               fmt::format("这本台账超过 {} 行，要由另一人放行", wish.rows_max),
               {"request"},
               "申请导出，放行后再取；或者选一个下级地区，加上筛选条件"};
}

LedgerPaper form_of(const Call& call, const Ledger& ledger,
                    const std::vector<ledgers::LedgerRow>& found, bool clear) {
  LedgerPaper paper;
  paper.language = call.language();
  paper.name = ledger.zh;
  paper.title = call.says(ledger.zh, ledger.en);
  paper.unit = ledger.unit;
  paper.signs = ledger.signs;
  for (const Column& column : ledger.columns)
    paper.columns.push_back({call.says(column.zh, column.en),
                             call.says(column.group_zh, column.group_en), use_of(column)});
  for (const auto& row : found) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; at < ledger.columns.size(); ++at)
      cells.push_back(paper.columns[at].use == "text"
                          ? ledger_cell(call, ledger.columns[at], row, at, clear)
                          : row.values[at]);
    paper.rows.push_back(std::move(cells));
  }
  return paper;
}

Result<http::Response> write_sheet(Call& call, const Ledger& ledger, Wish& wish) {
  auto lease = TRY(call.backend.pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, wish.scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  LedgerReader reader(transaction, call.backend.vocabulary, cipher);
  const auto found = TRY(sheet_rows(reader, ledger, wish));
  auto form = TRY(ledger_form(form_of(call, ledger, found, wish.clear)));
  const std::string office = TRY(office_of(call, transaction));
  const auto on = leye::to_text(wish.question.on);
  form.left = call.says(fmt::format("填报单位（盖章）：{}    数据截至：{}", office, on),
                        fmt::format("Office: {}    As of: {}", office, on));
  form.mark = fmt::format("{} {} {} {}", call.caller->signature(), call.caller->login,
                          to_text(call.now()).substr(0, 16), wish.purpose);
  http::Response response;
  describe_sheet(response, ledger.id, false);
  response.body = TRY(intake::form_workbook(form));
  wish.written = static_cast<std::int64_t>(found.size());
  call.saw("export_ledger", "ledger:" + ledger.id,
           fmt::format("{} 行{}{}：{}", found.size(), wish.clear ? "，明文" : "",
                       wish.released ? "，已放行" : "", wish.purpose));
  for (const auto& row : found) {
    if (wish.clear && row.person) {
      call.saw("export_ledger", fmt::format("person:{}", *row.person),
               ledger.zh + "：" + wish.purpose);
    }
  }
  return response;
}

registers::Asker asker_of(const Call& call) {
  return {call.caller->account, call.caller->signature(), call.post.range.low,
          call.post.range.high};
}

std::string kind_of(const Ledger& ledger) { return "ledger:" + ledger.id; }

Result<Wish> wish_of(const Call& call, const Ledger& ledger, const AskLedgerSheet& asked) {
  Wish wish;
  wish.question = TRY(question_of(call, ledger, asked));
  std::optional<std::int64_t> within;
  if (asked.within) within = asked.within->number;
  wish.scope = TRY(scope_within(call, within));
  wish.clear = asked.clear;
  wish.purpose = asked.purpose;
  TRY(check_wish(call, wish));
  return wish;
}

// What was asked for then, of the rows of now; once.
Result<http::Response> released_sheet(Call& call, const Ledger& ledger, std::int64_t request) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  registers::ExportRequests requests(transaction);
  const auto released =
      TRY(requests.released(request, kind_of(ledger), asker_of(call), call.now(),
                            call.backend.rulebook.numbers.export_growth));
  const auto asked = TRY(json::read<AskLedgerSheet>(released.asked_of));
  auto wish = TRY(wish_of(call, ledger, asked));
  wish.rows_max = released.rows_max;
  wish.released = true;
  auto response = TRY(write_sheet(call, ledger, wish));
  TRY(requests.fetch(request, wish.written, call.now()));
  TRY(transaction.commit());
  return response;
}

Result<http::Response> sheet(Call& call) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  if (const auto request = TRY(call.asked_number("request")))
    return released_sheet(call, ledger, *request);
  Wish wish;
  wish.question = TRY(question_of(call, ledger));
  wish.scope = TRY(scope_asked(call));
  wish.clear = call.request.asked("clear") == "yes";
  wish.purpose = std::string(call.request.asked("purpose"));
  wish.rows_max = call.backend.rulebook.numbers.export_rows_alone;
  TRY(check_wish(call, wish));
  return write_sheet(call, ledger, wish);
}

// Kept as it was asked, with the day: what is released is what is fetched.
Result<LedgerSheetAsked> ask_sheet(Call& call, const AskLedgerSheet& wanted) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  auto asked = wanted;
  asked.as_of = asked.as_of.value_or(call.today());
  const auto wish = TRY(wish_of(call, ledger, asked));
  auto lease = TRY(call.backend.pool.take());
  auto counting = TRY(store::Transaction::begin(*lease, wish.scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto total = TRY(LedgerReader(counting, call.backend.vocabulary, cipher)
                             .total(ledger, wish.question, rows_counted_max));
  if (total.more)
    return Error{ErrorCode::conflict,
                 fmt::format("这本台账超过 {} 行，放行了也装不进一个文件", rows_counted_max),
                 {},
                 "选一个下级地区，或者加上筛选条件"};
  if (total.rows <= call.backend.rulebook.numbers.export_rows_alone)
    return Error{ErrorCode::conflict, "行数不多，不用放行", {}, "直接导出"};
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(registers::ExportRequests(*transaction)
                          .ask(kind_of(ledger), total.rows, asked.purpose, asker_of(call),
                               call.now(), json::write(asked)));
  call.did(fmt::format("export_request:{}", id),
           fmt::format("{} {} 行{}", ledger.zh, total.rows, asked.clear ? "，明文" : ""));
  return LedgerSheetAsked{Id{id}, total.rows};
}

Result<LedgerView> save(Call& call, const SaveLedgerView& asked) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  const auto characters = count_characters(asked.name);
  if (characters == 0 || characters > name_characters_max) {
    return Error{ErrorCode::invalid_input, "请给视图起一个名称", {"name"}, "40 个字以内"};
  }
  TRY(conditions_on(call, ledger, asked.conditions));
  auto* transaction = TRY(call.transaction());
  ledgers::SavedView view;
  view.ledger = ledger.id;
  view.name = asked.name;
  view.conditions = write_conditions(asked.conditions);
  view.shared = asked.shared;
  const auto id = TRY(ledgers::save_view(*transaction, view, owner_of(call), call.now()));
  call.did("ledger:" + ledger.id, asked.name);
  return LedgerView{Id{id},       asked.name, call.caller->signature(),
                    asked.shared, true,       asked.conditions};
}

Result<LedgerViewRemoved> remove(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(ledgers::remove_view(*transaction, id, owner_of(call), call.now()));
  call.did(fmt::format("ledger_view:{}", id));
  return LedgerViewRemoved{true};
}

}  // namespace

std::vector<Route> ledger_routes() {
  const std::vector<std::string> question = {"as_of", "known_on", "conditions", "within"};
  Route all = get<LedgerList>("/api/v1/ledgers", "台账", readers, list);
  Route counts =
      get<LedgerSummary>("/api/v1/ledgers/{ledger}/summary", "台账的数量和质量", readers, summary);
  counts.query = question;
  Route divisions =
      get<LedgerPlaces>("/api/v1/ledgers/{ledger}/places", "台账的下级地区", readers, places);
  divisions.query = question;
  Route page = get<LedgerRows>("/api/v1/ledgers/{ledger}/rows", "台账的行", readers, rows);
  page.query = question;
  for (const char* more : {"after", "after_sort", "size"}) page.query.emplace_back(more);
  page.act = "read_ledger";
  Route book = get<Nothing>("/api/v1/ledgers/{ledger}/sheet", "台账的表格", readers, nullptr);
  book.handler = sheet;
  book.gives = nullptr;
  book.gives_type = sheet_type;
  book.query = question;
  for (const char* more : {"purpose", "clear", "request"}) book.query.emplace_back(more);
  book.act = "export_ledger";
  Route ask = post<AskLedgerSheet, LedgerSheetAsked>(
      "/api/v1/ledgers/{ledger}/sheet-requests", "申请导出台账", clear_readers, ask_sheet);
  ask.act = "ask_export";
  Route keep =
      post<SaveLedgerView, LedgerView>("/api/v1/ledgers/{ledger}/views", "保存视图", readers, save);
  keep.act = "save_ledger_view";
  Route drop =
      post<LedgerViewRemoved>("/api/v1/ledger-views/{id}/removal", "删除视图", readers, remove);
  drop.act = "remove_ledger_view";
  return {all, counts, divisions, page, book, ask, keep, drop};
}

}  // namespace leye::api
