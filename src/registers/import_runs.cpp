#include "registers/import_runs.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "registers/import_runs.sql.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t kept_listed_max = 100;

const std::vector<std::string> names_of_a_person{"person_id", "householder_id"};
const std::vector<std::string> names_of_an_organisation{"organisation_id", "employer_id"};

std::string hexadecimal(const Bytes& bytes) {
  std::string text;
  for (const auto byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace

Result<std::int64_t> ImportRuns::record(const ImportOrder& order, const ImportReport& report,
                                        const ImportSender& sender) {
  const auto rows = TRY(transaction_.query(
      sql::record_import_run, report.entity->id, sender.file_name, report.form, sender.account,
      sender.account_name, order.place_lo, order.place_hi, order.source, order.now, report.rows,
      report.added, report.changed));
  return rows[0].get<std::int64_t>("id");
}

Result<std::vector<ImportRun>> ImportRuns::latest(Place place_lo, Place place_hi, int count,
                                                     std::int64_t own) {
  std::vector<ImportRun> runs;
  const auto rows = TRY(transaction_.query(sql::import_runs, place_lo, place_hi, count, own));
  for (const store::Row row : rows) {
    ImportRun run;
    run.id = row.get<std::int64_t>("id");
    run.kind = row.get<std::string>("kind");
    run.file_name = row.get<std::string>("file_name");
    run.form = row.get<std::string>("form");
    run.account_name = row.get<std::string>("account_name");
    run.stored_at = row.get<Instant>("stored_at");
    run.rows = row.get<std::int64_t>("row_count");
    run.added = row.get<std::int64_t>("added");
    run.changed = row.get<std::int64_t>("changed");
    run.undone_at = row.get<std::optional<Instant>>("undone_at");
    run.removed = row.get<std::optional<std::int64_t>>("removed").value_or(0);
    run.restored = row.get<std::optional<std::int64_t>>("restored").value_or(0);
    run.kept = row.get<std::optional<std::int64_t>>("kept").value_or(0);
    runs.push_back(std::move(run));
  }
  return runs;
}

Result<Undone> ImportRuns::undo(std::int64_t id, Place place_lo, Place place_hi,
                                std::int64_t account, Instant now, std::int64_t own) {
  const auto rows = TRY(transaction_.query(sql::import_run_to_undo, id, place_lo, place_hi, own));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这次导入"};
  if (rows[0].get<bool>("undone")) {
    return Error{ErrorCode::conflict, "这次导入已经撤销", {}, "如需再次导入，请重新上传文件"};
  }
  const Entity* entity = vocabulary_.find_entity(rows[0].get<std::string>("kind"));
  if (entity == nullptr) {
    return Error{ErrorCode::conflict, "词汇表里已没有这一类登记", {}, "请系统管理员核对政策包"};
  }
  const Stored stored{rows[0].get<std::string>("source"), rows[0].get<Instant>("stored_at")};
  // Also where the clock stands still it is undone after it was stored.
  now = std::max(now, stored.at + std::chrono::microseconds(1));
  Undone undone = TRY(entity->id == "person"         ? undo_people(stored, now)
                      : entity->id == "organisation" ? undo_organisations(stored, now)
                      : entity->is_record() ? undo_rows("register_record", stored, now)
                                            : undo_rows(entity->id, stored, now));
  undone.kind = entity->id;
  TRY(transaction_.execute(sql::mark_import_run_undone, id, now, account, undone.removed,
                           undone.restored, undone.kept));
  return undone;
}

void ImportRuns::add_kept(const store::Rows& rows, Undone& undone) {
  for (const store::Row row : rows) {
    ++undone.kept;
    if (undone.changes.size() == kept_listed_max) continue;
    undone.changes.push_back({row.get<std::optional<std::string>>("name").value_or(""),
                              row.get<std::optional<std::string>>("changed_by").value_or("")});
  }
}

Result<Undone> ImportRuns::undo_people(const Stored& stored, Instant now) {
  Undone undone;
  add_kept(TRY(transaction_.query(sql::kept_people, names_of_a_person, stored.at, stored.source)),
           undone);
  const auto done = TRY(transaction_.query(sql::undo_people, names_of_a_person, stored.at,
                                           stored.source, now));
  undone.removed = done[0].get<std::int64_t>("removed");
  undone.restored = done[0].get<std::int64_t>("restored");
  TRY(find_phones_again(now));
  return undone;
}

// A phone came back sealed; what finds it is computed from it again.
Status ImportRuns::find_phones_again(Instant now) {
  std::vector<std::int64_t> people;
  std::vector<std::string> blinds;
  const auto rows = TRY(transaction_.query(sql::phones_that_came_back, now));
  for (const store::Row row : rows) {
    const auto phone = TRY(cipher_.open(row.get<Salt>("salt"), row.get<Bytes>("phone_cipher")));
    people.push_back(row.get<std::int64_t>("person_id"));
    blinds.push_back(hexadecimal(cipher_.phone_blind(phone)));
  }
  if (!people.empty()) TRY(transaction_.execute(sql::find_phones_again, people, blinds));
  return Done{};
}

Result<Undone> ImportRuns::undo_organisations(const Stored& stored, Instant now) {
  Undone undone;
  add_kept(TRY(transaction_.query(sql::kept_organisations, names_of_an_organisation, stored.at,
                                  stored.source)),
           undone);
  const auto done = TRY(transaction_.query(sql::undo_versions, std::string("organisation_version"),
                                           std::string("organisation_id"), names_of_an_organisation,
                                           stored.at, stored.source, now));
  undone.removed = done[0].get<std::int64_t>("removed");
  undone.restored = done[0].get<std::int64_t>("restored");
  return undone;
}

Result<Undone> ImportRuns::undo_rows(const std::string& table, const Stored& stored, Instant now) {
  Undone undone;
  add_kept(TRY(transaction_.query(sql::kept_rows, table, stored.at, stored.source)), undone);
  const auto done =
      TRY(transaction_.query(sql::undo_rows, table, stored.at, stored.source, now));
  undone.removed = done[0].get<std::int64_t>("removed");
  undone.restored = done[0].get<std::int64_t>("restored");
  return undone;
}

Result<std::vector<ColumnChoice>> ImportRuns::remembered(const Entity& entity,
                                                         const Layout& layout) {
  std::vector<ColumnChoice> choices;
  const auto rows = TRY(transaction_.query(sql::layout_remembered, entity.id, layout.hash));
  if (rows.empty()) return choices;
  for (const std::string& text : rows[0].get<std::vector<std::string>>("columns")) {
    const auto blank = text.find(' ');
    ColumnChoice choice;
    std::from_chars(text.data(), text.data() + text.size(), choice.column);
    if (blank != text.npos) choice.fact = text.substr(blank + 1);
    const bool known = choice.fact.empty() || entity.find_fact(choice.fact) != nullptr;
    if (known) choices.push_back(std::move(choice));
  }
  return choices;
}

Status ImportRuns::remember(const Entity& entity, const Layout& layout, std::int64_t account,
                            Instant now) {
  std::vector<std::string> columns;
  for (const LayoutColumn& column : layout.columns) {
    if (!column.chosen) continue;
    columns.push_back(column.fact == nullptr
                          ? std::to_string(column.column)
                          : fmt::format("{} {}", column.column, column.fact->id));
  }
  if (columns.empty()) return Done{};
  TRY(transaction_.execute(sql::remember_layout, entity.id, layout.hash, columns, account, now));
  return Done{};
}

}  // namespace leye::registers
