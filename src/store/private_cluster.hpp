// A PostgreSQL of our own: made, started and stopped by the program, in its data folder.
//
//   auto cluster = TRY(PrivateCluster::start(data_folder, IfRunning::refuse));
//   auto connection = TRY(connect(cluster.dsn()));
//
// In the data folder: postgres/ (the cluster, checksums and fsync on), postgres.log, leye.lock. No
// TCP; a Unix socket in /run/leye/<hash> (root) or /tmp/leye-<hash>, mode 0700, peer
// authentication. As root, the PostgreSQL processes run as the system user `leye`, made when it is
// missing. Settings of one's own go to postgres/local.conf.
//
// A supervisor process holds a pipe to us. If we are killed, it ends PostgreSQL within three
// seconds: a dead leye leaves no PostgreSQL behind. A postmaster that did outlive its leye is
// adopted by the next start; a stale postmaster.pid is removed after checking whose it is.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace leye::store {

enum class IfRunning {
  refuse,  // another leye uses this folder: conflict
  join     // use its cluster as a client and leave it running
};

class PrivateCluster {
 public:
  static Result<PrivateCluster> start(const std::filesystem::path& data_folder,
                                      IfRunning if_running);
  PrivateCluster(PrivateCluster&& other) noexcept;
  PrivateCluster& operator=(PrivateCluster&&) = delete;
  ~PrivateCluster();  // stops what it started or adopted

  std::string dsn(const std::string& database = "leye") const;
  pid_t postmaster() const { return postmaster_; }
  bool adopted() const { return adopted_; }
  bool joined() const { return joined_; }

  // A fast shutdown (clients are disconnected), waited for.
  Status stop();

 private:
  PrivateCluster() = default;
  Status lock(const std::filesystem::path& data_folder, IfRunning if_running);
  Status run(const std::filesystem::path& data_folder);
  Status wait_until_ready(const std::filesystem::path& data_folder);
  Status make_database();

  std::filesystem::path socket_folder_;
  int lock_file_ = -1;
  int supervisor_pipe_ = -1;
  pid_t supervisor_ = -1;
  pid_t postmaster_ = -1;
  bool adopted_ = false;
  bool joined_ = false;
};

// $XDG_DATA_HOME/leye, ~/.local/share/leye, or /var/lib/leye for root.
std::filesystem::path default_data_folder();

}  // namespace leye::store
