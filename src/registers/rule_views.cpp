#include "registers/rule_views.hpp"

#include <fmt/format.h>

#include "policy/sql/layout.hpp"
#include "registers/fact_json.hpp"
#include "registers/fact_reader.hpp"

namespace leye::registers {
namespace {

namespace sql = policy::sql;

// A fact as a query finds it, and whether there is surely none.
struct Read {
  std::string value;
  std::string bottom;
  std::string none;
};

std::string text_array(const CodeTable& codes) {
  std::string all;
  for (const auto& code : codes.codes()) all += (all.empty() ? "" : ", ") + sql::quoted(code.code);
  return fmt::format("array[{}]::text[]", all);
}

class Views {
 public:
  Views(const Vocabulary& vocabulary, AsOf as_of)
      : layout_(vocabulary),
        vocabulary_(vocabulary),
        day_(fmt::format("date '{}'", to_text(as_of.valid_on))),
        moment_(fmt::format("timestamptz '{}'", *store::parameter(as_of.known_at).value)) {}

  std::string view(policy::EntityIndex entity, const sql::Looked& looked) const {
    const auto& declared = vocabulary_.entities()[static_cast<std::size_t>(entity)];
    auto columns = std::string("f.id");
    const auto add = [&](const std::string& value, const std::string& name) {
      columns += fmt::format(",\n  {} as \"{}\"", value, name);
    };
    for (const auto fact : looked.facts) {
      const auto column = layout_.fact(entity, fact);
      const auto read = fact_of(declared, declared.facts[static_cast<std::size_t>(fact)]);
      add(read.value, column.column);
      if (!column.bottom.empty()) add(read.bottom, column.bottom);
      add(read.none, column.none);
    }
    for (const auto& [by, fact] : looked.listings) {
      add(listing(by, fact), layout_.listing(by, fact).column);
    }
    for (const auto& id : looked.judgements) add("null::boolean", layout_.judgement(entity, id));
    return fmt::format("create temp view {} as\nselect {}\nfrom {};\n", layout_.table(entity),
                       columns, rows_of(declared));
  }

 private:
  // Whether all rows that refer to f by the fact are there.
  std::string listing(policy::EntityIndex by, policy::FactIndex fact) const {
    const auto& other = vocabulary_.entities()[static_cast<std::size_t>(by)];
    const auto& reference = other.facts[static_cast<std::size_t>(fact)];
    if (other.id == "household_member") {
      // A household lists all of its members; who stands in one belongs to no other.
      if (reference.id == "household") return "true";
      return fmt::format(
          "exists (select 1 from facts_of_household_member({}, false) m where m.person = f.id)",
          moment_);
    }
    return other.completeness == Completeness::complete ? "true" : "false";
  }

  std::string rows_of(const Entity& entity) const {
    if (entity.is_record())
      return fmt::format("facts_of_record({}, false) f where f.entity = {}", moment_,
                         sql::quoted(entity.id));
    if (entity.id == "grant") {
      return fmt::format(
          "(select id, measure, person_id as person, organisation_id as organisation, amount_fen,\n"
          "   granted_on, state, subject_kind || ':' || subject_id as subject,\n"
          "   lower(period) as period_from, upper(period) - 1 as period_until, null::jsonb as "
          "extra\n"
          " from benefit_grant where recorded_at <= {}) f",
          moment_);
    }
    const bool versioned = entity.id == "person" || entity.id == "organisation";
    return fmt::format("facts_of_{}({}{}, false) f", entity.id, versioned ? day_ + ", " : "",
                       moment_);
  }

  Read fact_of(const Entity& entity, const Fact& fact) const {
    const auto sort = sql::name(sql::sort_of(fact.type));
    Read read{fmt::format("null::{}", sort), "null::bigint", fact.empty_is_none ? "true" : "false"};
    if (!readable_by_rules(fact)) return read;
    if (kept_as_json(entity, fact)) {
      const auto text = fmt::format("({} ->> {})", entity.is_record() ? "f.facts" : "f.extra",
                                    sql::quoted(fact.id));
      read.value = from_text(fact, text);
      read.bottom = fmt::format("coalesce(nullif(split_part({}, '/', 2), ''), '1')::bigint", text);
      if (fact.empty_is_none) read.none = fmt::format("{} is null", text);
      return read;
    }
    const auto owner = entity.is_record() ? fact.refers_to : fact.id;  // its column
    read.value = from_column(fact, "f." + owner);
    read.bottom = fmt::format("f.{}_denominator", fact.id);
    if (fact.empty_is_none) read.none = fmt::format("({}) is null", read.value);
    // A contract without an end has none.
    if (entity.id == "employment" && fact.id == "contract_end")
      read.none = "coalesce(f.contract_kind = 'open_ended' and f.contract_end is null, false)";
    return read;
  }

  std::string position(const Fact& fact, const std::string& code) const {
    return fmt::format("array_position({}, {}) - 1", text_array(*vocabulary_.code_table(fact)),
                       code);
  }

  std::string from_column(const Fact& fact, const std::string& column) const {
    switch (fact.type) {
      case FactType::money: return column + "_fen";
      case FactType::ratio: return column + "_numerator";
      case FactType::month:
        return fmt::format(
            "date_part('year', {0})::integer * 12 + date_part('month', {0})::integer - 1", column);
      case FactType::code: return position(fact, column);
      default: return column;
    }
  }

  // The canonical spellings of fact_json.hpp.
  std::string from_text(const Fact& fact, const std::string& text) const {
    switch (fact.type) {
      case FactType::boolean: return fmt::format("{} = 'yes'", text);
      case FactType::money: return fmt::format("({}::numeric * 100)::bigint", text);
      case FactType::ratio: return fmt::format("split_part({}, '/', 1)::bigint", text);
      case FactType::day: return text + "::date";
      case FactType::month:
        return fmt::format(
            "split_part({0}, '-', 1)::integer * 12 + split_part({0}, '-', 2)::integer - 1", text);
      case FactType::code: return position(fact, text);
      case FactType::text: return text;
      default: return text + "::bigint";
    }
  }

  sql::FactsLayout layout_;
  const Vocabulary& vocabulary_;
  std::string day_, moment_;
};

}  // namespace

std::string rule_views(const policy::Plan& plan, const Vocabulary& vocabulary, AsOf as_of) {
  const Views views(vocabulary, as_of);
  std::string script;
  for (const auto& [entity, looked] : sql::looked_at(plan, vocabulary)) {
    script += views.view(entity, looked);
  }
  return script;
}

}  // namespace leye::registers
