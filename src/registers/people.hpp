// People: finding one, and everything held about one (一人一档).
//
//   People people(transaction, vocabulary, cipher);
//   for (const PersonCard& card : TRY(people.find("小明", 20))) …        // two characters suffice
//   const PersonFile file = TRY(people.file(card.id, {.valid_on = today, .known_at = now}));
//
// The transaction's scope decides who is seen; who is outside is not_found. Values are in clear:
// whoever shows them masks by Fact::mask, and records the reading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registers/facts_loader.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/record.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct PersonCard {
  std::int64_t id = 0;
  std::string name;
  std::string number;  // "" if not known
  std::optional<Day> birth_date;
  std::string sex;  // code
  Place place = 0;
  std::string place_label;
};

struct PersonFile {
  PersonCard card;
  Record person;                 // with identity: number, name, phone
  std::vector<Record> versions;  // all, by validity: what held before
  std::vector<Record> employments, unemployment, education, insurance, grants;
  std::vector<TimelineEntry> timeline;
};

class People {
 public:
  People(store::Transaction& transaction, const Vocabulary& vocabulary,
         const IdentityCipher& cipher)
      : transaction_(transaction), vocabulary_(vocabulary), cipher_(cipher) {}

  // By ID number, by phone, else by part of a name: those of just that name
  // first, then those whose name begins with it (schema/area/0450).
  Result<std::vector<PersonCard>> find(std::string_view wanted, int count_max);
  // For each line, whom `find` would find; all lines together take four queries.
  Result<std::vector<std::vector<std::int64_t>>> find_each(const std::vector<std::string>& wanted,
                                                           int count_max);
  Result<PersonCard> card(std::int64_t id);
  // In the order of the ids; who is not seen is left out.
  Result<std::vector<PersonCard>> cards(const std::vector<std::int64_t>& ids);
  // Where the person is paid; empty strings if it is not known.
  struct Account {
    std::string number;
    std::string bank;
  };
  Result<Account> account(std::int64_t id);
  Result<PersonFile> file(std::int64_t id, AsOf as_of);

 private:
  Result<std::vector<Record>> records(const char* entity, const store::Rows& rows);
  Status add_identity(std::int64_t id, Record& person);

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const IdentityCipher& cipher_;
};

}  // namespace leye::registers
