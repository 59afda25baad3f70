// Erasing people, legal holds, terms of keeping: asked by one, decided by another.
#pragma once

#include "api/call.hpp"
#include "api/contract.hpp"
#include "api/persons.hpp"
#include "api/route.hpp"

namespace leye::api {

struct AskErasure {
  std::string ground;  // term_over, purpose_over, consent_withdrawn, unlawful
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskErasure, (), (ground, reason))

struct AskHold {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskHold, (), (reason))

struct DecidePrivacy {
  bool approve = false;
  std::string opinion;
};
BOOST_DESCRIBE_STRUCT(DecidePrivacy, (), (approve, opinion))

struct ErasureLine {
  Id id;
  Id person_id;
  std::string person_name;
  std::string ground_label;
  std::string reason;
  std::string asked_by;
  std::string asked_at;
  std::string state;  // open, erased, refused
  std::string state_label;
  std::string decided_by;
  std::string decided_at;
  std::string opinion;
  bool may_decide = false;
};
BOOST_DESCRIBE_STRUCT(ErasureLine, (),
                      (id, person_id, person_name, ground_label, reason, asked_by, asked_at, state,
                       state_label, decided_by, decided_at, opinion, may_decide))

struct HoldLine {
  Id id;
  Id person_id;
  std::string person_name;
  std::string reason;
  std::string made_by;
  std::string made_at;
  bool may_lift = false;
};
BOOST_DESCRIBE_STRUCT(HoldLine, (),
                      (id, person_id, person_name, reason, made_by, made_at, may_lift))

struct TermLine {
  std::string kind;
  std::string label;
  std::int64_t months = 0;
  std::string action;  // archive, destroy, ask
  std::string action_label;
  std::string basis;
};
BOOST_DESCRIBE_STRUCT(TermLine, (), (kind, label, months, action, action_label, basis))

struct RetentionLine {
  Id id;
  std::string label;
  std::string action_label;
  Day cut_off;
  std::int64_t due = 0;
  std::int64_t done = 0;
  std::string listed_by;
  std::string listed_at;
  std::string state;  // open, confirmed, refused
  std::string state_label;
  std::string decided_by;
  std::string decided_at;
  std::string opinion;
  bool may_decide = false;
};
BOOST_DESCRIBE_STRUCT(RetentionLine, (),
                      (id, label, action_label, cut_off, due, done, listed_by, listed_at, state,
                       state_label, decided_by, decided_at, opinion, may_decide))

// Before it is asked for: what stands against it, each with its term, rule and day.
struct ErasureOutlook {
  std::string state;  // "", open, erased, refused: of the last asking
  std::optional<ErasureNote> note;
  std::optional<HoldLine> hold;
  std::vector<std::string> obstacles;
  std::int64_t shared_papers = 0;  // prove answers about others too: they stay
  std::vector<std::string> told_elsewhere;  // what other systems hold: it is withdrawn there
};
BOOST_DESCRIBE_STRUCT(ErasureOutlook, (),
                      (state, note, hold, obstacles, shared_papers, told_elsewhere))

// A person file whose term of keeping is over.
struct PersonDueLine {
  Id person_id;
  std::string person_name;
  Day unchanged_since;
};
BOOST_DESCRIBE_STRUCT(PersonDueLine, (), (person_id, person_name, unchanged_since))

struct Privacy {
  std::vector<ErasureLine> erasures;
  std::vector<HoldLine> holds;
  std::vector<TermLine> terms;
  std::vector<RetentionLine> lists;
  std::vector<PersonDueLine> people_due;  // the longest unchanged first, some of them
  bool may_list = false;                  // the caller: what is due
};
BOOST_DESCRIBE_STRUCT(Privacy, (), (erasures, holds, terms, lists, people_due, may_list))

// Of a person whose data was destroyed; none otherwise.
Result<std::optional<ErasureNote>> erasure_note(const Call& call, store::Transaction& transaction,
                                                std::int64_t person);

// conflict: the route is a part of a person's file ("/api/v1/persons/{id}/…") and the person was
// erased. The file itself and the asking for it answer that it was; nothing else does.
Status refuse_parts_of_erased(Call& call);

std::vector<Route> privacy_routes();

}  // namespace leye::api
