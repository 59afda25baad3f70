#include "policy/edges/ledger.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "policy/edges/own_rule.hpp"
#include "policy/plan/rule_text.hpp"
#include "policy/sentences.hpp"

namespace leye::policy::edges {
namespace {

constexpr std::size_t digits = 16;
constexpr std::size_t columns = 7;
constexpr std::string_view mark_of_utf8 = "\xEF\xBB\xBF";
constexpr std::string_view heading = "编号,条款,比较,句子校验,规则校验,核对人,日期";

std::string short_digest(std::string_view text) { return sha256_hex(text).substr(0, digits); }

// As a cell: quoted if it must be.
std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

// Cells never hold a line's end: the ledger writes none.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

std::string words_of(const Edge& edge) { return edge.label_zh + ": " + edge.words_zh; }

Error bad_line(const std::filesystem::path& file, std::size_t number) {
  return {ErrorCode::invalid_input,
          fmt::format("{} 第 {} 行不是核对记录", file.string(), number),
          {fmt::format("{}:{}", file.string(), number)},
          "每行七格: " + std::string(heading)};
}

}  // namespace

std::vector<Entry> entries_of(const LoadedPack& pack, const Vocabulary& vocabulary) {
  CHECK(pack.plan.has_value());
  std::vector<Entry> entries;
  for (const auto& measure : pack.plan->measures) {
    const auto whole = short_digest(rule_text(*pack.plan, measure, vocabulary));
    for (auto& edge : comparisons_of(*pack.plan, measure, vocabulary)) {
      Entry entry;
      entry.rule_digest = short_digest(own_rule(*pack.plan, edge, vocabulary));
      entry.measure_digest = whole;
      std::string text;
      for (const auto* line : sentences_for(pack, edge.clause)) {
        entry.sentences.push_back(
            {fmt::format("{} 句{}", line->clause, line->sentence), line->summary});
        text += text_of(*line);
      }
      entry.sentence_digest = short_digest(text);
      entry.edge = std::move(edge);
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

Result<Ledger> Ledger::read(const std::filesystem::path& pack) {
  Ledger ledger;
  std::error_code ignored;
  ledger.file_ = std::filesystem::is_directory(pack, ignored)
                     ? pack / "edges.csv"
                     : std::filesystem::path(pack).replace_extension(".edges.csv");
  if (!std::filesystem::exists(ledger.file_, ignored)) return ledger;
  std::ifstream in(ledger.file_, std::ios::binary);
  if (!in) return Error{ErrorCode::invalid_input, ledger.file_.string() + " 无法打开"};
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    std::string_view text = line;
    if (number == 1 && text.starts_with(mark_of_utf8)) text.remove_prefix(mark_of_utf8.size());
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || number == 1) continue;
    const auto cells = cells_of(text);
    if (cells.size() != columns) return bad_line(ledger.file_, number);
    const auto on = Day::parse(cells[6]);
    if (!on.ok() || cells[0].empty() || cells[5].empty()) return bad_line(ledger.file_, number);
    ledger.ticks_.push_back(
        {cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], on.value()});
  }
  return ledger;
}

const Tick* Ledger::last_tick(const Entry& entry) const {
  const Tick* found = nullptr;
  for (const auto& each : ticks_)
    if (each.edge == entry.edge.id) found = &each;
  return found;
}

Standing Ledger::standing(const Entry& entry) const {
  const auto* found = last_tick(entry);
  if (found == nullptr) return Standing::not_ticked;
  const bool same =
      found->sentence_digest == entry.sentence_digest &&
      (found->rule_digest == entry.rule_digest || found->rule_digest == entry.measure_digest) &&
      found->words == one_line(words_of(entry.edge));
  return same ? Standing::ticked : Standing::expired;
}

void Ledger::renew(const std::vector<Entry>& entries) {
  for (const auto& entry : entries) {
    if (standing(entry) != Standing::ticked) continue;
    for (auto& each : ticks_)
      if (each.edge == entry.edge.id) each.rule_digest = entry.rule_digest;
  }
}

Status Ledger::tick(const Entry& entry, const std::string& by, Day on) {
  const auto name = one_line(by);
  if (name.find_first_not_of(' ') == name.npos)
    return Error{ErrorCode::invalid_input, "核对要写明核对人", {"by"}, "--by 姓名"};
  std::erase_if(ticks_, [&](const Tick& each) { return each.edge == entry.edge.id; });
  ticks_.push_back({entry.edge.id, one_line(entry.edge.clause), one_line(words_of(entry.edge)),
                    entry.sentence_digest, entry.rule_digest, name, on});
  return Done{};
}

Status Ledger::write() const {
  auto beside = file_;
  beside += ".new";
  {
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << mark_of_utf8 << heading << '\n';
    for (const auto& each : ticks_)
      out << fmt::format("{},{},{},{},{},{},{}\n", cell(each.edge), cell(each.clause),
                         cell(each.words), each.sentence_digest, each.rule_digest, cell(each.by),
                         to_text(each.on));
    out.flush();
    if (!out)
      return Error{
          ErrorCode::invalid_input, beside.string() + " 写不进去", {}, "检查权限和磁盘空间"};
  }
  std::error_code failed;
  std::filesystem::rename(beside, file_, failed);
  if (failed)
    return Error{ErrorCode::invalid_input, file_.string() + " 写不进去: " + failed.message()};
  return Done{};
}

}  // namespace leye::policy::edges
