// Just under a limit, at it, just over it: one situation of which one fact is moved across the
// limit, everything else as it was.
//
// The situations are those of the pack's worked cases, the ones that are entitled first; so the
// other conditions are met wherever a case meets them. Where no case has a record that a comparison
// looks at, or not as many as it counts, records are added (added_rows.hpp). A search that finds
// nothing says so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/differential/case_facts.hpp"
#include "policy/edges/comparisons.hpp"

namespace leye::policy::edges {

struct EdgeRow {
  std::string moved;  // the value that the fact was given
  std::string found;  // what is compared,
  std::string limit;  // and its limit, in this situation
  Answer answer;
};

struct Witness {
  Day on;                                  // the day of evaluation
  std::string fact_zh, fact_en;            // which was moved: 招用.人员.出生日期
  std::optional<EdgeRow> under, at, over;  // none: the fact cannot make it so
  bool decides = false;  // the answer or the amount changes, and one of the three is entitled
};

class WitnessSearch {
 public:
  // `cases` are changed while searching, and put back. All must outlive it.
  WitnessSearch(const Plan& plan, const Measure& measure, const Vocabulary& vocabulary,
                std::vector<differential::CaseFacts>& cases);
  ~WitnessSearch();

  std::optional<Witness> find(const Edge& edge);

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace leye::policy::edges
