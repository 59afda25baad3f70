// Meetings that decide (上会): agenda, minutes with a number, attendance, recusal, a decision for
// each case. All of it is recorded at once or not at all; afterwards nothing of it
// can be changed (REVOKE).
#pragma once

#include <string>
#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

struct Recusal {
  std::int64_t case_id = 0;
  std::string name;
  std::string reason;
};

struct MeetingDecision {
  std::int64_t case_id = 0;
  std::string decision;  // approve, refuse, return
  std::string opinion;   // needed for refuse and return
  // Read only:
  std::string number = {};
  std::string applicant = {};
  std::string measure = {};
  Money amount = {};
};

struct Meeting {
  std::int64_t id = 0;
  std::string number;  // given when it is recorded
  std::string title;
  std::int64_t place = 0;
  Day held_on;
  std::string chair;
  std::vector<std::string> present;
  std::vector<Recusal> recusals;
  std::string minutes;
  std::vector<MeetingDecision> decisions;
  std::int64_t recorded_by = 0;
};

// Records the meeting and carries out its decisions as the actor, in one transaction. Refused:
// invalid_input (fewer than two present beside the chair after recusals, no minutes, a day in the
// future), and whatever act() refuses for one of its cases, which is then named.
Result<std::int64_t> hold_meeting(store::Connection& connection, const Bureau& bureau,
                                  const Actor& actor, const Meeting& meeting,
                                  const BeforeCommit& before_commit = {});

struct AgendaItem {
  std::int64_t case_id = 0;
  std::string number;
  std::string applicant;
  std::string measure;
  Money amount;
  std::int64_t rows = 0;
};
// Cases that wait for a meeting of the actor.
Result<std::vector<AgendaItem>> agenda(store::Connection& connection, const Bureau& bureau,
                                       const Actor& actor);

Result<Meeting> find_meeting(store::Transaction& transaction, std::int64_t id);
Result<std::optional<Meeting>> meeting_of(store::Transaction& transaction, std::int64_t case_id);
struct MeetingPage {
  std::vector<Meeting> meetings;  // newest first, with attendance and decisions
  std::int64_t total = 0;
};
Result<MeetingPage> list_meetings(store::Transaction& transaction, const Actor& actor,
                                  std::int64_t page, std::int64_t size);

}  // namespace leye::flows
