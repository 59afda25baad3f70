// Every entity, fact and code table the program knows, each declared once in vocabulary/*.md.
//
//   const Vocabulary vocabulary = TRY(Vocabulary::load(TRY(resource("vocabulary"))));
//   const Entity* person = vocabulary.find_entity("人员");      // or "person", or "persons"
//   const Fact* sex = person->find_fact("性别");                // or "sex"
//   const Code* male = vocabulary.code_table(*sex)->understand("男");   // code "1"
//
// Tables, import columns, the API's schema, the policy language's names and the masks follow from
// it. A pack's own facts and entities come by extended_by(): facts of an entity with a table are
// stored in its column `extra`, an entity with `storage: record` in the generic register.
// Entities and facts keep their address and order as long as the Vocabulary lives; copies have
// their own.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "vocabulary/code_table.hpp"

namespace leye {

enum class FactType {
  boolean,
  count,  // whole number
  ratio,  // exact fraction
  money,  // whole fen
  day,
  month,  // a calendar month; stored as its first day
  text,
  code,       // one of a CodeTable
  place,      // 12-digit division code
  reference,  // the id of a row of another entity
};

// What kind of text it is; decides how it is checked.
enum class TextFormat { free, id_number, uscc, phone, account };

// How it is hidden until someone asks, with a reason, to see it in clear (查看明文).
enum class Mask { none, name, id_number, phone, account, birth_date, health };

enum class Sensitivity { open, financial, sensitive, identity };

// Whether "no row" means "no" (complete) or "not known" (partial).
enum class Completeness { complete, partial };

// Where rows are kept: in a table of the entity's own, or in the generic register of records.
enum class Storage { table, record };

const char* name(FactType type);

struct Fact {
  std::string id;
  std::string zh;
  std::string en;  // English label
  FactType type = FactType::text;
  TextFormat format = TextFormat::free;
  std::string code_table;  // for FactType::code
  std::string refers_to;   // for FactType::reference: an entity's id
  bool required = false;
  bool empty_is_none = false;  // an empty value says "there is none", not "not known"
  bool changeable = false;     // the person or the employer can still make it otherwise
  Mask mask = Mask::none;
  Sensitivity sensitivity = Sensitivity::open;
  std::vector<std::string> headings;  // column titles of files that mean it, its label first
  std::string standard;
  bool core = true;  // false: added by a pack to an entity with a table, stored in `extra`
};

struct Entity {
  std::string id;
  std::string plural;
  std::string zh;
  std::string en;  // English label
  std::string description;
  Completeness completeness = Completeness::partial;
  Storage storage = Storage::table;
  std::vector<std::string> key;  // of records: facts that, with the owners, tell them apart
  std::string period_from, period_until;  // of records: facts; empty: no period
  std::vector<Fact> facts;

  bool is_record() const { return storage == Storage::record; }

  // By id or Chinese label.
  const Fact* find_fact(std::string_view name) const;
  // The first reference to `entity`; null if there is none. A record has one owner of each kind.
  const Fact* find_reference(std::string_view entity) const;
  // By any title a column may carry; blanks, a leading * and units in brackets do not count.
  const Fact* find_heading(std::string_view heading) const;
};

class Vocabulary {
 public:
  // Reads folder/*.md and folder/codes/*.csv. The error names file, line and the way to mend it.
  static Result<Vocabulary> load(const std::filesystem::path& folder);

  // The same with the facts, record entities and code tables of a pack's own vocabulary folder. A
  // pack may add to entities and add entities; it may not change what is there. What another pack
  // declared in the same words may stand again.
  Result<Vocabulary> extended_by(const std::filesystem::path& folder) const;

  const std::vector<Entity>& entities() const { return entities_; }

  // By English id, English plural or Chinese label.
  const Entity* find_entity(std::string_view name) const;

  const CodeTable* find_code_table(std::string_view id) const;
  const CodeTable* code_table(const Fact& fact) const { return find_code_table(fact.code_table); }
  const std::map<std::string, CodeTable, std::less<>>& code_tables() const { return code_tables_; }

 private:
  Status read_codes(const std::filesystem::path& folder);
  Status read_entities(const std::filesystem::path& folder, bool core);
  Status add_entity(Entity entity, const std::string& file);
  Status take_pack_entity(Entity entity, const std::string& file);
  Status extend_entity(const Entity& additions, const std::string& file);
  Status check_references() const;
  Status check_record(const Entity& entity) const;

  std::vector<Entity> entities_;
  std::map<std::string, CodeTable, std::less<>> code_tables_;
};

}  // namespace leye
