// Which table holds the rows of an entity, which column a fact, and what an empty one says.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/plan/plan.hpp"
#include "policy/sql/expression.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy::sql {

struct FactColumn {
  std::string column;
  std::string bottom;  // of a ratio: the column of its denominator, at least 1; "": always 1
  Range range;         // of its values
  bool nullable = true;
  std::optional<Sort> sort = {};  // as it is stored, if not as sort_of() says
  bool small = false;             // stored in 16 bits: read as 32
  // What an empty column says: there is none. Else it is not known, unless `none` (a boolean
  // column that is never empty) says that there is none.
  bool empty_is_none = false;
  std::string none;
};

// Whether all rows that refer to a row are there.
struct Listing {
  bool always = false;
  std::string column;  // of the row referred to: a boolean, never empty; "": never
};

class Layout {
 public:
  virtual ~Layout() = default;
  virtual const Vocabulary& vocabulary() const = 0;
  virtual std::string table(EntityIndex entity) const = 0;  // with a bigint column "id"
  virtual FactColumn fact(EntityIndex entity, FactIndex fact) const = 0;
  virtual Listing listing(EntityIndex entity, FactIndex fact) const = 0;
  virtual std::string judgement(EntityIndex entity, std::string_view id) const = 0;  // a boolean
};

// One table for each entity with all that rules may read: made by us for cases and tests
// (scratch.hpp), or as views over the registers. Facts by their ids, codes as their position,
// months as year × 12 + month − 1, money in fen; FACT_none and ENTITY_FACT_listed are booleans.
class FactsLayout : public Layout {
 public:
  explicit FactsLayout(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  const Vocabulary& vocabulary() const override { return vocabulary_; }
  std::string table(EntityIndex entity) const override;
  FactColumn fact(EntityIndex entity, FactIndex fact) const override;
  Listing listing(EntityIndex entity, FactIndex fact) const override;
  std::string judgement(EntityIndex entity, std::string_view id) const override;

 private:
  const Vocabulary& vocabulary_;
};

// What the measures of a plan look at of one entity.
struct Looked {
  std::set<FactIndex> facts;
  std::set<std::pair<EntityIndex, FactIndex>> listings;  // relations that its rows are owners of
  std::set<std::string> judgements;                      // ids
};
std::map<EntityIndex, Looked> looked_at(const Plan& plan, const Vocabulary& vocabulary);

Sort sort_of(FactType type);  // as it is stored
Type type_of(FactType type);

}  // namespace leye::policy::sql
