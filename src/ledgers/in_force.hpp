// The ledgers in force beside a vocabulary: given once, before the first request is answered.
//
//   ledgers::put_in_force(vocabulary, TRY(Ledgers::load(folders, vocabulary)));
//   const Ledgers& ledgers = ledgers::in_force(vocabulary);
//
// Whoever serves has one vocabulary; tests have one for each register they make.
#pragma once

#include "ledgers/ledger.hpp"

namespace leye::ledgers {

void put_in_force(const Vocabulary& vocabulary, Ledgers ledgers);

// None where none were given.
const Ledgers& in_force(const Vocabulary& vocabulary);

}  // namespace leye::ledgers
