#include "api/field_rules.hpp"

#include <atomic>
#include <fstream>
#include <functional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "intake/csv.hpp"

namespace leye::api {
namespace {

using access::Role;

constexpr std::size_t fact_columns = 4, class_columns = 6;

Error wrong(std::string what, std::string fix) {
  return Error{ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

using Cells = std::vector<std::string>;

// Each row of a file below its comment and its header.
Status each_row(const std::filesystem::path& path, std::size_t columns,
                const std::function<Status(const Cells&)>& take) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return Error{ErrorCode::not_found, "cannot read the file", {path.string()}, {}};
  intake::CsvReader reader(intake::bytes_of(text));
  intake::Row row;
  bool header = true;
  while (TRY(reader.next(row))) {
    if (row.cells.empty() || std::string_view(row.cells[0].text).starts_with('#')) continue;
    if (std::exchange(header, false)) continue;
    const auto where = fmt::format("{}:{}", path.string(), row.number);
    if (row.cells.size() != columns)
      return Status(wrong(fmt::format("{} cells where {} are needed", row.cells.size(), columns),
                          "as the header says"))
          .at(where);
    Cells cells;
    for (const auto& cell : row.cells) cells.emplace_back(cell.text);
    TRY(take(cells).at(where));
  }
  return Done{};
}

FieldClass class_by(Sensitivity sensitivity) {
  switch (sensitivity) {
    case Sensitivity::open: return FieldClass::open;
    case Sensitivity::identity: return FieldClass::identity;
    case Sensitivity::financial: return FieldClass::financial;
    case Sensitivity::sensitive: break;
  }
  return FieldClass::sensitive;
}

Result<FieldClass> class_named(const std::string& word) {
  for (std::size_t at = 0; at < field_classes_count; ++at)
    if (word == name(static_cast<FieldClass>(at))) return static_cast<FieldClass>(at);
  return wrong(fmt::format("'{}' is no class of facts", word),
               "one of vocabulary/codes/field_class.csv");
}

Result<MayRead> reading_named(const std::string& word) {
  if (word == "shown") return MayRead::shown;
  if (word == "masked") return MayRead::masked;
  if (word == "refused") return MayRead::refused;
  return wrong(fmt::format("'{}' is no way to read", word), "shown, masked or refused");
}

// Both checked: the role, and the kind of body only beside outside_body.
Result<Role> role_named(const Vocabulary& vocabulary, const std::string& role,
                        const std::string& body) {
  const auto found = access::find_role(role);
  if (!found) return wrong(fmt::format("there is no role '{}'", role), "src/access/roles.hpp");
  if (body.empty()) return *found;
  const CodeTable* bodies = vocabulary.find_code_table("body");
  if (*found != Role::outside_body || bodies == nullptr || bodies->find(body) == nullptr)
    return wrong(fmt::format("'{}' is no kind of body of {}", body, role),
                 "a code of vocabulary/codes/body.csv beside outside_body, else nothing");
  return *found;
}

std::atomic<std::shared_ptr<const FieldRules>> current;

}  // namespace

const char* name(FieldClass of) {
  switch (of) {
    case FieldClass::open: return "open";
    case FieldClass::identity: return "identity";
    case FieldClass::account: return "account";
    case FieldClass::income: return "income";
    case FieldClass::financial: return "financial";
    case FieldClass::health: return "health";
    case FieldClass::criminal: return "criminal";
    case FieldClass::sensitive: break;
  }
  return "sensitive";
}

Status FieldRules::put_in_force(const Vocabulary& vocabulary) {
  FieldRules rules;
  const auto folder = TRY(resource("data/access"));
  TRY(rules.read_facts(folder / "fact_classes.csv", vocabulary));
  TRY(rules.read_classes(folder / "field_classes.csv", vocabulary));
  current.store(std::make_shared<const FieldRules>(std::move(rules)));
  return Done{};
}

std::shared_ptr<const FieldRules> FieldRules::in_force() {
  auto rules = current.load();
  CHECK(rules != nullptr);  // a server has a rulebook before it has a request
  return rules;
}

Status FieldRules::read_facts(const std::filesystem::path& file, const Vocabulary& vocabulary) {
  return each_row(file, fact_columns, [&](const Cells& cells) -> Status {
    const Entity* entity = vocabulary.find_entity(cells[0]);
    const Fact* fact = entity == nullptr ? nullptr : entity->find_fact(cells[1]);
    if (fact == nullptr)
      return wrong(fmt::format("the vocabulary has no fact {}.{}", cells[0], cells[1]),
                   "name entity and fact by their ids");
    const FieldClass of = TRY(class_named(cells[2]));
    if (class_by(fact->sensitivity) == FieldClass::open)
      return wrong(fmt::format("{}.{} is open in the vocabulary", cells[0], cells[1]),
                   "give it its sensitivity there first");
    if (cells[3].empty()) return wrong("no reason", "name the clause");
    for (const Entity& other : vocabulary.entities())
      for (const Fact& each : other.facts)
        if (each.id == fact->id && each.zh == fact->zh && each.sensitivity == Sensitivity::open)
          return wrong(fmt::format("{}.{} has the same name and is open", other.id, each.id),
                       "call one of them otherwise");
    const auto [known, added] = narrower_.emplace(std::pair(fact->id, fact->zh), of);
    if (!added && known->second != of)
      return wrong("facts of one name have two classes", "give them one");
    return Done{};
  });
}

FieldClass FieldRules::class_of(const Fact& fact) const {
  if (fact.sensitivity == Sensitivity::open) return FieldClass::open;
  const auto found = narrower_.find({fact.id, fact.zh});
  return found == narrower_.end() ? class_by(fact.sensitivity) : found->second;
}

Status FieldRules::read_classes(const std::filesystem::path& file, const Vocabulary& vocabulary) {
  std::set<std::string> seen;
  std::map<std::string, std::map<FieldClass, FieldRule>> of_bodies;
  const auto take = [&](const Cells& cells) -> Status {
    const Role role = TRY(role_named(vocabulary, cells[0], cells[1]));
    const FieldClass of = TRY(class_named(cells[2]));
    const MayRead reading = TRY(reading_named(cells[3]));
    if (cells[4] != "yes" && cells[4] != "no")
      return wrong(fmt::format("'{}' says not whether it may be written", cells[4]), "yes or no");
    if (reading != MayRead::shown && cells[4] == "yes")
      return wrong("what is not shown cannot be written", "write no, or show it");
    if (cells[5].empty()) return wrong("no reason", "name the clause");
    const FieldRule rule{reading, cells[4] == "yes"};
    if (!seen.insert(cells[0] + "/" + cells[1] + "/" + cells[2]).second)
      return wrong("said twice", "drop one of the rows");
    if (cells[1].empty())
      of_roles_[role][static_cast<std::size_t>(of)] = rule;
    else
      of_bodies[cells[1]][of] = rule;
    return Done{};
  };
  TRY(each_row(file, class_columns, take));
  for (const Role role : access::all_roles()) {
    for (std::size_t at = 0; at < field_classes_count; ++at) {
      const auto* of = name(static_cast<FieldClass>(at));
      if (seen.contains(fmt::format("{}//{}", access::name(role), of))) continue;
      return Error{ErrorCode::invalid_input,
                   fmt::format("nothing is said of {} and the class {}", access::name(role), of),
                   {file.string()},
                   "add the row"};
    }
  }
  for (const auto& [body, rules] : of_bodies) {
    FieldRow row = of_roles_.at(Role::outside_body);
    for (const auto& [of, rule] : rules) row[static_cast<std::size_t>(of)] = rule;
    of_bodies_[body] = row;
  }
  return Done{};
}

const FieldRow& FieldRules::of(Role role, std::string_view body) const {
  if (role == Role::outside_body) {
    const auto found = of_bodies_.find(body);
    if (found != of_bodies_.end()) return found->second;
  }
  return of_roles_.at(role);
}

std::vector<Role> FieldRules::readers(FieldClass of) const {
  std::vector<Role> found;
  for (const auto& [role, row] : of_roles_)
    if (access::staff.has(role) && row[static_cast<std::size_t>(of)].read != MayRead::refused)
      found.push_back(role);
  return found;
}

std::vector<Role> FieldRules::writers(FieldClass of) const {
  std::vector<Role> found;
  for (const auto& [role, row] : of_roles_)
    if (access::staff.has(role) && row[static_cast<std::size_t>(of)].write) found.push_back(role);
  return found;
}

}  // namespace leye::api
