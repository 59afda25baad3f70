// Erasing a person by destroying the person's key (个人信息保护法第四十七条), and legal holds.
//
//   const auto id = TRY(ask_erasure(transaction, {.person = 17, .ground = "term_over", …}));
//   TRY(decide_erasure(transaction, vocabulary, {.erasure = id, .approve = true, …}));
//
// One asks, another one decides: the table holds them apart. Refused while there is a legal hold,
// an open case, recovery, correction, check or difference, a grant that runs, a registration or a
// job in force, a record that has not arrived elsewhere, and while payments or case files are kept
// by law: the refusal says the term, the rule it rests on and the day it is over.
// Afterwards the salt, the blind indexes, the accounts, every name beside the person's id and
// what else is sealed or written freely about the person are gone (schema/area/0400_erasure.sql);
// what happened and what was paid stays under the id alone. A backup that was made before still
// holds the salt: it is destroyed when its own term is over (docs/guide/privacy.md).
//
// The transaction's scope must bypass row-level security; the caller has checked that the person
// may be seen. The caller commits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

struct ErasureBy {
  std::int64_t account = 0;
  std::string name;
  Instant now;
};

// What the law has us keep, from retention.hpp: for how long, and by which rule.
struct KeptTerms {
  int voucher_months = 0, case_months = 0;
  std::string voucher_basis, case_basis;
};

// conflict: the data of one of them was destroyed, also of a file merged into such a one. Whatever
// is about a person asks this before it is shown or written; the page alone says more.
Status refuse_erased(store::Transaction& transaction, const std::vector<std::int64_t>& people);
// The same for whoever writes about a person: an erasure waits until the transaction has ended.
Status lock_unless_erased(store::Transaction& transaction, std::int64_t person);

struct Obstacle {
  std::string kind;  // legal_hold, open_case, kept_case, kept_voucher, running_grant, …
  std::int64_t found = 0;
  std::optional<Day> until = {};  // the first day on which it is kept no longer
  std::string basis = {};         // the rule of a term
};

// Empty: nothing stands against it.
Result<std::vector<Obstacle>> erasure_obstacles(store::Transaction& transaction,
                                                std::int64_t person, Day today,
                                                const KeptTerms& terms);
// "未办结的办件 1 件"; with a term: "会计凭证保存期内的支付 2 笔，保存至 2041-01-01，依据：…"
std::string label(const Obstacle& obstacle);

// Files that prove answers about others too: they are not destroyed.
Result<std::int64_t> shared_papers(store::Transaction& transaction, std::int64_t person);

struct ErasureAsked {
  std::int64_t person = 0;
  std::string ground;  // term_over, purpose_over, consent_withdrawn, unlawful
  std::string reason;
  KeptTerms terms;
  ErasureBy by;
};

// conflict: something stands against it (each named), or it is asked for already; invalid_input:
// no such ground, or no reason.
Result<std::int64_t> ask_erasure(store::Transaction& transaction, const ErasureAsked& asked);

struct ErasureDecided {
  std::int64_t erasure = 0;
  bool approve = false;
  std::string opinion;  // kept where it is refused
  KeptTerms terms;
  ErasureBy by;
};

// The person. forbidden: who asked does not decide; conflict: it is decided, or something stands
// against it now.
Result<std::int64_t> decide_erasure(store::Transaction& transaction, const Vocabulary& vocabulary,
                                    const ErasureDecided& decided);

struct Erasure {
  std::int64_t id = 0, person = 0, asked_by_account = 0;
  std::string name, ground, reason, asked_by, state, decided_by, opinion;
  Instant asked_at;
  std::optional<Instant> decided_at;
};
// Open ones first, then the newest; at most 200.
Result<std::vector<Erasure>> list_erasures(store::Transaction& transaction);
// The person's last, without the name; none: never asked for.
Result<std::optional<Erasure>> erasure_of(store::Transaction& transaction, std::int64_t person);

struct Hold {
  std::int64_t id = 0, person = 0;
  std::string name, reason, made_by;
  Instant made_at;
};
// conflict: there is one; invalid_input: no reason.
Result<std::int64_t> add_hold(store::Transaction& transaction, std::int64_t person,
                              const std::string& reason, const ErasureBy& by);
Status lift_hold(store::Transaction& transaction, std::int64_t hold, const ErasureBy& by);
Result<std::vector<Hold>> list_holds(store::Transaction& transaction);  // in force
// The one in force, without the name.
Result<std::optional<Hold>> hold_of(store::Transaction& transaction, std::int64_t person);

}  // namespace leye::registers
