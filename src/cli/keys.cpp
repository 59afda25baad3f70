// leye keys: which keys a data folder holds, new ones, and sealing anew what older ones sealed.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "audit/writer.hpp"
#include "base/cipher.hpp"
#include "base/key_ring.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/progress.hpp"
#include "cli/resealing.hpp"
#include "store/migrate.hpp"

namespace leye::cli {
namespace {

struct Options {
  DatabaseChoice choice;
  std::string profile;      // of the new key; empty: as it was, or aes
  bool another_key = false;  // a new data key too
  std::string retired;      // eight digits

  Result<std::optional<CipherProfile>> wanted() const {
    if (profile.empty()) return std::optional<CipherProfile>{};
    const auto found = cipher_profile_named(profile);
    if (!found)
      return Error{ErrorCode::invalid_input,
                   "there is no cipher profile " + profile,
                   {},
                   "say --profile aes or --profile sm"};
    return found;
  }
};

std::string digits_of(const DataKey& key) {
  return to_hex(read_ring_id(ring_id({key})).sealing);
}

store::Scope area_scope(const std::string& area) {
  auto scope = store::Scope::whole_area(area);
  scope.bypass = true;
  scope.time_limit = std::chrono::minutes(10);
  return scope;
}

Status note(const OpenDatabase& database, const Cipher& cipher, const char* act,
            std::string detail) {
  const SystemClock clock;
  const auto writer = TRY(audit::Writer::open({database.dsn(), "leye keys"}, cipher, clock));
  audit::Record record;
  record.address = "console";
  record.act = act;
  record.detail = std::move(detail);
  return writer->write({record});
}

Status show(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto keys = TRY(read_data_keys(key_file));
  fmt::print("master {}, {}\n", TRY(master_id(key_file)),
             std::filesystem::exists(data_keys_beside(key_file))
                 ? "wraps the data keys in data.keys"
                 : "is the data key itself until the first rotation");
  for (std::size_t i = 0; i < keys.size(); ++i)
    fmt::print("data key {} {}:{}{}{}\n", ring_id({keys[i]}), name(keys[i].profile),
               i == 0 ? " seals" : "", i > 0 ? " opens older values" : "",
               i + 1 == keys.size() ? ", makes blind indexes and audit MACs" : "");
  return Done{};
}

Status create(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto profile = TRY(options.wanted()).value_or(CipherProfile::aes);
  std::error_code error;
  std::filesystem::create_directories(key_file.parent_path(), error);
  TRY(make_key_file(key_file, profile));
  fmt::print("made {} ({}). Keep a copy in another place.\n", key_file.string(), name(profile));
  return Done{};
}

Status rotate(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto profile = TRY(options.wanted());
  const auto before = TRY(master_id(key_file));
  const auto sealed_by = TRY(Cipher::open(key_file)).key_id();
  const auto done = TRY(rotate_master(key_file, profile, {}, options.another_key));
  const auto after = TRY(master_id(key_file));
  fmt::print(
      "{} master {} ({} before). Keep copies of {} and {} in another place; a backup that "
      "was made before needs the master of its day.\n",
      done == Rotated::anew ? "new" : "finished an interrupted rotation:", after, before,
      key_file.string(), data_keys_beside(key_file).string());
  if (TRY(Cipher::open(key_file)).key_id() != sealed_by)
    fmt::print(
        "New values are sealed by {} once the server was started again; then `leye keys reseal` "
        "seals the older ones anew.\n",
        name(TRY(read_data_keys(key_file)).front().profile));
  const auto database = TRY(OpenDatabase::open(options.choice));
  return note(database, TRY(Cipher::open(key_file)), "rotate_keys", before + " " + after);
}

// Of all areas together.
Result<SealedByKey> sealed_in(const OpenDatabase& database) {
  auto connection = TRY(store::connect(database.dsn()));
  SealedByKey all;
  for (const auto& area : TRY(store::area_schemas(connection))) {
    auto transaction = TRY(store::Transaction::begin(connection, area_scope(area)));
    for (const auto& [key, columns] : TRY(sealed_by_key(transaction)))
      for (const auto& [column, found] : columns) all[key][column] += found;
  }
  return all;
}

void print_needed(const SealedByKey& sealed, const std::vector<DataKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto id = digits_of(keys[i]);
    const auto found = sealed.find(id);
    if (found == sealed.end()) {
      fmt::print("data key {} has sealed nothing that is there{}\n", id,
                 i == 0                  ? ""
                 : i + 1 == keys.size() ? "; it makes the blind indexes and the MACs, and stays"
                                        : fmt::format(": `leye keys retire {}`", id));
      continue;
    }
    fmt::print("data key {} has sealed:\n", id);
    for (const auto& [column, values] : found->second) fmt::print("  {} {}\n", values, column);
  }
}

Status needed(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto keys = TRY(read_data_keys(key_file));
  const auto database = TRY(OpenDatabase::open(options.choice));
  print_needed(TRY(sealed_in(database)), keys);
  return Done{};
}

Status reseal(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto keys = TRY(read_data_keys(key_file));
  const auto cipher = TRY(Cipher::open(key_file));
  const auto database = TRY(OpenDatabase::open(options.choice));
  auto connection = TRY(store::connect(database.dsn()));
  std::int64_t resealed = 0, closed = 0;
  for (const auto& area : TRY(store::area_schemas(connection))) {
    Resealing work(connection, area_scope(area), cipher);
    bool more = TRY(work.step());
    ProgressLine line(fmt::format("sealing anew in {}", area), work.blocks(), "blocks");
    while (more) {
      line.show(std::min(work.blocks_done(), work.blocks()));
      more = TRY(work.step());
    }
    line.finish();
    for (const auto& one : work.closed()) fmt::print("no key opens {}\n", one);
    resealed += work.resealed();
    closed += work.closed_count();
  }
  fmt::print("{} values sealed anew, {} could not be opened.\n", resealed, closed);
  print_needed(TRY(sealed_in(database)), keys);
  return note(database, cipher, "reseal_keys",
              fmt::format("{} {}, {} closed", digits_of(keys.front()), resealed, closed));
}

Status retire(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto database = TRY(OpenDatabase::open(options.choice));
  const auto sealed = TRY(sealed_in(database));
  if (const auto found = sealed.find(options.retired); found != sealed.end()) {
    std::vector<std::string> where;
    for (const auto& [column, values] : found->second)
      where.push_back(fmt::format("{} {}", values, column));
    return Error{ErrorCode::conflict,
                 fmt::format("data key {} is still needed", options.retired),
                 std::move(where),
                 "leye keys reseal"};
  }
  TRY(retire_data_key(key_file, options.retired));
  fmt::print("retired data key {}. Backups of before need data.keys of their day; start the server "
             "again.\n",
             options.retired);
  return note(database, TRY(Cipher::open(key_file)), "retire_key", options.retired);
}

}  // namespace

void add_keys(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("keys", "the keys of a data folder");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto* shown = command->add_subcommand("show", "which keys there are, by id");
  add_database_options(*shown, options->choice);
  shown->callback([options, &exit_code] { exit_code = finish(show(*options)); });
  auto* created = command->add_subcommand("create", "a key file, before the first start");
  add_database_options(*created, options->choice);
  created->add_option("--profile", options->profile, "aes (the default) or sm (SM4, SM3)");
  created->callback([options, &exit_code] { exit_code = finish(create(*options)); });
  auto* rotated = command->add_subcommand("rotate", "a new master key; the data stays as it is");
  add_database_options(*rotated, options->choice);
  rotated->add_option("--profile", options->profile,
                      "from now on seal by aes or sm; what is sealed stays readable");
  rotated->add_flag("--data-key", options->another_key,
                    "a new data key too: from now on it seals; what is sealed stays readable");
  rotated->callback([options, &exit_code] { exit_code = finish(rotate(*options)); });
  auto* resealed = command->add_subcommand(
      "reseal", "seal anew what older data keys sealed; may be stopped and begun again");
  add_database_options(*resealed, options->choice);
  resealed->callback([options, &exit_code] { exit_code = finish(reseal(*options)); });
  auto* counted = command->add_subcommand("needed", "what each data key has sealed");
  add_database_options(*counted, options->choice);
  counted->callback([options, &exit_code] { exit_code = finish(needed(*options)); });
  auto* given_up = command->add_subcommand("retire", "give up a data key that nothing needs");
  add_database_options(*given_up, options->choice);
  given_up->add_option("key", options->retired, "its eight digits")->required();
  given_up->callback([options, &exit_code] { exit_code = finish(retire(*options)); });
}

}  // namespace leye::cli
