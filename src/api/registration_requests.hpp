// Registrations that people ask for online (网上办理), and the window's answers.
#pragma once

#include "api/evidence.hpp"
#include "api/windows.hpp"

namespace leye::api {

struct OnlineKind {
  WindowKind kind;
  bool at_once = false;  // else a clerk answers …
  std::int32_t working_days = 0;  // … within these
  bool papers = false;
  bool needs_papers = false;
  std::vector<KindFact> facts;  // that are asked for, with their codes
};
BOOST_DESCRIBE_STRUCT(OnlineKind, (), (kind, at_once, working_days, papers, needs_papers, facts))

struct RequestFact {
  std::string fact;
  std::string label;
  std::string value;
  std::string label_value;
};
BOOST_DESCRIBE_STRUCT(RequestFact, (), (fact, label, value, label_value))

struct RegistrationRequest {
  Id id;
  Id person_id;
  std::string who;
  std::string place_label;
  std::string kind;
  std::string label;
  std::vector<RequestFact> facts;
  std::optional<Day> last_day;
  std::string note;
  std::string state;  // open | accepted | returned | withdrawn
  std::string state_label;
  std::string made_at;
  Day due_on;
  std::string answered_by;
  std::string answered_at;
  std::string opinion;
  std::vector<EvidenceLine> papers;
};
BOOST_DESCRIBE_STRUCT(RegistrationRequest, (),
                      (id, person_id, who, place_label, kind, label, facts, last_day, note, state,
                       state_label, made_at, due_on, answered_by, answered_at, opinion, papers))

struct OwnRegistrations {
  std::vector<OnlineKind> kinds;
  std::vector<WindowGoesOn> goes_on;  // what is registered of the person
  std::vector<RegistrationRequest> items;
};
BOOST_DESCRIBE_STRUCT(OwnRegistrations, (), (kinds, goes_on, items))

struct AskRegistration {
  std::string kind;
  std::vector<WrittenFact> facts;
  std::optional<Day> last_day;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(AskRegistration, (), (kind, facts, last_day, note))

struct AnswerRegistration {
  bool accept = false;
  std::string opinion;
};
BOOST_DESCRIBE_STRUCT(AnswerRegistration, (), (accept, opinion))

std::vector<Route> registration_request_routes();

}  // namespace leye::api
