// A list of suspects as a body above would send it, planted with its truth: who of it is ours,
// under which name, in which town (data/city/621000: suspect_list.csv is the list, suspects.csv how
// many rows of which kind it has). The same register gives the same list, so what was planted can
// be worked out again when it is compared with what the desk found.
#pragma once

#include <string>
#include <vector>

#include "city/setting.hpp"
#include "registers/identity_cipher.hpp"
#include "suspects/suspects.hpp"

namespace leye::city {

struct PlantedSuspect {
  std::string kind;
  std::string id_number;  // as the list writes it
  std::string name;       // likewise
  std::string suspicion;
  bool known = false;   // one of ours
  bool other = false;   // ours has another name
  std::int64_t place = 0;  // where the person lives, if known
};

struct PlantedList {
  std::string number, issued_by, title, file_name;
  int due_days = 0;  // calendar days after it is taken in
  std::vector<PlantedSuspect> suspects;
};

// invalid_input: suspect_list.csv is not one list with its numbers.
Result<PlantedList> plant_suspects(store::Transaction& transaction,
                                   const Setting& setting,
                                   const registers::IdentityCipher& cipher);
// The sheet as it would be sent (CSV).
std::string suspect_sheet(const PlantedList& list);

// Takes it in as the desk does.
Result<suspects::TakenList> take_planted_list(store::Transaction& transaction,
                                              const suspects::SuspectDesk& desk,
                                              const PlantedList& list);

struct SuspectFindings {
  std::int64_t planted = 0;  // rows
  std::int64_t known = 0, other = 0, strangers = 0;
  std::int64_t wrong = 0;  // rows that were found otherwise than planted, or were not planted
  bool all_found() const { return planted > 0 && wrong == 0; }
};
// not_found: the list was not taken in.
Result<SuspectFindings> compare_suspects(store::Transaction& transaction, const Cipher& cipher,
                                         const PlantedList& list);
std::string describe(const SuspectFindings& findings);

}  // namespace leye::city
