#include "city/households.hpp"

#include <array>

namespace leye::city {
namespace {

struct AgeBand {
  int low, high, weight;
};

Day born_at(Draw& draw, Day today, int age) {
  return add_months(today, -12 * age) - static_cast<int>(draw.below(365));
}

int head_age(Draw& draw) {
  static constexpr std::array bands = {AgeBand{21, 29, 11}, AgeBand{30, 39, 21},
                                       AgeBand{40, 49, 24}, AgeBand{50, 59, 23},
                                       AgeBand{60, 69, 13}, AgeBand{70, 86, 8}};
  auto at = static_cast<int>(draw.below(100));
  for (const AgeBand& band : bands) {
    if ((at -= band.weight) < 0) return draw.between(band.low, band.high);
  }
  return bands.back().high;
}

int child_count(Draw& draw, int age) {
  if (age < 24) return 0;
  const auto at = draw.below(100);
  return at < 10 ? 0 : at < 40 ? 1 : at < 84 ? 2 : 3;
}

void add_children(std::vector<Newcomer>& family, Draw& draw, Day today, int parent_age,
                  const std::string& surname) {
  for (int left = child_count(draw, parent_age); left > 0; --left) {
    const int age = parent_age - draw.between(22, 34);
    // Grown-up children have mostly left the house.
    if (age < 0 || age > 45 || (age > 24 && !draw.chance(300))) continue;
    const bool male = draw.chance(525);
    family.push_back({born_at(draw, today, age), male, surname, male ? "2" : "3"});
  }
}

struct Schooling {
  Code level;
  int age = 0;  // on leaving
  std::string school;
};

// Shares by generation and by town or country, out of 1000.
Schooling schooling(const Setting& setting, Draw& draw, int birth_year, bool urban) {
  const int university = birth_year >= 1995   ? (urban ? 500 : 330)
                         : birth_year >= 1982 ? (urban ? 300 : 120)
                         : birth_year >= 1965 ? (urban ? 90 : 20)
                                              : 8;
  if (draw.chance(university)) {
    const auto at = draw.below(1000);
    if (at < 25) return {"14", 25, setting.university.pick(draw)};
    if (at < 450) return {"21", 22, setting.university.pick(draw)};
    return {"31", 21, setting.college.pick(draw)};
  }
  const auto at = draw.below(1000);
  if (birth_year >= 1982) {
    if (at < 190) {
      const Code level = draw.chance(500) ? "41" : "44";
      return {level, 18, setting.vocational_school.pick(draw)};
    }
    if (at < 430) return {"61", 18, ""};
    return at < 930 ? Schooling{"71", 15, ""} : Schooling{"81", 12, ""};
  }
  if (at < 120) return {"61", 18, ""};
  if (at < 560) return {"71", 15, ""};
  return at < 900 ? Schooling{"81", 12, ""} : Schooling{"90", 12, ""};
}

// What a person still at school has finished.
Code finished_before(int age) {
  return age >= 18 ? "61" : age >= 15 ? "71" : age >= 12 ? "81" : "90";
}

void educate(PersonFile& person, const Setting& setting, Draw& draw, Day born, bool urban,
             Day today) {
  const int birth_year = born.civil().year;
  const Schooling taken = schooling(setting, draw, birth_year, urban);
  const int leaving_year = birth_year + taken.age + (born.civil().month >= 9 ? 1 : 0);
  const Day left = Day::from_civil(leaving_year, 6, draw.between(12, 30)).value();
  if (left > today) {
    person.education = finished_before(full_years(born, today));
    return;
  }
  person.education = taken.level;
  // Lower schools and the years before files were kept have no record.
  if (taken.level < "60" && leaving_year >= 1998) {
    person.educations.push_back({taken.level, taken.school, left});
  }
}

}  // namespace

bool is_university_graduate(const Code& level) {
  return level == "11" || level == "14" || level == "17" || level == "21" || level == "28" ||
         level == "31";
}

Home make_home(const Setting& setting, Draw& draw) {
  const std::size_t county = setting.population.pick(draw);
  return {county, setting.counties[county].pick(draw)};
}

std::vector<Newcomer> make_family(const Setting& setting, Draw& draw, Day today, std::size_t room) {
  std::vector<Newcomer> family;
  const int age = head_age(draw);
  const bool male = draw.chance(760);
  const std::string surname = setting.surname(draw);
  family.push_back({born_at(draw, today, age), male, surname, "0"});
  std::string children_surname = surname;
  if (draw.chance(age < 25 ? 200 : 850)) {
    const std::string other = setting.surname(draw);
    const int spouse_age = std::max(20, age + draw.between(-4, 3) - (male ? 1 : -1));
    family.push_back({born_at(draw, today, spouse_age), !male, other, "1"});
    if (!male) children_surname = other;
  }
  if (family.size() > 1 || draw.chance(400)) {
    add_children(family, draw, today, age, children_surname);
  }
  if (age >= 26 && age <= 58 && draw.chance(240)) {
    const int parent = std::min(96, age + draw.between(21, 30));
    family.push_back({born_at(draw, today, parent), true, surname, "5"});
    if (draw.chance(600)) {
      family.push_back({born_at(draw, today, parent - 2), false, setting.surname(draw), "5"});
    }
  }
  if (family.size() > room) family.resize(room);
  return family;
}

Result<PersonFile> make_person(const Setting& setting, Draw& draw, Registry& registry,
                               const Newcomer& who, const Home& home, Day today) {
  PersonFile person;
  person.id = registry.next_person++;
  person.id_number = TRY(registry.id_numbers.next(who.born, who.male));
  person.name = who.surname + setting.given_name(draw, who.male);
  person.male = who.male;
  // Three files in a thousand lack the birth date.
  if (!draw.chance(3)) person.birth_date = who.born;
  person.nation = draw.chance(8) ? "03" : "01";
  const bool urban = home.village.urban;
  person.hukou_kind = draw.chance(urban ? 520 : 40) ? "10" : "20";
  person.residence_place = home.village.code;
  person.hukou_place = person.residence_place;
  if (draw.chance(70)) person.hukou_place = make_home(setting, draw).village.code;
  person.phone = phone_number(person.id);
  person.relation = who.relation;
  const bool disabled = draw.chance(18);
  person.health = disabled ? "6" : draw.chance(60) ? "3" : "1";
  if (disabled) person.disability_grade = std::to_string(draw.between(1, 4));
  const int age = full_years(who.born, today);
  person.veteran = age >= 20 && who.male && draw.chance(30);
  // Deaths of the last two years: their files stay.
  if (draw.chance(age >= 70 ? 60 : age >= 50 ? 8 : 1)) {
    person.death_date = draw.between(add_months(today, -22), today - 10);
    if (*person.death_date <= who.born) person.death_date.reset();
  }
  educate(person, setting, draw, who.born, urban, today);
  return person;
}

}  // namespace leye::city
