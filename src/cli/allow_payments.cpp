// leye allow-payments: after a restore, a person says that books and bank agree.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "access/accounts.hpp"
#include "audit/writer.hpp"
#include "base/cipher.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "funds/paying.hpp"

namespace leye::cli {
namespace {

struct Options {
  DatabaseChoice choice;
  std::string area;
  std::string login;
  std::string note;
};

// The account of someone who keeps this area's money; never an administrator.
Result<access::AccountRow> account_of(store::Connection& connection, const Options& options) {
  using access::Role;
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  const auto found = TRY(access::list_accounts(transaction, options.login, 10, 0));
  for (const auto& account : found.items) {
    if (account.login != options.login || account.disabled) continue;
    const bool pays =
        std::any_of(account.roles.begin(), account.roles.end(), [&](const access::HeldRole& held) {
          return held.area_schema == options.area &&
                 (held.role == Role::finance_bureau || held.role == Role::insurance_agency);
        });
    if (pays) return account;
  }
  return Error{ErrorCode::forbidden,
               options.login + " does not keep the money of " + options.area,
               {},
               "name an account of the finance bureau or the insurance agency of the area"};
}

Status run(const Options& options) {
  const auto database = TRY(OpenDatabase::open(options.choice));
  auto connection = TRY(store::connect(database.dsn()));
  const auto account = TRY(account_of(connection, options));
  const auto cipher = TRY(Cipher::open(options.choice.data_folder() / "master.key"));
  const SystemClock clock;
  const auto writer =
      TRY(audit::Writer::open({database.dsn(), "leye allow-payments"}, cipher, clock));
  auto transaction =
      TRY(store::Transaction::begin(connection, store::Scope::whole_area(options.area)));
  TRY(funds::lift_fence(transaction, options.note, {account.id, clock.now()}));
  audit::Record record;
  record.account = account.id;
  record.area_schema = options.area;
  record.address = "console";
  record.act = "allow_payments";
  record.detail = options.note;
  auto entry = TRY(writer->append(transaction, record));
  TRY(transaction.commit());
  entry.keep();
  fmt::print("payments of {} may be sent again\n", options.area);
  return Done{};
}

}  // namespace

void add_allow_payments(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("allow-payments",
                                         "after a restore: the books were compared with the bank");
  auto options = std::make_shared<Options>();
  add_database_options(*command, options->choice);
  command->add_option("--area", options->area, "schema of the area")->required();
  command->add_option("--login", options->login, "who compared: an account that keeps its money")
      ->required();
  command->add_option("--note", options->note, "what the comparison found")->required();
  command->callback([options, &exit_code] { exit_code = finish(run(*options)); });
}

}  // namespace leye::cli
