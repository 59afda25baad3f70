// What other departments sent before the demonstration begins, with planted disagreements: values
// that differ from the register's and must be held back as tasks, or be taken since their sender is
// believed before the counter (data/city/<code>/deliveries.csv: for each feed, how many rows it
// has, in which fact they differ and how, how many are wrong in themselves, whose value stands).
//
//   const auto files = TRY(plant_files(transaction, source));
//   TRY(take_files(transaction, source, files, now));
//   … later: compare_files(transaction, files), all_found()
//
// The same register gives the same files but for rows that a feed changed, so what must be held can
// be worked out again.
#pragma once

#include <string>
#include <vector>

#include "city/setting.hpp"
#include "exchange/arrangements.hpp"
#include "exchange/catalogue.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"

namespace leye::city {

struct FileSource {
  const Setting& setting;
  const Vocabulary& vocabulary;
  const exchange::Catalogue& catalogue;
  const exchange::Arrangements& arrangements;
  const registers::IdentityCipher& cipher;
  Day today;
};

// A value that differs; of a person, or of an organisation where the feed is about those.
struct PlantedClaim {
  std::int64_t subject = 0;
  std::string said;  // in its canonical spelling
};

struct SentFile {
  std::string feed, fact;
  std::string sheet;  // CSV
  std::int64_t rows = 0, refused = 0;
  bool held = false;  // the register's value stands
  std::vector<PlantedClaim> claims;
};

// invalid_input: deliveries.csv names no such feed, fact or change.
Result<std::vector<SentFile>> plant_files(store::Transaction& transaction,
                                          const FileSource& source);

// Takes them in as from the folder for files of departments.
Status take_files(store::Transaction& transaction, const FileSource& source,
                  const std::vector<SentFile>& files, Instant now);

struct FileFindings {
  std::int64_t files = 0;
  std::int64_t planted = 0, held = 0;   // values: to be held, and held
  std::int64_t changes = 0, taken = 0;  // rows: to be taken, and taken
  std::int64_t wrong = 0;  // held otherwise than planted, or files that came to other numbers
  bool all_found() const {
    return planted > 0 && planted == held && changes == taken && wrong == 0;
  }
};
// not_found: none of them was taken in.
Result<FileFindings> compare_files(store::Transaction& transaction,
                                   const std::vector<SentFile>& files);
std::string describe(const FileFindings& findings);

}  // namespace leye::city
