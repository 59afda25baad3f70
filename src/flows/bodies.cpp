#include "flows/bodies.hpp"

namespace leye::flows {
namespace {

using policy::PlaceLevel;

constexpr std::int64_t county_span = 1'000'000;
constexpr std::int64_t street_span = 1'000;

struct LevelWord {
  std::string_view word;
  PlaceLevel level;
};
// The first that the name holds: 县区 before 区, 镇街 before both.
constexpr LevelWord level_words[] = {
    {"街道", PlaceLevel::street}, {"镇街", PlaceLevel::street}, {"街镇", PlaceLevel::street},
    {"乡镇", PlaceLevel::street}, {"社区", PlaceLevel::street}, {"县区", PlaceLevel::county},
    {"省", PlaceLevel::province}, {"市", PlaceLevel::city},     {"区", PlaceLevel::county},
    {"县", PlaceLevel::county},
};

struct Family {
  std::string_view word;
  std::vector<std::string_view> roles;
};

const std::vector<Family>& families() {
  static const std::vector<std::string_view> office = {"window_clerk", "first_checker",
                                                       "second_checker", "director"};
  static const std::vector<Family> all = {
      {"社会保险", {"insurance_agency"}},
      {"社保经办", {"insurance_agency"}},
      {"财政", {"finance_bureau"}},
      {"人社", office},
      {"人力社保", office},
      {"人力资源", office},
      {"就业局", office},
      {"就业服务", office},
      {"社会保障所", office},
      {"街道办事处", office},
      {"乡镇人民政府", office},
  };
  return all;
}

}  // namespace

Body body_named(std::string_view name) {
  Body body;
  for (const auto& [word, level] : level_words) {
    if (name.find(word) == name.npos) continue;
    body.level = level;
    break;
  }
  for (const auto& [word, roles] : families()) {
    if (name.find(word) == name.npos) continue;
    body.roles = roles;
    break;
  }
  return body;
}

policy::PlaceLevel level_of(std::int64_t place_lo, std::int64_t place_hi) {
  const auto span = place_hi - place_lo + 1;
  if (span <= street_span) return PlaceLevel::street;
  return span <= county_span ? PlaceLevel::county : PlaceLevel::city;
}

bool acts_for(const Actor& actor, std::string_view name) {
  const Body body = body_named(name);
  if (body.level && *body.level != level_of(actor.place_lo, actor.place_hi)) return false;
  return std::any_of(body.roles.begin(), body.roles.end(),
                     [&](std::string_view role) { return actor.has_role(std::string(role)); });
}

}  // namespace leye::flows
