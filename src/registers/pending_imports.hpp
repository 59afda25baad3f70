// Imports in two steps, as a web page needs them: preview now, confirm later.
//
//   PendingImports imports(transaction, vocabulary, master, cipher);
//   const Preview preview = TRY(imports.preview(order, account, "花名册.csv", bytes));
//   … another request …
//   const ImportReport done = TRY(imports.store(preview.id, order, account));
//
// Between the two the file is kept, encrypted; at the confirmation it is read and compared again,
// so that what was stored meanwhile is taken into account. Another account's file is not_found.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "base/cipher.hpp"
#include "registers/import.hpp"

namespace leye::registers {

struct Preview {
  std::int64_t id = 0;
  ImportReport report;
};

class PendingImports {
 public:
  // The transaction's scope must bypass row-level security (import.hpp).
  PendingImports(store::Transaction& transaction, const Vocabulary& vocabulary,
                 const Cipher& master, const IdentityCipher& cipher)
      : transaction_(transaction), vocabulary_(vocabulary), master_(master), cipher_(cipher) {}

  Result<Preview> preview(const ImportOrder& order, std::int64_t account,
                          const std::string& file_name, std::string_view content);

  // `order.kind` is the file's own. conflict if it was stored before.
  Result<ImportReport> store(std::int64_t id, ImportOrder order, std::int64_t account);

  Status write_wrong_rows(std::int64_t id, ImportOrder order, std::int64_t account,
                          std::ostream& out);

 private:
  struct File {
    std::string kind, content;
  };
  Result<File> file(std::int64_t id, std::int64_t account);

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const Cipher& master_;
  const IdentityCipher& cipher_;
};

}  // namespace leye::registers
