// Papers that prove an answer, on the wire.
#pragma once

#include <map>

#include "api/call.hpp"
#include "api/contract.hpp"
#include "evidence/evidence.hpp"

namespace leye::api {

struct EvidenceLine {
  Id id;
  std::string name;
  std::int64_t size = 0;
  bool own = false;  // the caller added it
};
BOOST_DESCRIBE_STRUCT(EvidenceLine, (), (id, name, size, own))

std::vector<EvidenceLine> evidence_lines(const Call& call,
                                         const std::vector<evidence::Attached>& papers);

std::vector<Route> evidence_routes();

}  // namespace leye::api
