// The commands of `leye`: each file adds its own, and its callback sets the exit code.
#pragma once

namespace CLI {
class App;
}

namespace leye::cli {

void add_serve(CLI::App& program, int& exit_code);  // serve, openapi

}  // namespace leye::cli
