// A person as lists show one: the number masked.
#pragma once

#include "api/call.hpp"
#include "api/persons.hpp"
#include "registers/people.hpp"

namespace leye::api {

PersonCard card_of(const Call& call, const registers::PersonCard& person);

}  // namespace leye::api
