#include "vocabulary/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "vocabulary/entity_file.hpp"
#include "vocabulary/text_lines.hpp"

namespace leye {
namespace {

Error wrong(const std::string& file, std::string what, std::string fix) {
  return Error{ErrorCode::invalid_input, std::move(what), {file}, std::move(fix)};
}

Result<std::string> text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return Error{ErrorCode::unavailable,
                 "cannot be read",
                 {file.string()},
                 "check that it is there and may be read"};
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return std::move(text).str();
}

// In the order of their names, so that the order of entities never depends on the disk.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder,
                                            const char* ending) {
  std::vector<std::filesystem::path> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ending) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// "* 单位名称 （元）" → "单位名称": what does not tell columns apart.
std::string bare_heading(std::string_view heading) {
  std::string bare;
  for (std::size_t i = 0; i < heading.size(); ++i) {
    const std::string_view rest = heading.substr(i);
    if (rest.starts_with("（元）") || rest.starts_with("(元)")) break;
    if (rest.starts_with("\u3000")) {
      i += 2;
    } else if (heading[i] != ' ' && heading[i] != '*' && heading[i] != '\t') {
      const char c = heading[i];
      bare.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    }
  }
  return bare;
}

}  // namespace

const char* name(FactType type) {
  switch (type) {
    case FactType::boolean: return "boolean";
    case FactType::count: return "count";
    case FactType::ratio: return "ratio";
    case FactType::money: return "money";
    case FactType::day: return "day";
    case FactType::month: return "month";
    case FactType::text: return "text";
    case FactType::code: return "code";
    case FactType::place: return "place";
    case FactType::reference: return "reference";
  }
  CHECK(false);
}

const Fact* Entity::find_fact(std::string_view wanted) const {
  for (const Fact& fact : facts) {
    if (fact.id == wanted || fact.zh == wanted) return &fact;
  }
  return nullptr;
}

const Fact* Entity::find_heading(std::string_view heading) const {
  const std::string wanted = bare_heading(heading);
  for (const Fact& fact : facts) {
    if (wanted == bare_heading(fact.id)) return &fact;
    for (const std::string& known : fact.headings) {
      if (wanted == bare_heading(known)) return &fact;
    }
  }
  return nullptr;
}

Result<Vocabulary> Vocabulary::load(const std::filesystem::path& folder) {
  Vocabulary vocabulary;
  TRY(vocabulary.read_codes(folder / "codes"));
  TRY(vocabulary.read_entities(folder, true));
  if (vocabulary.entities_.empty()) {
    return wrong(folder.string(), "no entity is declared here", "point to the folder vocabulary/");
  }
  TRY(vocabulary.check_references());
  return vocabulary;
}

Result<Vocabulary> Vocabulary::extended_by(const std::filesystem::path& folder) const {
  Vocabulary extended = *this;
  TRY(extended.read_codes(folder / "codes"));
  TRY(extended.read_entities(folder, false));
  TRY(extended.check_references());
  return extended;
}

Status Vocabulary::read_codes(const std::filesystem::path& folder) {
  for (const auto& file : files_in(folder, ".csv")) {
    const std::string text = TRY(text_of(file));
    CodeTable table = TRY(CodeTable::parse(file.stem().string(), text, file.string()));
    if (!code_tables_.emplace(table.id(), table).second) {
      return wrong(file.string(), fmt::format("there is a code table {} already", table.id()),
                   "give it another name");
    }
  }
  return Done{};
}

Status Vocabulary::read_entities(const std::filesystem::path& folder, bool core) {
  for (const auto& file : files_in(folder, ".md")) {
    const std::string text = TRY(text_of(file));
    Entity entity = TRY(parse_entity(text, file.string(), core));
    TRY(core ? add_entity(std::move(entity), file.string()) : extend_entity(entity, file.string()));
  }
  return Done{};
}

Status Vocabulary::add_entity(Entity entity, const std::string& file) {
  for (const std::string& taken : {entity.id, entity.plural, entity.zh}) {
    if (find_entity(taken) != nullptr) {
      return wrong(file, fmt::format("there is an entity {} already", taken), "rename one");
    }
  }
  entities_.push_back(std::move(entity));
  return Done{};
}

Status Vocabulary::extend_entity(const Entity& additions, const std::string& file) {
  const auto entity = std::find_if(entities_.begin(), entities_.end(),
                                   [&](const Entity& each) { return each.id == additions.id; });
  if (entity == entities_.end()) {
    return wrong(file, fmt::format("there is no entity {} to add facts to", additions.id),
                 "a pack adds facts to entities that exist; a new entity needs a migration");
  }
  for (const Fact& fact : additions.facts) {
    if (entity->find_fact(fact.id) != nullptr || entity->find_fact(fact.zh) != nullptr) {
      return wrong(file, fmt::format("{} already has a fact {} ({})", entity->id, fact.id, fact.zh),
                   "use that one, or name yours differently");
    }
    if (fact.sensitivity == Sensitivity::identity) {
      return wrong(file, fmt::format("{}: a pack's fact cannot be part of the identity", fact.id),
                   "choose open, financial or sensitive");
    }
    entity->facts.push_back(fact);
  }
  return Done{};
}

const Entity* Vocabulary::find_entity(std::string_view wanted) const {
  for (const Entity& entity : entities_) {
    if (entity.id == wanted || entity.plural == wanted || entity.zh == wanted) return &entity;
  }
  return nullptr;
}

const CodeTable* Vocabulary::find_code_table(std::string_view id) const {
  const auto found = code_tables_.find(id);
  return found == code_tables_.end() ? nullptr : &found->second;
}

Status Vocabulary::check_references() const {
  for (const Entity& entity : entities_) {
    for (const Fact& fact : entity.facts) {
      if (fact.type == FactType::code && find_code_table(fact.code_table) == nullptr) {
        return wrong(entity.id + "." + fact.id,
                     fmt::format("no code table is called {}", fact.code_table),
                     fmt::format("add codes/{}.csv or name an existing one", fact.code_table));
      }
      if (fact.type == FactType::reference && find_entity(fact.refers_to) == nullptr) {
        return wrong(entity.id + "." + fact.id,
                     fmt::format("no entity is called {}", fact.refers_to), "name an existing one");
      }
    }
  }
  return Done{};
}

}  // namespace leye
