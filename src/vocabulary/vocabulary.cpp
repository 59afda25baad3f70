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

// Whether two packs declare the same fact: its spelling in files may differ.
bool same_meaning(const Fact& a, const Fact& b) {
  return !a.core && a.type == b.type && a.format == b.format && a.code_table == b.code_table &&
         a.refers_to == b.refers_to && a.empty_is_none == b.empty_is_none && a.mask == b.mask &&
         a.sensitivity == b.sensitivity;
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

const Fact* Entity::find_reference(std::string_view entity) const {
  for (const Fact& fact : facts) {
    if (fact.type == FactType::reference && fact.refers_to == entity) return &fact;
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
    TRY(core ? add_entity(std::move(entity), file.string())
             : take_pack_entity(std::move(entity), file.string()));
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

Status Vocabulary::take_pack_entity(Entity entity, const std::string& file) {
  const Entity* known = find_entity(entity.id);
  if (known != nullptr && known->id == entity.id) return extend_entity(entity, file);
  if (!entity.is_record()) {
    return wrong(file, fmt::format("there is no entity {} to add facts to", entity.id),
                 "name one that exists; or, for a new entity, write `storage: record`");
  }
  return add_entity(std::move(entity), file);
}

Status Vocabulary::extend_entity(const Entity& additions, const std::string& file) {
  const auto entity = std::find_if(entities_.begin(), entities_.end(),
                                   [&](const Entity& each) { return each.id == additions.id; });
  if (additions.is_record() && !entity->is_record()) {
    return wrong(file, fmt::format("{} has a table already", entity->id),
                 "drop `storage: record`, or name your entity differently");
  }
  for (Fact fact : additions.facts) {
    const Fact* by_id = entity->find_fact(fact.id);
    const Fact* by_label = entity->find_fact(fact.zh);
    if (by_id != nullptr && by_id == by_label && same_meaning(*by_id, fact)) continue;
    if (by_id != nullptr || by_label != nullptr) {
      return wrong(file, fmt::format("{} already has a fact {} ({})", entity->id, fact.id, fact.zh),
                   "use that one, or name yours differently");
    }
    if (fact.sensitivity == Sensitivity::identity) {
      return wrong(file, fmt::format("{}: a pack's fact cannot be part of the identity", fact.id),
                   "choose open, financial or sensitive");
    }
    if (fact.type == FactType::reference && !entity->is_record()) {
      return wrong(file, fmt::format("{}: {} cannot get a reference", fact.id, entity->id),
                   "make an entity with `storage: record` that refers to both");
    }
    entity->facts.push_back(std::move(fact));
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
      if (fact.type == FactType::reference && find_entity(fact.refers_to)->id != fact.refers_to) {
        return wrong(entity.id + "." + fact.id, "a reference names an entity by its id",
                     fmt::format("write reference({})", find_entity(fact.refers_to)->id));
      }
    }
    if (entity.is_record()) TRY(check_record(entity));
  }
  return Done{};
}

// A record belongs to a person, an organisation or a place; its facts are kept in clear.
Status Vocabulary::check_record(const Entity& entity) const {
  bool owned = false;
  for (const Fact& fact : entity.facts) {
    const std::string where = entity.id + "." + fact.id;
    if (fact.sensitivity == Sensitivity::identity || fact.format == TextFormat::id_number ||
        fact.format == TextFormat::account) {
      return wrong(where, "a record keeps its facts in clear",
                   "refer to the person or the organisation, whose numbers are encrypted");
    }
    if (fact.type == FactType::place && fact.required) owned = true;
    if (fact.type != FactType::reference) continue;
    const Entity& target = *find_entity(fact.refers_to);
    if (!target.is_record() && target.id != "person" && target.id != "organisation") {
      return wrong(where, fmt::format("a record cannot refer to {}", target.id),
                   "refer to person, organisation or another record entity");
    }
    owned = owned || !target.is_record();
    if (!target.is_record() && entity.find_reference(target.id) != &fact) {
      return wrong(where, fmt::format("a record names one {}", target.id),
                   "make a record entity for the other one");
    }
  }
  if (owned) return Done{};
  return wrong(entity.id, "a record must belong to someone",
               "add a reference(person), a reference(organisation) or a required place");
}

}  // namespace leye
