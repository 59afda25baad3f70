// Households of a person: who belongs to them since when, whether nobody works; writing it down.
#pragma once

#include "api/families.hpp"
#include "api/persons.hpp"
#include "api/route.hpp"

namespace leye::api {

struct HouseholdMemberLine {
  std::optional<PersonCard> card;  // none: outside the caller's places
  std::string relation;
  std::string relation_label;
  std::string relation_label_en;
  std::optional<Day> start_date;
  std::optional<Day> end_date;
  bool present = false;  // today
  bool registered_unemployed = false;
  bool at_work = false;
  std::string source;
  std::optional<Day> known_from;
  std::int64_t times_changed = 0;  // what was said before is kept
};
BOOST_DESCRIBE_STRUCT(HouseholdMemberLine, (),
                      (card, relation, relation_label, relation_label_en, start_date, end_date,
                       present, registered_unemployed, at_work, source, known_from,
                       times_changed))

struct HouseholdLine {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string kind_label_en;
  std::string place_label;
  std::optional<Id> head;  // none: outside the caller's places
  std::string source;
  bool without_work = false;  // by today's registers
  std::vector<FamilyClock> clocks;  // of each rule that the family comes under today
  std::vector<FamilyCaseLine> cases;  // of the family, those that are open first
  bool may_write = false;     // the caller, here
  std::vector<HouseholdMemberLine> members;
};
BOOST_DESCRIBE_STRUCT(HouseholdLine, (),
                      (id, kind, kind_label, kind_label_en, place_label, head, source,
                       without_work, clocks, cases, may_write, members))

struct Households {
  std::vector<HouseholdLine> items;
};
BOOST_DESCRIBE_STRUCT(Households, (), (items))

// The person is its head, and lives there.
struct MakeHousehold {
  std::string kind;
  Day since;
};
BOOST_DESCRIBE_STRUCT(MakeHousehold, (), (kind, since))

// Either somebody by the number of a document, or a member that is there.
struct SayMember {
  std::string id_number;
  std::optional<Id> person;
  std::string relation;
  std::optional<Day> start_date;
  std::optional<Day> end_date;
};
BOOST_DESCRIBE_STRUCT(SayMember, (), (id_number, person, relation, start_date, end_date))

std::vector<Route> household_routes();

}  // namespace leye::api
