#include "policy/cases.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "policy/batch/batch.hpp"
#include "policy/case_choices.hpp"
#include "policy/explain/explain.hpp"
#include "policy/settle/settle.hpp"
#include "policy/situation.hpp"

namespace leye::policy {
namespace {

std::string yuan(Money amount) {
  auto text = to_text(amount);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return text;
}

std::string spelled(const Measure& measure, const Answer& answer) {
  const bool money = measure.amount >= 0;
  if (money && answer.outcome == Outcome::eligible) return yuan(answer.amount);
  if (!money || answer.outcome != Outcome::undetermined) return label_zh(answer.outcome);
  return fmt::format("{} {}..{}", label_zh(answer.outcome), yuan(answer.low),
                     answer.high ? yuan(*answer.high) : "");
}

// "500 + 200 + 0..300"
std::string spelled(const std::vector<StageAnswer>& stages) {
  std::string all;
  for (const auto& stage : stages) {
    if (!all.empty()) all += " + ";
    all += yuan(stage.low);
    if (!stage.high || *stage.high != stage.low) all += "..";
    if (stage.high && *stage.high != stage.low) all += yuan(*stage.high);
  }
  return all;
}

// "1,000.00" → "1000"; words in Chinese; a bare 待核 asks for no range.
std::string normal(const std::string& expected) {
  const auto words = case_cell(expected, true);
  const auto amount = Money::parse(words);
  return amount.ok() ? yuan(amount.value()) : words;
}

bool agrees(const std::string& expected, const std::string& got) {
  const auto wanted = normal(expected);
  const bool without_range = wanted.find("..") == wanted.npos;
  return wanted == got || (without_range && got.starts_with(wanted + " "));
}

class TableRunner {
 public:
  TableRunner(const Document& document, const CasesFence& fence, const Plan& plan,
              const Vocabulary& vocabulary, std::vector<CaseResult>& out)
      : document_(document), fence_(fence), plan_(plan), vocabulary_(vocabulary), out_(out) {}

  void run() {
    auto table = read_case_table(fence_, plan_, vocabulary_);
    if (!table.ok()) return fail(fence_.line, "", to_text(table.error()));
    table_ = std::move(table).value();
    for (std::size_t first = 1; first < fence_.rows.size();) {
      auto last = first + 1;
      while (last < fence_.rows.size() && id_of(last) == id_of(first)) ++last;
      situation(first, last);
      first = last;
    }
  }

 private:
  std::string id_of(std::size_t row) const {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (table_.columns[i].kind == ColumnKind::id && i < fence_.rows[row].size())
        return fence_.rows[row][i].text;
    }
    return fmt::format("{}", row);
  }

  std::int32_t line_of(std::size_t row) const {
    return fence_.rows[row].empty() ? fence_.line : fence_.rows[row][0].at.line;
  }

  void fail(std::int32_t line, std::string id, std::string why) {
    out_.push_back({document_.file, line, std::move(id), "", "", std::move(why), "", false});
  }

  // How many subjects the line stands for; 0 after reporting.
  std::size_t copies_of(const Situation& situation, std::size_t row) {
    const auto text = situation.value(fence_.rows[row], ColumnKind::copies);
    if (text.empty()) return 1;
    constexpr std::size_t copies_max = 1000;
    std::size_t copies = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, copies);
    if (read.ptr == end && copies >= 1 && copies <= copies_max) return copies;
    fail(line_of(row), id_of(row), fmt::format("份数“{}”应为 1 至 {} 的整数", text, copies_max));
    return 0;
  }

  void situation(std::size_t first, std::size_t last) {
    Situation situation(table_, vocabulary_);
    std::vector<std::pair<std::size_t, Row>> subjects;  // with their lines
    for (auto row = first; row < last; ++row) {
      const auto copies = copies_of(situation, row);
      for (std::size_t copy = 0; copy < copies; ++copy) {
        auto subject = situation.add(fence_.rows[row]);
        if (!subject.ok()) return fail(line_of(row), id_of(row), to_text(subject.error()));
        subjects.emplace_back(row, subject.value());
      }
    }
    situation.finish();
    std::vector<Entitlement> entitlements;
    for (std::size_t i = 0; i < subjects.size(); ++i) {
      const auto [row, subject] = subjects[i];
      again_ = i > 0 && subjects[i - 1].first == row;
      subject_of(situation, row, subject, entitlements);
    }
    settlement(situation, first, entitlements);
  }

  void subject_of(const Situation& situation, std::size_t row, Row subject,
                  std::vector<Entitlement>& entitlements) {
    const auto& line = fence_.rows[row];
    const auto on = Day::parse(situation.value(line, ColumnKind::on));
    if (!on.ok()) return fail(line_of(row), id_of(row), to_text(on.error()));
    std::vector<Choices> all_choices;
    for (const auto& measure : plan_.measures) {
      const bool ours = measure.subject == table_.subject;
      auto choices = ours ? choices_of(table_, situation, line, measure) : default_choices(measure);
      if (!choices.ok()) return fail(line_of(row), id_of(row), to_text(choices.error()));
      all_choices.push_back(std::move(choices).value());
    }
    const batch::FactsColumns columns(situation.facts());
    batch::BatchReader reader(plan_, table_.subject, columns, on.value(),
                              {.block = 1, .choices = all_choices});
    std::vector<Answer> of_batch;
    reader.run(subject, subject + 1, [&](const batch::Block& block) {
      for (const auto& answers : block.measures) of_batch.push_back(answers.answer(0));
    });
    auto second = of_batch.begin();
    for (const auto& measure : plan_.measures) {
      if (measure.subject != table_.subject) continue;
      const auto& choices = all_choices[static_cast<std::size_t>(&measure - plan_.measures.data())];
      Evaluator evaluator(plan_, measure, situation.facts(), on.value(), choices);
      const auto answer = evaluator.evaluate(subject);
      expect(situation, row, measure, answer);
      if (!same(answer, *second++)) readers_differ(row, measure, answer, *(second - 1));
      if (answer.outcome != Outcome::eligible) continue;
      const auto key = [&](std::string_view entity, Row at) -> std::int64_t {
        return at < 0 ? 0 : situation.facts().key(situation.facts().entity(entity), at);
      };
      entitlements.push_back(entitlement(measure, answer, on.value(),
                                         situation.facts().key(measure.subject, subject),
                                         key("person", evaluator.person(subject)),
                                         key("organisation", evaluator.organisation(subject))));
    }
  }

  // A fault of the program, not of the pack.
  void readers_differ(std::size_t row, const Measure& measure, const Answer& of_explain,
                      const Answer& of_batch) {
    const auto all = [&](const Answer& answer) {
      return fmt::format("{}, 差 {} 条, ✗ {:x}, ? {:x}", spelled(measure, answer), answer.distance,
                         answer.failed, answer.unknown);
    };
    out_.push_back({document_.file, line_of(row), id_of(row), measure.name.id, all(of_explain),
                    "另一读法 batch: " + all(of_batch), "", false});
  }

  void expect(const Situation& situation, std::size_t row, const Measure& measure,
              const Answer& answer) {
    const auto& line = fence_.rows[row];
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const auto& column = table_.columns[i];
      const bool staged = column.kind == ColumnKind::stages;
      const bool ours = (staged || column.kind == ColumnKind::expect) &&
                        (column.name == measure.name.id || column.name == measure.name.label);
      const auto expected = ours ? situation.value(line, i) : std::string{};
      if (expected.empty()) continue;
      auto got = staged ? spelled(answer.stages) : spelled(measure, answer);
      const bool passed = agrees(expected, got);
      if (passed && again_) continue;  // said once for the line
      if (!passed) got += failed_conditions(measure, answer);
      out_.push_back({document_.file, line_of(row), id_of(row), measure.name.id, expected,
                      std::move(got), situation.value(line, ColumnKind::reason), passed});
    }
  }

  // employment.person.birth_date → 招用.人员.出生日期
  std::string label_of(const std::string& whole) const {
    std::string_view path = whole;
    std::string label;
    const Entity* entity = nullptr;
    while (!path.empty()) {
      const auto dot = std::min(path.find('.'), path.size());
      const auto word = path.substr(0, dot);
      path.remove_prefix(std::min(dot + 1, path.size()));
      const auto* fact = entity == nullptr ? nullptr : entity->find_fact(word);
      const auto* rows = fact == nullptr ? vocabulary_.find_entity(word) : nullptr;
      if (fact == nullptr && rows == nullptr) return whole;
      label += (label.empty() ? "" : ".") + (fact != nullptr ? fact->zh : rows->zh);
      entity = fact != nullptr ? vocabulary_.find_entity(fact->refers_to) : rows;
    }
    return label;
  }

  std::string failed_conditions(const Measure& measure, const Answer& answer) const {
    std::string text;
    for (const auto& condition : measure.conditions) {
      if (condition.bit < 0) continue;
      const auto bit = std::uint64_t{1} << condition.bit;
      if ((answer.failed & bit) != 0) text += "\n      ✗ " + condition.label_zh;
      if ((answer.unknown & bit) != 0) text += "\n      ? " + condition.label_zh;
    }
    for (const auto& fact : answer.missing) text += "\n      缺 " + label_of(fact);
    for (const auto& judgement : answer.waiting) text += "\n      待裁量 " + judgement;
    return text;
  }

  // What the grants of the situation took of quotas and budgets: whoever has them.
  std::vector<Taken> taken(const Facts& facts) const {
    const auto grant = facts.entity("grant");
    const auto fact = [&](Row row, const char* id) {
      return facts.value(grant, row, facts.fact(grant, id));
    };
    std::vector<Taken> all;
    for (Row row = 0; row < static_cast<Row>(facts.size(grant)); ++row) {
      const auto measure = fact(row, "measure");
      const auto amount = fact(row, "amount");
      const auto on = fact(row, "granted_on");
      const auto state = facts.spelling(grant, row, facts.fact(grant, "state"));
      const bool live = state == "已核准" || state == "已发放";
      if (!live || !measure.known() || !on.known()) continue;
      all.push_back({std::string(facts.text(measure.low.top)),
                     Day::from_number(static_cast<std::int32_t>(on.low.top)).civil().year, 1,
                     Money::fen(amount.known() ? amount.low.top : 0)});
    }
    return all;
  }

  void settlement(const Situation& situation, std::size_t row,
                  const std::vector<Entitlement>& entitlements) {
    const auto expected = situation.value(fence_.rows[row], ColumnKind::settled);
    if (expected.empty()) return;
    const auto settled = settle(plan_, entitlements, {}, taken(situation.facts()));
    std::int64_t total = 0;
    for (const auto& each : settled)
      if (each.state == SettledState::granted) total += each.amount.fen();
    const auto got = yuan(Money::fen(total));
    out_.push_back({document_.file, line_of(row), id_of(row), "settle", expected, got,
                    situation.value(fence_.rows[row], ColumnKind::reason), agrees(expected, got)});
  }

  const Document& document_;
  const CasesFence& fence_;
  const Plan& plan_;
  const Vocabulary& vocabulary_;
  std::vector<CaseResult>& out_;
  CaseTable table_;
  bool again_ = false;  // a further copy of a line
};

Diagnostic problem_of(const Document& document, std::int32_t line, const Error& error) {
  Diagnostic problem;
  problem.code = "cases";
  problem.file = document.file;
  problem.at = {line, 1, 1};
  // An error of a table says its line itself.
  for (const auto& where : error.where)
    if (where.starts_with("line ")) problem.at.line = std::atoi(where.c_str() + 5);
  problem.title = error.what;
  for (const auto& where : error.where)
    if (!where.starts_with("line ") && !problem.title.starts_with(where))
      problem.title = where + ": " + problem.title;
  problem.fix = error.fix;
  problem.chinese = document.chinese;
  keep_one_language(problem);
  return problem;
}

void read_table(const Document& document, const CasesFence& fence, const Plan& plan,
                const Vocabulary& vocabulary, std::vector<Diagnostic>& problems) {
  const auto table = read_case_table(fence, plan, vocabulary);
  if (!table.ok()) return problems.push_back(problem_of(document, fence.line, table.error()));
  std::vector<std::string> said;  // a default that cannot be read is wrong in every row
  for (std::size_t row = 1; row < fence.rows.size(); ++row) {
    Situation situation(table.value(), vocabulary);
    const auto added = situation.add(fence.rows[row]);
    if (added.ok() || fence.rows[row].empty()) continue;
    auto problem = problem_of(document, fence.rows[row][0].at.line, added.error());
    if (std::find(said.begin(), said.end(), problem.title) != said.end()) continue;
    said.push_back(problem.title);
    problems.push_back(std::move(problem));
  }
}

}  // namespace

std::vector<Diagnostic> problems_of_cases(const LoadedPack& pack, const Vocabulary& vocabulary) {
  std::vector<Diagnostic> problems;
  if (!pack.plan) return problems;
  for (const auto& document : pack.documents) {
    for (const auto& part : document.parts) {
      const auto* fence = std::get_if<CasesFence>(&part);
      if (fence != nullptr) read_table(document, *fence, *pack.plan, vocabulary, problems);
    }
  }
  return problems;
}

std::vector<CaseResult> run_cases(const LoadedPack& pack, const Vocabulary& vocabulary) {
  std::vector<CaseResult> results;
  if (!pack.plan) return results;
  for (const auto& document : pack.documents) {
    for (const auto& part : document.parts) {
      const auto* fence = std::get_if<CasesFence>(&part);
      if (fence != nullptr) TableRunner(document, *fence, *pack.plan, vocabulary, results).run();
    }
  }
  return results;
}

}  // namespace leye::policy
