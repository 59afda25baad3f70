// leye feeds: what other departments sent and owe; takes the files they dropped; makes keys to
// push.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/open_area.hpp"
#include "exchange/deliveries.hpp"
#include "exchange/push_keys.hpp"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  AreaOptions area;
  std::string folder, feed, name;
  std::int64_t key = 0;
};

void print(const exchange::Delivered& got) {
  if (got.state == "refused") {
    fmt::print("{} {}：退回，{}\n", got.feed, got.file_name, got.problem);
    return;
  }
  fmt::print("{} {}：{}{} 行，新增 {}，变更 {}，相同 {}，有误 {}，待核实 {}\n", got.feed,
             got.file_name, got.repeated ? "以前收到过，" : "", got.rows, got.added, got.changed,
             got.same, got.refused, got.held);
}

Result<int> list(const Options& options) {
  auto area = TRY(open_area(options.area));
  const auto catalogue = TRY(exchange::Catalogue::load(area.vocabulary));
  const registers::IdentityCipher cipher(area.cipher);
  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  exchange::Deliveries deliveries(transaction, area.vocabulary, cipher, catalogue,
                                  area.arrangements);
  for (const auto& standing : TRY(deliveries.standings(SystemClock().today()))) {
    const char* state = standing.state == "received"  ? "已送达"
                        : standing.state == "waiting" ? "未到期"
                                                      : "逾期未送";
    fmt::print("{:<26} {} {} 应于 {} 前送达 {}，待核实 {} 条\n", standing.feed->id,
               to_text(standing.period.first), state, to_text(standing.period.due),
               standing.feed->zh, standing.open_tasks);
  }
  return 0;
}

// The feed whose id the file's name begins with: "police_population-202310.csv".
const exchange::Feed* feed_of(const exchange::Catalogue& catalogue, const std::string& file) {
  const exchange::Feed* longest = nullptr;
  for (const exchange::Feed& feed : catalogue.feeds()) {
    const bool longer = longest == nullptr || feed.id.size() > longest->id.size();
    if (file.starts_with(feed.id) && longer) longest = &feed;
  }
  return longest;
}

// Each file in a transaction of its own, then moved: a crash between the two leaves a file that is
// taken again and known by its digest.
Result<bool> take(OpenArea& area, const exchange::Catalogue& catalogue, const exchange::Feed& feed,
                  const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{ErrorCode::unavailable, "文件读不了", {file.string()}, "核对权限"};
  const SystemClock clock;
  exchange::Incoming incoming;
  incoming.file_name = file.filename().string();
  incoming.bytes = {std::istreambuf_iterator<char>(in), {}};
  incoming.via = "folder";
  incoming.sender = catalogue.department_of(feed).zh;
  incoming.now = clock.now();
  incoming.recorded_at = incoming.now;
  incoming.today = clock.today();
  const registers::IdentityCipher cipher(area.cipher);
  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  exchange::Deliveries deliveries(transaction, area.vocabulary, cipher, catalogue,
                                  area.arrangements);
  const auto got = TRY(deliveries.receive(feed, incoming));
  TRY(transaction.commit());
  print(got);
  return got.state == "stored";
}

// The exit code: 0, or 1 if a file was refused.
Result<int> pull(const Options& options) {
  auto area = TRY(open_area(options.area));
  const auto catalogue = TRY(exchange::Catalogue::load(area.vocabulary));
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(options.folder, error)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  if (error) return Error{ErrorCode::not_found, "目录打不开", {options.folder}, "核对路径和权限"};
  std::sort(files.begin(), files.end());
  bool all_stored = true;
  for (const fs::path& file : files) {
    const auto* feed = feed_of(catalogue, file.filename().string());
    if (feed == nullptr) {
      fmt::print(stderr, "{}：文件名不以交换数据的代号开头，未处理\n", file.filename().string());
      all_stored = false;
      continue;
    }
    const auto stored = take(area, catalogue, *feed, file);
    if (!stored.ok()) fmt::print(stderr, "{}：{}\n", file.string(), to_text(stored.error()));
    const bool good = stored.ok() && stored.value();
    all_stored = all_stored && good;
    const fs::path done = fs::path(options.folder) / (good ? "stored" : "refused");
    fs::create_directories(done, error);
    fs::rename(file, done / file.filename(), error);
    if (error) return Error{ErrorCode::unavailable, "文件移不走", {file.string()}, "核对权限"};
  }
  return all_stored ? 0 : 1;
}

Result<int> make_key(const Options& options) {
  auto area = TRY(open_area(options.area));
  const auto catalogue = TRY(exchange::Catalogue::load(area.vocabulary));
  if (catalogue.find(options.feed) == nullptr)
    return Error{
        ErrorCode::not_found, "没有这类交换数据", {options.feed}, "leye feeds list 列出全部"};
  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  const auto key = TRY(exchange::PushKeys(transaction, area.cipher)
                           .make(options.feed, options.name, 0, SystemClock().now()));
  TRY(transaction.commit());
  fmt::print("密钥号 {}\n密钥（只显示这一次） {}\n", key.id, key.secret);
  return 0;
}

Result<int> revoke_key(const Options& options) {
  auto area = TRY(open_area(options.area));
  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  TRY(exchange::PushKeys(transaction, area.cipher).revoke(options.key, SystemClock().now()));
  TRY(transaction.commit());
  fmt::print("密钥 {} 已停用\n", options.key);
  return 0;
}

}  // namespace

void add_feeds(CLI::App& program, int& exit_code) {
  auto* feeds = program.add_subcommand("feeds", "data from other departments");
  feeds->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* what, Result<int> (*run)(const Options&)) {
    auto* command = feeds->add_subcommand(name, what);
    add_area_options(*command, options->area);
    command->callback([options, run, &exit_code] {
      const auto done = run(*options);
      exit_code = done.ok() ? done.value() : 1;
      if (!done.ok()) fmt::print(stderr, "{}\n", to_text(done.error()));
    });
    return command;
  };
  add("list", "each feed, and whether its last period is here", list);
  add("pull", "take the files of a folder; each name begins with its feed", pull)
      ->add_option("folder", options->folder, "files go on to stored/ or refused/ in it")
      ->required();
  auto* key = add("key", "make a key with which a department's system may push", make_key);
  key->add_option("feed", options->feed, "its id")->required();
  key->add_option("name", options->name, "whose key it is")->required();
  add("revoke-key", "a key counts no longer", revoke_key)
      ->add_option("key", options->key, "its number")
      ->required();
}

}  // namespace leye::cli
