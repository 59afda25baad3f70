// Families of which nobody works, those whose time is up first: since when, by when one of them is
// to be helped into work. src/registers/families.hpp says how it is counted.
#pragma once

#include "api/persons.hpp"
#include "api/route.hpp"
#include "registers/families.hpp"

namespace leye::api {

// One rule on one family, by today's registers.
struct FamilyClock {
  std::string rule;
  std::string label;
  std::string label_en;
  Day since;                        // the first day on which nobody worked
  std::int32_t working_days = 0;    // allowed
  std::optional<Day> due;           // none: the calendar of its year is not known
  std::optional<std::int32_t> left;  // working days, today not counted; negative: too late
  bool overdue = false;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(FamilyClock, (),
                      (rule, label, label_en, since, working_days, due, left, overdue, why))

struct FamilyRuleLine {
  std::string rule;
  std::string label;
  std::string label_en;
  std::int32_t working_days = 0;
  std::string why;
  std::int64_t families = 0;  // today, at the caller's places
};
BOOST_DESCRIBE_STRUCT(FamilyRuleLine, (), (rule, label, label_en, working_days, why, families))

struct FamilyLine {
  Id id;
  std::optional<PersonCard> head;  // none: outside the caller's places
  std::string place_label;
  std::int64_t people = 0;
  FamilyClock clock;
};
BOOST_DESCRIBE_STRUCT(FamilyLine, (), (id, head, place_label, people, clock))

struct FamilyDesk {
  std::vector<FamilyRuleLine> rules;
  std::int64_t listed_at_most = 0;  // of each rule, the longest standing ones
  std::vector<FamilyLine> items;    // in the order of the rules
};
BOOST_DESCRIBE_STRUCT(FamilyDesk, (), (rules, listed_at_most, items))

FamilyClock clock_of(const Call& call, const registers::FamilyRule& rule, Day since);

std::vector<Route> family_routes();

}  // namespace leye::api
