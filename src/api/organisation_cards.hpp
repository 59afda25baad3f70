// An employer as lists show one.
#pragma once

#include "api/call.hpp"
#include "api/organisations.hpp"
#include "registers/organisations.hpp"

namespace leye::api {

OrganisationCard card_of(const Call& call, const registers::OrganisationCard& organisation);

}  // namespace leye::api
