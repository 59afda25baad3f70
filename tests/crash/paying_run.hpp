// One process of the kill loop: takes the waiting payments from where they are to paid.
#pragma once

#include <string>

#include "base/result.hpp"

namespace leye::crash {

// What the parent hands to a child in its environment.
struct Errand {
  std::string books_dsn;
  std::string bank_dsn;
  std::string folder;  // of payment files
};

// Resumes what an earlier process began, then makes, approves and sends a batch, takes the bank's
// answer, and re-issues what was rejected, until nothing waits; then claims one payment back and
// books its repayment in two parts. Safe to run again after any death.
Status pay_everything(const Errand& errand);

}  // namespace leye::crash
