#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <iterator>
#include <memory>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "policy/proof/asking.hpp"

namespace leye::policy::proof {

const char* name(Kind kind) {
  constexpr std::array names = {"contradiction", "unreachable", "always", "no_amount",
                                "pair",          "cliff",       "jump",   "not_monotone",
                                "stale",         "cycle"};
  return names[static_cast<std::size_t>(kind)];
}

std::size_t Report::open() const {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(),
                                                [](const auto& each) { return !each.reason; }));
}

namespace {

// What is asked of one measure or of two, apart from all else: its report is the same whoever
// else is asked at that time.
struct Job {
  const PackToProve* of = nullptr;
  const Remarks* remarks = nullptr;
  std::vector<const Measure*> measures;
  Report report;

  std::size_t size() const {
    std::size_t nodes = 0;
    for (const auto* each : measures) nodes += each->nodes.size();
    return nodes;
  }
};

void run(Job& job, const Settings& settings) {
  const auto with = [&](int rows) {
    return std::make_unique<Asking>(job.measures, *job.of->pack.plan, job.of->vocabulary, settings,
                                    job.report, rows);
  };
  const auto most = World::rows_wanted(job.measures);
  auto made = with(World::rows_least);
  for (auto rows = World::rows_least; rows < most && made->too_few_rows();) {
    job.report.checks += made->logic().checks();
    made = with(++rows);
  }
  auto& asking = *made;
  if (job.measures.size() == 2) {
    find_pair(asking);
  } else {
    find_unreachable(asking);
    find_missing_amounts(asking);
    find_cliffs(asking, job.remarks->promises);
  }
  job.report.checks += asking.logic().checks();
}

// The longest ones first, so that no thread is left alone with one in the end.
void run_all(std::vector<Job>& jobs, const Settings& settings) {
  std::vector<Job*> queue;
  for (auto& job : jobs) queue.push_back(&job);
  std::stable_sort(queue.begin(), queue.end(),
                   [](const Job* a, const Job* b) { return a->size() > b->size(); });
  std::atomic<std::size_t> next = 0;
  std::mutex failing;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (auto at = next++; at < queue.size(); at = next++) run(*queue[at], settings);
    } catch (...) {  // the solver has no memory left
      const std::lock_guard lock(failing);
      if (!failure) failure = std::current_exception();
      next = queue.size();
    }
  };
  const auto cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, threads_most);
  const auto wanted = settings.threads > 0 ? static_cast<std::size_t>(settings.threads) : cores;
  std::vector<std::thread> threads;
  while (threads.size() + 1 < std::min(wanted, queue.size())) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

template <typename T>
void append(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

std::vector<Report> prove(std::span<const PackToProve> packs, const Settings& settings) {
  std::vector<Remarks> remarks;
  for (const auto& each : packs) remarks.push_back(remarks_of(each.pack));
  std::vector<Job> jobs;  // in the order of the findings
  for (std::size_t i = 0; i < packs.size(); ++i) {
    const auto& plan = *packs[i].pack.plan;
    for (const auto& measure : plan.measures)
      jobs.push_back({&packs[i], &remarks[i], {&measure}, {}});
    for (auto& pair : pairs_of(plan)) jobs.push_back({&packs[i], &remarks[i], std::move(pair), {}});
  }
  run_all(jobs, settings);
  std::vector<Report> reports(packs.size());
  for (auto& job : jobs) {
    auto& report = reports[static_cast<std::size_t>(job.of - packs.data())];
    append(report.findings, job.report.findings);
    append(report.unproved, job.report.unproved);
    append(report.idle, job.report.idle);
    report.checks += job.report.checks;
  }
  for (std::size_t i = 0; i < packs.size(); ++i) {
    find_stale(packs[i].pack, reports[i]);
    find_cycles(*packs[i].pack.plan, reports[i]);
    acknowledge(reports[i], packs[i].pack, remarks[i], packs[i].vocabulary);
  }
  return reports;
}

Report prove(const LoadedPack& pack, const Vocabulary& vocabulary, const Settings& settings) {
  const PackToProve one{pack, vocabulary};
  return std::move(prove(std::span(&one, 1), settings).front());
}

std::string to_text(const Finding& finding, Language language) {
  const bool zh = language == Language::zh;
  std::string out = zh ? finding.title_zh : finding.title_en;
  out += fmt::format("  {}:{}\n  [{}]", finding.file, finding.line, finding.name);
  for (const auto& clause : finding.clauses) out += " " + clause;
  out += "\n";
  if (finding.witness) {
    out += fmt::format("  {} ({})\n", zh ? "例" : "example", leye::to_text(finding.witness->on));
    for (const auto& line : finding.witness->facts)
      out += fmt::format("    {} {}\n", zh ? line.label : line.fact, line.value);
    for (const auto& said : finding.witness->answers) {
      out += fmt::format("    → {}: {}", zh ? said.label : said.measure,
                         zh ? label_zh(said.outcome) : name(said.outcome));
      if (said.outcome == Outcome::eligible) out += fmt::format(" {}", to_display(said.amount));
      const auto& note = zh ? said.note_zh : said.note_en;
      out += note.empty() ? "\n" : fmt::format(" ({})\n", note);
    }
  }
  if (finding.reason)
    out += fmt::format("  {}: {}\n", zh ? "已说明" : "acknowledged", *finding.reason);
  else
    out +=
        fmt::format("  | {} | {} | {} |\n", finding.name, finding.digest, zh ? "理由" : "reason");
  if (finding.expired)
    out += zh ? "  原来的说明已失效: 原句或规则改过\n"
              : "  its acknowledgement has expired: the sentence or the rule was changed\n";
  return out;
}

}  // namespace leye::policy::proof
