#include "cli/demo_city.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>

#include "access/places.hpp"
#include "city/demo_seed.hpp"
#include "city/families.hpp"
#include "city/outside_lists.hpp"
#include "city/suspect_list.hpp"
#include "cli/demo_files.hpp"
#include "cli/progress.hpp"
#include "registers/identity_cipher.hpp"
#include "store/private_cluster.hpp"
#include "store/transaction.hpp"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* password_file = "demo-password.txt";
constexpr const char* day_file = "demo-day.txt";

std::string read_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

Status write_private(const fs::path& file, const std::string& line) {
  std::ofstream out(file);
  std::error_code error;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, error);
  out << line << "\n";
  out.flush();
  if (out && !error) return Done{};
  return Error{ErrorCode::unavailable, "cannot write " + file.string(), {}, {}};
}

// A password of one's own for each data folder: a demonstration may listen beyond this machine.
std::string new_password() {
  if (const char* wanted = std::getenv("LEYE_DEMO_PASSWORD")) return wanted;
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::random_device random;
  std::string password = "Leye-";
  for (int i = 0; i < 10; ++i) password += letters[random() % letters.size()];
  return password;
}

store::Scope whole_city() {
  store::Scope scope = store::Scope::whole_area(demo_area);
  scope.bypass = true;
  return scope;
}

// The list that the city's first checker took in before the demonstration begins.
Status take_suspects(store::Transaction& transaction, const Cipher& cipher,
                     const std::vector<city::DemoAccount>& accounts, const DemoCity& city,
                     Instant now) {
  const auto taker = std::find_if(accounts.begin(), accounts.end(), [](const auto& account) {
    return account.login == "city-first";
  });
  if (taker == accounts.end()) return Done{};
  const registers::IdentityCipher identities(cipher);
  const auto planted = TRY(city::plant_suspects(transaction, city.setting, identities));
  constexpr std::int64_t city_places = 1'000'000;  // six digits of a division below the city's
  const std::int64_t whole = city.setting.code * city_places;
  const access::PlaceRange range = access::range_of(whole);
  const suspects::SuspectDesk desk{cipher, taker->id, whole, range.low, range.high, now};
  TRY(city::take_planted_list(transaction, desk, planted));
  return Done{};
}

Status make_city(store::Connection& connection, const Cipher& cipher, const fs::path& folder,
                 std::int64_t people, DemoCity& city) {
  city::CityPlan plan;
  plan.people = people;
  ProgressLine line("生成合成城市并入库", people, "人");
  plan.progress = [&](std::int64_t done) {
    line.show(done);
    if (done == people) line.note("建立索引、核对外键");
  };
  const registers::IdentityCipher identities(cipher);
  city.population = TRY(city::populate(connection, demo_area, identities, city.setting, plan));
  line.finish();
  TRY(city::save(city.population, folder));
  city.password = new_password();
  const Instant now = SetClock(city.population.today).now();
  auto scope = whole_city();
  scope.time_limit = std::chrono::minutes(10);  // the records of three million people
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto accounts = TRY(city::seed_accounts(transaction, city.setting, city.population.manifest,
                                                cipher, {demo_area, city.password, now}));
  TRY(city::seed_records(transaction, city.setting, city.population.today, now));
  TRY(city::seed_outside_lists(transaction, city.setting, city.population.today, now));
  TRY(city::seed_families(transaction, city.setting, city.population.today, now));
  TRY(city::seed_funds(transaction, city.setting, accounts.front().id, now));
  TRY(take_suspects(transaction, cipher, accounts, city, now));
  TRY(take_demo_files(transaction, identities, city));
  TRY(transaction.commit());
  city.made_now = true;
  return write_private(folder / password_file, city.password);
}

}  // namespace

Result<DemoCity> open_demo_city(store::Connection& connection, const Cipher& cipher,
                                const fs::path& folder, std::int64_t people) {
  DemoCity city;
  city.setting = TRY(city::Setting::load());
  bool empty = true;
  {
    auto transaction = TRY(store::Transaction::begin(connection, whole_city()));
    empty = TRY(city::is_empty(transaction));
  }
  if (empty) {
    TRY(make_city(connection, cipher, folder, people, city));
    return city;
  }
  city.password = read_line(folder / password_file);
  auto population = city::load(folder);
  if (!population.ok() || city.password.empty()) {
    return Error{ErrorCode::not_found,
                 "上次启动没有完成：数据文件夹里有人员，但没有演示账号",
                 {folder.string()},
                 "用 leye demo --fresh 重新生成"};
  }
  city.population = std::move(population).value();
  return city;
}

Status clear_demo_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error) || fs::is_empty(folder, error)) return Done{};
  if (!fs::exists(folder / "postgres")) {
    return Error{ErrorCode::invalid_input,
                 "这个文件夹不是演示的数据文件夹，没有清空",
                 {folder.string()},
                 "用 --data 指定另一个文件夹"};
  }
  {
    // Whoever starts the cluster holds the folder: another leye in it is refused here.
    auto cluster = TRY(store::PrivateCluster::start(folder, store::IfRunning::refuse));
    TRY(cluster.stop());
  }
  for (const auto& entry : fs::directory_iterator(folder)) fs::remove_all(entry.path(), error);
  if (!error) return Done{};
  return Error{
      ErrorCode::unavailable, "cannot empty the folder: " + error.message(), {folder.string()}, {}};
}

Day demo_day(const fs::path& folder, const city::Population& population) {
  const auto day = Day::parse(read_line(folder / day_file));
  return day.ok() ? day.value() : population.today;
}

void keep_demo_day(const fs::path& folder, Day day) {
  std::ofstream(folder / day_file) << to_text(day) << "\n";
}

}  // namespace leye::cli
