// Runs one of PostgreSQL's own programs (pg_dump, pg_restore) against a database.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leye::cli {

// Waits for its end; unavailable with its last words otherwise. The connection goes through the
// environment, so that no password stands in the list of processes.
Status run_postgres_program(const std::string& program, const std::vector<std::string>& arguments,
                            const std::string& dsn);

}  // namespace leye::cli
