// leye keys: which keys a data folder holds, and a new master key.
#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "audit/writer.hpp"
#include "base/cipher.hpp"
#include "base/key_ring.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"

namespace leye::cli {
namespace {

struct Options {
  DatabaseChoice choice;
  std::string profile;  // of the new key; empty: as it was, or aes

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
  const auto done = TRY(rotate_master(key_file, profile));
  const auto after = TRY(master_id(key_file));
  fmt::print(
      "{} master {} ({} before). Keep copies of {} and {} in another place; a backup that "
      "was made before needs the master of its day.\n",
      done == Rotated::anew ? "new" : "finished an interrupted rotation:", after, before,
      key_file.string(), data_keys_beside(key_file).string());
  if (TRY(Cipher::open(key_file)).key_id() != sealed_by)
    fmt::print("New values are sealed by {} once the server was started again.\n",
               name(TRY(read_data_keys(key_file)).front().profile));
  const auto database = TRY(OpenDatabase::open(options.choice));
  const auto cipher = TRY(Cipher::open(key_file));
  const SystemClock clock;
  const auto writer = TRY(audit::Writer::open({database.dsn(), "leye keys"}, cipher, clock));
  audit::Record record;
  record.address = "console";
  record.act = "rotate_keys";
  record.detail = before + " " + after;
  return writer->write({record});
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
  rotated->callback([options, &exit_code] { exit_code = finish(rotate(*options)); });
}

}  // namespace leye::cli
