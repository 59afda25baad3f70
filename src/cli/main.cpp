#include <CLI/CLI.hpp>

#include "cli/commands.hpp"
#include "cli/policy/commands.hpp"

int main(int argc, char** argv) {
  CLI::App program{"Leye 乐业: public employment service platform"};
  program.require_subcommand(1);
  int exit_code = 0;
  leye::cli::add_accounts(program, exit_code);
  leye::cli::add_allow_payments(program, exit_code);
  leye::cli::add_backup(program, exit_code);
  leye::cli::add_keys(program, exit_code);
  leye::cli::add_migrate(program, exit_code);
  leye::cli::add_restore(program, exit_code);
  leye::cli::add_policy(program, exit_code);
  leye::cli::add_eval(program, exit_code);
  leye::cli::add_serve(program, exit_code);
  leye::cli::add_verify(program, exit_code);
  leye::cli::add_province(program, exit_code);
  leye::cli::add_demo(program, exit_code);
  leye::cli::add_sheets(program, exit_code);
  leye::cli::add_import(program, exit_code);
  leye::cli::add_export(program, exit_code);
  leye::cli::add_feeds(program, exit_code);
  leye::cli::add_screen(program, exit_code);
  CLI11_PARSE(program, argc, argv);
  return exit_code;
}
