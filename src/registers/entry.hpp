// A new file made by hand: whoever is alike must be told apart first, with a reason that is kept.
//
//   const auto alike = TRY(Duplicates(transaction, cipher, similar).like(candidate));
//   TRY(check_told_apart(alike, apart));
//   … the person is stored, as an import of one row does …
//   const auto id = TRY(person_with_number(transaction, cipher, candidate.number));
//   TRY(keep_told_apart(transaction, {id, account, name, now}, alike, apart));
#pragma once

#include <string>
#include <vector>

#include "registers/duplicates.hpp"
#include "registers/numbers.hpp"
#include "registers/organisations.hpp"

namespace leye::registers {

// A file that is alike is about somebody else.
struct ToldApart {
  std::int64_t id = 0;
  std::string reason;
};

// conflict: one of those alike has the very number or code (there is a file already), or is not
// told apart. invalid_input: a reason is missing or too long.
Status check_told_apart(const std::vector<Likeness>& alike, const std::vector<ToldApart>& apart);

// The refusal of a number or code that has a file; `fact` is the id of what it stands in.
Error has_a_file(const std::string& fact);

struct NewFile {
  std::int64_t person = 0;
  std::int64_t account = 0;  // who made it
  std::string made_by;
  Instant now;
};

// As pairs that were called different (Duplicates::find_all leaves them so).
Status keep_told_apart(store::Transaction& transaction, const NewFile& file,
                       const std::vector<Likeness>& alike, const std::vector<ToldApart>& apart);

// By its canonical number; not_found.
Result<std::int64_t> person_with_number(store::Transaction& transaction,
                                        const IdentityCipher& cipher, const std::string& number);

// Employers of the caller's places that may be the one of this canonical code (or "") and name
// (or ""): `person` is the employer's id; reasons are same_code, same_trade_name (brackets and
// blanks aside) and similar_trade_name: names that differ in look-alike characters, or in the words
// for the legal form at their end alone; their scores are the installation's.
Result<std::vector<Likeness>> like_organisations(Organisations& organisations,
                                                 const SimilarNames& similar,
                                                 const Numbers& numbers, const std::string& uscc,
                                                 const std::string& name);

}  // namespace leye::registers
