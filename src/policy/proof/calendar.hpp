// Days as a month and a day of it: adding months is then linear, which the solver is quick at.
// Where a month ends (the 28th to the 31st) is left open, and a distance in days is known but for
// three days: what is proved holds for every calendar, what is found explain/ confirms by the real
// one.
#pragma once

#include <map>

#include "policy/proof/world.hpp"

namespace leye::policy::proof {

class Calendar {
 public:
  explicit Calendar(World& world) : world_(world), logic_(world.logic()) {}

  Term at_most(const Symbol& a, const Symbol& b);
  Term equal(const Symbol& a, const Symbol& b);
  Symbol add_months(const Symbol& day, Term months);
  Symbol add_days(const Symbol& day, Term days);
  Term days_between(const Symbol& from, const Symbol& to);  // to - from
  Term full_months(const Symbol& from, const Symbol& to);
  Term full_years(const Symbol& born, const Symbol& on);
  Term month_share(const Symbol& from, const Symbol& until);
  Term year_of(const Symbol& day);
  Symbol month_start(Term month);
  Symbol year_start(Term year);
  Symbol year_end(Term year);

 private:
  Term key(const Symbol& day);
  Symbol next_to(const Symbol& day, bool after);
  Term twelfth(Term months);  // whole years in months, rounded down
  Term days_of_months(Term months);

  World& world_;
  Logic& logic_;
  std::map<Term, Term> twelfths_, lengths_;
  std::map<std::pair<Term, Term>, Term> shares_;
};

}  // namespace leye::policy::proof
