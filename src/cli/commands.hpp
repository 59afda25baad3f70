// The commands of `leye`: each file adds its own, and its callback sets the exit code.
#pragma once

namespace CLI {
class App;
}

namespace leye::cli {

void add_accounts(CLI::App& program, int& exit_code);
void add_allow_payments(CLI::App& program, int& exit_code);
void add_backup(CLI::App& program, int& exit_code);
void add_keys(CLI::App& program, int& exit_code);  // show, create, rotate, reseal, needed, retire
void add_migrate(CLI::App& program, int& exit_code);
void add_restore(CLI::App& program, int& exit_code);
void add_serve(CLI::App& program, int& exit_code);  // serve, openapi
void add_verify(CLI::App& program, int& exit_code);
void add_province(CLI::App& program, int& exit_code);
void add_demo(CLI::App& program, int& exit_code);
void add_sheets(CLI::App& program, int& exit_code);
void add_import(CLI::App& program, int& exit_code);
void add_export(CLI::App& program, int& exit_code);
void add_feeds(CLI::App& program, int& exit_code);
void add_screen(CLI::App& program, int& exit_code);

}  // namespace leye::cli
