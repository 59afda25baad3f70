// The files, the user and the programs of a private cluster (private_cluster.hpp).
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace leye::store {

// Whom the PostgreSQL processes run as: ourselves, or `leye` when we are root.
struct ClusterUser {
  uid_t user = 0;
  gid_t group = 0;
  bool change = false;  // we are root and must become this user
};
Result<ClusterUser> cluster_user();

// The folder of PostgreSQL's programs of this major version, or the newest from 15 on.
// LEYE_POSTGRES_BIN names another.
Result<std::filesystem::path> programs_for(std::optional<int> major);

// Makes data_folder/postgres with initdb unless it is there, and writes our settings into it.
// Refuses a cluster of a major version that is not installed. The folder of the programs.
Result<std::filesystem::path> prepare_cluster(const std::filesystem::path& data_folder,
                                              const std::filesystem::path& socket_folder,
                                              const ClusterUser& user);

// A folder of mode 0700 that belongs to `user`; refused if it belongs to someone else.
Status make_private_folder(const std::filesystem::path& folder, const ClusterUser& user);

std::filesystem::path socket_folder_for(const std::filesystem::path& data_folder);

// The live postmaster of this cluster folder. Removes a postmaster.pid that nobody stands behind.
std::optional<pid_t> live_postmaster(const std::filesystem::path& cluster_folder);

// In a forked child: become `user` for good, then replace the process. Only returns on failure.
void become_and_execute(const ClusterUser& user, const std::vector<std::string>& command,
                        int output_file);

}  // namespace leye::store
