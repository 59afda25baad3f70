// Assisted filing: what a person agreed to, and what was filed for him (flows/consents.hpp).
#pragma once

#include "api/contract.hpp"
#include "api/route.hpp"
#include "flows/bureau.hpp"
#include "flows/consents.hpp"

namespace leye::api {

class Call;

struct GiveConsent {
  std::string measure;   // empty: whatever is filed
  std::string how;       // present | signed | spoken; of the person himself: online
  std::string evidence;  // the paper seen, or where the signed sheet is kept
  std::string witness;   // who heard it
  std::optional<Day> until;
};
BOOST_DESCRIBE_STRUCT(GiveConsent, (), (measure, how, evidence, witness, until))

struct ConsentLine {
  Id id;
  std::string measure;
  std::string measure_label;
  std::string how;
  std::string how_label;
  std::string evidence;
  std::string witness;
  Day until;
  std::string given_at;
  std::string recorded_by;
  std::string state;  // in_force | over | withdrawn
  std::string state_label;
  std::string withdrawn_because;
};
BOOST_DESCRIBE_STRUCT(ConsentLine, (),
                      (id, measure, measure_label, how, how_label, evidence, witness, until,
                       given_at, recorded_by, state, state_label, withdrawn_because))

struct FilingLine {
  Id consent_id;
  Id case_id;
  std::string number;
  std::string measure_label;
  std::string filed_by;
  std::string filed_at;
};
BOOST_DESCRIBE_STRUCT(FilingLine, (),
                      (consent_id, case_id, number, measure_label, filed_by, filed_at))

struct Consents {
  std::vector<ConsentLine> items;
  std::vector<FilingLine> filings;
};
BOOST_DESCRIBE_STRUCT(Consents, (), (items, filings))

// "本人在场", "书面委托", …
std::string how_label(const Call& call, flows::ConsentGiven how);

struct WithdrawConsent {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawConsent, (), (reason))

std::vector<Route> consent_routes();

struct Case;

// In the transaction that opens a case, before its answer is kept: under which consent it is filed
// for its applicant, if it needs one. conflict: the person has not agreed.
Status file_for_applicant(Call& call, store::Transaction& transaction, std::int64_t case_id);

// That, and then `keeping` (api/desk.hpp).
flows::BeforeCommit filing(Call& call, Case& file);

}  // namespace leye::api
