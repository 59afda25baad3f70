#include "crash/importing_run.hpp"

#include "base/resources.hpp"
#include "intake/workbook.hpp"
#include "store/test_database.hpp"

namespace leye::crash {

Day import_day() { return Day::from_civil(2023, 10, 16).value(); }
Instant import_time() { return Instant(std::chrono::hours(24 * 19'646 + 1)); }

Result<registers::ImportReport> import_sheet(const Sheet& sheet) {
  const auto folder = TRY(resource("vocabulary"));
  const auto vocabulary = TRY(Vocabulary::load(folder));
  const registers::IdentityCipher cipher(Cipher::from_master(Secret(Bytes(32, 7))));
  auto connection = TRY(store::connect(sheet.dsn));
  store::Scope scope = store::TestDatabase::scope();
  scope.bypass = true;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  registers::Import import(transaction, vocabulary, cipher,
                           {sheet.kind, "名册", import_time(), import_day()});
  const intake::FileContent content{.bytes = {}, .path = sheet.path};
  const auto book = TRY(intake::Workbook::open(content));
  auto rows = TRY(book.rows(book.first_visible()));
  auto report = TRY(import.run(*rows));
  TRY(import.store());
  TRY(transaction.commit());
  return report;
}

}  // namespace leye::crash
