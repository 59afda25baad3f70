// leye verify: do the books hold, and is the audit whole?
#include "cli/verify.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "audit/seal.hpp"
#include "base/cipher.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "funds/paying.hpp"
#include "funds/verify.hpp"
#include "store/migrate.hpp"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes statement_limit{30};

Result<bool> verify_area(store::Connection& connection, const std::string& area,
                         const Cipher* cipher) {
  auto scope = store::Scope::whole_area(area);
  scope.access = store::Access::snapshot;
  scope.time_limit = statement_limit;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  auto report = TRY(funds::verify_books(transaction));
  if (cipher != nullptr) report.checks.push_back(TRY(funds::verify_files(transaction, *cipher)));
  fmt::print("{}\n{}", area, to_text(report));
  if (const auto fence = TRY(funds::fence(transaction)))
    fmt::print("note  payments are stopped: {}\n", *fence);
  return report.sound();
}

Result<bool> verify_audit(store::Connection& connection, const Cipher& cipher,
                          const fs::path& data_folder) {
  std::vector<audit::Anchor> anchors;
  const auto file = data_folder / "audit-anchors.txt";
  if (fs::exists(file)) anchors = TRY(audit::read_anchors(file));
  const auto found = TRY(audit::verify(connection, cipher, anchors));
  fmt::print("{:<5} the audit is whole ({} records, {} sealed, {} anchors looked at)\n",
             found.good() ? "ok" : "WRONG", found.records, found.sealed, anchors.size());
  for (const auto& problem : found.problems) fmt::print("      {}\n", problem);
  return found.good();
}

}  // namespace

Result<bool> verify_database(const std::string& dsn, const fs::path& data_folder) {
  auto connection = TRY(store::connect(dsn));
  std::optional<Cipher> cipher;
  if (fs::exists(data_folder / "master.key"))
    cipher = TRY(Cipher::open(data_folder / "master.key"));
  bool good = true;
  for (const auto& area : TRY(store::area_schemas(connection))) {
    const bool holds = TRY(verify_area(connection, area, cipher ? &*cipher : nullptr));
    good = good && holds;
  }
  if (!cipher) {
    fmt::print("note  no master.key in {}: sent files and audit were not examined\n",
               data_folder.string());
    return good;
  }
  const bool whole = TRY(verify_audit(connection, *cipher, data_folder));
  return good && whole;
}

namespace {

Status run(const DatabaseChoice& choice) {
  const auto database = TRY(OpenDatabase::open(choice));
  if (TRY(verify_database(database.dsn(), choice.data_folder()))) return Done{};
  return Error{ErrorCode::conflict,
               "something does not hold, see above",
               {},
               "stop paying, keep the data folder as it is, and call an auditor"};
}

}  // namespace

void add_verify(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("verify", "compare books, entries, files and audit");
  auto choice = std::make_shared<DatabaseChoice>();
  add_database_options(*command, *choice);
  command->callback([choice, &exit_code] { exit_code = finish(run(*choice)); });
}

}  // namespace leye::cli
