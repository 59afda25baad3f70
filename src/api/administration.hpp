// The three administrators' consoles: accounts, roles, audit.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct RoleHeld {
  Id id;
  std::string role;
  std::string role_label;
  Id place;
  std::string place_label;
  std::string body_label = {};  // of an outside body: its own name
};
BOOST_DESCRIBE_STRUCT(RoleHeld, (), (id, role, role_label, place, place_label, body_label))

struct AccountLine {
  Id id;
  std::string account;
  std::string name;
  std::string standing;
  std::string standing_label;
  bool disabled = false;
  bool locked = false;
  bool second_factor = false;
  std::vector<RoleHeld> roles;
};
BOOST_DESCRIBE_STRUCT(AccountLine, (),
                      (id, account, name, standing, standing_label, disabled, locked, second_factor,
                       roles))

struct MakeAccount {
  std::string account;
  std::string name;
  std::string password;
  std::string standing;       // business | system_admin | security_admin | audit_admin
  std::string holder_number;  // ID number of the natural person it belongs to
};
BOOST_DESCRIBE_STRUCT(MakeAccount, (), (account, name, password, standing, holder_number))

struct RemoveSecondFactor {
  std::string reason;  // how it was made sure who asks
};
BOOST_DESCRIBE_STRUCT(RemoveSecondFactor, (), (reason))

struct RoleLine {
  std::string role;
  std::string label;
  std::string standing;
  std::vector<std::string> routes;  // "GET /api/v1/persons"
};
BOOST_DESCRIBE_STRUCT(RoleLine, (), (role, label, standing, routes))

// A kind of body outside the bureau, to which a policy gives steps.
struct BodyLine {
  std::string body;  // code of the table body
  std::string label;
};
BOOST_DESCRIBE_STRUCT(BodyLine, (), (body, label))

struct Roles {
  std::vector<RoleLine> items;
  std::vector<BodyLine> bodies;
};
BOOST_DESCRIBE_STRUCT(Roles, (), (items, bodies))

struct GiveRole {
  Id account;
  std::string role;
  Id place;
  std::optional<std::string> body;       // of an outside body: its code
  std::optional<std::string> body_name;  // and its own name
};
BOOST_DESCRIBE_STRUCT(GiveRole, (), (account, role, place, body, body_name))

struct AuditLine {
  Id id;
  std::string at;
  std::string account;
  std::string name;
  std::string for_name;  // under a delegation: for whom
  std::string role_label;
  std::string act;
  std::string act_label;
  std::string object;
  std::string outcome;
  std::string detail;
  std::string address;
  bool sealed = false;
};
BOOST_DESCRIBE_STRUCT(AuditLine, (),
                      (id, at, account, name, for_name, role_label, act, act_label, object, outcome,
                       detail, address, sealed))

}  // namespace leye::api
