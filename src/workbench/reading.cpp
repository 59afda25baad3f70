#include "workbench/reading.hpp"

#include <algorithm>
#include <charconv>

#include "policy/pack_vocabulary.hpp"
#include "policy/target_reports.hpp"
#include "workbench/merge.hpp"

namespace leye::workbench {
namespace {

namespace fs = std::filesystem;

Stretch stretch(const policy::Span& at) {
  return {at.line, at.column, at.column + std::max(1, at.length)};
}

Said said(const std::string& text, const std::string& other, bool chinese) {
  const auto& second = other.empty() ? text : other;
  return chinese ? Said{text, second} : Said{second, text};
}

Problem problem_of(const policy::Diagnostic& from, const Reading& reading) {
  Problem problem;
  problem.path = reading.path_of(from.file);
  problem.at = stretch(from.at);
  problem.error = from.severity == policy::Severity::error;
  problem.code = from.code;
  problem.message = said(from.title, from.title_other, from.chinese);
  if (!from.detail.empty()) {
    problem.message.zh += "：" + from.detail;
    problem.message.en += ": " + from.detail;
  }
  problem.fix = said(from.fix, from.fix_other, from.chinese);
  problem.clause = from.clause;
  for (const auto& note : from.others)
    problem.notes.push_back({stretch(note.at), said(note.text, note.text_other, from.chinese)});
  return problem;
}

// An error of the vocabulary names file and line: "/…/vocabulary/person.md:12".
Problem problem_of(const Error& error, const Reading& reading) {
  Problem problem;
  problem.code = "vocabulary";
  problem.message = {error.what, error.what};
  problem.fix = {error.fix, error.fix};
  for (const auto& place : error.where) {
    auto file = place;
    if (const auto colon = place.rfind(':'); colon != place.npos) {
      int line = 0;
      const auto* end = place.data() + place.size();
      if (std::from_chars(place.data() + colon + 1, end, line).ptr == end) {
        file = place.substr(0, colon);
        problem.at.line = line;
      }
    }
    const auto path = reading.path_of(file);
    if (reading.files.contains(path)) problem.path = path;
  }
  if (problem.path.empty()) problem.path = reading.files.begin()->first;
  return problem;
}

// Places where a draft and its new base changed the same lines, not settled yet.
void find_conflicts(Reading& reading) {
  for (const auto& [path, text] : reading.files)
    for (const auto line : conflicts_in(text)) {
      Problem problem;
      problem.path = path;
      problem.at = {line, 1, static_cast<std::int32_t>(conflict_begins.size())};
      problem.code = "conflict";
      problem.message = {"两边都改了这几行，还没有定下用哪边的",
                         "both sides changed these lines; which ones hold is not settled"};
      problem.fix = {"留下要用的几行，删去其余的和三行标记",
                     "keep the lines that shall hold, delete the others and the three marks"};
      reading.problems.push_back(std::move(problem));
    }
}

void find_problems(Reading& reading) {
  auto all = reading.pack.diagnostics;
  for (auto& each : policy::problems_of_cases(reading.pack, reading.vocabulary))
    all.push_back(std::move(each));
  for (auto& each : policy::reports_on_targets(reading.pack)) all.push_back(std::move(each));
  for (const auto& each : all) reading.problems.push_back(problem_of(each, reading));
}

}  // namespace

std::size_t Reading::errors() const {
  return static_cast<std::size_t>(std::count_if(
      problems.begin(), problems.end(), [](const Problem& each) { return each.error; }));
}

std::string Reading::path_of(const std::string& file) const {
  const auto before = root.string() + "/";
  return file.starts_with(before) ? file.substr(before.size()) : file;
}

Result<std::shared_ptr<const Reading>> read(const Files& files, const std::string& name,
                                            const Vocabulary& installed,
                                            const fs::path& scratch) {
  const auto folder = TRY(ScratchFolder::make(scratch));
  TRY(write_files(files, folder.path()));
  auto reading = std::make_shared<Reading>();
  reading->name = name;
  reading->digest = digest_of(files);
  reading->root = folder.path();
  reading->files = files;
  find_conflicts(*reading);
  auto words = policy::vocabulary_of_pack(installed, folder.path() / name);
  if (!words.ok()) {
    reading->vocabulary = installed;
    reading->problems.push_back(problem_of(words.error(), *reading));
    return std::shared_ptr<const Reading>(std::move(reading));
  }
  reading->vocabulary = std::move(words).value();
  reading->pack = policy::read_pack(folder.path() / name, reading->vocabulary);
  find_problems(*reading);
  std::stable_sort(reading->problems.begin(), reading->problems.end(),
                   [](const Problem& a, const Problem& b) { return a.error && !b.error; });
  return std::shared_ptr<const Reading>(std::move(reading));
}

Result<std::shared_ptr<const Reading>> Readings::of(const Files& files, const std::string& name) {
  const auto digest = digest_of(files);
  {
    const std::lock_guard lock(mutex_);
    const auto known = std::find_if(kept_.begin(), kept_.end(), [&](const auto& each) {
      return each->digest == digest && each->name == name;
    });
    if (known != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, known);
      return kept_.front();
    }
  }
  auto reading = TRY(read(files, name, installed_, scratch_));
  const std::lock_guard lock(mutex_);
  kept_.push_front(reading);
  if (kept_.size() > kept_max) kept_.pop_back();
  return reading;
}

const std::vector<policy::CaseResult>& Reading::cases() const {
  std::call_once(cases_run_, [this] {
    if (!pack.plan) return;
    cases_ = policy::run_cases(pack, vocabulary);
    for (auto& each : cases_) each.file = path_of(each.file);
    std::stable_sort(cases_.begin(), cases_.end(),
                     [](const auto& a, const auto& b) { return !a.passed && b.passed; });
  });
  return cases_;
}

}  // namespace leye::workbench
