// The route table: each endpoint with who may call it, what it does to the world and how it is
// recorded. /api/openapi.json, the access matrix and the dispatcher all come from it.
//
// A route stands in the table only when it works. Each resource has a file with its handlers and
// a function `…_routes()`; routes.cpp puts them together.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "access/roles.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace leye::json {
class Schemas;
}

namespace leye::api {

class Call;

enum class Effect {
  reads,    // GET
  changes,  // POST with CSRF token
  decides,  // moves money or a decision: also an Idempotency-Key
  opens,    // POST before there is a session: sign-in
};

// What bounds the rows a caller sees, beyond the role. `place` is the row-level security range of
// the role; `own` is the person or organisation the account stands for.
enum class Bound { nothing, place, own };

using Handler = std::function<Result<http::Response>(Call&)>;
using DescribeSchema = std::function<std::string(json::Schemas&)>;

struct Route {
  http::Method method = http::Method::get;
  std::string path;  // "/api/v1/persons/{id}"
  std::string summary;
  access::RoleSet roles;
  Handler handler;
  DescribeSchema takes = nullptr;  // the body; none: no body
  DescribeSchema gives = nullptr;  // null: not JSON, see `gives_type`
  std::string gives_type = "application/json; charset=utf-8";
  std::string takes_type = "application/json";
  std::vector<std::string> query = {};  // names of query parameters
  Effect effect = Effect::reads;
  Bound bound = Bound::place;
  bool signed_out = false;               // answered without a session too
  bool with_temporary_password = false;  // also before the password that somebody gave is changed
  bool own_transactions = false;  // the handler commits by itself; see access/idempotency.hpp
  bool keeps_answer = false;      // it does so once, and calls Call::keep before it does
  std::string act = {};  // the audit's word: "read_person"; empty: not recorded by the dispatcher
  std::uint64_t body_bytes_max = 256 * 1024;
};

std::vector<Route> all_routes();

// The contract as OpenAPI 3.1, with every struct of src/api declared.
std::string openapi();

}  // namespace leye::api
