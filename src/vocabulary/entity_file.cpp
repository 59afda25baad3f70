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
template <class T>
Word(const char*, T) -> Word<T>;  // clang 16 has to be told

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
constexpr std::array storages = {
    Word{"table", Storage::table},
    Word{"record", Storage::record},
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

constexpr std::array columns = {"label", "label_en",    "id",       "type",    "required",
                                "mask",  "sensitivity", "headings", "standard"};
constexpr std::size_t label_en_column = 1;  // the only one that a table may do without

std::vector<std::string> table_cells(std::string_view line) {
  line.remove_prefix(1);
  if (!line.empty() && line.back() == '|') line.remove_suffix(1);
  return cells_of(line, '|');
}

// The cells of a row in the order of `columns`, an English label that is not there being empty.
Result<std::vector<std::string>> all_cells(std::string_view line, bool has_label_en) {
  std::vector<std::string> cells = table_cells(line);
  const std::size_t needed = columns.size() - (has_label_en ? 0 : 1);
  if (cells.size() != needed) {
    return wrong(fmt::format("{} cells where {} are needed", cells.size(), needed),
                 fmt::format("columns: {}", fmt::join(columns, ", ")));
  }
  if (!has_label_en) cells.insert(cells.begin() + label_en_column, "");
  return cells;
}

std::string words_of(std::string id) {
  std::replace(id.begin(), id.end(), '_', ' ');
  return id;
}

Result<Fact> fact_from(const std::vector<std::string>& cells) {
  Fact fact;
  fact.zh = cells[0];
  fact.id = cells[2];
  if (fact.zh.empty()) return wrong("a fact without a Chinese label", "fill the first cell");
  if (!is_identifier(fact.id)) {
    return wrong(fmt::format("`{}` is no id", fact.id), "use small letters, digits and _");
  }
  fact.en = cells[label_en_column].empty() ? words_of(fact.id) : cells[label_en_column];
  TRY(read_type(cells[3], fact));
  const Presence presence = TRY(word(presences, cells[4], "`required`"));
  fact.required = presence == Presence::required;
  fact.empty_is_none = presence == Presence::none;
  fact.mask = TRY(word(masks, cells[5], "mask"));
  fact.sensitivity = TRY(word(sensitivities, cells[6], "sensitivity"));
  fact.headings.push_back(fact.zh);
  for (std::string& heading : cells_of(cells[7], ',')) {
    if (!heading.empty() && heading != fact.zh) fact.headings.push_back(std::move(heading));
  }
  fact.standard = cells[8];
  return fact;
}

Status read_title(std::string_view line, Entity& entity) {
  std::string title(line.substr(1));
  for (auto dot = title.find("·"); dot != std::string::npos; dot = title.find("·")) {
    title.replace(dot, std::string_view("·").size(), "|");
  }
  const std::vector<std::string> names = cells_of(title, '|');
  if (names.size() < 3 || names.size() > 4 || names[0].empty() || !is_identifier(names[1]) ||
      !is_identifier(names[2])) {
    return wrong("a title must name the entity three times", "write `# 人员 · person · persons`");
  }
  entity.zh = names[0];
  entity.id = names[1];
  entity.plural = names[2];
  entity.en = names.size() == 4 && !names[3].empty() ? names[3] : words_of(names[1]);
  return Done{};
}

// Where in the file the reader is.
enum class Part { title, text, table, rows };

struct Reading {
  Part part = Part::title;
  bool has_label_en = false;
  // Ids of facts that are declared below.
  std::vector<std::string> changeable, key, period;
};

// "completeness: partial" and its like; false if the line is none of them.
Result<bool> read_property(std::string_view line, Entity& entity, Reading& reading) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "completeness") {
    entity.completeness = TRY(word(completenesses, value, "completeness"));
  } else if (name == "storage") {
    entity.storage = TRY(word(storages, value, "storage"));
  } else if (name == "changeable") {
    reading.changeable = cells_of(value, ',');
  } else if (name == "key") {
    reading.key = cells_of(value, ',');
  } else if (name == "period") {
    reading.period = cells_of(value, ',');
  } else {
    return false;
  }
  return true;
}

Status read_header(std::string_view line, Reading& reading) {
  std::vector<std::string> header = table_cells(line);
  reading.has_label_en = header.size() > label_en_column && header[label_en_column] == "label_en";
  if (!reading.has_label_en && !header.empty()) {
    header.insert(header.begin() + label_en_column, "label_en");
  }
  if (std::equal(header.begin(), header.end(), columns.begin(), columns.end())) return Done{};
  return wrong("the table's header is not ours", fmt::format("| {} |", fmt::join(columns, " | ")));
}

Status read_line(std::string_view line, Entity& entity, Reading& reading, bool core) {
  Part& part = reading.part;
  if (line.front() == '#') {
    if (part != Part::title) return wrong("a second title", "one entity a file");
    TRY(read_title(line, entity));
    part = Part::text;
  } else if (part == Part::title) {
    return wrong("text before the title", "begin with `# 人员 · person · persons`");
  } else if (line.front() != '|') {
    const bool is_property = TRY(read_property(line, entity, reading));
    if (!is_property && part == Part::text) entity.description.append(line).append("\n");
  } else if (part == Part::text) {
    TRY(read_header(line, reading));
    part = Part::table;
  } else if (part == Part::table) {
    part = Part::rows;  // the line of dashes
  } else {
    const std::vector<std::string> cells = TRY(all_cells(line, reading.has_label_en));
    Fact fact = TRY(fact_from(cells));
    fact.core = core;
    if (entity.find_fact(fact.id) != nullptr || entity.find_fact(fact.zh) != nullptr) {
      return wrong(fmt::format("`{}` ({}) is declared twice", fact.id, fact.zh), "drop one");
    }
    entity.facts.push_back(std::move(fact));
  }
  return Done{};
}

Result<Fact*> named_fact(Entity& entity, const std::string& id, const char* property) {
  for (Fact& fact : entity.facts) {
    if (fact.id == id) return &fact;
  }
  return wrong(fmt::format("`{}` names `{}`, which the table does not have", property, id),
               "name a fact's id");
}

// Person and organisation belong to the key anyway.
Status take_key(Entity& entity, const std::vector<std::string>& ids) {
  for (const std::string& id : ids) TRY(named_fact(entity, id, "key"));
  entity.key = ids;
  if (!ids.empty()) return Done{};
  for (const Fact& fact : entity.facts) {
    if (fact.required && fact.type != FactType::reference) entity.key.push_back(fact.id);
  }
  return Done{};
}

Status take_properties(Entity& entity, const Reading& reading) {
  for (const std::string& id : reading.changeable) {
    Fact* fact = TRY(named_fact(entity, id, "changeable"));
    fact->changeable = true;
  }
  TRY(take_key(entity, reading.key));
  if (reading.period.empty()) return Done{};
  for (const std::string& id : reading.period) {
    const Fact* fact = TRY(named_fact(entity, id, "period"));
    if (fact->type != FactType::day && fact->type != FactType::month) {
      return wrong(fmt::format("`period` names `{}`, which is neither day nor month", id),
                   "name the first and the last day");
    }
  }
  if (reading.period.size() != 2) {
    return wrong("`period` names two facts", "write `period: start_date, end_date`");
  }
  entity.period_from = reading.period[0];
  entity.period_until = reading.period[1];
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
  TRY(take_properties(entity, reading).at(file));
  if (entity.facts.empty()) {
    return Result<Entity>(wrong("an entity without facts", "add the table of facts")).at(file);
  }
  return entity;
}

}  // namespace leye
