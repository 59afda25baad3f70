// What sources say differently about a person or an employer: what stands, why, what others say.
#pragma once

#include "api/call.hpp"

namespace leye::api {

// What a source says for the same time.
struct SaidValue {
  std::string value;   // as a page shows it, masked
  std::string source;  // as the row names it; of a delivery its file
  std::string source_label;
  std::optional<Day> valid_from;
  std::optional<Day> learnt_on;
};
BOOST_DESCRIBE_STRUCT(SaidValue, (), (value, source, source_label, valid_from, learnt_on))

struct SaidOtherwise {
  SaidValue said;
  bool held = false;  // it was not let in; else it stood before
  std::string owner_label;
  std::optional<Day> due_on;
  std::string state;  // of the task; empty: there is none
  std::string state_label;
  bool overdue = false;
  std::string note;
};
BOOST_DESCRIBE_STRUCT(SaidOtherwise, (),
                      (said, held, owner_label, due_on, state, state_label, overdue, note))

struct ContestedFact {
  std::string entity_label;
  std::string fact;
  std::string fact_label;
  SaidValue standing;
  std::string because;             // rank, settled, later
  std::vector<std::string> order;  // whose word counts before whose
  std::vector<SaidOtherwise> others;
  bool open = false;  // somebody has to answer
};
BOOST_DESCRIBE_STRUCT(ContestedFact, (),
                      (entity_label, fact, fact_label, standing, because, order, others, open))

struct ContestedFacts {
  std::vector<ContestedFact> facts;
};
BOOST_DESCRIBE_STRUCT(ContestedFacts, (), (facts))

// A file with disagreements that nobody settled.
struct ContestedFile {
  std::string key;  // "person:17": of the list
  std::optional<Id> person_id;
  std::optional<Id> organisation_id;
  std::string name;
  std::string kind_label;
  std::vector<std::string> facts_label;
  std::int64_t open = 0;
  std::string owner_label;
  Day due_on;
  bool overdue = false;
};
BOOST_DESCRIBE_STRUCT(ContestedFile, (),
                      (key, person_id, organisation_id, name, kind_label, facts_label, open,
                       owner_label, due_on, overdue))

std::vector<Route> contested_routes();

}  // namespace leye::api
