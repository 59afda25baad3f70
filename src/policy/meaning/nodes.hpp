// Builds the nodes of one measure: each value once, with its type.
#pragma once

#include <vector>

#include "policy/plan/plan.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

// A measure with more is refused; building stops there, so that checking stays quick.
inline constexpr std::size_t nodes_max = 4000;

enum class DurationUnit : std::uint8_t { none, days, months };

// A node with what the checker knows about it.
struct Typed {
  std::int32_t node = -1;  // -1: there was an error, already reported
  Type type = Type::boolean;
  EntityIndex entity = -1;           // of a reference
  const CodeTable* codes = nullptr;  // of a code
  DurationUnit unit = DurationUnit::none;

  bool ok() const { return node >= 0; }
};

// Values that may stand for one another: counts and ratios mix, all else must be alike.
bool same_kind(const Typed& a, const Typed& b);

class Nodes {
 public:
  explicit Nodes(Measure& measure) : measure_(measure) {}

  std::int32_t add(Node node);
  std::int32_t constant(Type type, Fraction value);
  std::int32_t text(const std::string& value);
  std::int32_t text_symbol(const std::string& value);         // its place in the measure's texts
  std::int32_t judgement_symbol(const Judgement& judgement);  // its place in the measure's
  std::int32_t binary(Op op, Type type, std::int32_t a, std::int32_t b);
  std::int32_t unary(Op op, Type type, std::int32_t a);
  std::int32_t select(Type type, std::int32_t condition, std::int32_t yes, std::int32_t no);
  // To a whole multiple of `unit`: round_half, round_down or round_up.
  std::int32_t rounded(Op way, Type type, std::int32_t a, Fraction unit);
  std::int32_t truth(bool yes) { return constant(Type::boolean, {yes ? 1 : 0, 1}); }

  // A fact of the row `base`; with its type.
  Typed fact(const Vocabulary& vocabulary, const Typed& base, FactIndex fact);

  // An aggregate: open, build the body, close with the body's filter and value (-1: none).
  std::int32_t open(Op op, const Typed& base, EntityIndex entity, FactIndex reference);
  Typed item(std::int32_t aggregate);
  Typed close(std::int32_t aggregate, std::int32_t filter, const Typed& value);

  // Whether an aggregate is being built: what is added now looks at its rows.
  bool in_body() const { return !open_.empty(); }

  std::size_t count() const { return measure_.nodes.size(); }
  const Node& at(std::int32_t index) const {
    return measure_.nodes[static_cast<std::size_t>(index)];
  }

 private:
  Measure& measure_;
  std::vector<std::int32_t> open_;  // aggregates that are being built
};

Type type_of(FactType type);

}  // namespace leye::policy
