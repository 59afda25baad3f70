// Which data other departments send, and whose word counts for what: data/exchange/feeds.json.
//
//   const Catalogue catalogue = TRY(Catalogue::load(vocabulary));
//   const Feed* feed = catalogue.find("police_population");
//
// A feed is for a purpose and holds only the facts that it needs: other columns of a delivery are
// not read. A department's rows are known by source_prefix(), so that the register can tell who
// said a fact; "window" is whoever is no department: clerks and what they import.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::exchange {

struct Department {
  std::string id, zh, en;
};

struct Feed {
  std::string id, department;
  std::string kind;  // the entity its rows are
  std::string zh, en, purpose, basis;
  std::vector<std::string> facts;
  std::string every;             // month, quarter, year
  std::int64_t due_day = 0;      // days after the end of the period
  std::int64_t settle_days = 0;  // calendar days for a disagreement
  std::string approver;          // at the department
  std::string owner;             // the role that answers disagreements
};

struct Priority {
  std::string entity, fact;              // "*": every fact without an entry
  std::vector<std::string> departments;  // the first is believed before all others
};

// The period that was over last on a day, and by when what it is about should be here.
struct Period {
  Day first;
  Day due;
};

class Catalogue {
 public:
  // invalid_input where the file names what the vocabulary does not know.
  static Result<Catalogue> load(const Vocabulary& vocabulary);
  static Result<Catalogue> read(const std::filesystem::path& file, const Vocabulary& vocabulary);

  const Feed* find(std::string_view id) const;
  const Department& department_of(const Feed& feed) const;
  const std::vector<Feed>& feeds() const { return feeds_; }

  // Who is believed before whom about a fact, by their ids; empty: nobody before anybody.
  std::vector<std::string> order_of(std::string_view entity, std::string_view fact) const;
  // The department whose data that is; `window` for everything else.
  std::string who_said(std::string_view source) const;
  // Null for `window`.
  const Department* find_department(std::string_view id) const;

  // JSON for registers::Import::hold_back: by fact, which sources rank before the feed's.
  std::string ranks_for(const Feed& feed) const;

 private:
  std::vector<Department> departments_;
  std::vector<Feed> feeds_;
  std::vector<Priority> priorities_;
};

// "公安部门数据交换 ": with what the source of each row of a department begins.
std::string source_prefix(const Department& department);

Period last_period(const Feed& feed, Day today);

}  // namespace leye::exchange
