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
};

Status show(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto keys = TRY(read_data_keys(key_file));
  fmt::print("master {}, data key {}, {}\n", TRY(master_id(key_file)),
             TRY(Cipher::open(key_file)).key_id(),
             std::filesystem::exists(data_keys_beside(key_file))
                 ? "wrapped in data.keys"
                 : "the master itself; wrapped from the first rotation on");
  return Done{};
}

Status rotate(const Options& options) {
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto before = TRY(master_id(key_file));
  const auto done = TRY(rotate_master(key_file));
  const auto after = TRY(master_id(key_file));
  fmt::print(
      "{} master {} ({} before). Keep copies of {} and {} in another place; a backup that "
      "was made before needs the master of its day.\n",
      done == Rotated::anew ? "new" : "finished an interrupted rotation:", after, before,
      key_file.string(), data_keys_beside(key_file).string());
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
  auto* rotated = command->add_subcommand("rotate", "a new master key; the data stays as it is");
  add_database_options(*rotated, options->choice);
  rotated->callback([options, &exit_code] { exit_code = finish(rotate(*options)); });
}

}  // namespace leye::cli
