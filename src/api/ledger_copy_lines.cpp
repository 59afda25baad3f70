#include "api/ledger_copy_lines.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/ledger_cells.hpp"
#include "api/ledger_forms.hpp"
#include "base/json_read.hpp"

namespace leye::api {
namespace {

using ledgers::FrozenCopy;
using ledgers::FrozenRow;
using ledgers::Ledger;

constexpr std::size_t digest_shown = 16;

std::string state_label(const Call& call, const FrozenCopy& copy) {
  if (copy.state == "filling") return call.says("取数中", "being filled");
  if (copy.state == "waiting") return call.says("待签发", "to be signed off");
  if (copy.state == "returned") return call.says("已退回", "returned");
  if (copy.corrected) return call.says("已更正", "superseded");
  return call.says("已签发", "signed off");
}

std::string number_told(const FrozenCopy& copy) {
  if (copy.number == 0) return "";
  return fmt::format("〔{}〕定稿第{}号", copy.year, copy.number);
}

std::string moment(Instant at) { return to_text(at).substr(0, 16).replace(10, 1, " "); }

}  // namespace

std::string period_told(policy::Language language, Day from, Day until) {
  const auto says = [&](std::string zh, std::string en) {
    return language == policy::Language::zh ? std::move(zh) : std::move(en);
  };
  const auto [year, month, day] = from.civil();
  const auto last = until.civil();
  const bool whole = day == 1 && last.day == days_in_month(last.year, last.month);
  const int months = (last.year - year) * 12 + last.month - month + 1;
  if (whole && months == 1)
    return says(fmt::format("{}年{}月", year, month), fmt::format("{}-{:02}", year, month));
  if (whole && months == 12 && month == 1)
    return says(fmt::format("{}年", year), fmt::format("{}", year));
  if (whole && months == 6 && month % 6 == 1)
    return says(fmt::format("{}年{}半年", year, month == 1 ? "上" : "下"),
                     fmt::format("{}, {} half", year, month == 1 ? "first" : "second"));
  if (whole && months == 3 && month % 3 == 1) {
    static constexpr const char* quarters[] = {"一", "二", "三", "四"};
    return says(fmt::format("{}年第{}季度", year, quarters[month / 3]),
                     fmt::format("{} Q{}", year, month / 3 + 1));
  }
  return says(fmt::format("{}至{}", leye::to_text(from), leye::to_text(until)),
                   fmt::format("{} to {}", leye::to_text(from), leye::to_text(until)));
}

std::string head_of(const Call& call, const Ledger& ledger) {
  LedgerCopyHead head{ledger.zh, ledger.en, ledger.unit, ledger.signs, {}};
  for (const auto& column : ledger.columns) {
    head.columns.push_back({column.id, column.zh, column.en, column.group_zh, column.group_en,
                            use_of(column),
                            ledger_column(call.backend.vocabulary, column).masked});
  }
  return json::write(head);
}

Result<LedgerCopy> copy_line(const Call& call, const FrozenCopy& copy,
                             const std::string& place_label) {
  const auto& drawing = copy.drawing;
  LedgerCopy line;
  line.id = Id{copy.id};
  line.ledger = drawing.ledger;
  line.head = TRY(json::read<LedgerCopyHead>(drawing.head));
  line.definition = drawing.definition;
  const Ledger* ledger = call.backend.ledgers.find(drawing.ledger);
  line.redefined =
      ledger == nullptr || ledgers::definition_digest(*ledger) != drawing.definition;
  line.period = period_told(call.language(), drawing.period_from, drawing.period_until);
  line.period_from = drawing.period_from;
  line.period_until = drawing.period_until;
  line.as_of = drawing.as_of;
  line.known_at = to_text(drawing.known_at);
  line.conditions = drawing.conditions_told;
  line.place_label = place_label;
  line.clear = drawing.clear;
  line.state = copy.state;
  line.state_label = state_label(call, copy);
  line.rows = copy.rows;
  line.rows_expected = drawing.rows_expected;
  line.number = number_told(copy);
  line.drawn_by = copy.drawn_by_name;
  line.drawn_at = to_text(copy.drawn_at);
  line.decided_by = copy.decided_by_name;
  if (copy.decided_at) line.decided_at = to_text(*copy.decided_at);
  line.opinion = copy.opinion;
  line.own = copy.drawn_by == call.caller->account;
  if (drawing.corrects) line.corrects = Id{*drawing.corrects};
  if (copy.corrected_by) line.corrected_by = Id{*copy.corrected_by};
  line.superseded = copy.corrected;
  line.reason = drawing.reason;
  line.digest = copy.digest;
  line.sheet_digest = copy.sheet_digest;
  line.sheet = copy.has_sheet;
  return line;
}

FrozenRow frozen_row(const Call& call, const Ledger& ledger, const ledgers::LedgerRow& row) {
  FrozenRow made;
  made.id = row.id;
  made.person = row.person;
  made.organisation = row.organisation;
  made.values = row.values;
  for (std::size_t at = 0; at < ledger.columns.size(); ++at) {
    made.cells.push_back(ledger_cell_kept(call, ledger.columns[at], row, at, true));
    made.shown.push_back(ledger_cell_kept(call, ledger.columns[at], row, at, false));
  }
  made.newest = leye::to_text(business_day(row.newest));
  made.source = row.source;
  return made;
}

Result<std::string> signed_sheet(const Call& call, const FrozenCopy& copy,
                                 const std::vector<FrozenRow>& rows, const std::string& office,
                                 const std::string& place_label) {
  const auto& drawing = copy.drawing;
  const auto head = TRY(json::read<LedgerCopyHead>(drawing.head));
  LedgerPaper paper;
  paper.name = head.label;
  paper.unit = head.unit;
  for (const auto& column : head.columns)
    paper.columns.push_back({column.label, column.group, column.use});
  for (const auto& row : rows) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; at < head.columns.size(); ++at) {
      if (row.destroyed)
        cells.emplace_back();
      else if (head.columns[at].use != "text")
        cells.push_back(row.values[at]);
      else
        cells.push_back(drawing.clear ? row.cells[at] : row.shown[at]);
    }
    paper.rows.push_back(std::move(cells));
  }
  auto form = TRY(ledger_form(paper));
  const auto period =
      period_told(policy::Language::zh, drawing.period_from, drawing.period_until);
  form.title = fmt::format("{}（{}）", head.label, period);
  form.left = fmt::format("填报单位（盖章）：{}    范围：{}    数据截至：{}    编号：{}", office,
                          place_label, leye::to_text(drawing.as_of), number_told(copy));
  if (!drawing.conditions_told.empty()) form.left += "    条件：" + drawing.conditions_told;
  if (!drawing.reason.empty()) form.left += "    更正稿，更正原因：" + drawing.reason;
  form.signs = fmt::format("拟稿：{} {}    签发：{} {}", copy.drawn_by_name, moment(copy.drawn_at),
                           call.caller->signature(), moment(call.now()));
  form.mark = fmt::format("{} {} 摘要 {}", office, number_told(copy),
                          copy.digest.substr(0, digest_shown));
  return intake::form_workbook(form);
}

Result<LedgerCopyChanges> changes_told(const Call& call, const Ledger& ledger,
                                       const FrozenCopy& copy, const ledgers::Changes& changes) {
  const auto head = TRY(json::read<LedgerCopyHead>(copy.drawing.head));
  LedgerCopyChanges told;
  told.same = changes.same;
  told.gone = changes.gone;
  told.added = changes.added;
  told.changed = changes.changed;
  told.redefined = changes.redefined;
  told.more = changes.gone + changes.added + changes.changed >
              static_cast<std::int64_t>(changes.rows.size());
  const auto now_cell = [&](const ledgers::RowChange& change, const std::string& column) {
    const auto* found = ledger.find_column(column);
    if (found == nullptr) return std::string();
    const auto at = static_cast<std::size_t>(found - ledger.columns.data());
    return ledger_cell(call, *found, change.is, at, false);
  };
  for (const auto& change : changes.rows) {
    LedgerCopyChange line;
    line.kind = change.kind;
    line.number = change.was.number;
    if (change.person) line.person_id = Id{*change.person};
    if (change.organisation) line.organisation_id = Id{*change.organisation};
    if (!change.was.shown.empty())
      line.name = change.was.shown.front();
    else if (!change.is.cells.empty())
      line.name = ledger_cell(call, ledger.columns.front(), change.is, 0, false);
    for (const std::string& id : change.columns) {
      for (std::size_t at = 0; at < head.columns.size(); ++at) {
        if (head.columns[at].column != id) continue;
        line.cells.push_back({head.columns[at].label, head.columns[at].label_en,
                              change.was.shown[at], now_cell(change, id)});
      }
    }
    if (change.origin) {
      const Entity* entity = call.backend.vocabulary.find_entity(change.origin->entity);
      line.record_label = entity == nullptr ? change.origin->entity : call.label(*entity);
      line.record_source = change.origin->source;
      line.record_learnt = to_text(change.origin->learnt);
    }
    told.items.push_back(std::move(line));
  }
  return told;
}

}  // namespace leye::api
