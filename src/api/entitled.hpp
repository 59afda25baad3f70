// What the rules say of one person or one organisation, measure by measure.
#pragma once

#include "api/call.hpp"
#include "api/persons.hpp"

namespace leye::api {

// The caller has been found to be allowed to see the subject.
Result<std::vector<Entitlement>> entitlements_of_person(Call& call, std::int64_t person);
Result<std::vector<Entitlement>> entitlements_of_organisation(Call& call,
                                                              std::int64_t organisation);

// The measure's Chinese name beside its id.
void label_measure(const Call& call, GrantLine& grant);
// The same in the lines of a timeline that tell of grants, without the keys of records.
void label_measures(const Call& call, std::vector<TimelineLine>& timeline);

// The names of the categories that recognitions name by their ids.
void label_categories(const Call& call, std::vector<RecordListLine>& lists);

}  // namespace leye::api
