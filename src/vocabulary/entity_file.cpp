#include "vocabulary/entity_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "vocabulary/text_lines.hpp"

namespace leye {
namespace {

Error wrong(std::string what, std::string fix) {
  return Error{ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

template <class T>
struct Word {
  const char* word;
  T value;
};

constexpr std::array fact_types = {
    Word{"boolean", FactType::boolean}, Word{"count", FactType::count},
    Word{"ratio", FactType::ratio},     Word{"money", FactType::money},
    Word{"day", FactType::day},         Word{"month", FactType::month},
    Word{"text", FactType::text},       Word{"code", FactType::code},
    Word{"place", FactType::place},     Word{"reference", FactType::reference},
};
constexpr std::array formats = {
    Word{"", TextFormat::free},           Word{"id_number", TextFormat::id_number},
    Word{"uscc", TextFormat::uscc},       Word{"phone", TextFormat::phone},
    Word{"account", TextFormat::account},
};
constexpr std::array masks = {
    Word{"", Mask::none},
    Word{"name", Mask::name},
    Word{"id_number", Mask::id_number},
    Word{"phone", Mask::phone},
    Word{"account", Mask::account},
    Word{"birth_date", Mask::birth_date},
    Word{"health", Mask::health},
};
constexpr std::array sensitivities = {
    Word{"open", Sensitivity::open},
    Word{"financial", Sensitivity::financial},
    Word{"sensitive", Sensitivity::sensitive},
    Word{"identity", Sensitivity::identity},
};
constexpr std::array completenesses = {
    Word{"complete", Completeness::complete},
    Word{"partial", Completeness::partial},
};
enum class Presence { optional, required, none };
constexpr std::array presences = {
    Word{"yes", Presence::required},
    Word{"none", Presence::none},
    Word{"", Presence::optional},
};

template <class T, std::size_t count>
Result<T> word(const std::array<Word<T>, count>& words, std::string_view text, const char* column) {
  std::string known;
  for (const Word<T>& each : words) {
    if (text == each.word) return each.value;
    if (*each.word != '\0') known += (known.empty() ? "" : ", ") + std::string(each.word);
  }
  return wrong(fmt::format("`{}` is no {}", text, column), "use one of: " + known);
}

bool is_identifier(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// "code(sex)" → "code", "sex"
Status read_type(std::string_view text, Fact& fact) {
  const auto bracket = text.find('(');
  std::string_view argument;
  if (bracket != std::string_view::npos) {
    if (text.back() != ')') return wrong("a type's bracket is not closed", "write e.g. code(sex)");
    argument = text.substr(bracket + 1, text.size() - bracket - 2);
  }
  fact.type = TRY(word(fact_types, text.substr(0, bracket), "type"));
  const bool needs_argument = fact.type == FactType::code || fact.type == FactType::reference;
  if (needs_argument && argument.empty()) {
    return wrong(fmt::format("{} needs the name of what it points to", text),
                 "write code(sex) or reference(person)");
  }
  if (fact.type == FactType::code)
    fact.code_table = argument;
  else if (fact.type == FactType::reference)
    fact.refers_to = argument;
  else if (fact.type == FactType::text)
    fact.format = TRY(word(formats, argument, "text format"));
  else if (!argument.empty())
    return wrong(fmt::format("{} takes no argument", text), "drop it");
  return Done{};
}

constexpr std::array columns = {"label", "id",          "type",     "required",
                                "mask",  "sensitivity", "headings", "standard"};

std::vector<std::string> table_cells(std::string_view line) {
  line.remove_prefix(1);
  if (!line.empty() && line.back() == '|') line.remove_suffix(1);
  return cells_of(line, '|');
}

Result<Fact> fact_from(const std::vector<std::string>& cells) {
  if (cells.size() != columns.size()) {
    return wrong(fmt::format("{} cells where {} are needed", cells.size(), columns.size()),
                 "columns: label, id, type, required, mask, sensitivity, headings, standard");
  }
  Fact fact;
  fact.zh = cells[0];
  fact.id = cells[1];
  if (fact.zh.empty()) return wrong("a fact without a Chinese label", "fill the first cell");
  if (!is_identifier(fact.id)) {
    return wrong(fmt::format("`{}` is no id", fact.id), "use small letters, digits and _");
  }
  TRY(read_type(cells[2], fact));
  const Presence presence = TRY(word(presences, cells[3], "`required`"));
  fact.required = presence == Presence::required;
  fact.empty_is_none = presence == Presence::none;
  fact.mask = TRY(word(masks, cells[4], "mask"));
  fact.sensitivity = TRY(word(sensitivities, cells[5], "sensitivity"));
  fact.headings.push_back(fact.zh);
  for (std::string& heading : cells_of(cells[6], ',')) {
    if (!heading.empty() && heading != fact.zh) fact.headings.push_back(std::move(heading));
  }
  fact.standard = cells[7];
  return fact;
}

Status read_title(std::string_view line, Entity& entity) {
  std::string title(line.substr(1));
  for (auto dot = title.find("·"); dot != std::string::npos; dot = title.find("·")) {
    title.replace(dot, std::string_view("·").size(), "|");
  }
  const std::vector<std::string> names = cells_of(title, '|');
  if (names.size() != 3 || names[0].empty() || !is_identifier(names[1]) ||
      !is_identifier(names[2])) {
    return wrong("a title must name the entity three times", "write `# 人员 · person · persons`");
  }
  entity.zh = names[0];
  entity.id = names[1];
  entity.plural = names[2];
  return Done{};
}

// Where in the file the reader is.
enum class Part { title, text, table, rows };

struct Reading {
  Part part = Part::title;
  std::vector<std::string> changeable;  // ids of facts that are declared below
};

Status read_line(std::string_view line, Entity& entity, Reading& reading, bool core) {
  constexpr std::string_view completeness = "completeness:";
  constexpr std::string_view changeable = "changeable:";
  Part& part = reading.part;
  if (line.front() == '#') {
    if (part != Part::title) return wrong("a second title", "one entity a file");
    TRY(read_title(line, entity));
    part = Part::text;
  } else if (part == Part::title) {
    return wrong("text before the title", "begin with `# 人员 · person · persons`");
  } else if (line.starts_with(completeness)) {
    const auto value = trimmed(line.substr(completeness.size()));
    entity.completeness = TRY(word(completenesses, value, "completeness"));
  } else if (line.starts_with(changeable)) {
    reading.changeable = cells_of(line.substr(changeable.size()), ',');
  } else if (line.front() != '|') {
    if (part == Part::text) entity.description.append(line).append("\n");
  } else if (part == Part::text) {
    const std::vector<std::string> header = table_cells(line);
    if (!std::equal(header.begin(), header.end(), columns.begin(), columns.end())) {
      return wrong("the table's header is not ours",
                   fmt::format("| {} |", fmt::join(columns, " | ")));
    }
    part = Part::table;
  } else if (part == Part::table) {
    part = Part::rows;  // the line of dashes
  } else {
    Fact fact = TRY(fact_from(table_cells(line)));
    fact.core = core;
    if (entity.find_fact(fact.id) != nullptr || entity.find_fact(fact.zh) != nullptr) {
      return wrong(fmt::format("`{}` ({}) is declared twice", fact.id, fact.zh), "drop one");
    }
    entity.facts.push_back(std::move(fact));
  }
  return Done{};
}

Status mark_changeable(Entity& entity, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) {
    const auto fact = std::find_if(entity.facts.begin(), entity.facts.end(),
                                   [&](const Fact& each) { return each.id == id; });
    if (fact == entity.facts.end()) {
      return wrong(fmt::format("`changeable` names `{}`, which the table does not have", id),
                   "name a fact's id");
    }
    fact->changeable = true;
  }
  return Done{};
}

}  // namespace

Result<Entity> parse_entity(std::string_view text, const std::string& file, bool core) {
  Entity entity;
  Reading reading;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (line.empty()) continue;
    TRY(read_line(line, entity, reading, core).at(fmt::format("{}:{}", file, number)));
  }
  TRY(mark_changeable(entity, reading.changeable).at(file));
  if (entity.facts.empty()) {
    return Result<Entity>(wrong("an entity without facts", "add the table of facts")).at(file);
  }
  return entity;
}

}  // namespace leye
