#include "registers/record_changes.hpp"

#include <fmt/format.h>

#include "registers/record_changes.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t reason_bytes_min = 4, reason_bytes_max = 1500;

Status check_reason(const std::string& reason) {
  if (reason.size() >= reason_bytes_min && reason.size() <= reason_bytes_max) return Done{};
  return Error{ErrorCode::invalid_input, "请写明原因", {"reason"}, "两个汉字以上，五百字以内"};
}

Result<store::Rows> find(store::Transaction& transaction, const RecordChange& change) {
  TRY(check_reason(change.reason));
  auto rows = TRY(transaction.query(sql::record_to_change, change.record, change.entity,
                                    change.owner, change.owner_id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这条登记，或它已经撤销"};
  const auto within = [&](const char* column) {
    const auto place = rows[0].get<std::optional<std::int64_t>>(column);
    return place && *place >= change.place_lo && *place <= change.place_hi;
  };
  if (within("place") || within("person_place") || within("organisation_place")) return rows;
  return Error{ErrorCode::invalid_input,
               "不在您的管辖范围",
               {"record"},
               "核对区划；确属外地的请交由当地办理"};
}

Status note(store::Transaction& transaction, const RecordChange& change, const char* what,
            const RecordFound& found) {
  TRY(transaction.execute(sql::note_change, change.record, what, change.reason, change.account,
                          change.made_by, change.now, found.place, found.said));
  return Done{};
}

RecordFound found_in(const store::Rows& rows) {
  return {rows[0].get<std::int64_t>("place"), rows[0].get<std::string>("said")};
}

}  // namespace

Result<RecordFound> find_record_to_change(store::Transaction& transaction,
                                          const RecordChange& change) {
  return found_in(TRY(find(transaction, change)));
}

Status withdraw_record(store::Transaction& transaction, const RecordChange& change) {
  const auto rows = TRY(find(transaction, change));
  const auto named_by = rows[0].get<std::int64_t>("named_by");
  if (named_by > 0) {
    return Error{ErrorCode::conflict,
                 fmt::format("还有 {} 条登记指向这一条，不能撤销", named_by),
                 {},
                 "先更正或撤销指向它的登记"};
  }
  TRY(transaction.execute(sql::keep_withdrawn_record, change.record, change.now));
  if (TRY(transaction.execute(sql::delete_withdrawn_record, change.record)) != 1)
    return Error{ErrorCode::conflict, "这条登记刚刚变了", {}, "请刷新后再试"};
  return note(transaction, change, "withdrawn", found_in(rows));
}

Status note_correction(store::Transaction& transaction, const RecordChange& change,
                       const RecordFound& found, bool one_changed) {
  const auto known = TRY(transaction.query(sql::is_known_since, change.record, change.now));
  if (!one_changed || known[0].get<std::int64_t>("n") == 0) {
    return Error{ErrorCode::invalid_input,
                 "没有改动，或改动了区分不同登记的项目",
                 {"facts"},
                 "区分项目写错的，请撤销这一条，再重新登记"};
  }
  TRY(find(transaction, change));
  return note(transaction, change, "corrected", found);
}

}  // namespace leye::registers
