// Every row that a page shows is recorded as a reading of its person; a sheet is recorded with its
// purpose.
#include "api/ledgers.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "access/places.hpp"
#include "api/bind.hpp"
#include "api/ledger_cells.hpp"
#include "api/resources.hpp"
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
constexpr std::size_t conditions_max = 12;
constexpr std::int64_t rows_counted_max = 100'000;
constexpr std::int64_t rows_weighed_max = 5'000;
constexpr std::size_t name_characters_max = 40;

ledgers::ViewOwner owner_of(const Call& call) {
  return {call.caller->account, call.caller->signature(), call.post.range.low,
          call.post.range.high};
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;  // the first byte of one
  }));
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

Result<const Ledger*> asked_ledger(const Call& call) {
  const Ledger* ledger = call.backend.ledgers.find(call.path.at("ledger"));
  if (ledger == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  return ledger;
}

Result<std::vector<ledgers::Condition>> conditions_on(const Vocabulary& vocabulary,
                                                      const Ledger& ledger,
                                                      const std::vector<LedgerCondition>& asked) {
  std::vector<ledgers::Condition> conditions;
  for (const LedgerCondition& each : asked) {
    const Column* column = ledger.find_column(each.column);
    if (column == nullptr || conditions.size() == conditions_max) {
      return Error{ErrorCode::invalid_input, "没有这一列，或条件太多", {each.column}, "重新筛选"};
    }
    conditions.push_back(
        TRY(ledgers::condition_on(vocabulary, *column, each.test, each.values).at(column->zh)));
  }
  return conditions;
}

// As of which day, known when, under which conditions.
Result<ledgers::Question> question_of(const Call& call, const Ledger& ledger) {
  ledgers::Question question;
  question.on = TRY(call.asked_day("as_of")).value_or(call.today());
  question.known_at = call.now();
  const auto known_on = TRY(call.asked_day("known_on"));
  if (known_on && *known_on < call.today()) {
    question.known_at = SetClock(*known_on + 1).now();
  }
  const auto asked = call.request.asked("conditions");
  if (asked.empty()) return question;
  const auto read = TRY(json::read<LedgerConditions>(asked).at("conditions"));
  question.conditions = TRY(conditions_on(call.backend.vocabulary, ledger, read.items));
  return question;
}

// The caller's places, or a part of them.
Result<store::Scope> scope_within(const Call& call) {
  auto scope = call.scope();
  const auto within = TRY(call.asked_number("within"));
  if (!within) return scope;
  const auto range = access::range_of(*within);
  if (!call.post.range.holds(range)) return Error{ErrorCode::not_found, "没有找到"};
  scope.place_lo = range.low;
  scope.place_hi = range.high;
  return scope;
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
  const auto scope = TRY(scope_within(call));
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

Result<LedgerSummary> summary(Call& call) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  const auto question = TRY(question_of(call, ledger));
  auto lease = TRY(call.backend.pool.take());
  const auto scope = TRY(scope_within(call));
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
  for (const auto& group : TRY(reader.groups(ledger, question, rows_counted_max))) {
    std::string label = group.label;
    const auto* measure = call.backend.plan.find_measure(group.value);
    const Fact& fact = *ledger.group.front().fact;
    if (measure != nullptr) label = call.label(measure->name);
    if (const auto* table = call.backend.vocabulary.code_table(fact)) {
      if (const Code* code = table->find(group.value)) label = call.label(*code);
    }
    answer.groups.push_back({group.value, label, group.rows});
  }
  if (!question.conditions.empty()) {
    call.saw("count_ledger", "ledger:" + ledger.id, std::string(call.request.asked("conditions")));
  }
  return answer;
}

std::string asked_purpose(const Call& call) { return std::string(call.request.asked("purpose")); }

Result<std::string> office_of(Call& call, store::Transaction& transaction) {
  auto names = TRY(registers::place_names(transaction, {call.post.place}));
  return names[call.post.place];
}

// The rows of a sheet: as many as one person may take alone (export_requests.hpp), since a sheet
// goes out of the house, masked or not.
Result<std::vector<ledgers::LedgerRow>> sheet_rows(LedgerReader& reader, const Ledger& ledger,
                                                   const ledgers::Question& question) {
  auto page = TRY(reader.page(ledger, question, {}, registers::export_rows_alone_max));
  if (!page.next) return std::move(page.rows);
  return Error{ErrorCode::conflict,
               fmt::format("这本台账超过 {} 行，不能一次导出", registers::export_rows_alone_max),
               {},
               "选一个下级地区，或者加上筛选条件"};
}

// "合计：12 人，金额（元） 18,000.00": the rows, the amounts that the rows themselves bear, and
// what is counted for each of them.
Result<std::string> sum_of(const Call& call, const Ledger& ledger,
                           const std::vector<ledgers::LedgerRow>& found) {
  constexpr std::string_view unit_is = "单位：";
  const bool named = ledger.unit.starts_with(unit_is);
  const std::string each = named ? ledger.unit.substr(unit_is.size()) : "行";
  std::string sum = call.says(fmt::format("合计：{} {}", found.size(), each),
                              fmt::format("Total: {} rows", found.size()));
  for (std::size_t at = 0; at < ledger.columns.size(); ++at) {
    const auto& [relation, fact] = ledger.columns[at].term;
    const bool money = fact != nullptr && fact->type == FactType::money && relation == 0;
    if (!money && fact != nullptr) continue;
    Money amount;
    std::int64_t count = 0;
    for (const auto& row : found) {
      if (row.values[at].empty()) continue;
      if (money) {
        const Money more = TRY(Money::parse(row.values[at]));
        amount = TRY(add(amount, more));
      } else {
        count += std::atoll(row.values[at].c_str());
      }
    }
    sum += call.says("，" + ledger.columns[at].zh + " ", ", " + ledger.columns[at].en + " ");
    sum += money ? to_display(amount) : std::to_string(count);
  }
  return sum;
}

Result<intake::FormSheet> form_of(const Call& call, const Ledger& ledger,
                                  const std::vector<ledgers::LedgerRow>& found, bool clear) {
  intake::FormSheet form;
  form.name = ledger.zh;
  form.title = call.says(ledger.zh, ledger.en);
  form.right = ledger.unit;
  form.columns.push_back({call.says("序号", "No."), "", true});
  for (const Column& column : ledger.columns) {
    const Fact* fact = column.term.fact;
    const bool number =
        fact == nullptr || fact->type == FactType::count || fact->type == FactType::money;
    form.columns.push_back(
        {call.says(column.zh, column.en), call.says(column.group_zh, column.group_en), number});
  }
  for (const auto& row : found) {
    std::vector<std::string> cells{std::to_string(form.rows.size() + 1)};
    for (std::size_t at = 0; at < ledger.columns.size(); ++at) {
      cells.push_back(form.columns[at + 1].number
                          ? row.values[at]
                          : ledger_cell(call, ledger.columns[at], row, at, clear));
    }
    form.rows.push_back(std::move(cells));
  }
  form.sum = TRY(sum_of(call, ledger, found));
  for (const std::string& sign : ledger.signs) form.signs += sign + "：              ";
  return form;
}

Result<http::Response> sheet(Call& call) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  const auto question = TRY(question_of(call, ledger));
  const std::string purpose = asked_purpose(call);
  if (purpose.size() < 4 || purpose.size() > 200) {
    return Error{ErrorCode::invalid_input, "请写明导出用途", {"purpose"}, "至少两个汉字"};
  }
  const bool clear = call.request.asked("clear") == "yes";
  if (clear && !call.caller->holds(clear_readers)) {
    return Error{ErrorCode::forbidden, "本岗位只能导出遮盖后的台账", {"clear"}, "去掉“明文”再导出"};
  }
  auto lease = TRY(call.backend.pool.take());
  const auto scope = TRY(scope_within(call));
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  LedgerReader reader(transaction, call.backend.vocabulary, cipher);
  const auto found = TRY(sheet_rows(reader, ledger, question));
  auto form = TRY(form_of(call, ledger, found, clear));
  const std::string office = TRY(office_of(call, transaction));
  form.left = call.says(
      fmt::format("填报单位（盖章）：{}    数据截至：{}", office, leye::to_text(question.on)),
      fmt::format("Office: {}    As of: {}", office, leye::to_text(question.on)));
  form.mark = fmt::format("{} {} {} {}", call.caller->signature(), call.caller->login,
                          to_text(call.now()).substr(0, 16), purpose);
  http::Response response;
  describe_sheet(response, ledger.id, false);
  response.body = TRY(intake::form_workbook(form));
  const std::string detail =
      fmt::format("{} 行{}：{}", found.size(), clear ? "，明文" : "", purpose);
  call.saw("export_ledger", "ledger:" + ledger.id, detail);
  for (const auto& row : found) {
    if (clear && row.person) {
      call.saw("export_ledger", fmt::format("person:{}", *row.person), ledger.zh + "：" + purpose);
    }
  }
  return response;
}

Result<LedgerView> save(Call& call, const SaveLedgerView& asked) {
  const Ledger& ledger = *TRY(asked_ledger(call));
  const auto characters = count_characters(asked.name);
  if (characters == 0 || characters > name_characters_max) {
    return Error{ErrorCode::invalid_input, "请给视图起一个名称", {"name"}, "40 个字以内"};
  }
  TRY(conditions_on(call.backend.vocabulary, ledger, asked.conditions));
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
  Route page = get<LedgerRows>("/api/v1/ledgers/{ledger}/rows", "台账的行", readers, rows);
  page.query = question;
  for (const char* more : {"after", "after_sort", "size"}) page.query.emplace_back(more);
  page.act = "read_ledger";
  Route book = get<Nothing>("/api/v1/ledgers/{ledger}/sheet", "台账的表格", readers, nullptr);
  book.handler = sheet;
  book.gives = nullptr;
  book.gives_type = sheet_type;
  book.query = question;
  for (const char* more : {"purpose", "clear"}) book.query.emplace_back(more);
  book.act = "export_ledger";
  Route keep =
      post<SaveLedgerView, LedgerView>("/api/v1/ledgers/{ledger}/views", "保存视图", readers, save);
  keep.act = "save_ledger_view";
  Route drop =
      post<LedgerViewRemoved>("/api/v1/ledger-views/{id}/removal", "删除视图", readers, remove);
  drop.act = "remove_ledger_view";
  return {all, counts, page, book, keep, drop};
}

}  // namespace leye::api
