// Families: who lives together, how old, where, with what schooling.
#pragma once

#include "city/draw.hpp"
#include "city/numbers.hpp"
#include "city/rows.hpp"
#include "city/setting.hpp"

namespace leye::city {

// What a household and its members are made from; counts up as they are made.
struct Registry {
  IdNumbers id_numbers;
  Id next_person = 1;
  Id next_household = 1;
  Id next_employment = 1;
};

// Where a household lives.
struct Home {
  std::size_t county = 0;
  Village village;
};

// A person's own traits, before numbers and names; `born` is known even where the file lacks it.
struct Newcomer {
  Day born;
  bool male = true;
  std::string surname;
  Code relation;
};

Home make_home(const Setting& setting, Draw& draw);

// The members' ages and relations, at most `room` of them.
std::vector<Newcomer> make_family(const Setting& setting, Draw& draw, Day today, std::size_t room);

// The file of one person. Schooling finished by `today` is recorded; a student has the level
// below. Errors when the ID numbers of a birth date are used up.
Result<PersonFile> make_person(const Setting& setting, Draw& draw, Registry& registry,
                               const Newcomer& who, const Home& home, Day today);

// 11, 14, 21, 28, 31 …: finished schooling above the senior high school.
bool is_university_graduate(const Code& level);

}  // namespace leye::city
