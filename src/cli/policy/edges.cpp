// leye policy edges PACK [--all] [--tick ID… --by NAME] [--json] [--strict]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "cli/policy/commands.hpp"
#include "cli/policy/edges_text.hpp"
#include "cli/policy/pack.hpp"
#include "policy/edges/ledger.hpp"
#include "policy/edges/witness.hpp"

namespace leye::cli {
namespace {

using policy::edges::Entry;
using policy::edges::Ledger;
using policy::edges::Standing;

struct EdgesArguments {
  std::string pack;
  std::vector<std::string> tick;
  std::string by;
  std::string on;
  bool all = false;
  bool as_json = false;
  bool strict = false;
  bool english = false;
};

bool wanted(const EdgesArguments& arguments, const Entry& entry, Standing standing) {
  if (!arguments.tick.empty())
    return std::find(arguments.tick.begin(), arguments.tick.end(), entry.edge.id) !=
           arguments.tick.end();
  return arguments.all || standing != Standing::ticked;
}

// The comparisons that are asked for, with their three rows.
std::vector<ShownEdge> look(const EdgesArguments& arguments, const policy::LoadedPack& pack,
                            const Vocabulary& vocabulary, const std::vector<Entry>& entries,
                            const Ledger& ledger) {
  auto cases = policy::differential::facts_of_cases(pack, vocabulary);
  std::vector<ShownEdge> shown;
  std::unique_ptr<policy::edges::WitnessSearch> search;
  const policy::Measure* of = nullptr;
  for (const Entry& entry : entries) {
    const auto standing = ledger.standing(entry);
    if (!wanted(arguments, entry, standing)) continue;
    if (of != entry.edge.measure) {
      of = entry.edge.measure;
      search = std::make_unique<policy::edges::WitnessSearch>(*pack.plan, *of, vocabulary, cases);
    }
    shown.push_back({&entry, standing, ledger.last_tick(entry), search->find(entry.edge)});
  }
  return shown;
}

Status tick(const EdgesArguments& arguments, const std::vector<ShownEdge>& shown, Ledger& ledger) {
  for (const auto& id : arguments.tick) {
    const auto is_it = [&](const ShownEdge& each) { return each.entry->edge.id == id; };
    const bool known = std::any_of(shown.begin(), shown.end(), is_it);
    if (!known)
      return Error{ErrorCode::not_found,
                   fmt::format("没有编号为“{}”的比较", id),
                   {id},
                   "leye policy edges --all " + arguments.pack};
  }
  const SystemClock machine;
  const Day on = arguments.on.empty() ? machine.today() : TRY(Day::parse(arguments.on));
  for (const auto& each : shown) TRY(ledger.tick(*each.entry, arguments.by, on));
  return ledger.write();
}

Result<int> run(const EdgesArguments& arguments) {
  const auto* vocabulary = vocabulary_of(arguments.pack);
  if (vocabulary == nullptr) return 2;
  const auto pack = policy::read_pack(arguments.pack, *vocabulary);
  if (!usable(pack)) return 1;
  const auto entries = policy::edges::entries_of(pack, *vocabulary);
  auto ledger = TRY(Ledger::read(arguments.pack));
  const auto shown = look(arguments, pack, *vocabulary, entries, ledger);
  if (arguments.as_json) {
    fmt::print("{}", edges_json(shown));
  } else {
    fmt::print("{}", edges_text(shown, arguments.english));
  }
  if (!arguments.tick.empty()) {
    ledger.renew(entries);
    TRY(tick(arguments, shown, ledger));
  }
  const auto open = std::count_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    return ledger.standing(entry) != Standing::ticked;
  });
  if (!arguments.as_json)
    fmt::print(fmt::runtime(arguments.english ? "{} comparisons, {} not ticked\n"
                                              : "{} 处比较, {} 处没有核对\n"),
               entries.size(), open);
  return arguments.strict && open > 0 ? 1 : 0;
}

}  // namespace

void add_policy_edges(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand(
      "edges", "every comparison of a pack: just under, at and just over its limit");
  const auto arguments = std::make_shared<EdgesArguments>();
  command->add_option("pack", arguments->pack, "pack folder or file")->required();
  command->add_flag("--all", arguments->all, "also what is ticked");
  auto* tick =
      command->add_option("--tick", arguments->tick, "numbers of comparisons that are right");
  command->add_option("--by", arguments->by, "who ticks")->needs(tick);
  command->add_option("--on", arguments->on, "the day of the tick; default: today");
  command->add_flag("--json", arguments->as_json, "as JSON");
  command->add_flag("--strict", arguments->strict, "fails if anything is not ticked");
  command->add_flag("--en", arguments->english, "in English");
  command->callback([arguments, &exit_code] {
    const auto done = run(*arguments);
    if (done.ok()) {
      exit_code = done.value();
      return;
    }
    fmt::print(stderr, "leye: {}\n", to_text(done.error()));
    exit_code = 2;
  });
}

}  // namespace leye::cli
