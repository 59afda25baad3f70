// A private cluster starts, keeps its data, ends with its leye, and is adopted when it did not.
#include "store/private_cluster.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "store/cluster_files.hpp"
#include "store/connection.hpp"

namespace leye::store {
namespace {

namespace fs = std::filesystem;

class Cluster : public testing::Test {
 protected:
  // initdb once for all tests; each starts from a copy.
  static void SetUpTestSuite() {
    fs::create_directories(template_folder());
    fs::permissions(template_folder(), fs::perms(0755));
    ASSERT_TRUE(PrivateCluster::start(template_folder(), IfRunning::refuse).ok());
  }
  static void TearDownTestSuite() { fs::remove_all(template_folder()); }

  Cluster() {
    // With its owner, which fs::copy does not keep.
    const auto copy = "cp -a " + template_folder().string() + " " + folder_.string();
    CHECK(std::system(copy.c_str()) == 0);
  }
  ~Cluster() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    fs::remove_all(socket_folder_for(folder_), ignored);
  }

  static fs::path template_folder() {
    return fs::path("/tmp") / ("leye-cluster-template-" + std::to_string(::getpid()));
  }

  // A child that starts the cluster, runs `script` and then only waits.
  pid_t start_in_child(const char* script) {
    int ready[2];
    CHECK(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      auto cluster = PrivateCluster::start(folder_, IfRunning::refuse);
      bool done = cluster.ok();
      if (done) {
        auto connection = connect(cluster.value().dsn());
        done = connection.ok() && connection.value().run_script(script).ok();
      }
      if (::write(ready[1], done ? "y" : "n", 1) != 1) ::_exit(2);
      while (true) ::pause();
    }
    ::close(ready[1]);
    char answer = 'n';
    EXPECT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    ::close(ready[0]);
    return child;
  }

  bool gone(pid_t process, std::chrono::milliseconds within) const {
    const auto until = std::chrono::steady_clock::now() + within;
    while (std::chrono::steady_clock::now() < until) {
      if (!live_postmaster(folder_ / "postgres")) return true;
      if (::kill(process, 0) != 0) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

  const fs::path folder_ = fs::path("/tmp") / ("leye-cluster-test-" + std::to_string(::getpid()));
};

TEST_F(Cluster, AKilledLeyeLeavesNoPostgresAndLosesNothing) {
  const pid_t child = start_in_child("create table kept (id int); insert into kept values (7)");
  const auto postmaster = live_postmaster(folder_ / "postgres");
  ASSERT_TRUE(postmaster.has_value());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(gone(*postmaster, std::chrono::seconds(3)));
  auto cluster = PrivateCluster::start(folder_, IfRunning::refuse);
  ASSERT_TRUE(cluster.ok()) << to_text(cluster.error());
  auto connection = connect(cluster.value().dsn()).value();
  const auto rows = connection.run("select id from kept", {});
  EXPECT_EQ(rows.value()[0].get<int>("id"), 7);
}

TEST_F(Cluster, StartsWhileThePostmasterOfAKilledLeyeIsStillEnding) {
  const pid_t child = start_in_child("create table kept (id int); insert into kept values (7)");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  auto cluster = PrivateCluster::start(folder_, IfRunning::refuse);
  ASSERT_TRUE(cluster.ok()) << to_text(cluster.error());
  auto connection = connect(cluster.value().dsn()).value();
  EXPECT_EQ(connection.run("select id from kept", {}).value()[0].get<int>("id"), 7);
}

TEST_F(Cluster, RefusesOrJoinsASecondLeye) {
  const pid_t child = start_in_child("create table kept (id int)");
  const auto refused = PrivateCluster::start(folder_, IfRunning::refuse);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  {
    auto joined = PrivateCluster::start(folder_, IfRunning::join);
    ASSERT_TRUE(joined.ok()) << to_text(joined.error());
    EXPECT_TRUE(joined.value().joined());
    EXPECT_TRUE(connect(joined.value().dsn()).ok());
  }
  EXPECT_TRUE(live_postmaster(folder_ / "postgres").has_value());  // joining does not stop it
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

TEST_F(Cluster, AJoinerTakesOverWhenTheOtherEndsTooSoon) {
  // A lock without a PostgreSQL: what a leye looks like that is killed while it starts.
  std::ofstream(folder_ / "leye.lock") << "";
  const int lock = ::open((folder_ / "leye.lock").c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  std::thread ends([lock] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    ::close(lock);
  });
  auto cluster = PrivateCluster::start(folder_, IfRunning::join);
  ends.join();
  ASSERT_TRUE(cluster.ok()) << to_text(cluster.error());
  EXPECT_FALSE(cluster.value().joined());
  EXPECT_TRUE(connect(cluster.value().dsn()).ok());
}

TEST_F(Cluster, AdoptsAPostmasterThatOutlivedItsLeye) {
  pid_t orphan = -1;
  {
    auto cluster = PrivateCluster::start(folder_, IfRunning::refuse).value();
    ASSERT_TRUE(cluster.stop().ok());
  }
  ASSERT_TRUE(make_private_folder(socket_folder_for(folder_), cluster_user().value()).ok());
  orphan = ::fork();
  if (orphan == 0) {
    ::setsid();
    const auto user = cluster_user().value();
    const auto programs = programs_for({}).value();
    become_and_execute(
        user, {(programs / "postgres").string(), "-D", (folder_ / "postgres").string()}, -1);
    ::_exit(127);
  }
  for (int i = 0; i < 200 && live_postmaster(folder_ / "postgres") != orphan; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  {
    auto cluster = PrivateCluster::start(folder_, IfRunning::refuse);
    ASSERT_TRUE(cluster.ok()) << to_text(cluster.error());
    EXPECT_TRUE(cluster.value().adopted());
    EXPECT_EQ(cluster.value().postmaster(), orphan);
    EXPECT_TRUE(connect(cluster.value().dsn()).ok());
  }
  ::waitpid(orphan, nullptr, 0);
  EXPECT_FALSE(live_postmaster(folder_ / "postgres").has_value());
}

TEST_F(Cluster, AStalePidFileDoesNotStandInTheWay) {
  { ASSERT_TRUE(PrivateCluster::start(folder_, IfRunning::refuse).ok()); }
  // The pid of a live process that is not our postmaster: ours.
  std::ofstream(folder_ / "postgres/postmaster.pid")
      << ::getpid() << "\n"
      << (folder_ / "postgres").string() << "\n1\n5432\n/tmp\n\n  0 0\n";
  EXPECT_TRUE(PrivateCluster::start(folder_, IfRunning::refuse).ok());
}

TEST_F(Cluster, AnotherMajorVersionIsRefusedWithAWayOut) {
  { ASSERT_TRUE(PrivateCluster::start(folder_, IfRunning::refuse).ok()); }
  std::ofstream(folder_ / "postgres/PG_VERSION") << "12\n";
  const auto refused = PrivateCluster::start(folder_, IfRunning::refuse);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().fix.find("leye backup"), std::string::npos);
}

TEST_F(Cluster, KeepsChecksumsAndFsyncOn) {
  auto cluster = PrivateCluster::start(folder_, IfRunning::refuse).value();
  auto connection = connect(cluster.dsn()).value();
  const auto rows = connection.run(
      "select current_setting('data_checksums') as checksums, current_setting('fsync') as fsync, "
      "current_setting('synchronous_commit') as waits, "
      "current_setting('listen_addresses') as addresses",
      {});
  EXPECT_EQ(rows.value()[0].get<std::string>("checksums"), "on");
  EXPECT_EQ(rows.value()[0].get<std::string>("fsync"), "on");
  EXPECT_EQ(rows.value()[0].get<std::string>("waits"), "on");
  EXPECT_EQ(rows.value()[0].get<std::string>("addresses"), "");
}

}  // namespace
}  // namespace leye::store
