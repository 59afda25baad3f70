// Households as whoever keeps the register works with them: who belongs to them, since when and
// until when. What a household said before stays as it was, with when we learnt otherwise.
//
//   const auto id = TRY(make_household(transaction, {.householder = 17, .kind = "registered", …}));
//   TRY(set_member(transaction, {.household = id, .person = 23, .relation = "spouse", …}));
//   for (const Household& each : TRY(households_of(transaction, 17, {today, now}))) …
//
// The transaction's scope must bypass row-level security: whether nobody of a family works is told
// from jobs anywhere. Whoever shows a household checks whom the caller may see. The caller commits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registers/facts_loader.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

// Who belongs to it, or did.
struct HouseholdMember {
  std::int64_t person = 0;
  std::string relation;  // code, to the head
  std::optional<Day> since, until;
  bool present = false;  // on the day that was asked for
  bool registered_unemployed = false, at_work = false;  // on that day
  std::string source;
  Instant known_from;
  int times_changed = 0;  // by hand or by a file
};

struct Household {
  std::int64_t id = 0;
  std::int64_t householder = 0;
  std::string kind;  // code
  Place place = 0;
  std::string place_label;
  std::string source;
  std::vector<HouseholdMember> members;  // those present first, then as they joined

  // Somebody present is registered as unemployed and nobody present works, on the day that was
  // asked for: as vocabulary/ledgers/zero_employment_families.md has it.
  bool without_work() const;
};

// Those that the person heads, belongs to or belonged to, by id.
Result<std::vector<Household>> households_of(store::Transaction& transaction, std::int64_t person,
                                             AsOf as_of);
// The person and whoever stands in a household with the person now, as far as the scope sees.
Result<std::vector<std::int64_t>> household_people(store::Transaction& transaction,
                                                   std::int64_t person);
// not_found.
Result<Household> find_household(store::Transaction& transaction, std::int64_t id, AsOf as_of);

// Who writes it down.
struct HouseholdNote {
  std::string source;
  Instant now;
};

struct NewHousehold {
  std::int64_t householder = 0;
  std::string kind;
  Place place = 0;
  Day since;  // the head belongs to it from then on
  HouseholdNote note;
};
// Its head is its first member. conflict: the person heads one of this kind already.
Result<std::int64_t> make_household(store::Transaction& transaction, const NewHousehold& made);

struct MemberSaid {
  std::int64_t household = 0, person = 0;
  std::string relation;
  std::optional<Day> since, until;
  HouseholdNote note;
};
// The member as it is said, whatever was said before; a new one where there was none. False: that
// is what is known. invalid_input: it ends before it begins. conflict: another household of
// the same kind has the person in those days.
Result<bool> set_member(store::Transaction& transaction, const MemberSaid& said);

}  // namespace leye::registers
