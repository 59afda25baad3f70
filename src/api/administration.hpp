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
  std::string body_label = {};  // where in the organisation tree
  std::optional<Day> until = {};  // the body's last day
};
BOOST_DESCRIBE_STRUCT(RoleHeld, (), (id, role, role_label, place, place_label, body_label, until))

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

struct Roles {
  std::vector<RoleLine> items;
};
BOOST_DESCRIBE_STRUCT(Roles, (), (items))

struct GiveRole {
  Id account;
  std::string role;
  Id place;
  std::optional<Id> body;  // of the organisation tree; who works for an outside body has one
};
BOOST_DESCRIBE_STRUCT(GiveRole, (), (account, role, place, body))

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
