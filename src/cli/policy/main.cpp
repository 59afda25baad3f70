// `leye-policy`: the commands for authors of packs alone; quick to build while they change.
#include <CLI/CLI.hpp>

#include "cli/policy/commands.hpp"

int main(int argc, char** argv) {
  CLI::App program{"leye policy and leye eval, without the rest"};
  program.require_subcommand(1);
  int exit_code = 0;
  leye::cli::add_policy(program, exit_code);
  leye::cli::add_eval(program, exit_code);
  CLI11_PARSE(program, argc, argv);
  return exit_code;
}
