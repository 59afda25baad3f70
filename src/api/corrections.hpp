// Correcting who somebody is (数据修改申请单): asked by one, decided by another.
#pragma once

#include "api/persons.hpp"

namespace leye::api {

struct AskCorrection {
  std::string kind;  // number, name, swapped
  std::string value;
  std::optional<Id> other;  // swapped: the other person
  std::string evidence;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskCorrection, (), (kind, value, other, evidence, reason))

struct CorrectionCase {
  Id id;
  std::string number;
  std::string measure;
  std::string state;
};
BOOST_DESCRIBE_STRUCT(CorrectionCase, (), (id, number, measure, state))

struct CorrectionLine {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string state;
  std::string state_label;
  Id person_id;
  std::string person_name;
  std::optional<Id> other_id;
  std::string other_name;
  bool may_decide = false;  // the caller
  std::string before;       // in a list numbers are masked
  std::string after;
  std::string evidence;
  std::string reason;
  std::string asked_by;
  std::string asked_at;
  std::string decided_by;
  std::string decided_at;
  std::string opinion;
  std::vector<CorrectionCase> cases;  // of one ticket only, not in lists
};
BOOST_DESCRIBE_STRUCT(CorrectionLine, (),
                      (id, kind, kind_label, state, state_label, person_id, person_name, other_id,
                       other_name, may_decide, before, after, evidence, reason, asked_by, asked_at,
                       decided_by, decided_at, opinion, cases))

struct DecideCorrection {
  bool approve = false;
  std::string opinion;
};
BOOST_DESCRIBE_STRUCT(DecideCorrection, (), (approve, opinion))

}  // namespace leye::api
