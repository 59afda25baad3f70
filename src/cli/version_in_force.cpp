#include "cli/version_in_force.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/ledgers_in_force.hpp"
#include "families/look.hpp"

namespace leye::cli {
namespace {

using namespace std::chrono_literals;

// What is worked on together with them piles up in the outbox.
void tell_systems_without_line(const Serving& serving, const exchange::Arrangements& arrangements,
                               Day today) {
  std::set<std::string> told;
  for (const auto& one : arrangements.all()) {
    const auto is_it = [&](const auto& each) { return each.system == one.system.id; };
    const bool has_line = std::any_of(serving.exchange.begin(), serving.exchange.end(), is_it);
    const bool by_line = one.system.interface == exchange::Interface::http;
    if (has_line || !by_line || one.mode_on(today) != exchange::Mode::collaborate) continue;
    if (!told.insert(one.system.id).second) continue;
    spdlog::warn("与{}协同的记录不会送出：--systems 文件里没有 {} 这一行", one.system.name.zh,
                 one.system.id);
  }
}

}  // namespace

Result<std::unique_ptr<VersionInForce>> VersionInForce::make(
    const ServerParts& parts, const workbench::Workbench::InForce& version) {
  auto policies = TRY(read_policies(version.folder));
  auto ledgers = TRY(ledgers_of(policies));
  auto rulebook = TRY(api::Rulebook::load(policies.pack, policies.vocabulary, ledgers));
  return std::unique_ptr<VersionInForce>(new VersionInForce(
      parts, version.number, std::move(policies), std::move(ledgers), std::move(rulebook)));
}

VersionInForce::VersionInForce(const ServerParts& parts, std::int64_t number, Policies policies,
                               ledgers::Ledgers ledgers, api::Rulebook rulebook)
    : parts_(parts),
      number_(number),
      policies_(std::move(policies)),
      ledgers_(std::move(ledgers)),
      rulebook_(std::move(rulebook)),
      screenings_(std::make_unique<api::ScreeningRunner>(parts.serving.dsn, policies_.plan,
                                                         policies_.vocabulary)) {
  const auto& serving = parts.serving;
  backend_.reset(new api::Backend{.dsn = serving.dsn,
                                  .area_schema = parts.area.schema_name,
                                  .area_place = parts.area.place,
                                  .area_name = parts.area.name,
                                  .machine_clock = parts.machine_clock,
                                  .business_clock = parts.business_clock,
                                  .set_clock = serving.set_clock,
                                  .cipher = parts.cipher,
                                  .pool = parts.pool,
                                  .audit = parts.audit,
                                  .web = parts.web,
                                  .vocabulary = policies_.vocabulary,
                                  .ledgers = ledgers_,
                                  .plan = policies_.plan,
                                  .texts = policies_.texts,
                                  .calendar = parts.calendar,
                                  .arrangements = policies_.arrangements,
                                  .sweep = policies_.sweep,
                                  .rulebook = rulebook_,
                                  .screenings = *screenings_,
                                  .trials = parts.trials,
                                  .pack = policies_.pack,
                                  .workbench = parts.workbench,
                                  .policy_version = number,
                                  .payments_folder = serving.data_folder / "payments",
                                  .imports_folder = serving.data_folder / "imports",
                                  .second_factor_for_staff = serving.second_factor_for_staff,
                                  .secure_cookies = serving.behind_proxy});
  dispatcher_ = std::make_unique<api::Dispatcher>(*backend_);
}

exchange::Desk VersionInForce::desk() const {
  return {parts_.area.schema_name, parts_.area.place, policies_.vocabulary,
          policies_.arrangements,  parts_.cipher,     parts_.machine_clock};
}

Status VersionInForce::start_exchange() {
  tell_systems_without_line(parts_.serving, policies_.arrangements, parts_.machine_clock.today());
  for (const ExchangeAddress& address : parts_.serving.exchange) {
    const auto systems = policies_.arrangements.systems();
    const auto system = std::find_if(systems.begin(), systems.end(), [&](const auto& each) {
      return each.id == address.system && each.interface == exchange::Interface::http;
    });
    if (system == systems.end())
      return Error{ErrorCode::invalid_input,
                   fmt::format("政策包里没有以接口交换的系统“{}”", address.system),
                   {address.base},
                   "核对政策包的 exchange/ 和 --systems 文件"};
    couriers_.push_back(std::make_unique<exchange::CourierThread>(
        parts_.serving.dsn, desk(), *system,
        std::make_unique<exchange::HttpChannel>(address.base, address.secret,
                                                parts_.machine_clock)));
  }
  return watch_feeds();
}

// The folder into which departments drop their files; none: nobody looks.
Status VersionInForce::watch_feeds() {
  const auto& folder = parts_.serving.feeds_folder;
  if (folder.empty()) return Done{};
  if (!std::filesystem::is_directory(folder))
    return Error{ErrorCode::not_found,
                 "没有这个前置目录",
                 {folder.string()},
                 "新建目录，或核对 --feeds"};
  feeds_ = std::make_unique<exchange::FeedsFolderThread>(
      parts_.serving.dsn, desk(), rulebook_.feeds, folder, parts_.business_clock);
  return Done{};
}

void VersionInForce::stop_exchange() {
  couriers_.clear();
  feeds_.reset();
}

states::Follower VersionInForce::family_follower() const {
  const auto order = [this] {
    return families::LookOrder{rulebook_.families, parts_.calendar, parts_.business_clock.today(),
                               parts_.business_clock.now()};
  };
  return {[order](store::Transaction& transaction) -> Status {
            TRY(families::look_at_all(transaction, order()));
            return Done{};
          },
          [order](store::Transaction& transaction,
                  const std::vector<std::int64_t>& people) -> Status {
            TRY(families::look_at_people(transaction, order(), people, families::Turn::none));
            return Done{};
          }};
}

void VersionInForce::start_states() {
  states_ = std::make_unique<states::KeeperThread>(
      parts_.serving.dsn,
      states::KeeperDesk{parts_.area.schema_name, rulebook_.states, number_, policies_.vocabulary,
                         parts_.business_clock, {family_follower()}});
}

Result<workbench::Workbench::InForce> ChangeOver::wanted(bool at_start) {
  auto lease = TRY(parts_.pool.take());
  auto scope = store::Scope::whole_area(parts_.area.schema_name);
  scope.bypass = true;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto& clock = parts_.business_clock;
  auto found = at_start ? TRY(parts_.workbench.open(transaction, clock.today(), clock.now()))
                        : TRY(parts_.workbench.in_force(transaction, clock.today()));
  TRY(transaction.commit());
  return found;
}

Result<std::unique_ptr<ChangeOver>> ChangeOver::begin(const ServerParts& parts) {
  auto made = std::unique_ptr<ChangeOver>(new ChangeOver(parts));
  const auto version = TRY(made->wanted(true));
  if (parts.workbench.installation_differs())
    spdlog::warn("policy: the installed pack {} differs from the latest version; versions were "
                 "published in the workbench, it is not taken",
                 parts.workbench.pack());
  made->current_ = TRY(VersionInForce::make(parts, version));
  return made;
}

std::shared_ptr<VersionInForce> ChangeOver::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void ChangeOver::look() {
  end_retired();
  const auto today = parts_.business_clock.today();
  const auto published = parts_.workbench.published();
  const auto now = std::chrono::steady_clock::now();
  // Who published says so just before his transaction ends: it is looked for until it is seen.
  if (looked_published_ != published) urgent_until_ = now + 10s;
  if (looked_on_ == today && looked_published_ == published && now < look_again_) return;
  look_again_ = now < urgent_until_ ? now : now + 30s;
  looked_on_ = today;
  looked_published_ = published;
  const auto version = wanted(false);
  if (!version.ok()) {
    spdlog::error("policy: which version is in force: {}", to_text(version.error()));
    return;
  }
  if (version.value().number != current()->number()) {
    auto next = VersionInForce::make(parts_, version.value());
    if (!next.ok()) {
      spdlog::error("policy: version {} cannot come into force: {}", version.value().number,
                    to_text(next.error()));
      return;
    }
    const std::shared_ptr<VersionInForce> taking_over = std::move(next).value();
    const auto before = current();
    before->stop_exchange();
    before->stop_states();
    const auto started = taking_over->start_exchange();
    if (!started.ok()) spdlog::error("exchange: {}", to_text(started.error()));
    taking_over->start_states();
    {
      const std::lock_guard lock(mutex_);
      current_ = taking_over;
    }
    retired_.push_back(before);
    spdlog::info("policy: version {} took over from {}", taking_over->number(), before->number());
  }
}

// A screening may still run under it: its end is waited for elsewhere.
void ChangeOver::end_retired() {
  std::erase_if(ending_, [](const auto& each) {
    return each.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  });
  for (auto& each : retired_)
    if (each.use_count() == 1)
      ending_.push_back(std::async(std::launch::async, [last = std::move(each)]() mutable {
        last.reset();
      }));
  std::erase(retired_, nullptr);
}

}  // namespace leye::cli
