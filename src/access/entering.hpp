// Signing in and changing a password together with what must be written if and only if it is done:
// the record of the audit. See session.hpp for the rest.
#pragma once

#include <functional>

#include "access/session.hpp"

namespace leye::access {

// Its error opens no session.
using BeforeEntering = std::function<Status(store::Transaction&, const Caller&)>;
Result<SignedIn> sign_in(store::Connection& connection, const Cipher& cipher,
                         const Credentials& credentials, Instant now,
                         const BeforeEntering& before_commit);

// Its error changes nothing.
using BeforeChanging = std::function<Status(store::Transaction&)>;
Status change_password(store::Connection& connection, const Caller& caller,
                       const NewPassword& change, Instant now,
                       const BeforeChanging& before_commit);

}  // namespace leye::access
