// Reading the audit: who looked at an object, and the audit administrator's list.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/record.hpp"
#include "store/transaction.hpp"

namespace leye::audit {

struct Line {
  Position position;
  Record record;
  std::string login;  // empty: nobody was signed in
  std::string name;
  std::string for_name;  // under a delegation: for whom
  bool sealed = false;
};

struct Lines {
  std::vector<Line> items;
  std::int64_t total = 0;
};

struct Search {
  std::string object = {};       // empty: all
  std::string login = {};        // empty: all
  std::string area_schema = {};  // empty: all
  std::optional<Day> from = {};  // days in China, both counted; list_records alone
  std::optional<Day> until = {};
  std::int64_t size = 20;
  std::int64_t offset = 0;
};

// Newest first.
Result<Lines> list_records(store::Transaction& transaction, const Search& search);

// Those who saw the object in this area ("person:17"), newest first; `search.login` is not used.
Result<Lines> who_looked(store::Transaction& transaction, const Search& search);

// How many different people an account read by this act since the moment.
Result<std::int64_t> people_read(store::Transaction& transaction, std::int64_t account,
                                 const std::string& act, Instant since);

// Who acted for one of `accounts`, and for whom one of them acted, as far as it matters here: on
// one of the objects, or by one of the acts on whatever object.
struct ActedFor {
  std::string area_schema;
  std::vector<std::int64_t> accounts;
  std::vector<std::string> objects = {};
  std::vector<std::string> acts = {};
  Instant since{};
};
Result<std::vector<std::int64_t>> acted_for(store::Transaction& transaction, const ActedFor& asked);

// Whether one of the acts was done on one of the objects for one of `accounts`, by `giver`, or by
// somebody for whom one of `accounts` acted on it.
Result<bool> was_done_for(store::Transaction& transaction, const ActedFor& asked,
                          std::optional<std::int64_t> giver);

// "查看档案" for "read_person"; the word itself if there is no label.
std::string act_label(const std::string& act);

}  // namespace leye::audit
