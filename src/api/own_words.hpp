// What a person says is wrong in the own file, and the answer.
#pragma once

#include <vector>

#include "api/contract.hpp"
#include "api/route.hpp"

namespace leye::api {

struct OwnWordLine {
  Id id;  // of the register task
  std::string about;
  std::string about_label;
  std::string text;
  std::string said_at;
  std::string state;  // open, done
  std::string state_label;
  std::string outcome;
  std::string answered_by;
  std::string answered_at;
};
BOOST_DESCRIBE_STRUCT(OwnWordLine, (),
                      (id, about, about_label, text, said_at, state, state_label, outcome,
                       answered_by, answered_at))

struct OwnWordKind {
  std::string about;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(OwnWordKind, (), (about, label))

struct OwnWords {
  std::vector<OwnWordKind> kinds;  // what may be spoken about
  std::vector<OwnWordLine> items;
};
BOOST_DESCRIBE_STRUCT(OwnWords, (), (kinds, items))

struct SayOwnWord {
  std::string about;  // one of the kinds
  std::string text;
};
BOOST_DESCRIBE_STRUCT(SayOwnWord, (), (about, text))

std::vector<Route> own_word_routes();

}  // namespace leye::api
