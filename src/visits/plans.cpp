#include "visits/plans.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "vocabulary/text_lines.hpp"

namespace leye::visits {
namespace {

constexpr int months_max = 60, days_max = 366, times_max = 100;
constexpr std::size_t questions_max = 60;

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

// What stands in a file: its title, its lines `word: value`, and the cells of its table.
struct Lines {
  std::string id, zh, en;
  std::map<std::string, std::string, std::less<>> values;
  std::map<std::string, int, std::less<>> at;  // on which line
  std::vector<std::pair<int, std::vector<std::string>>> rows;

  const std::string& value(std::string_view word) const {
    static const std::string none;
    const auto found = values.find(word);
    return found == values.end() ? none : found->second;
  }
};

std::vector<std::string> parts_of(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    if (const auto part = trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    if (end == text.npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<Lines> read(std::string_view text, const std::string& file,
                   const std::vector<std::string_view>& words) {
  Lines lines;
  int number = 0, in_table = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    const auto here = fmt::format("{}:{}", file, number);
    if (line.starts_with("# ")) {
      const auto names = parts_of(line.substr(2), "·");
      if (names.size() != 3 || !is_word(names[1]))
        return Result<Lines>(wrong("the title has a Chinese name, an id and an English name",
                                   "write `# 就业困难人员走访 · hard_to_employ · Visits`"))
            .at(here);
      lines.zh = names[0];
      lines.id = names[1];
      lines.en = names[2];
    } else if (line.starts_with("|")) {
      if (++in_table <= 2) continue;  // heading and rule
      line.remove_prefix(1);
      if (line.ends_with("|")) line.remove_suffix(1);
      lines.rows.emplace_back(number, cells_of(line, '|'));
    } else if (const auto colon = line.find(':'); colon != line.npos) {
      const std::string word(line.substr(0, colon));
      if (!is_word(word)) continue;  // a sentence
      if (std::find(words.begin(), words.end(), word) == words.end())
        return Result<Lines>(wrong(fmt::format("`{}` is nothing that is read here", word),
                                   fmt::format("write one of: {}", fmt::join(words, ", "))))
            .at(here);
      lines.values[word] = std::string(trimmed(line.substr(colon + 1)));
      lines.at[word] = number;
    }
  }
  if (lines.id.empty())
    return Result<Lines>(wrong("there is no title",
                               "write `# 就业困难人员走访 · hard_to_employ · Visits` first"))
        .at(file);
  return lines;
}

// Reads the values of one file, naming the line of what is wrong.
class Reader {
 public:
  Reader(const Lines& lines, const std::string& file, const Vocabulary& vocabulary)
      : lines_(lines), file_(file), vocabulary_(vocabulary) {}

  // "3 months": the number before the unit.
  Result<int> number(std::string_view word, std::string_view unit, int max) const {
    const auto parts = parts_of(lines_.value(word), " ");
    int found = 0;
    if (parts.size() == 2 && (parts[1] == unit || parts[1] + "s" == unit)) {
      const char* end = parts[0].data() + parts[0].size();
      const auto [stopped, error] = std::from_chars(parts[0].data(), end, found);
      if (error == std::errc() && stopped == end && found >= 1 && found <= max) return found;
    }
    return Result<int>(wrong(fmt::format("`{}` is no number of {}", word, unit),
                             fmt::format("write `{}: 3 {}`", word, unit)))
        .at(where(word));
  }

  Result<std::vector<std::string>> codes(std::string_view word, const char* table) const {
    auto found = parts_of(lines_.value(word), ",");
    for (const auto& code : found)
      if (!is_code(table, code))
        return Result<std::vector<std::string>>(
                   wrong(fmt::format("`{}` is no code of {}", code, table),
                         fmt::format("name codes of vocabulary/codes/{}.csv", table)))
            .at(where(word));
    if (found.empty())
      return Result<std::vector<std::string>>(
                 wrong(fmt::format("`{}` names nothing", word),
                       fmt::format("name codes of vocabulary/codes/{}.csv", table)))
          .at(where(word));
    return found;
  }

  bool is_code(const char* table, std::string_view code) const {
    const CodeTable* codes = vocabulary_.find_code_table(table);
    return codes != nullptr &&
           std::any_of(codes->codes().begin(), codes->codes().end(),
                       [&](const Code& each) { return each.code == code; });
  }

  std::string where(std::string_view word) const {
    const auto found = lines_.at.find(word);
    return found == lines_.at.end() ? file_ : fmt::format("{}:{}", file_, found->second);
  }

 private:
  const Lines& lines_;
  const std::string& file_;
  const Vocabulary& vocabulary_;
};

Result<std::vector<ServiceDue>> services_of(const Lines& lines, const Reader& reader) {
  std::vector<ServiceDue> services;
  for (const auto& each : parts_of(lines.value("services"), ",")) {
    const auto parts = parts_of(each, " ");
    int times = 0;
    if (parts.size() == 2)
      std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), times);
    if (times < 1 || times > times_max || !reader.is_code("service_kind", parts[0]))
      return Result<std::vector<ServiceDue>>(
                 wrong(fmt::format("`{}` is no number of services", each),
                       "write `services: guidance 1, referral 3` with codes of service_kind"))
          .at(reader.where("services"));
    services.push_back({parts[0], times});
  }
  return services;
}

Result<std::string> text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{ErrorCode::unavailable, "the file cannot be read", {file.string()}};
  return text.str();
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

template <class All>
auto find_in(const All& all, std::string_view id) -> decltype(all.data()) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Question* Survey::find(std::string_view fact) const {
  const auto found = std::find_if(questions.begin(), questions.end(),
                                  [&](const Question& each) { return each.fact->id == fact; });
  return found == questions.end() ? nullptr : &*found;
}

Result<ledgers::Ledger> ledger_of_people(const std::string& people, const Vocabulary& vocabulary,
                                         const ledgers::Ledgers& ledgers) {
  const auto parts = parts_of(people, " ");
  if (parts.size() == 2 && parts[0] == "ledger") {
    if (const ledgers::Ledger* found = ledgers.find(parts[1]);
        found != nullptr &&
        (found->entity().id == "person" || found->entity().find_reference("person") != nullptr)) {
      ledgers::Ledger ledger = *found;
      ledger.columns.clear();
      ledger.order.clear();
      ledger.group.clear();
      return ledger;
    }
  }
  if (parts.size() == 2 && parts[0] == "category" && is_word(parts[1])) {
    auto ledger = TRY(ledgers::parse_ledger(
        fmt::format("# 认定 · people_of_category · recognised\n\nof: recognition\n"
                    "where: category is {}; in force; ended_on not passed; person is given\n\n"
                    "| label | label_en | group | value | required |\n|---|---|---|---|---|\n"
                    "| 姓名 | name | | person.name | yes |\n",
                    parts[1]),
        "people", vocabulary));
    ledger.columns.clear();
    return ledger;
  }
  return wrong(fmt::format("`{}` names no people", people),
               "write `people: ledger` and a ledger of people, or `people: category` and a "
               "category that the policy recognises");
}

Result<VisitPlan> parse_visit_plan(std::string_view text, const std::string& file,
                                   const Vocabulary& vocabulary, const ledgers::Ledgers& ledgers) {
  const auto lines = TRY(read(text, file, {"people", "every", "first", "level", "ways", "met",
                                           "ends", "asks", "services", "clause"}));
  const Reader reader(lines, file, vocabulary);
  VisitPlan plan;
  plan.id = lines.id;
  plan.zh = lines.zh;
  plan.en = lines.en;
  plan.people = lines.value("people");
  TRY(ledger_of_people(plan.people, vocabulary, ledgers).at(reader.where("people")));
  plan.every_months = TRY(reader.number("every", "months", months_max));
  plan.first_days = TRY(reader.number("first", "days", days_max));
  plan.level = TRY(reader.codes("level", "service_level")).front();
  plan.ways = TRY(reader.codes("ways", "survey_way"));
  plan.met = TRY(reader.codes("met", "visit_outcome"));
  plan.ends = TRY(reader.codes("ends", "visit_outcome"));
  plan.asks = lines.value("asks");
  plan.services = TRY(services_of(lines, reader));
  plan.clause = lines.value("clause");
  return plan;
}

Result<Survey> parse_survey(std::string_view text, const std::string& file,
                            const Vocabulary& vocabulary, const ledgers::Ledgers& ledgers) {
  const auto lines = TRY(read(text, file, {"people", "answers", "ways", "ends"}));
  const Reader reader(lines, file, vocabulary);
  Survey survey;
  survey.id = lines.id;
  survey.zh = lines.zh;
  survey.en = lines.en;
  survey.people = lines.value("people");
  TRY(ledger_of_people(survey.people, vocabulary, ledgers).at(reader.where("people")));
  survey.entity = vocabulary.find_entity(lines.value("answers"));
  if (survey.entity != nullptr && survey.entity->is_record() &&
      survey.entity->find_reference("person") != nullptr && survey.entity->key.size() == 1)
    survey.asked_on = survey.entity->find_fact(survey.entity->key.front());
  if (survey.asked_on == nullptr || survey.asked_on->type != FactType::day)
    return Result<Survey>(wrong(fmt::format("`{}` keeps no answers", lines.value("answers")),
                                "name a record of a person whose key is a day, as work_wish"))
        .at(reader.where("answers"));
  survey.ways = TRY(reader.codes("ways", "survey_way"));
  survey.ends = TRY(reader.codes("ends", "visit_outcome"));
  for (const auto& [number, cells] : lines.rows) {
    const auto here = fmt::format("{}:{}", file, number);
    if (cells.size() != 3 || cells[0].empty() || cells[1].empty())
      return Result<Survey>(wrong("a question has its words, its English words and a fact",
                                  "write `| 想不想就业 | Do you want work? | wants_work |`"))
          .at(here);
    const Fact* fact = survey.entity->find_fact(cells[2]);
    if (fact == nullptr || fact == survey.asked_on || fact->type == FactType::reference)
      return Result<Survey>(wrong(fmt::format("`{}` is no answer in {}", cells[2],
                                              survey.entity->id),
                                  "name a fact of the record that `answers` names"))
          .at(here);
    if (survey.find(fact->id) != nullptr)
      return Result<Survey>(wrong(fmt::format("`{}` is asked twice", cells[2]),
                                  "leave one of the questions"))
          .at(here);
    survey.questions.push_back({cells[0], cells[1], fact});
  }
  if (survey.questions.empty() || survey.questions.size() > questions_max)
    return Result<Survey>(wrong(fmt::format("a survey asks 1 to {} questions", questions_max),
                                "write a table of questions"))
        .at(file);
  return survey;
}

Result<Plans> Plans::load(const std::filesystem::path& pack, const Vocabulary& vocabulary,
                          const ledgers::Ledgers& ledgers) {
  Plans plans;
  for (const auto& file : files_of(pack / "surveys")) {
    const auto text = TRY(text_of(file));
    plans.surveys.push_back(TRY(parse_survey(text, file.string(), vocabulary, ledgers)));
  }
  for (const auto& file : files_of(pack / "visits")) {
    const auto text = TRY(text_of(file));
    plans.visits.push_back(TRY(parse_visit_plan(text, file.string(), vocabulary, ledgers)));
    const auto& asks = plans.visits.back().asks;
    if (!asks.empty() && plans.find_survey(asks) == nullptr)
      return Result<Plans>(wrong(fmt::format("`{}` is no survey of this pack", asks),
                                 "name a file of surveys/, or leave `asks` out"))
          .at(file.string());
  }
  return plans;
}

const VisitPlan* Plans::find_visit(std::string_view id) const { return find_in(visits, id); }
const Survey* Plans::find_survey(std::string_view id) const { return find_in(surveys, id); }

}  // namespace leye::visits
