// Assisted filing (帮办): before somebody of the staff files for a person, the person has agreed,
// and how is kept: he stood at the counter and showed his card, signed a sheet, said so before a
// witness, or agreed online. What was filed names the consent; withdrawn, it covers nothing more.
// What the authority pushes without an application needs none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

enum class ConsentGiven { present, signed_sheet, spoken, online };
const char* name(ConsentGiven how);  // "present", "signed", "spoken", "online"
std::optional<ConsentGiven> find_consent_given(const std::string& name);

struct NewConsent {
  std::int64_t person = 0;
  std::string measure;  // empty: whatever is filed
  ConsentGiven how = ConsentGiven::present;
  std::string evidence;      // the paper seen, or where the signed sheet is kept
  std::string witness;       // who heard it
  std::optional<Day> until;  // the last day; presence counts for the day itself
};
// The consent's id. invalid_input: evidence or witness is missing, or it would last more than a
// year; not_found: no such person in the actor's places.
Result<std::int64_t> record_consent(store::Transaction& transaction, const Bureau& bureau,
                                    const Actor& actor, const NewConsent& consent);

struct Filed {
  std::int64_t person = 0;
  std::string applicant;
  std::int64_t consent = 0;
  ConsentGiven how = ConsentGiven::present;
};
// To be called in the transaction that opens a case. Nothing if the case needs no consent: the
// applicant files himself, is an organisation, or the authority opens it. conflict: the person has
// not agreed.
Result<std::optional<Filed>> file_with_consent(store::Transaction& transaction,
                                               const Bureau& bureau, const Actor& actor,
                                               std::int64_t case_id);

struct Consent {
  std::int64_t id = 0;
  std::string measure, evidence, witness, recorded_by, withdrawn_because;
  ConsentGiven how = ConsentGiven::present;
  Day until;
  Instant given_at;
  std::optional<Instant> withdrawn_at;
};
struct Filing {
  std::int64_t consent = 0, case_id = 0;
  std::string number, measure, by;
  Instant at;
};
struct ConsentsOfPerson {
  std::vector<Consent> consents;  // newest first
  std::vector<Filing> filings;    // what was filed for the person
};
// Who filed a case for its applicant, and how that one had agreed.
struct FiledFor {
  std::string by;
  ConsentGiven how = ConsentGiven::present;
  Instant at;
};
// Empty: filed by the applicant, opened by the authority, or outside the transaction's places.
Result<std::optional<FiledFor>> filing_under(store::Transaction& transaction,
                                             std::int64_t case_id);

// not_found outside the places of the transaction.
Result<ConsentsOfPerson> consents_of(store::Transaction& transaction, std::int64_t person);

// Whose it is; not_found outside the actor's places.
Result<std::int64_t> person_of_consent(store::Transaction& transaction, std::int64_t consent);
// conflict: it was withdrawn before, or the person was erased. What was filed under it stays filed.
Status withdraw_consent(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                        std::int64_t consent, const std::string& because);

}  // namespace leye::flows
