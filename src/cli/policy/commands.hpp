// The commands that need packs and a vocabulary, and no database.
#pragma once

namespace CLI {
class App;
}

namespace leye::cli {

void add_policy(CLI::App& program,
                int& exit_code);  // policy check | test | prove | fmt | plan …
void add_policy_check(CLI::App& policy, int& exit_code);
void add_policy_test(CLI::App& policy, int& exit_code);
void add_policy_fmt(CLI::App& policy, int& exit_code);
void add_policy_differential(CLI::App& policy, int& exit_code);
void add_policy_prove(CLI::App& policy, int& exit_code);
void add_policy_edges(CLI::App& policy, int& exit_code);
void add_policy_numbers(CLI::App& policy, int& exit_code);
void add_policy_sql(CLI::App& policy, int& exit_code);
void add_eval(CLI::App& program, int& exit_code);

}  // namespace leye::cli
