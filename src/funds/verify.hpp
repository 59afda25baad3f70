// Do the books hold? Used by `leye verify`, by tests, and after a restore.
//
// Everything is computed again from the entries and compared with what is stored beside them:
// balances; each batch's rows, control total and plan; each row's entries; the return files; and,
// given the cipher, each sent file, byte by byte by its digest.
#pragma once

#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "store/transaction.hpp"

namespace leye::funds {

struct VerifyCheck {
  std::string name;
  std::int64_t looked_at = 0;
  std::vector<std::string> faults;  // the first few, each naming its record
};

struct VerifyReport {
  std::vector<VerifyCheck> checks;
  bool sound() const;
};

std::string to_text(const VerifyReport& report);  // a line for each check

Result<VerifyReport> verify_books(store::Transaction& transaction);

// Writes each sent file again and compares its digest.
Result<VerifyCheck> verify_files(store::Transaction& transaction, const Cipher& cipher);

}  // namespace leye::funds
