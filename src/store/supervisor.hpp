// The process between us and PostgreSQL: it ends PostgreSQL when we end, however we end.
//
// It is a fork of ours that only makes system calls, in a session of its own (a Ctrl-C at the
// terminal reaches us, not it). A byte on its pipe asks for a stop with patience; a closed pipe
// means that we are gone.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/cluster_files.hpp"

namespace leye::store {

struct Supervised {
  pid_t supervisor = -1;
  pid_t postmaster = -1;
  int pipe = -1;  // close it, or write a byte, to stop PostgreSQL
};

// Starts `command` as `user` below a supervisor; its output goes to `log`.
Result<Supervised> supervise_new(const std::vector<std::string>& command, const ClusterUser& user,
                                 const std::filesystem::path& log);

// Puts a supervisor beside a postmaster that already runs.
Result<Supervised> supervise_running(pid_t postmaster);

}  // namespace leye::store
