// What every resource shares on the wire: errors, pages, the label beside a code.
//
// The structs of src/api/*.hpp are the HTTP contract: JSON in, JSON out and /api/openapi.json
// are made from them (base/json_schema.hpp). Ids are strings, money a decimal string in yuan,
// days ISO dates; a coded value comes with its Chinese label in a member `…_label`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "base/day.hpp"
#include "base/json.hpp"
#include "base/money.hpp"

namespace leye::api {

using json::Id;

struct Failure {
  std::string code;  // stable, docs/errors.md
  std::string message;
  std::vector<std::string> where;
  std::string fix;
  std::string clause;  // of the policy that stands in the way, if one does
};
BOOST_DESCRIBE_STRUCT(Failure, (), (code, message, where, fix, clause))

struct FailureBody {
  Failure error;
};
BOOST_DESCRIBE_STRUCT(FailureBody, (), (error))

// A bounded part of a list. Pages count from 1.
template <class T>
struct Page {
  std::vector<T> items;
  std::int64_t total = 0;
  std::int64_t page = 1;
  std::int64_t size = 20;
  BOOST_DESCRIBE_CLASS(Page, (), (items, total, page, size), (), ())
};

struct Labelled {
  std::string code;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(Labelled, (), (code, label))

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

}  // namespace leye::api
