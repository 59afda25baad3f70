// Signing in, and who a request comes from.
//
// A session is a random token of 128 bits in a cookie; the database holds its SHA-256 only. It ends
// after 15 minutes without use (the public: 30), after 8 hours, at sign-out, and at once when the
// account is disabled; roles are read with every request, so a change applies to the next one. The
// CSRF token is derived from the session's token and needs no place of its own.
//
// Times here are the machine's, never the demonstration's business day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/accounts.hpp"
#include "access/places.hpp"
#include "base/cipher.hpp"

namespace leye::access {

// One role at one place, with the range of places it opens.
struct Post {
  Role role = Role::window_clerk;
  std::string area_schema;
  std::int64_t place = 0;
  PlaceRange range;
  std::string body = {};  // of an outside body: its code in the table body ("tax_bureau")
};

// Under a delegation (delegations.hpp): whose roles the session works with.
struct ActingFor {
  std::int64_t delegation = 0;
  std::int64_t account = 0;
  std::string name;
};

struct Caller {
  std::int64_t account = 0;
  std::string login;
  std::string name;
  Standing standing = Standing::business;
  std::optional<Subject> subject;
  std::vector<Post> posts;  // his own, or those of whom he acts for
  std::optional<ActingFor> acting_for;
  Instant seen_at;
  std::string csrf_token;
  bool password_temporary = false;  // given by somebody else: only a new one may be set
  bool second_factor = false;       // in force: he signed in with a code

  // As what is done is signed: 甲, or 甲（代 乙） under a delegation.
  std::string signature() const;
  bool holds(RoleSet roles) const;
  // The post in which to serve a request that any of `roles` may make: the widest, or, if a place
  // is asked for, the widest that holds it.
  const Post* post_for(RoleSet roles, std::optional<std::int64_t> place = {}) const;
};

struct Credentials {
  std::string login;
  std::string password;
  std::string address;    // where the request came from
  std::string code = {};  // of the second factor, where one is in force
};

struct SignedIn {
  std::string token;  // for the cookie, 32 hexadecimal digits
  Caller caller;
};

// unauthenticated, the same for a wrong password, an unknown and a disabled account; overloaded
// after 5 failures for one account or 20 for all from one address within 15 minutes, before any
// password is looked at, so that guessing elsewhere locks nobody out. unauthenticated with `where`
// "code": the password is right, a code of the second factor is missing (that is no failure) or
// wrong (that is one). Commits what it writes.
Result<SignedIn> sign_in(store::Connection& connection, const Cipher& cipher,
                         const Credentials& credentials, Instant now);

// Empty if the token is not that of a session in force.
Result<std::optional<Caller>> find_session(store::Transaction& transaction,
                                           const std::string& token, Instant now);

// Notes that the session is in use; writes at most once a minute.
Status touch_session(store::Transaction& transaction, const std::string& token,
                     const Caller& caller, Instant now);

struct NewPassword {
  std::string token;    // of the session in which it is set; the account's others end
  std::string address;  // where the request came from
  std::string current;
  std::string next;
};

// invalid_input: the current password is wrong, or the next is not acceptable or the same;
// overloaded: tried too often, counted together with signing in. Commits what it writes.
Status change_password(store::Connection& connection, const Caller& caller,
                       const NewPassword& change, Instant now);

Status sign_out(store::Transaction& transaction, const std::string& token, Instant now);

}  // namespace leye::access
