#include "scratch_area.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "registers/area_setup.hpp"

namespace leye::bench {

Result<ScratchArea> ScratchArea::start() {
  ScratchArea made;
  // Not below /tmp of root's own home: as root the cluster runs as another user.
  made.folder_ = fmt::format("/var/tmp/leye-bench-{}", ::getpid());
  std::filesystem::create_directories(made.folder_);
  made.cluster_ = std::make_unique<store::PrivateCluster>(
      TRY(store::PrivateCluster::start(made.folder_, store::IfRunning::refuse)));
  auto connection = TRY(store::connect(made.cluster_->dsn()));
  TRY(registers::set_up_area(connection, area));
  return made;
}

ScratchArea::~ScratchArea() {
  if (!cluster_) return;
  cluster_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Result<city::Population> ScratchArea::populate(std::int64_t people) {
  auto connection = TRY(store::connect(cluster_->dsn()));
  const registers::IdentityCipher cipher(Cipher::from_master(Secret(Bytes(32, 7))));
  const auto setting = TRY(city::Setting::load());
  city::CityPlan plan;
  plan.people = people;
  return city::populate(connection, area, cipher, setting, plan);
}

}  // namespace leye::bench
