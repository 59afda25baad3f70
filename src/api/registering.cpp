#include "api/registering.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/one_row.hpp"
#include "api/registered_states.hpp"
#include "api/rulebook.hpp"
#include "intake/cells.hpp"
#include "registering/windows.hpp"
#include "registers/late_entries.hpp"

namespace leye::api {
namespace {

using registering::Kind;

// The row of the new registration: what is asked, what is set; nothing else.
Result<Cells> cells_of_new(const Call& call, const Kind& kind, const RegisteredPerson& person,
                           const RegisterHere& asked) {
  Cells cells{{kind.entity->find_reference("person"), person.number}};
  for (const auto& set : kind.sets) {
    const std::string value = set.value == "today"  ? leye::to_text(call.today())
                              : set.value == "home" ? fmt::format("{:012}", person.home)
                                                    : set.value;
    cells.emplace_back(kind.entity->find_fact(set.fact), value);
  }
  TRY(check_registration(kind, asked));
  TRY(take_facts(*kind.entity, asked.facts, false, cells));
  return cells;
}

// Since when the new registration holds; it is not in the future.
Result<Day> first_day(const Call& call, const Cells& cells) {
  const auto day = intake::read_day(text_of(cells, "start_date"));
  if (day.ok() && day.value() <= call.today()) return day.value();
  return Error{ErrorCode::invalid_input,
               "开始的日期写得不对，或者还没有到",
               {"start_date"},
               "填今天或以前的日期"};
}

// The last day of what ends: the new one's first day where it ends by itself, else as it is said.
Result<Day> last_day_of(const Kind& kind, const registering::Ending& ending, Day first,
                        const RegisterHere& asked) {
  if (!kind.because.empty()) return std::max(first, ending.start);
  if (asked.last_day && *asked.last_day < first && *asked.last_day >= ending.start)
    return *asked.last_day;
  return Error{ErrorCode::invalid_input,
               "还有没有了结的就业登记，请填最后一个工作日",
               {"last_day"},
               "在入职以后、这次登记以前"};
}

Result<std::int32_t> end_others(Call& call, store::Transaction& transaction, const Kind& kind,
                                const RegisteredPerson& person, Day first,
                                const RegisterHere& asked) {
  const auto over = TRY(registering::endings(transaction, person.id, kind, call.today()));
  for (const auto& ending : over) {
    const Entity& entity = *kind.ends;
    Cells cells{{entity.find_reference("person"), person.number},
                {entity.find_fact("start_date"), leye::to_text(ending.start)},
                {entity.find_fact("end_date"),
                 leye::to_text(TRY(last_day_of(kind, ending, first, asked)))}};
    if (ending.employer) cells.emplace_back(entity.find_fact("employer"), *ending.employer);
    if (entity.find_fact("place") != nullptr)
      cells.emplace_back(entity.find_fact("place"), fmt::format("{:012}", ending.place));
    if (!kind.because.empty()) cells.emplace_back(entity.find_fact("ended_because"), kind.because);
    TRY(store_row_at(call, transaction, entity, cells, ending.place));
  }
  return static_cast<std::int32_t>(over.size());
}

Status keep_late(Call& call, store::Transaction& transaction, const Kind& kind,
                 const RegisteredPerson& person, const Cells& cells, const RegisterHere& asked) {
  const auto late = call.backend.rulebook.late.late(
      *kind.entity, [&](const Fact& fact) { return text_of(cells, fact.id); }, call.today());
  if (!late) return Done{};
  if (asked.late_reason.empty())
    return Error{
        ErrorCode::invalid_input,
        fmt::format("{}在 {} 天以前，属于补登", late->fact->zh, call.today() - late->happened_on),
        {"late_reason"},
        "请写明补登的原因"};
  registers::LateEntry entry;
  entry.entity = kind.entity->id;
  entry.person = person.id;
  entry.happened_on = late->happened_on;
  entry.done_at = call.now();
  entry.done_by = call.caller->signature();
  entry.reason = asked.late_reason;
  entry.account = call.caller->account;
  entry.recorded_by = call.caller->signature();
  entry.known_from = call.now();
  return registers::keep_late_entry(transaction, entry);
}

}  // namespace

WindowKind window_kind(const Call& call, const registering::Kind& kind) {
  WindowKind line{kind.id, kind.zh, kind.en, kind.entity->id, {}, "", false, false};
  for (const auto& asked : kind.asks) line.asks.push_back({asked.fact, asked.required});
  if (kind.ends != nullptr) line.ends = kind.ends->id;
  line.asks_last_day = kind.ends != nullptr && kind.because.empty();
  line.read_only =
      call.backend.arrangements.mode_of(kind.entity->id, call.today()) == exchange::Mode::read_only;
  return line;
}

Status check_registration(const registering::Kind& kind, const RegisterHere& asked) {
  Cells cells;
  for (const auto& written : asked.facts) {
    const bool is_asked =
        std::any_of(kind.asks.begin(), kind.asks.end(),
                    [&](const registering::Asked& one) { return one.fact == written.fact; });
    if (!is_asked)
      return Error{ErrorCode::invalid_input, "没有这一项，或不能在这里填", {written.fact}};
  }
  TRY(take_facts(*kind.entity, asked.facts, false, cells));
  for (const auto& one : kind.asks) {
    const Fact* fact = kind.entity->find_fact(one.fact);
    if (one.required && text_of(cells, one.fact).empty())
      return Error{ErrorCode::invalid_input, fmt::format("请填写{}", fact->zh), {one.fact}};
  }
  return Done{};
}

Result<std::int32_t> store_registration(Call& call, store::Transaction& transaction,
                                        const registering::Kind& kind,
                                        const RegisteredPerson& person, const RegisterHere& asked) {
  TRY(call.backend.arrangements.check_written_by_hand(kind.entity->id, call.today()));
  const auto cells = TRY(cells_of_new(call, kind, person, asked));
  const Day first = TRY(first_day(call, cells));
  const auto ended = TRY(end_others(call, transaction, kind, person, first, asked));
  const auto report = TRY(store_row_at(call, transaction, *kind.entity, cells, person.home));
  if (report.added == 0)
    return Error{ErrorCode::conflict, "已经有同样的登记", {}, "不用再办；有不对的，由常住地更正"};
  TRY(keep_late(call, transaction, kind, person, cells, asked));
  TRY(derive_state_of(call, transaction, person.id));
  return ended;
}

}  // namespace leye::api
