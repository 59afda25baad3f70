// For tests: measures whose paths, read from the packs of two cities, give steps to bodies outside
// the bureau. Only the place in charge is another one: the tests' subject is a person.
#pragma once

#include <fstream>
#include <sstream>

#include "base/resources.hpp"
#include "flows/people_measures.hpp"

namespace leye::flows {

// The path of a measure as the file of a pack has it.
inline std::string pack_path(const std::string& file, const std::string& measure) {
  std::ifstream in(resource("packs").value() / file);
  std::stringstream text;
  text << in.rdbuf();
  const std::string all = text.str();
  const auto fence = all.find("```path " + measure + "\n");
  CHECK(fence != all.npos);
  const auto from = all.find('\n', fence) + 1;
  std::string path = all.substr(from, all.find("```", from) - from);
  const std::string place = "管辖 place 登记地";
  const auto at = path.find(place);
  CHECK(at != path.npos);
  return path.replace(at, place.size(), "管辖 residence_place");
}

inline policy::Plan measures_of_outside_bodies() {
  const policy::Facts facts(policy::test_vocabulary());
  const auto relief = pack_path("jiulongpo-2020/4-start-ups.md", "start_up_tax_relief");
  const auto loan = pack_path("haidian-2018/3-loans.md", "personal_start_up_loan");
  policy::Plan plan;
  plan.id = "example";
  plan.document = "示例政发〔2023〕4号";
  plan.digest = "0004";
  plan.measures = {
      for_veterans(facts, {"start_up_tax_relief", "重点群体创业税收扣减"}, relief.c_str(), 0),
      for_veterans(facts, {"start_up_loan", "创业担保贷款"}, loan.c_str(), 0)};
  return plan;
}

}  // namespace leye::flows
