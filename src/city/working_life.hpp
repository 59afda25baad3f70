// Work: when a person was hired by whom, registered as unemployed, insured.
//
// Only what reaches into the city's three years is made. The grey zones of the rules are kept for
// planted records: whoever changes jobs from one day to the next was insured in the old one and
// stays there some days into the new; whoever does not was away from work for over a month; nobody
// is hired out of school before the day of leaving, or by the same employer twice.
#pragma once

#include "city/employers.hpp"
#include "city/households.hpp"

namespace leye::city {

void live(PersonFile& person, Draw& draw, Registry& registry, Employers& employers,
          const Newcomer& who, const Home& home, Day today);

}  // namespace leye::city
