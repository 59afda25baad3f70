#include "registers/pending_imports.hpp"

#include "base/digest.hpp"
#include "intake/csv_writer.hpp"
#include "registers/pending_imports.sql.hpp"

namespace leye::registers {
namespace {

constexpr const char* purpose = "import_file.content";

}  // namespace

Result<Preview> PendingImports::preview(const ImportOrder& order, std::int64_t account,
                                        const std::string& file_name, std::string_view content) {
  Import import(transaction_, vocabulary_, cipher_, order);
  Preview preview;
  preview.report = TRY(import.run(intake::bytes_of(content)));
  const auto rows = TRY(transaction_.query(sql::keep_import_file, preview.report.entity->id,
                                           file_name, sha256_hex(content), account, order.now));
  preview.id = rows[0].get<std::int64_t>("id");
  TRY(transaction_.execute(sql::fill_import_file, preview.id,
                           master_.encrypt(purpose, preview.id, content)));
  return preview;
}

Result<PendingImports::File> PendingImports::file(std::int64_t id, std::int64_t account) {
  const auto rows = TRY(transaction_.query(sql::import_file_of, id, account));
  if (rows.empty()) {
    return Error{ErrorCode::not_found, "没有这次导入", {}, "重新上传文件"};
  }
  return File{rows[0].get<std::string>("kind"),
              TRY(master_.decrypt(purpose, id, rows[0].get<Bytes>("content")))};
}

Result<ImportReport> PendingImports::store(std::int64_t id, ImportOrder order,
                                           std::int64_t account) {
  const auto state = TRY(transaction_.query(sql::import_file_of, id, account));
  if (!state.empty() && !state[0].null("stored_at")) {
    return Error{ErrorCode::conflict, "这次导入已经入库", {}, "如需再次导入，请重新上传文件"};
  }
  const File found = TRY(file(id, account));
  order.kind = found.kind;
  const Instant now = order.now;
  Import import(transaction_, vocabulary_, cipher_, std::move(order));
  ImportReport report = TRY(import.run(intake::bytes_of(found.content)));
  TRY(import.store());
  TRY(transaction_.execute(sql::import_file_stored, id, now));
  return report;
}

Status PendingImports::write_wrong_rows(std::int64_t id, ImportOrder order, std::int64_t account,
                                        std::ostream& out) {
  const File found = TRY(file(id, account));
  order.kind = found.kind;
  Import import(transaction_, vocabulary_, cipher_, std::move(order));
  TRY(import.run(intake::bytes_of(found.content)));
  intake::CsvReader same(intake::bytes_of(found.content));
  intake::CsvWriter writer(out, intake::Encoding::utf8);
  return import.write_wrong_rows(
      same, [&writer](const std::vector<std::string>& cells) { writer.write(cells); });
}

}  // namespace leye::registers
