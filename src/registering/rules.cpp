#include "registering/rules.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "policy/pack_file.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye::registering {
namespace {

constexpr int minutes_max = 24 * 60, days_max = 366;

Error wrong(std::string what, std::string fix) {
  return {ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

// `open: 30 minutes`
Result<int> number_of(std::string_view text, std::string_view unit, int most) {
  text = trimmed(text);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view rest = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  if (error == std::errc() && rest == unit && number >= 1 && number <= most) return number;
  return wrong(fmt::format("`{}` is no number of {}", text, unit),
               fmt::format("write a number from 1 to {} and `{}`", most, unit));
}

Result<const Fact*> fact_of(const Entity& entity, const std::string& id) {
  const Fact* fact = entity.find_fact(id);
  if (fact != nullptr && fact->id == id && id != "person") return fact;
  return wrong(fmt::format("`{}` is no fact of {} that is asked for", id, entity.id),
               "name a fact of it by its id; the person is known");
}

Status take_asked(const std::string& cell, Kind& kind) {
  if (cell.empty()) return Done{};
  for (const std::string& each : cells_of(cell, ',')) {
    const bool required = each.ends_with('*');
    const std::string id(
        trimmed(std::string_view(each).substr(0, each.size() - (required ? 1 : 0))));
    TRY(fact_of(*kind.entity, id));
    kind.asks.push_back({id, required});
  }
  return Done{};
}

Status take_set(const std::string& cell, Kind& kind) {
  if (cell.empty()) return Done{};
  for (const std::string& each : cells_of(cell, ',')) {
    const auto blank = each.find(' ');
    if (blank == each.npos)
      return wrong(fmt::format("`{}` sets a fact to nothing", each),
                   "write `start_date today`, `place home` or a fact and its value");
    const Fact* fact = TRY(fact_of(*kind.entity, each.substr(0, blank)));
    const std::string value(trimmed(std::string_view(each).substr(blank)));
    const bool day = fact->type == FactType::day, place = fact->type == FactType::place;
    if (day != (value == "today") || place != (value == "home"))
      return wrong(fmt::format("`{}` cannot be `{}`", fact->id, value),
                   "a day is `today`, a place is `home`, anything else its own value");
    kind.sets.push_back({fact->id, value});
  }
  return Done{};
}

Status take_ends(const std::string& cell, const Vocabulary& vocabulary, Kind& kind) {
  if (cell.empty()) return Done{};
  const auto blank = cell.find(' ');
  const std::string id = cell.substr(0, blank);
  if (id != "employment" && id != "unemployment_registration")
    return wrong(fmt::format("`{}` does not end by another registration", id),
                 "name `employment` or `unemployment_registration`");
  kind.ends = vocabulary.find_entity(id);
  if (blank == cell.npos) return Done{};
  kind.because = trimmed(std::string_view(cell).substr(blank));
  const CodeTable* table = vocabulary.find_code_table("unemployment_exit");
  const bool known = table != nullptr && kind.ends->find_fact("ended_because") != nullptr &&
                     std::any_of(table->codes().begin(), table->codes().end(),
                                 [&](const Code& code) { return code.code == kind.because; });
  if (known) return Done{};
  return wrong(fmt::format("`{}` is no reason for which it ends", kind.because),
               "name a code of unemployment_exit, or none where the last day is asked for");
}

Status take_kind(const std::vector<std::string>& cells, const Vocabulary& vocabulary,
                 Rules& rules) {
  if (cells.size() != 7)
    return wrong("a kind has an id, two labels, what it registers, asks, sets and ends",
                 "write `| unemployment | 失业登记 | … | unemployment_registration | reason * | "
                 "start_date today, place home | employment |`");
  Kind kind;
  kind.id = cells[0];
  kind.zh = cells[1];
  kind.en = cells[2];
  if (kind.id.empty() || kind.zh.empty() || kind.en.empty() || rules.find(kind.id) != nullptr)
    return wrong(fmt::format("`{}` has no label or stands there twice", kind.id),
                 "give each kind an id of its own and both labels");
  kind.entity = vocabulary.find_entity(cells[3]);
  const bool spell = kind.entity != nullptr && kind.entity->find_reference("person") != nullptr &&
                     kind.entity->find_fact("start_date") != nullptr;
  if (!spell)
    return wrong(fmt::format("`{}` is nothing that a person is registered as", cells[3]),
                 "name an entity of a person that has a start_date");
  TRY(take_asked(cells[4], kind));
  TRY(take_set(cells[5], kind));
  TRY(take_ends(cells[6], vocabulary, kind));
  rules.kinds.push_back(std::move(kind));
  return Done{};
}

Status take_online(const std::vector<std::string>& cells, Rules& rules) {
  if (cells.size() != 4 || rules.find(cells[0]) == nullptr ||
      rules.find_online(cells[0]) != nullptr)
    return wrong(
        "what is registered online is a kind of the table above, once, who accepts it, "
        "within which days, and whether papers belong to it",
        "write `| unemployment | clerk | 5 working days | may |`");
  Online online;
  online.kind = cells[0];
  online.at_once = cells[1] == "at once";
  if (!online.at_once && cells[1] != "clerk")
    return wrong(fmt::format("`{}` accepts nothing", cells[1]), "write `clerk` or `at once`");
  if (!online.at_once) online.working_days = TRY(number_of(cells[2], "working days", days_max));
  online.needs_evidence = cells[3] == "must";
  online.evidence = online.needs_evidence || cells[3] == "may";
  if (!online.evidence && cells[3] != "no")
    return wrong(fmt::format("`{}` says nothing of papers", cells[3]), "write must, may or no");
  if (online.at_once && online.needs_evidence)
    return wrong("papers that nobody looks at", "let a clerk accept it, or write may or no");
  rules.online.push_back(std::move(online));
  return Done{};
}

Status take_line(const policy::PackLine& line, const Vocabulary& vocabulary, Rules& rules) {
  constexpr std::string_view open = "open:", home = "home:";
  if (line.text.starts_with(open)) {
    rules.open_minutes = TRY(number_of(line.text.substr(open.size()), "minutes", minutes_max));
  } else if (line.text.starts_with(home)) {
    rules.home_days = TRY(number_of(line.text.substr(home.size()), "days", days_max));
  } else if (!line.cells.empty()) {
    TRY(line.part == 0 ? take_kind(line.cells, vocabulary, rules) : take_online(line.cells, rules));
  }
  return Done{};
}

}  // namespace

const Online* Rules::find_online(std::string_view kind) const {
  const auto found = std::find_if(online.begin(), online.end(),
                                  [&](const Online& each) { return each.kind == kind; });
  return found == online.end() ? nullptr : &*found;
}

const Kind* Rules::find(std::string_view id) const {
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const Kind& kind) { return kind.id == id; });
  return found == kinds.end() ? nullptr : &*found;
}

Result<Rules> Rules::parse(std::string_view text, const std::string& file,
                           const Vocabulary& vocabulary) {
  Rules rules;
  TRY(policy::each_line(text, file, [&](const policy::PackLine& line) {
    return take_line(line, vocabulary, rules);
  }));
  if (rules.open_minutes > 0 && rules.home_days > 0 && !rules.kinds.empty()) return rules;
  return Result<Rules>(wrong("the minutes, the days or the kinds are missing",
                             "write `open: 30 minutes`, `home: 10 days` and the table of kinds"))
      .at(file);
}

Result<Rules> Rules::load(const std::filesystem::path& pack, const Vocabulary& vocabulary) {
  const auto file = TRY(policy::pack_file(pack, "registering/kinds.md"));
  return file ? parse(file->text, file->path.string(), vocabulary) : Rules{};
}

}  // namespace leye::registering
