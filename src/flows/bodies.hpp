// The bodies that packs name (由 县区人社局), as far as accounts can be told to belong to them: the
// words are data, code tables body and body_level of the vocabulary.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

// What the name says: the level, and the roles that its accounts have; no roles: a body that the
// table does not know.
struct Body {
  std::optional<policy::PlaceLevel> level;  // none: of any
  std::vector<std::string_view> roles;
};
Body body_named(const Vocabulary& vocabulary, std::string_view name);

// The bodies outside the bureau whose accounts may hold steps of a path (协办机构): all of the
// table but those whose accounts have roles of their own.
std::vector<const Code*> outside_bodies(const Vocabulary& vocabulary);

// The level of a place range: of a street, of a county, of a city.
policy::PlaceLevel level_of(std::int64_t place_lo, std::int64_t place_hi);

// Whether the account is one of that body: a role that it has, at its level.
bool acts_for(const Vocabulary& vocabulary, const Actor& actor, std::string_view body);

}  // namespace leye::flows
