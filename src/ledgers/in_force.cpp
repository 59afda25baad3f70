#include "ledgers/in_force.hpp"

#include <map>
#include <mutex>

namespace leye::ledgers {
namespace {

struct Kept {
  std::mutex mutex;
  std::map<const Vocabulary*, Ledgers> of;  // addresses of what stands in it never change
};

Kept& kept() {
  static Kept all;
  return all;
}

}  // namespace

void put_in_force(const Vocabulary& vocabulary, Ledgers ledgers) {
  const std::lock_guard lock(kept().mutex);
  kept().of.insert_or_assign(&vocabulary, std::move(ledgers));
}

const Ledgers& in_force(const Vocabulary& vocabulary) {
  const std::lock_guard lock(kept().mutex);
  return kept().of[&vocabulary];
}

}  // namespace leye::ledgers
