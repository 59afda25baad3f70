// What the demonstration needs beyond the registers: one account per role, and funds to pay from.
//
// Both stand as data in data/city/<code>/accounts.csv and funds.csv. All accounts have the one
// password that is handed in: a demonstration, never a real office.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/cipher.hpp"
#include "city/planted.hpp"
#include "city/setting.hpp"
#include "store/transaction.hpp"

namespace leye::city {

struct DemoAccount {
  std::int64_t id = 0;
  std::string login;
  std::string name;
  std::string role;         // "window_clerk"
  std::string role_label;   // 窗口经办
  std::string place_label;  // 西峰区; of the public: empty
};

// The accounts as the file lists them, without those of the database: for printing at a later
// start.
Result<std::vector<DemoAccount>> list_demo_accounts(const Setting& setting);

struct DemoSeed {
  std::string area_schema;
  std::string password;
  Instant now;
};

// What offices wrote down beside the city's registers, so that every ledger has rows: recognitions,
// services, surveys of wishes, classes and their learners, posts, transfers, start-ups, what
// schools reported of graduates.
Status seed_records(store::Transaction& transaction, const Setting& setting, Day today,
                    Instant now);

// conflict: the accounts are there already. The employer and the citizen are planted ones, so that
// each has something to be entitled to. Commit is the caller's.
Result<std::vector<DemoAccount>> seed_accounts(store::Transaction& transaction,
                                               const Setting& setting, const Manifest& manifest,
                                               const Cipher& cipher, const DemoSeed& seed);

// Funds with this year's indicators and plans of use; entered by `account`.
Status seed_funds(store::Transaction& transaction, const Setting& setting, std::int64_t account,
                  Instant now);

}  // namespace leye::city
