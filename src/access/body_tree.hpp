// The organisation tree (机构): bureaux, their departments and outlets, and the bodies outside, with
// the days they begin and end (schema/global/0530_bodies.sql).
//
//   const auto id = TRY(make_body(transaction, {area, "A-1", "outlet", false, day, words}, by));
//   TRY(change_body(transaction, area, id, day, other_words, by));  // a new name, a new parent
//   TRY(close_body(transaction, id, last_day, "撤并", by));    // its posts end with it
//
// Nothing is deleted and no row is rewritten: what a body was on a day can always be said. Days are
// those of the machine's clock, as sessions' are. Who may call it is src/api's to say.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/accounts.hpp"
#include "base/day.hpp"
#include "store/transaction.hpp"

namespace leye::access {

struct BodyWords {
  std::string name, short_name;
  std::optional<std::int64_t> parent;
  std::int64_t place = 0;
  std::string uscc;  // empty: it has none
  std::string address, phone, hours;
  friend bool operator==(const BodyWords&, const BodyWords&) = default;
};

struct NewBody {
  std::string area_schema;
  std::string code;  // letters in upper case, digits, hyphens; never given twice
  std::string kind;  // a code of bureau_kind or of body; for good
  bool is_outside = false;
  Day first_day;
  BodyWords words;
};

struct BodyChanger {
  std::int64_t account = 0;  // 0: at installation
  Instant now;
};

struct BodyRow {
  std::int64_t id = 0;
  std::string code, kind;
  bool is_outside = false;
  Day first_day;
  std::optional<Day> last_day;
  BodyWords words;
  std::string place_label;
  std::int64_t children = 0;  // directly below
};

// conflict: the code is taken; another body of that name has the same parent. invalid_input: words
// that do not fit, a parent that ends earlier or does not hold the place.
Result<std::int64_t> make_body(store::Transaction& transaction, const NewBody& made,
                               const BodyChanger& by);

// What is so from that day on. False where it is so already. not_found; conflict: it would stand
// below itself, a later change is there already, or it has ended.
Result<bool> change_body(store::Transaction& transaction, const std::string& area, std::int64_t id,
                         Day from, const BodyWords& words, const BodyChanger& by);

// The last day is included. conflict: bodies still stand below it, or it was closed before.
Status close_body(store::Transaction& transaction, const std::string& area, std::int64_t id,
                  Day last_day, const std::string& reason, const BodyChanger& by);

struct BodyFilter {
  std::string area_schema;
  Day on;
  std::optional<std::int64_t> parent = {};  // 0: those at the top
  std::string wanted = {};                  // part of a name, a code's beginning, a whole USCC
  bool with_closed = false;
  std::int64_t size = 20, offset = 0;
};
struct BodyRows {
  std::vector<BodyRow> items;
  std::int64_t total = 0;
};
Result<BodyRows> list_bodies(store::Transaction& transaction, const BodyFilter& filter);

Result<std::optional<BodyRow>> find_body(store::Transaction& transaction, const std::string& area,
                                         std::int64_t id, Day on);
Result<std::optional<BodyRow>> body_with_code(store::Transaction& transaction,
                                              const std::string& area, const std::string& code,
                                              Day on);

struct BodyStep {
  std::int64_t id = 0;
  std::string name;
};
Result<std::vector<BodyStep>> path_of_body(store::Transaction& transaction,
                                           const std::string& area, std::int64_t id, Day on);

struct BodyVersion {
  Day from;
  BodyWords words;
  std::string parent_name, place_label;
  Instant written_at;
  std::string written_by;
  bool corrected = false;  // by a later one for the same day
};
struct BodyHistory {
  std::vector<BodyVersion> versions;  // the latest first
  std::string close_reason, closed_by;
  std::optional<Instant> closed_at;
};
Result<BodyHistory> history_of_body(store::Transaction& transaction, std::int64_t id);

struct BodyPost {
  std::int64_t account = 0;
  std::string login, name;
  Role role = Role::window_clerk;
  std::string place_label;
  Instant since;
};
Result<std::vector<BodyPost>> posts_at_body(store::Transaction& transaction, std::int64_t id,
                                            Day on);

// give_role() (accounts.hpp) at a body of the tree; `role.body` and `body_name` do not count. Who
// works for an outside body stands at one. invalid_input: there is none, it has ended, or it is
// outside where the role is not.
Result<std::int64_t> give_role_at(store::Transaction& transaction, const NewRole& role,
                                  std::optional<std::int64_t> body, Instant now);

// Until when posts give anything: those of the assignments whose body ends.
Result<std::map<std::int64_t, Day>> last_days_of_posts(store::Transaction& transaction,
                                                       const std::vector<std::int64_t>& roles);

}  // namespace leye::access
