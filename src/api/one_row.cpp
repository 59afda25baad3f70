#include "api/one_row.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "api/reporting.hpp"
#include "exchange/outbox.hpp"
#include "intake/csv_writer.hpp"

namespace leye::api {
namespace {

constexpr std::size_t value_bytes_max = 2000;

}  // namespace

Status take_facts(const Entity& entity, const std::vector<WrittenFact>& facts, bool own_only,
                  Cells& cells) {
  for (const WrittenFact& written : facts) {
    const Fact* fact = entity.find_fact(written.fact);
    const bool given = std::any_of(cells.begin(), cells.end(),
                                   [&](const auto& cell) { return cell.first == fact; });
    if (fact == nullptr || given || (own_only && fact->core)) {
      return Error{ErrorCode::invalid_input, "没有这一项，或不能在这里填", {written.fact}};
    }
    if (written.value.size() > value_bytes_max) {
      return Error{ErrorCode::invalid_input, fmt::format("{}太长", fact->zh), {written.fact}};
    }
    if (!written.value.empty()) cells.emplace_back(fact, written.value);
  }
  return Done{};
}

std::string text_of(const Cells& cells, std::string_view fact) {
  const auto found = std::find_if(cells.begin(), cells.end(),
                                  [&](const auto& cell) { return cell.first->id == fact; });
  return found == cells.end() ? "" : found->second;
}

registers::ImportOrder order_of(const Call& call, const Entity& entity) {
  return {entity.id,
          fmt::format("{}录入 {}", call.caller->signature(), leye::to_text(call.today())),
          call.now(),
          call.today(),
          call.post.range.low,
          call.post.range.high};
}

namespace {

Result<registers::ImportReport> store_by(Call& call, store::Transaction& transaction,
                                         const Entity& entity, const Cells& cells,
                                         const registers::ImportOrder& order) {
  std::vector<std::string> headings, values;
  for (const Fact& fact : entity.facts) {
    headings.push_back(fact.zh);
    values.push_back(text_of(cells, fact.id));
  }
  std::ostringstream sheet;
  intake::CsvWriter writer(sheet, intake::Encoding::utf8);
  writer.write(headings);
  writer.write(values);
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Import import(transaction, call.backend.vocabulary, cipher, order);
  auto report = TRY(import.run(intake::bytes_of(sheet.str())));
  if (!report.problems.empty()) {
    const auto& problem = report.problems.front();
    const Fact* fact = entity.find_heading(problem.column);
    return Error{ErrorCode::invalid_input,
                 fmt::format("{}：{}", problem.column, problem.message),
                 {fact == nullptr ? problem.column : fact->id},
                 problem.fix};
  }
  TRY(import.store());
  TRY(exchange::note_changes(
      transaction, call.backend.arrangements,
      {entity.id, order.source, import.learnt_at(), call.caller->account, call.machine_now()}));
  return report;
}

}  // namespace

Result<registers::ImportReport> store_row(Call& call, store::Transaction& transaction,
                                          const Entity& entity, const Cells& cells) {
  auto order = order_of(call, entity);
  TRY(hold_to_reporter(call, transaction, entity, order));
  return store_by(call, transaction, entity, cells, order);
}

Result<registers::ImportReport> store_row_at(Call& call, store::Transaction& transaction,
                                             const Entity& entity, const Cells& cells,
                                             registers::Place place) {
  auto order = order_of(call, entity);
  order.place_lo = order.place_hi = place;
  return store_by(call, transaction, entity, cells, order);
}

}  // namespace leye::api
