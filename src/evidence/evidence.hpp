// Papers that prove an answer (a scan, a photograph): kept sealed in the database beside the rows
// they are about. Who may add to a row is known by whoever keeps the rows (suspects/suspects.hpp,
// quality/quality_checks.hpp).
//
//   const auto file = TRY(add_file(transaction, cipher, adder, {"社保记录.pdf", bytes}));
//   TRY(attach(transaction, adder, file, "suspect", {{17, town}, {18, town}}));
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::evidence {

inline constexpr std::size_t file_bytes_max = std::size_t{8} << 20;
inline constexpr std::size_t files_of_row_max = 10;

struct Adder {
  std::int64_t account = 0;
  std::int64_t place = 0;  // of the post
  Instant now;
};
struct Paper {
  std::string name;
  std::string_view bytes;
};
struct AboutRow {
  std::int64_t row = 0;
  std::int64_t place = 0;
};

// pdf, jpeg or png by the first bytes, whatever the name says; empty for anything else.
std::string kind_of(std::string_view bytes);

// invalid_input: empty, too large, another kind, or a name that cannot be one.
Result<std::int64_t> add_file(store::Transaction& transaction, const Cipher& cipher,
                              const Adder& adder, const Paper& paper);
// conflict: a row has ten already.
Status attach(store::Transaction& transaction, const Adder& adder, std::int64_t file,
              const std::string& about, const std::vector<AboutRow>& rows);

struct Attached {
  std::int64_t id = 0;
  std::string name;
  std::int64_t size = 0;
  std::int64_t added_by = 0;
};
// By row; only what `only_by` added where it is given.
Result<std::map<std::int64_t, std::vector<Attached>>> of_rows(
    store::Transaction& transaction, const std::string& about,
    const std::vector<std::int64_t>& rows, std::optional<std::int64_t> only_by = {});

struct Opened {
  std::string name, kind, bytes;
  std::string about;
  std::int64_t row = 0, added_by = 0;
};
// not_found: not there, removed, or out of the scope of the transaction.
Result<Opened> open_file(store::Transaction& transaction, const Cipher& cipher, std::int64_t id);

// The paper is no evidence of this row any more; its bytes are wiped when it is of no row.
// not_found: somebody else's.
struct Removed {
  std::string about;
  std::int64_t row = 0;
};
Result<Removed> remove(store::Transaction& transaction, const Adder& adder, std::int64_t id);

}  // namespace leye::evidence
