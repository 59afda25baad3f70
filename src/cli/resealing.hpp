// Sealing anew, under the key in use, what older keys have sealed in one area: numbers, phones and
// accounts of people and employers under their salts, payments, what goes out and came back, lists
// of suspects, checks, papers, keys of feeds and second factors (decision 0053).
//
//   Resealing work(connection, scope, cipher);
//   while (TRY(work.step())) line.show(work.blocks_done());
//   if (work.closed_count() > 0) …
//
// A step reads and writes some hundred values in a transaction of its own. It may be killed after
// any of them and begun again, also while the server runs: both keys open, and look-ups go by blind
// indexes, which do not change. What was changed or erased meanwhile is left as it is.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::cli {

// A column that holds sealed values.
struct SealedColumn {
  const char* table;
  const char* column;
  const char* salt;     // the column of a person's or employer's own salt; empty: under `purpose`
  const char* owner;    // the column that a sealed value is bound to
  const char* purpose;  // base/cipher.hpp; empty where there is a salt
};

// All there are; a test holds it against the schema.
const std::vector<SealedColumn>& sealed_columns();

class Resealing {
 public:
  // `scope` bypasses row-level security; of one area.
  Resealing(store::Connection& connection, store::Scope scope, const Cipher& cipher,
            int values_max = 500);

  // True as long as there is more to look at. Errors are the database's; a value that does not open
  // is noted and passed over.
  Result<bool> step();

  std::int64_t resealed() const { return resealed_; }
  // Of all that is to be read: blocks of tables, for a line of progress.
  std::int64_t blocks() const { return blocks_; }
  std::int64_t blocks_done() const { return blocks_done_ + block_; }
  // "payment.account_cipher 17": what no key of the ring opens; the first hundred.
  const std::vector<std::string>& closed() const { return closed_; }
  std::int64_t closed_count() const { return closed_count_; }

 private:
  Status begin();
  Result<Bytes> sealed_anew(const SealedColumn& column, const store::Row& row) const;

  store::Connection& connection_;
  store::Scope scope_;
  const Cipher& cipher_;
  registers::IdentityCipher identities_;
  int values_max_;
  bool begun_ = false;
  std::size_t at_ = 0;         // the column
  std::int64_t block_ = 0;     // of its table
  std::string after_ = "(0,0)";
  std::vector<std::int64_t> sizes_;
  std::int64_t blocks_ = 0, blocks_done_ = 0, resealed_ = 0, of_pass_ = 0, closed_count_ = 0;
  std::vector<std::string> closed_;
};

// By key, eight digits: how many values of which columns it has sealed.
using SealedByKey = std::map<std::string, std::map<std::string, std::int64_t>>;
Result<SealedByKey> sealed_by_key(store::Transaction& transaction);

}  // namespace leye::cli
