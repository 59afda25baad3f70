// leye feeds: what other departments sent and owe; takes the files they dropped; makes keys to
// push.
#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/open_area.hpp"
#include "exchange/dropped_files.hpp"
#include "exchange/push_keys.hpp"

namespace leye::cli {
namespace {

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

// Each file in a transaction of its own, then moved: a crash between the two leaves a file that is
// taken again and known by its digest. The exit code: 0, or 1 if not every file was stored.
Result<int> pull(const Options& options) {
  auto area = TRY(open_area(options.area));
  const auto catalogue = TRY(exchange::Catalogue::load(area.vocabulary));
  const registers::IdentityCipher cipher(area.cipher);
  const auto receive = [&](const exchange::Feed& feed,
                           const exchange::Incoming& incoming) -> Result<exchange::Delivered> {
    auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
    exchange::Deliveries deliveries(transaction, area.vocabulary, cipher, catalogue,
                                    area.arrangements);
    auto got = TRY(deliveries.receive(feed, incoming));
    TRY(transaction.commit());
    return got;
  };
  using Outcome = exchange::DroppedFile::Outcome;
  bool all_stored = true;
  for (const auto& file :
       TRY(exchange::take_dropped(options.folder, catalogue, receive, SystemClock()))) {
    if (file.delivered) print(*file.delivered);
    if (!file.delivered || file.outcome == Outcome::left)
      fmt::print(stderr, "{}：{}{}\n", file.name, file.problem,
                 file.outcome == Outcome::left ? "（留在目录里）" : "");
    all_stored = all_stored && file.outcome == Outcome::stored;
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
