// Whose files an account saw within some days, and what it took away as sheets: the list that a
// leak of personal data asks for (个人信息保护法第五十七条). Objects are told by their numbers;
// whose they are is for those who may open them.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::audit {

struct OpenedBy {
  std::string login;
  Day from, until;  // both counted, in China
  std::int64_t limit = 0;
};

struct OpenedFile {
  std::string object;  // "person:17", "organisation:4"
  std::int64_t times = 0;
  Instant first, last;
  std::vector<std::string> acts;       // words of the audit
  std::vector<std::string> addresses;  // from where
};

// Those whom it saw first stand first; also those seen masked, in lists.
Result<std::vector<OpenedFile>> files_opened(store::Transaction& transaction,
                                             const OpenedBy& asked);

struct TakenSheet {
  Instant at;
  std::string act, object, detail, address;
};

// Sheets whose rows the audit does not name one by one: `detail` says how many.
Result<std::vector<TakenSheet>> sheets_taken(store::Transaction& transaction,
                                             const OpenedBy& asked);

}  // namespace leye::audit
