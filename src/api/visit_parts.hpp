// What visits.cpp, visit_bag.cpp and surveys.cpp share.
#pragma once

#include "api/bind.hpp"
#include "api/rulebook.hpp"
#include "api/visits.hpp"
#include "visits/surveys.hpp"

namespace leye::api {

inline constexpr access::RoleSet visit_workers{access::Role::window_clerk,
                                               access::Role::first_checker};
inline constexpr access::RoleSet visit_readers =
    access::clerks | access::RoleSet{access::Role::auditor};

// The plans of the version in force, and who asks. Lives as long as the call.
struct VisitCall {
  explicit VisitCall(const Call& call)
      : plans(call.backend.rulebook.visits), cipher(call.backend.cipher) {}
  const visits::Plans& plans;
  registers::IdentityCipher cipher;
  visits::VisitDesk desk(const Call& call) const {
    return {call.backend.vocabulary, call.backend.ledgers,  plans,
            cipher,                  call.caller->account,  call.post.place,
            call.post.range.low,     call.post.range.high,  call.now(),
            call.machine_now(),      call.backend.rulebook.numbers.visit_taken_late};
  }
};

std::string visit_code_label(const Call& call, const char* table, std::string_view code);
std::vector<Labelled> visit_codes(const Call& call, const char* table);
VisitSurvey visit_survey(const Call& call, const visits::Survey& survey);
VisitCounts visit_counts(const visits::TaskCounts& counts);
std::vector<VisitPlace> visit_places(const std::vector<visits::PlaceCounts>& places);
// A value of a fact as people read it.
std::string visit_value(const Call& call, const Fact& fact, const std::string& value);

}  // namespace leye::api
