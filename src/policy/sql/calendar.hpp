// Days, months and places: as explain/calculate.hpp, in SQL. Never age(): its months are not ours.
#pragma once

#include "policy/sql/bounds.hpp"

namespace leye::policy::sql {

class Calendar {
 public:
  Calendar(Expressions& e, Arithmetic& arithmetic) : e_(e), arithmetic_(arithmetic) {}

  Bounds add_months(const Bounds& day, const Bounds& months);
  Bounds full_months(const Bounds& from, const Bounds& to);
  Bounds full_years(const Bounds& born, const Bounds& on);
  Bounds month_share(const Bounds& from, const Bounds& until);
  // month_start, year_of, year_start, year_end, month_of
  Bounds rising(Op op, const Bounds& a);

  Id inside(const Bounds& place, const Bounds& area);
  Bounds area_of(const Bounds& place, int digits);

 private:
  template <class Function>
  Bounds apart(const Bounds& from, const Bounds& to, Function function);
  Id day_of(Share bound);  // a date; null beyond some four centuries
  Id year(Id date);
  Id month_index(Id date);
  Id day_in_month(Id date);
  Id days_in_month(Id date);
  Id moved(Id date, Id months);
  Id digits_of_date(Id date);  // 20230801
  Id last_place_of(Id area);
  Bounds pair(const Bounds& like, Share low, Share high, Id none, Id maybe);

  Expressions& e_;
  Arithmetic& arithmetic_;
};

}  // namespace leye::policy::sql
