#include "city/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "city/population.sql.hpp"

namespace leye::city {
namespace {

using FoundById = std::map<Id, Verdict>;

Result<FoundById> found_subjects(store::Transaction& transaction, const std::string& measure,
                                 const std::vector<Id>& ids) {
  FoundById found;
  for (const store::Row row : TRY(transaction.query(sql::found_subjects, measure, ids))) {
    Verdict verdict;
    const auto outcome = row.get<std::string>("outcome");
    if (outcome == "eligible") {
      const Money amount = Money::fen(row.get<std::int64_t>("amount_fen"));
      verdict = {Outcome::eligible, amount, amount};
    } else if (outcome == "undetermined") {
      verdict = {Outcome::undetermined, Money::fen(row.get<std::int64_t>("low_fen")),
                 Money::fen(row.get<std::int64_t>("high_fen"))};
    } else {
      verdict.outcome = Outcome::one_short;
    }
    found[row.get<std::int64_t>("subject_id")] = verdict;
  }
  return found;
}

// Not in force and not eligible are the same to whoever waits for the money; where the table says
// that one condition is missing, the screening must say so.
bool meets(const Verdict& expected, const Verdict& found) {
  if (expected == found) return true;
  const bool refused =
      expected.outcome == Outcome::not_eligible || expected.outcome == Outcome::not_in_force;
  return refused && (found.outcome == Outcome::not_eligible || found.outcome == Outcome::one_short);
}

Total total_of(const store::Row& row) {
  Total total;
  total.eligible = row.get<std::int64_t>("eligible");
  total.amount = Money::fen(row.get<std::int64_t>("amount_fen"));
  return total;
}

Status compare_planted(store::Transaction& transaction, const Population& population,
                       const MeasureIds& measures, Findings& findings) {
  std::map<std::string, std::size_t> group_at;
  for (const Benefit benefit : all_benefits) {
    std::vector<Id> ids;
    for (const PlantedSubject& each : population.manifest.subjects) {
      if (each.benefit == benefit) ids.push_back(each.subject);
    }
    const std::string& measure = measures[static_cast<std::size_t>(benefit)];
    const FoundById found = TRY(found_subjects(transaction, measure, ids));
    for (const PlantedSubject& each : population.manifest.subjects) {
      if (each.benefit != benefit) continue;
      const auto [place, fresh] = group_at.emplace(each.group, findings.groups.size());
      if (fresh) findings.groups.push_back({each.group, each.label, 0, 0});
      GroupFinding& group = findings.groups[place->second];
      ++group.planted;
      const auto at = found.find(each.subject);
      const Verdict verdict = at == found.end() ? Verdict{} : at->second;
      if (meets(each.expected, verdict)) {
        ++group.found;
      } else {
        findings.differences.push_back({each, to_text(verdict)});
      }
    }
  }
  return Done{};
}

Status compare_totals(store::Transaction& transaction, const Population& population,
                      const MeasureIds& measures, Findings& findings) {
  for (const Benefit benefit : all_benefits) {
    const std::string& measure = measures[static_cast<std::size_t>(benefit)];
    const auto rows = TRY(transaction.query(sql::found_totals, measure));
    Total found = total_of(rows[0]);
    found.undetermined = rows[0].get<std::int64_t>("undetermined");
    found.low = Money::fen(rows[0].get<std::int64_t>("low_fen"));
    found.high = Money::fen(rows[0].get<std::int64_t>("high_fen"));
    findings.totals.push_back({measure, population.total(benefit), found});
  }
  const std::vector<std::string> hires(measures.begin() + 1, measures.end());
  const auto rows = TRY(transaction.query(sql::found_after_exclusion, hires));
  findings.hires_after_exclusion = {"", population.hires_after_exclusion, total_of(rows[0])};
  return Done{};
}

Status compare_duplicates(store::Transaction& transaction, const Population& population,
                          Findings& findings) {
  std::vector<Id> right, wrong;
  for (const auto& [one, other] : population.manifest.duplicate_files) {
    right.push_back(one);
    wrong.push_back(other);
  }
  findings.duplicate_files_planted = static_cast<std::int64_t>(right.size());
  const auto rows = TRY(transaction.query(sql::found_duplicate_files, right, wrong));
  findings.duplicate_files_found = rows[0].get<std::int64_t>("pairs");
  return Done{};
}

std::string line(const std::string& label, const TotalFinding& total) {
  return fmt::format("{}  可享 埋设 {} / 查得 {}  金额 {} / {}  待核 {} / {}  {}", label,
                     total.truth.eligible, total.found.eligible, to_display(total.truth.amount),
                     to_display(total.found.amount), total.truth.undetermined,
                     total.found.undetermined, total.equal() ? "一致" : "不一致");
}

}  // namespace

bool TotalFinding::equal() const {
  return truth.eligible == found.eligible && truth.amount == found.amount &&
         truth.undetermined == found.undetermined && truth.low == found.low &&
         truth.high == found.high;
}

bool Findings::all_found() const {
  return differences.empty() && duplicate_files_planted == duplicate_files_found &&
         hires_after_exclusion.equal() &&
         std::all_of(totals.begin(), totals.end(), [](const auto& total) { return total.equal(); });
}

Result<Findings> compare(store::Transaction& transaction, const Population& population,
                         const MeasureIds& measures) {
  Findings findings;
  TRY(compare_planted(transaction, population, measures, findings));
  TRY(compare_totals(transaction, population, measures, findings));
  TRY(compare_duplicates(transaction, population, findings));
  return findings;
}

std::vector<std::string> describe(const Findings& findings) {
  std::vector<std::string> lines;
  for (const TotalFinding& total : findings.totals) lines.push_back(line(total.measure, total));
  lines.push_back(line("吸纳、扩岗择高后", findings.hires_after_exclusion));
  std::int64_t planted = 0, found = 0;
  for (const GroupFinding& group : findings.groups) {
    planted += group.planted;
    found += group.found;
  }
  lines.push_back(fmt::format("界限样例 {} 组 {} 项，结果相符 {} 项；一人两档 {} 对，查得 {} 对",
                              findings.groups.size(), planted, found,
                              findings.duplicate_files_planted, findings.duplicate_files_found));
  constexpr std::size_t differences_shown = 20;
  for (std::size_t i = 0; i < std::min(findings.differences.size(), differences_shown); ++i) {
    const Difference& each = findings.differences[i];
    lines.push_back(fmt::format("  不符：{}（{}）{} {}：应为 {}，查得 {}", each.planted.label,
                                each.planted.group, name(each.planted.benefit),
                                each.planted.subject, to_text(each.planted.expected), each.found));
  }
  return lines;
}

}  // namespace leye::city
