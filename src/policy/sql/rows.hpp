// The rows that a query looks at: of the subject, what it refers to, and what refers to it.
//
// A scope is a set of rows that expressions run over: scope 0 is the subject; each relation that
// is looked into makes another, inside a lateral select. A source brings columns into a scope.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/sql/expression.hpp"
#include "policy/sql/layout.hpp"

namespace leye::policy::sql {

enum class SourceKind : std::uint8_t {
  base,       // the rows of a scope
  joined,     // the row that `key` refers to, if there is one
  aggregate,  // what is said of all rows of the scope `inner`
};

struct Source {
  struct Brought {
    std::string from;    // base and joined: column of the table
    Id aggregate = -1;   // else: an expression over the inner scope
    Id column = -1;      // as it is seen in the scope
    bool small = false;  // 16 bits, read as 32
  };
  SourceKind kind = SourceKind::base;
  std::int32_t scope = -1;
  std::string alias;
  std::string table;
  Id key = -1;            // joined: the row's id; base of an inner scope: what its rows refer to
  std::string reference;  // base of an inner scope: the column that does
  std::int32_t inner = -1;
  std::vector<Brought> brought;
};

struct Scope {
  std::int32_t base = -1;             // its source
  std::vector<std::int32_t> sources;  // the others, each after what it needs
};

class RowSources {
 public:
  RowSources(Expressions& e, const Layout& layout, EntityIndex subject);

  Id subject() const { return subject_; }  // its id
  // The rows of `entity` that refer to the row `owner` by the fact, seen from a scope; the ids.
  struct Related {
    std::int32_t source = -1;  // in the outer scope, for aggregates
    Id item = -1;
  };
  Related related(Id owner, EntityIndex entity, FactIndex reference, std::int32_t from);
  std::int32_t inner(std::int32_t source) const { return source_at(source).inner; }
  // The row that an id stands for.
  std::int32_t row(Id key, EntityIndex entity);
  // A column of its table.
  Id column(std::int32_t source, const std::string& name, Sort sort, Range range, bool nullable,
            bool small = false);
  // Over all rows of the inner scope; named for people.
  Id output(std::int32_t source, const std::string& name, Id aggregate);

  const std::vector<Source>& sources() const { return sources_; }
  const std::vector<Scope>& scopes() const { return scopes_; }

 private:
  const Source& source_at(std::int32_t id) const { return sources_[static_cast<std::size_t>(id)]; }
  std::string alias_of(EntityIndex entity);
  std::string unique(const std::string& name);
  std::int32_t add(Source source);

  Expressions& e_;
  const Layout& layout_;
  std::vector<Source> sources_;
  std::vector<Scope> scopes_;
  std::map<std::pair<Id, EntityIndex>, std::int32_t> rows_;
  std::map<std::tuple<Id, EntityIndex, FactIndex, std::int32_t>, Related> related_;
  std::map<std::pair<std::int32_t, std::string>, Id> columns_;
  std::set<std::string> names_;
  Id subject_ = -1;
};

}  // namespace leye::policy::sql
