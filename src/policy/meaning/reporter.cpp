#include "policy/meaning/reporter.hpp"

#include <algorithm>

namespace leye::policy {
namespace {

// Two letters that changed places are one mistake.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto replaced = row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

void Reporter::error(Complaint complaint) {
  say(std::move(complaint), Severity::error);
  failed_ = true;
}

void Reporter::warning(Complaint complaint) { say(std::move(complaint), Severity::warning); }

void Reporter::say(Complaint complaint, Severity severity) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = complaint.code;
  diagnostic.file = document_->file;
  diagnostic.at = complaint.at;
  diagnostic.title = std::move(complaint.title);
  diagnostic.fix = std::move(complaint.fix);
  diagnostic.others = std::move(complaint.others);
  diagnostic.clause = clause_;
  diagnostic.chinese = document_->chinese;
  keep_one_language(diagnostic);
  out_.push_back(std::move(diagnostic));
}

void Reporter::spell(Span at, std::string zh, std::string en) {
  spellings_[document_->file][{at.line, at.column}] = {std::move(zh), std::move(en)};
}

std::string nearest(std::string_view wrong, std::span<const std::string> candidates) {
  std::string best;
  auto best_distance = std::max<std::size_t>(2, wrong.size() / 2);
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(wrong, candidate);
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

}  // namespace leye::policy
