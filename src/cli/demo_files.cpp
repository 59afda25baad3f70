#include "cli/demo_files.hpp"

#include <fmt/format.h>

#include "city/sent_files.hpp"
#include "cli/policies.hpp"

namespace leye::cli {
namespace {

// Calls `with` with the source of the city's files; all of it lives as long as the call.
template <class With>
auto with_source(const registers::IdentityCipher& cipher, const DemoCity& city, With with)
    -> decltype(with(std::declval<const city::FileSource&>())) {
  const auto policies = TRY(read_policies({}));
  const auto catalogue = TRY(exchange::Catalogue::load(policies.vocabulary));
  return with(city::FileSource{city.setting, policies.vocabulary, catalogue,
                               policies.arrangements, cipher, city.population.today});
}

}  // namespace

Status take_demo_files(store::Transaction& transaction, const registers::IdentityCipher& cipher,
                       const DemoCity& city) {
  return with_source(cipher, city, [&](const city::FileSource& source) -> Status {
    const auto files = TRY(city::plant_files(transaction, source));
    return city::take_files(transaction, source, files, SetClock(source.today).now());
  });
}

Result<std::string> describe_demo_files(store::Transaction& transaction,
                                        const registers::IdentityCipher& cipher,
                                        const DemoCity& city) {
  return with_source(cipher, city, [&](const city::FileSource& source) -> Result<std::string> {
    const auto files = TRY(city::plant_files(transaction, source));
    const auto found = city::compare_files(transaction, files);
    if (!found.ok() && found.error().code == ErrorCode::not_found) return std::string();
    if (!found.ok()) return found.error();
    return fmt::format("  {}\n{}\n", city::describe(found.value()),
                       found.value().all_found() ? "  部门数据与埋设完全一致"
                                                 : "  部门数据与埋设不一致");
  });
}

}  // namespace leye::cli
