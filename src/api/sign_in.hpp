// Signing in and out, and who one is.
#pragma once

#include "api/contract.hpp"

namespace leye::access {
struct Caller;
}

namespace leye::api {

struct SignIn {
  std::string account;
  std::string password;
  std::optional<std::string> code;  // of the second factor, once one is in force
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (account, password, code))

struct PlaceName {
  Id code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(PlaceName, (), (code, name))

// Under a delegation: for whom, until when.
struct ActingForWhom {
  Id delegation;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(ActingForWhom, (), (delegation, name))

struct Me {
  std::string account;
  std::string name;
  std::vector<std::string> roles;  // English words, in the order of role_labels
  std::vector<std::string> role_labels;
  std::vector<PlaceName> places;
  PlaceName area;
  Day today;
  std::string csrf_token;
  std::vector<std::string> menus;
  std::optional<Id> person_id;        // of a citizen
  std::optional<Id> organisation_id;  // of an employer
  bool clock_moves = false;           // the demonstration's business day can be set
  bool password_temporary = false;    // it must be changed before anything else
  bool second_factor = false;         // in force for this account
  bool second_factor_due = false;     // one must be taken before anything else
  std::optional<ActingForWhom> acting_for;
  std::vector<std::string> bodies;  // of another body's account: which, by name
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (account, name, roles, role_labels, places, area, today, csrf_token, menus,
                       person_id, organisation_id, clock_moves, password_temporary, second_factor,
                       second_factor_due, acting_for, bodies))

class Call;
// Of the caller as the session stands.
Result<Me> describe(Call& call, const access::Caller& caller);

struct ChangePassword {
  std::string current;
  std::string next;
};
BOOST_DESCRIBE_STRUCT(ChangePassword, (), (current, next))

struct SecondFactorSecret {
  std::string secret;  // base 32, for typing
  std::string uri;     // otpauth://totp/…, for the square code
};
BOOST_DESCRIBE_STRUCT(SecondFactorSecret, (), (secret, uri))

struct SecondFactorCode {
  std::string code;  // six digits
};
BOOST_DESCRIBE_STRUCT(SecondFactorCode, (), (code))

struct Health {
  std::string status;  // ok
  std::string version;
};
BOOST_DESCRIBE_STRUCT(Health, (), (status, version))

struct MoveClock {
  Day day;
};
BOOST_DESCRIBE_STRUCT(MoveClock, (), (day))

struct PlaceLine {
  Id code;
  std::string name;
  std::string level;
  std::string level_label;
  Id parent;
};
BOOST_DESCRIBE_STRUCT(PlaceLine, (), (code, name, level, level_label, parent))

}  // namespace leye::api
