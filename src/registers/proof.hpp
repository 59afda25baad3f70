// Whether a name and a number are those of a file: what somebody says who wants to prove that a
// file is about him. Nothing here tells what the right ones are.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

// The blind index of the number that was proved; empty if name or number are other ones, or the
// file is gone. `number` in any spelling.
Result<Bytes> prove_person(store::Transaction& transaction, const IdentityCipher& cipher,
                           std::int64_t person, const std::string& name, const std::string& number);

// Whether the person still has the number that was proved.
Result<bool> has_number(store::Transaction& transaction, std::int64_t person, const Bytes& blind);

// Whether the unified code is the organisation's.
Result<bool> prove_organisation(store::Transaction& transaction, std::int64_t organisation,
                                const std::string& uscc);

}  // namespace leye::registers
