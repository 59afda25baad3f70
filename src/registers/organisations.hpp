// Employers and other bodies: finding one, and everything held about one (一企一档).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registers/facts_loader.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/record.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct OrganisationCard {
  std::int64_t id = 0;
  std::string uscc;
  std::string name;
  std::string kind, size_class;  // codes
  Place place = 0;
  std::string place_label;
};

struct OrganisationFile {
  OrganisationCard card;
  Record organisation;  // with account and phone in clear: mask by Fact::mask
  std::vector<Record> versions;
  std::vector<Record> years;  // latest first
  std::vector<Record> staff;  // employments, latest first; `person` shows the name
  std::int64_t staff_total = 0;
  std::vector<Record> grants;
  std::vector<TimelineEntry> timeline;
};

class Organisations {
 public:
  Organisations(store::Transaction& transaction, const Vocabulary& vocabulary,
                const IdentityCipher& cipher)
      : transaction_(transaction), vocabulary_(vocabulary), cipher_(cipher) {}

  // By unified social credit code, else by part of the name.
  Result<std::vector<OrganisationCard>> find(std::string_view wanted, int count_max);
  Result<OrganisationCard> card(std::int64_t id);
  // At most `staff_max` of the staff.
  Result<OrganisationFile> file(std::int64_t id, AsOf as_of, int staff_max);
  // Its facts, with account and phone in clear; not_found: not known of then.
  Result<Record> organisation_as_of(std::int64_t id, AsOf as_of);

 private:
  Result<std::vector<OrganisationCard>> cards(const std::vector<std::int64_t>& ids);
  Result<std::vector<Record>> records(const char* entity, const store::Rows& rows);

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const IdentityCipher& cipher_;
};

}  // namespace leye::registers
