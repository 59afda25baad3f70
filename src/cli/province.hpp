// A simulated provincial system with planted faults, for the demonstration and for trying out an
// arrangement before there is a line to the real one (exchange/simulator.hpp).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cli/serving.hpp"
#include "exchange/simulator.hpp"
#include "http/server.hpp"

namespace leye::cli {

class SimulatedProvince {
 public:
  // Keeps its secret and what it took in `folder`. Listens when it returns.
  static Result<std::unique_ptr<SimulatedProvince>> start(const std::string& listen,
                                                          const std::filesystem::path& folder,
                                                          const Clock& clock,
                                                          const exchange::Faults& faults);

  ExchangeAddress address() const;
  exchange::Planted planted() const { return simulator_.planted(); }

 private:
  SimulatedProvince(Secret secret, const Clock& clock, const exchange::Faults& faults,
                    const std::filesystem::path& folder)
      : secret_(secret), simulator_(secret, clock, faults, folder / "taken.jsonl") {}

  Secret secret_;
  exchange::Simulator simulator_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace leye::cli
