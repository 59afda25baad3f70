// A private PostgreSQL in a folder of its own with one populated area; gone afterwards.
#pragma once

#include <filesystem>
#include <memory>

#include "city/population.hpp"
#include "store/private_cluster.hpp"

namespace leye::bench {

class ScratchArea {
 public:
  static constexpr const char* area = "area_621000";

  // Starts PostgreSQL and brings up the schema; no people yet.
  static Result<ScratchArea> start();
  ScratchArea(ScratchArea&&) = default;
  ~ScratchArea();

  Result<city::Population> populate(std::int64_t people);
  std::string dsn() const { return cluster_->dsn(); }

 private:
  ScratchArea() = default;
  std::filesystem::path folder_;
  std::unique_ptr<store::PrivateCluster> cluster_;
};

}  // namespace leye::bench
