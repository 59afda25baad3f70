// Real-name binding (实名绑定): an account of the public stands for a person or an organisation
// after a proof, and for as long as the proof holds (docs/decisions/0048-proof-at-the-counter.md).
//
// At the counter a clerk who has seen the papers gives a code (give_code). With the code, the name
// and the number its holder makes an account, or binds one again whose binding ended (bind). A
// binding ends when somebody ends it; it is not in force outside the dates of an agent's
// authorisation, nor once the person's number is another than the one that was proved.
//
// Whether names and numbers are right is for the caller to say (registers/proof.hpp): here nobody
// knows persons. Who may call is checked in src/api.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/accounts.hpp"
#include "base/cipher.hpp"
#include "base/day.hpp"

namespace leye::access {

struct Agent {  // 经办人: acts for an organisation
  std::string name;
  std::string number;  // canonical ID number; kept as a blind index
  Day from, until;     // of the authorisation, both included
};

struct NewCode {
  Subject subject;
  std::string seen;            // the paper that was seen, 2 to 60 characters
  std::optional<Agent> agent;  // of an organisation
  std::int64_t given_by = 0;
  int days = 0;       // for which the code is good
  int years_max = 0;  // of an authorisation
};

struct GivenCode {
  std::int64_t id = 0;
  std::string code;  // ten letters and digits in two groups; shown once, kept nowhere
  Instant ends_at;
};

// In force for so many days; codes given before to the same person or agent end.
// invalid_input: dates in the wrong order, over, or longer than so many years.
Result<GivenCode> give_code(store::Transaction& transaction, const Cipher& cipher,
                            const NewCode& code, Day today, Instant now);

struct FoundCode {
  std::int64_t id = 0;
  Subject subject;
  std::string agent_name;
  Bytes agent_blind;  // compare with agent_blind()
  std::int64_t given_by = 0;
};
// Nothing if there is none in force; letters count in any case, blanks and dashes do not.
Result<std::optional<FoundCode>> find_code(store::Transaction& transaction, const Cipher& cipher,
                                           const std::string& area_schema, const std::string& typed,
                                           Day today, Instant now);
Bytes agent_blind(const Cipher& cipher, const std::string& canonical_number);

// Counts a try for this number from this address before anything is looked up. overloaded after 5
// for one number or 20 for all from one address within 15 minutes, together with signing in.
// Commits. The returned id goes to note_success.
Result<std::int64_t> count_try(store::Connection& connection, const std::string& number,
                               const std::string& address, Instant now);
Status note_success(store::Transaction& transaction, std::int64_t attempt);

struct Binding {
  std::string login, name, password;
  std::string role;        // citizen | employer
  std::int64_t place = 0;  // of the role: the area
  Bytes number_blind;      // of a person; empty of an organisation
};
// A new account, or the one of this login whose binding ended, if the password is its own. The
// account's id. invalid_input, conflict: as make_account.
Result<std::int64_t> bind(store::Transaction& transaction, const FoundCode& code,
                          const Binding& binding, Instant now);

struct BindingInForce {
  std::int64_t id = 0;
  std::optional<Bytes> number_blind;  // that the person must still have
  std::optional<Day> from, until;     // of the agent's authorisation
};
// Nothing if it ended.
Result<std::optional<BindingInForce>> binding_of(store::Transaction& transaction,
                                                 std::int64_t account);

struct BindingRow {
  std::int64_t id = 0;
  std::string login, name, seen, agent_name, given_by, ended_because;
  Instant bound_at;
  std::optional<Instant> ended_at;
  std::optional<Bytes> number_blind;
  std::optional<Day> from, until;
  bool disabled = false;
};
struct CodeRow {
  std::int64_t id = 0;
  std::string seen, agent_name, given_by;
  Instant given_at, ends_at;
};
struct BindingRows {
  std::vector<BindingRow> bindings;  // newest first, ended ones too
  std::vector<CodeRow> codes;        // given and not used
};
Result<BindingRows> bindings_of(store::Transaction& transaction, const Subject& subject,
                                Instant now);

// Whose it is; nothing if there is no such binding in this area.
Result<std::optional<Subject>> subject_of_binding(store::Transaction& transaction,
                                                  const std::string& area_schema, std::int64_t id);
// conflict: it ended before. The account's sessions end.
Status end_binding(store::Transaction& transaction, std::int64_t id, std::int64_t by,
                   const std::string& because, Instant now);

}  // namespace leye::access
