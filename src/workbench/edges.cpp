#include "workbench/edges.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace leye::workbench {
namespace {

using policy::edges::Entry;
using policy::edges::Ledger;

std::string digest_of(const Entry& entry) { return entry.sentence_digest + entry.rule_digest; }

// The ledger reads and writes a file.
Result<Ledger> ledger_of(const Reading& reading, const ScratchFolder& folder) {
  const auto path = ticks_path(reading);
  const auto found = reading.files.find(path);
  if (found != reading.files.end())
    TRY(write_files({{path, found->second}}, folder.path()));
  else
    std::filesystem::create_directories(folder.path() / reading.name);
  return Ledger::read(folder.path() / reading.name);
}

std::set<std::string> known_in(const Reading& base) {
  std::set<std::string> known;
  if (!base.pack.plan) return known;
  for (const auto& entry : policy::edges::entries_of(base.pack, base.vocabulary))
    known.insert(entry.edge.id + " " + digest_of(entry));
  return known;
}

Error without_plan() {
  return {ErrorCode::conflict, "草案里有错误，界限还列不出来", {}, "先按检查结果改正"};
}

void find_witnesses(const Reading& reading, std::vector<EdgeToTick>& edges) {
  auto cases = policy::differential::facts_of_cases(reading.pack, reading.vocabulary);
  std::unique_ptr<policy::edges::WitnessSearch> search;
  const policy::Measure* of = nullptr;
  for (auto& each : edges) {
    if (of != each.entry.edge.measure) {
      of = each.entry.edge.measure;
      search = std::make_unique<policy::edges::WitnessSearch>(*reading.pack.plan, *of,
                                                              reading.vocabulary, cases);
    }
    each.witness = search->find(each.entry.edge);
  }
}

}  // namespace

std::string ticks_path(const Reading& reading) { return reading.name + "/edges.csv"; }

Result<std::vector<EdgeToTick>> edges_of(const Reading& base, const Reading& reading,
                                         const EdgeQuestion& asked,
                                         const std::filesystem::path& scratch) {
  if (!reading.pack.plan) return without_plan();
  const auto folder = TRY(ScratchFolder::make(scratch));
  const auto ledger = TRY(ledger_of(reading, folder));
  const auto known = known_in(base);
  std::vector<EdgeToTick> edges;
  for (auto& entry : policy::edges::entries_of(reading.pack, reading.vocabulary)) {
    if (!asked.measure.empty() && entry.edge.measure->name.id != asked.measure) continue;
    EdgeToTick edge;
    edge.digest = digest_of(entry);
    edge.changed = !known.contains(entry.edge.id + " " + edge.digest);
    edge.standing = ledger.standing(entry);
    if (!asked.all && !edge.changed && edge.standing != policy::edges::Standing::expired) continue;
    if (const auto* tick = ledger.last_tick(entry)) {
      edge.ticked_by = tick->by;
      edge.ticked_on = tick->on;
    }
    edge.entry = std::move(entry);
    edges.push_back(std::move(edge));
  }
  if (asked.witnesses) find_witnesses(reading, edges);
  return edges;
}

Result<std::int64_t> open_edges(const Reading& base, const Reading& reading,
                                const std::filesystem::path& scratch) {
  EdgeQuestion asked;
  asked.witnesses = false;
  const auto edges = TRY(edges_of(base, reading, asked, scratch));
  return std::count_if(edges.begin(), edges.end(), [](const EdgeToTick& each) {
    return each.standing != policy::edges::Standing::ticked;
  });
}

Result<std::string> ticked(const Reading& reading, const std::string& key,
                           const std::string& digest, const std::string& by, Day on,
                           const std::filesystem::path& scratch) {
  if (!reading.pack.plan) return without_plan();
  const auto folder = TRY(ScratchFolder::make(scratch));
  auto ledger = TRY(ledger_of(reading, folder));
  const auto entries = policy::edges::entries_of(reading.pack, reading.vocabulary);
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& each) { return each.edge.id == key; });
  if (found == entries.end()) return Error{ErrorCode::not_found, "没有这一处比较", {key}};
  if (digest_of(*found) != digest)
    return Error{ErrorCode::conflict,
                 "句子或者规则已经不是您看的那样",
                 {key},
                 "刷新后再看一遍三行，再核对"};
  ledger.renew(entries);
  TRY(ledger.tick(*found, by, on));
  TRY(ledger.write());
  std::ifstream in(ledger.file(), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace leye::workbench
