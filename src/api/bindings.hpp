// Real-name binding of the accounts of citizens and employers (access/bindings.hpp).
#pragma once

#include "api/contract.hpp"
#include "api/route.hpp"

namespace leye::api {

struct GiveCode {
  std::string seen;  // which paper the clerk saw: "居民身份证"
};
BOOST_DESCRIBE_STRUCT(GiveCode, (), (seen))

struct GiveAgentCode {
  std::string seen;  // the authorisation: "授权委托书 2023-07 号"
  std::string agent_name;
  std::string agent_number;
  Day from;
  Day until;
};
BOOST_DESCRIBE_STRUCT(GiveAgentCode, (), (seen, agent_name, agent_number, from, until))

struct CodeGiven {
  std::string code;  // shown once
  std::string ends_at;
};
BOOST_DESCRIBE_STRUCT(CodeGiven, (), (code, ends_at))

// With the code: the person's name and number; or the agent's, and the organisation's code.
struct BindAccount {
  std::string code;
  std::string name;
  std::string number;
  std::optional<std::string> uscc;
  std::string account;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(BindAccount, (), (code, name, number, uscc, account, password))

struct BindingLine {
  Id id;
  std::string account;
  std::string name;
  std::string agent_name;
  std::string seen;
  std::string given_by;
  std::string bound_at;
  std::optional<Day> from;
  std::optional<Day> until;
  std::string state;  // in_force | over | number_changed | ended | disabled
  std::string state_label;
  std::string ended_because;
};
BOOST_DESCRIBE_STRUCT(BindingLine, (),
                      (id, account, name, agent_name, seen, given_by, bound_at, from, until, state,
                       state_label, ended_because))

struct CodeLine {
  Id id;
  std::string seen;
  std::string agent_name;
  std::string given_by;
  std::string given_at;
  std::string ends_at;
};
BOOST_DESCRIBE_STRUCT(CodeLine, (), (id, seen, agent_name, given_by, given_at, ends_at))

struct Bindings {
  std::vector<BindingLine> items;
  std::vector<CodeLine> codes;  // given and not used yet
};
BOOST_DESCRIBE_STRUCT(Bindings, (), (items, codes))

struct EndBinding {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(EndBinding, (), (reason))

std::vector<Route> binding_routes();

class Call;

// forbidden if the account of a citizen or an employer stands for nobody today.
Status check_binding(Call& call);

}  // namespace leye::api
