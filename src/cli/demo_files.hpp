// What other departments sent of the demonstration's city, taken in when it is made and compared
// with what was planted after its first screening (city/sent_files.hpp).
#pragma once

#include <string>

#include "cli/demo_city.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::cli {

Status take_demo_files(store::Transaction& transaction, const registers::IdentityCipher& cipher,
                       const DemoCity& city);

// Lines for people; empty for a city of an older program, which took none in.
Result<std::string> describe_demo_files(store::Transaction& transaction,
                                        const registers::IdentityCipher& cipher,
                                        const DemoCity& city);

}  // namespace leye::cli
