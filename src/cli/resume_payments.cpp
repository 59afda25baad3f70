#include "cli/resume_payments.hpp"

#include <spdlog/spdlog.h>

#include "funds/paying.hpp"
#include "store/migrate.hpp"

namespace leye::cli {

Status resume_payments(const std::string& dsn, const Cipher& cipher, const Clock& clock,
                       const std::filesystem::path& data_folder) {
  auto connection = TRY(store::connect(dsn));
  funds::FolderChannel channel;
  for (const auto& area : TRY(store::area_schemas(connection))) {
    funds::Paying paying{connection, store::Scope::whole_area(area), cipher, clock,
                         channel,    data_folder / "payments"};
    const auto resumed = funds::resume(paying);
    if (!resumed.ok()) {
      spdlog::error("payments of {}: {}", area, to_text(resumed.error()));
      continue;
    }
    for (const auto& batch : resumed.value())
      spdlog::info("payment batch {} of {} is now {}", batch.number, area, batch.state);
  }
  return Done{};
}

}  // namespace leye::cli
