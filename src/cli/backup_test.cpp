// A backup restores to books that hold, with payments stopped; a damaged one is refused.
#include "cli/backup.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "base/cipher.hpp"
#include "base/resources.hpp"
#include "cli/verify.hpp"
#include "funds/example_fund.hpp"
#include "funds/paying.hpp"
#include "store/cluster_files.hpp"
#include "store/migrate.hpp"
#include "store/private_cluster.hpp"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;
using namespace funds;
constexpr const char* area = "area_000000";

class Backup : public testing::Test {
 protected:
  Backup() {
    for (const auto& each : {folder_, source_, target_}) {
      fs::create_directories(each);
      fs::permissions(each, fs::perms(0755));
    }
  }
  ~Backup() override {
    fs::remove_all(folder_);
    for (const auto& each : {source_, target_}) fs::remove_all(store::socket_folder_for(each));
  }

  // An area with one batch sent and one approved.
  void fill(const std::string& dsn) {
    auto connection = store::connect(dsn).value();
    ASSERT_TRUE(store::migrate(connection, resource("schema").value(), {area}).ok());
    auto transaction =
        store::Transaction::begin(connection, store::Scope::whole_area(area)).value();
    const auto money = example::open_fund_with(transaction, "employment_subsidy", "treasury",
                                               Money::yuan(100'000), Money::yuan(100'000));
    const auto cipher = Cipher::open_or_create(source_ / "master.key").value();
    for (const int part : {10, 20}) {
      plan_payments(transaction, cipher, example::orders("employment_subsidy", part),
                    example::acting(example::maker))
          .value();
      batch_ = make_batch(transaction, {money.fund_id, 2026}, example::acting(example::maker))
                   .value()
                   .id;
      approve_batch(transaction, batch_, example::acting(example::checker)).value();
      if (part == 10) sent_ = batch_;
    }
    ASSERT_TRUE(transaction.commit().ok());
    ASSERT_TRUE(send(connection, cipher, sent_).ok());
  }

  Result<Batch> send(store::Connection& connection, const Cipher& cipher, std::int64_t id) {
    FolderChannel channel;
    SetClock clock(example::morning());
    Paying paying{connection,          store::Scope::whole_area(area), cipher, clock, channel,
                  folder_ / "payments"};
    return send_batch(paying, id, example::payer);
  }

  const fs::path folder_ = fs::path("/tmp") / ("leye-backup-test-" + std::to_string(::getpid()));
  const fs::path source_ = folder_ / "source", target_ = folder_ / "target";
  const fs::path backup_ = folder_ / "backup";
  std::int64_t sent_ = 0, batch_ = 0;
  SetClock clock_{example::morning()};
};

TEST_F(Backup, RestoresToBooksThatHoldAndStopsPayments) {
  {
    const auto cluster = store::PrivateCluster::start(source_, store::IfRunning::refuse).value();
    fill(cluster.dsn());
    const auto manifest = back_up(cluster.dsn(), source_ / "master.key", backup_, clock_);
    ASSERT_TRUE(manifest.ok()) << to_text(manifest.error());
    EXPECT_EQ(manifest.value().areas, std::vector<std::string>{area});
    EXPECT_FALSE(back_up(cluster.dsn(), source_ / "master.key", backup_, clock_).ok());
    // The source is not empty.
    EXPECT_EQ(restore_into(cluster.dsn(), backup_, source_ / "master.key", clock_).error().code,
              ErrorCode::conflict);
  }
  const auto cluster = store::PrivateCluster::start(target_, store::IfRunning::refuse).value();
  // Another key does not open it.
  Cipher::open_or_create(folder_ / "other.key").value();
  EXPECT_FALSE(restore_into(cluster.dsn(), backup_, folder_ / "other.key", clock_).ok());
  const auto restored = restore_into(cluster.dsn(), backup_, source_ / "master.key", clock_);
  ASSERT_TRUE(restored.ok()) << to_text(restored.error());
  fs::copy_file(source_ / "master.key", target_ / "master.key");
  EXPECT_TRUE(verify_database(cluster.dsn(), target_).value());

  auto connection = store::connect(cluster.dsn()).value();
  const auto cipher = Cipher::open(target_ / "master.key").value();
  EXPECT_EQ(send(connection, cipher, batch_).error().code, ErrorCode::conflict);
  auto transaction = store::Transaction::begin(connection, store::Scope::whole_area(area)).value();
  ASSERT_TRUE(lift_fence(transaction, "与银行对账一致", example::acting(example::checker)).ok());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_TRUE(send(connection, cipher, batch_).ok());
  // The application's role has its rights, and no more.
  auto later = store::Transaction::begin(connection, store::Scope::whole_area(area)).value();
  EXPECT_EQ(later.execute("delete from ledger_entry").error().code, ErrorCode::forbidden);
}

TEST_F(Backup, ADamagedBackupIsRefusedBeforeAnythingIsTouched) {
  {
    const auto cluster = store::PrivateCluster::start(source_, store::IfRunning::refuse).value();
    fill(cluster.dsn());
    ASSERT_TRUE(back_up(cluster.dsn(), source_ / "master.key", backup_, clock_).ok());
  }
  ASSERT_TRUE(check_backup(backup_).ok());
  const auto dump = backup_ / "leye.dump";
  const auto size = fs::file_size(dump);
  for (const auto at : {std::uintmax_t{0}, size / 2, size - 1}) {
    std::fstream file(dump, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const char before = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(before ^ 1));
    file.close();
    EXPECT_FALSE(check_backup(backup_).ok()) << at;
    std::fstream again(dump, std::ios::in | std::ios::out | std::ios::binary);
    again.seekp(static_cast<std::streamoff>(at));
    again.put(before);
  }
  ASSERT_TRUE(check_backup(backup_).ok());
  fs::resize_file(dump, size - 1);
  EXPECT_FALSE(check_backup(backup_).ok());
  fs::remove(backup_ / "manifest.json");
  EXPECT_EQ(check_backup(backup_).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace leye::cli
