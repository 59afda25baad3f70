// leye eval --pack PACK --facts FILE.json --on YYYY-MM-DD [--measure ID]
//   [--engine explain|batch|sql] [--db DSN] [--explain] [--lang zh|en]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "cli/policy/answer_json.hpp"
#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "cli/policy/scratch_database.hpp"
#include "policy/batch/batch.hpp"
#include "policy/explain/change.hpp"
#include "policy/explain/explain.hpp"
#include "policy/facts_json.hpp"

namespace leye::cli {
namespace {

struct EvalArguments {
  std::string pack;
  std::string facts;
  std::string on;
  std::string measure;
  std::vector<std::string> options;  // NAME=VALUE
  std::string engine = "explain";
  std::string dsn;  // of engine sql; "": a private database
  std::string language = "zh";
  bool explain = false;
  bool text = false;
};

// The lines that would have to change: not the failed branches of a group that holds.
std::vector<std::string> failed_lines(const policy::Measure& measure, std::uint64_t failed,
                                      const policy::Choices& choices, policy::Language language) {
  std::vector<std::string> lines;
  const auto leaves = policy::conditions_to_change(measure, failed, choices);
  for (auto& reason : policy::reasons_of(measure, leaves, language))
    lines.push_back(std::move(reason.label));
  return lines;
}

Status apply_options(const EvalArguments& arguments, const policy::Measure& measure,
                     policy::Choices& choices) {
  for (const auto& each : arguments.options) {
    const auto equals = each.find('=');
    if (equals == each.npos)
      return Error{ErrorCode::invalid_input, fmt::format("--option {} 应为 名称=取值", each)};
    const auto option = each.substr(0, equals);
    for (const auto& known : measure.options) {
      if (known.name.id != option && known.name.label != option) continue;
      const Status chosen = policy::choose(choices, measure, option, each.substr(equals + 1));
      if (!chosen.ok()) return Error(chosen.error());
    }
  }
  return Done{};
}

// One measure for all its subjects, by a reader that gives answers without their story.
class OtherReader {
 public:
  OtherReader(const policy::Plan& plan, const policy::Facts& facts, Day on)
      : plan_(plan), facts_(facts), on_(on) {}

  Status connect(const std::string& dsn) {
    database_.emplace(TRY(ScratchDatabase::open(dsn)));
    return database_->scratch().load(plan_, facts_);
  }

  Result<std::vector<policy::Answer>> answers(const policy::Measure& measure,
                                              const policy::Choices& choices) {
    return database_ ? by_query(measure, choices) : by_columns(measure, choices);
  }

 private:
  std::vector<policy::Answer> by_columns(const policy::Measure& measure,
                                         const policy::Choices& choices) const {
    policy::Plan alone = plan_;
    alone.measures = {measure};
    const policy::batch::FactsColumns columns(facts_);
    policy::batch::BatchReader reader(alone, measure.subject, columns, on_, {.choices = {choices}});
    std::vector<policy::Answer> found;
    reader.run(0, static_cast<policy::Row>(facts_.size(measure.subject)), [&](const auto& block) {
      for (std::size_t row = 0; row < block.rows; ++row)
        found.push_back(block.measures[0].answer(row));
    });
    return found;
  }

  Result<std::vector<policy::Answer>> by_query(const policy::Measure& measure,
                                               const policy::Choices& choices) {
    const policy::sql::FactsLayout layout(facts_.vocabulary());
    const auto compiled =
        policy::sql::compile(plan_, {&measure}, layout, {.choices = {choices}, .comments = false});
    if (compiled.refusal)
      return Error{ErrorCode::invalid_input,
                   policy::sql::to_text(*compiled.refusal),
                   {"--engine"},
                   "用 --engine explain 或 batch"};
    auto all = TRY(database_->scratch().answers(*compiled.query, on_));
    return std::move(all.front());
  }

  const policy::Plan& plan_;
  const policy::Facts& facts_;
  Day on_;
  std::optional<ScratchDatabase> database_;
};

Result<std::string> answers(const EvalArguments& arguments, const policy::Plan& plan,
                            const policy::NamedFacts& given, Day on) {
  const auto language = arguments.language == "zh" ? policy::Language::zh : policy::Language::en;
  JsonWriter out;
  std::string text;
  out.raw("[");
  bool first = true;
  const bool by_other = arguments.engine != "explain";
  OtherReader other(plan, given.facts, on);
  if (arguments.engine == "sql") TRY(other.connect(arguments.dsn));
  for (const auto& measure : plan.measures) {
    if (!arguments.measure.empty() && plan.find_measure(arguments.measure) != &measure) continue;
    auto choices = policy::default_choices(measure);
    const Status chosen = apply_options(arguments, measure, choices);
    if (!chosen.ok()) return Error(chosen.error());
    const auto of_other =
        by_other ? TRY(other.answers(measure, choices)) : std::vector<policy::Answer>();
    policy::Evaluator evaluator(plan, measure, given.facts, on, choices);
    const auto& names = given.names[static_cast<std::size_t>(measure.subject)];
    for (std::size_t row = 0; row < names.size(); ++row) {
      const auto subject = static_cast<policy::Row>(row);
      policy::Explanation explanation;
      if (by_other)
        explanation.answer = of_other[row];
      else if (arguments.explain || arguments.text)
        explanation = evaluator.explain(subject, language);
      else
        explanation.answer = evaluator.evaluate(subject);
      if (arguments.text) {
        text += policy::to_text(plan, measure, explanation, language) + "\n";
        continue;
      }
      out.raw(first ? "{" : ",\n {");
      first = false;
      write_answer(out, measure, names[row], explanation.answer,
                   failed_lines(measure, explanation.answer.failed, choices, language));
      out.list("cites", cites(measure, explanation.answer, choices));
      out.key("trace");
      out.raw("[");
      if (arguments.explain) write_trace(out, explanation.trace);
      out.raw("]}");
    }
  }
  out.raw("]\n");
  return arguments.text ? text : out.take();
}

Result<std::string> evaluate(const EvalArguments& arguments) {
  const auto* vocabulary = vocabulary_of(arguments.pack);
  if (vocabulary == nullptr) return Error{ErrorCode::not_found, "没有词汇"};
  if (arguments.engine != "explain" && arguments.engine != "batch" && arguments.engine != "sql")
    return Error{ErrorCode::invalid_input,
                 fmt::format("没有引擎“{}”", arguments.engine),
                 {"--engine"},
                 "可选 explain、batch、sql"};
  if (arguments.engine != "explain" && (arguments.explain || arguments.text))
    return Error{ErrorCode::invalid_input,
                 fmt::format("{} 只给答案, 不讲理由", arguments.engine),
                 {"--engine"},
                 "去掉 --explain 和 --text, 或用 --engine explain"};
  const auto on = TRY(Day::parse(arguments.on).at("--on"));
  const auto plan = TRY(policy::load_pack(arguments.pack, *vocabulary));
  if (!arguments.measure.empty() && plan.find_measure(arguments.measure) == nullptr)
    return Error{ErrorCode::not_found, fmt::format("没有措施“{}”", arguments.measure)};
  const auto json = TRY(text_of_file(arguments.facts));
  const auto facts = TRY(policy::read_facts_json(json, *vocabulary).at(arguments.facts));
  return answers(arguments, plan, facts, on);
}

}  // namespace

void add_eval(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("eval", "answer for facts in a file, without a register");
  const auto arguments = std::make_shared<EvalArguments>();
  command->add_option("--pack", arguments->pack, "pack folder")->required();
  command->add_option("--facts", arguments->facts, "JSON: {\"persons\": […], …}")->required();
  command->add_option("--on", arguments->on, "day of application, YYYY-MM-DD")->required();
  command->add_option("--measure", arguments->measure, "only this measure");
  command->add_option("--option", arguments->options, "a reading: NAME=VALUE");
  command->add_option(
      "--engine", arguments->engine,
      "explain; or batch or sql: the same answers, without period, missing facts and trace");
  command->add_option("--db", arguments->dsn,
                      "of engine sql: where the query runs (only temporary tables); none: in a "
                      "private database");
  command->add_option("--lang", arguments->language, "language of the explanation")
      ->check(CLI::IsMember({"zh", "en"}));
  command->add_flag("--explain", arguments->explain, "with the trace");
  command->add_flag("--text", arguments->text, "the explanation as text, not JSON");
  command->callback([arguments, &exit_code] {
    const auto result = evaluate(*arguments);
    if (result.ok())
      fmt::print("{}", result.value());
    else
      fmt::print(stderr, "leye: {}{}\n", to_text(result.error()),
                 result.error().fix.empty() ? "" : "\n  建议: " + result.error().fix);
    exit_code = result.ok() ? 0 : 1;
  });
}

}  // namespace leye::cli
