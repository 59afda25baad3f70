#include "ledgers/ledger_terms.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "vocabulary/text_lines.hpp"

namespace leye::ledgers {
namespace {

Result<std::optional<Term>> derived_term(Ledger& ledger, const Vocabulary& vocabulary,
                                         std::string_view path);

std::vector<std::string> words_of(std::string_view text, char separator) {
  std::vector<std::string> words;
  for (std::string& word : cells_of(text, separator)) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

bool is_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

Result<const Entity*> known_entity(const Vocabulary& vocabulary, std::string_view name) {
  const Entity* entity = vocabulary.find_entity(name);
  if (entity != nullptr) return entity;
  return wrong(fmt::format("the vocabulary has no entity {}", name),
               "name one by its id, or add its file to the vocabulary");
}

// Facts that name the same: the entity's own, and that of the rows it hangs on (null: they
// themselves are named).
struct Joint {
  const Fact* owner = nullptr;
  const Fact* subject = nullptr;
};

Result<Joint> joint_of(const Entity& entity, const Entity& from) {
  if (const Fact* owner = entity.find_reference(from.id)) return Joint{owner, nullptr};
  for (const char* shared : {"person", "organisation"}) {
    const Fact* owner = entity.find_reference(shared);
    const Fact* subject = from.find_reference(shared);
    if (owner != nullptr && subject != nullptr) return Joint{owner, subject};
  }
  return wrong(fmt::format("{} and {} name nothing in common", entity.id, from.id),
               "relate an entity that refers to the same person or organisation");
}

std::size_t find_relation(const Ledger& ledger, std::string_view name) {
  for (std::size_t at = 1; at < ledger.relations.size(); ++at) {
    if (ledger.relations[at].name == name) return at;
  }
  return 0;
}

// The relation over a reference of an earlier one, made when first needed.
Result<std::size_t> follow(Ledger& ledger, const Vocabulary& vocabulary, std::size_t from,
                           const Fact& reference) {
  const std::string name =
      from == 0 ? reference.id : ledger.relations[from].name + "." + reference.id;
  if (const std::size_t known = find_relation(ledger, name)) return known;
  Relation made;
  made.name = name;
  made.entity = TRY(known_entity(vocabulary, reference.refers_to));
  made.from = from;
  made.reference = &reference;
  ledger.relations.push_back(std::move(made));
  return ledger.relations.size() - 1;
}

struct TestWord {
  const char* word;
  Test test;
};
// Longer words before those they begin with.
constexpr std::array test_words = {
    TestWord{"is not", Test::is_not},
    TestWord{"is empty", Test::empty},
    TestWord{"is given", Test::given},
    TestWord{"is", Test::is},
    TestWord{"at least", Test::at_least},
    TestWord{"at most", Test::at_most},
    TestWord{"not passed", Test::not_passed},
    TestWord{"not within", Test::older},
    TestWord{"this year", Test::this_year},
    TestWord{"aged", Test::aged},
    TestWord{"contains", Test::contains},
    TestWord{"within", Test::within},
};

bool is_day(const Fact* fact) { return fact != nullptr && fact->type == FactType::day; }

Status check_test(const Fact* fact, Test test) {
  const bool counted = fact == nullptr || fact->type == FactType::count ||
                       fact->type == FactType::money || fact->type == FactType::day;
  const bool in_time =
      fact != nullptr && (fact->type == FactType::day || fact->type == FactType::month);
  const bool sealed =
      fact != nullptr && (fact->format == TextFormat::id_number ||
                          fact->format == TextFormat::phone || fact->format == TextFormat::account);
  const bool fits =
      test == Test::empty || test == Test::given ||
      (!sealed && ((test == Test::at_least || test == Test::at_most) ? counted
                   : test == Test::not_passed || test == Test::this_year ||
                           test == Test::within || test == Test::older
                       ? in_time
                       : test != Test::aged || is_day(fact)));
  if (fits) return Done{};
  return wrong("这一列不能这样筛选", "换一种条件");
}

Result<std::string> canonical_value(const Vocabulary& vocabulary, const Fact* fact,
                                    const std::string& value) {
  if (fact == nullptr || fact->type == FactType::count || fact->type == FactType::money) {
    if (is_number(value)) return value;
    return wrong(fmt::format("“{}”不是数字", value), "写数字");
  }
  if (fact->type == FactType::day) return to_text(TRY(Day::parse(value)));
  if (fact->type != FactType::code) return value;
  const Code* code = vocabulary.code_table(*fact)->understand(value);
  if (code != nullptr) return code->code;
  return wrong(fmt::format("代码表 {} 没有“{}”", fact->code_table, value), "从代码表中选");
}

// Between "NAME(" and ")"; empty where it is not that.
std::optional<std::string> inside(std::string_view path, std::string_view name) {
  if (!path.starts_with(name) || path.size() <= name.size() + 1 || path[name.size()] != '(' ||
      !path.ends_with(")"))
    return {};
  return std::string(path.substr(name.size() + 1, path.size() - name.size() - 2));
}

Term keep(Ledger& ledger, Derived made, std::size_t relation) {
  ledger.derived.push_back(std::make_shared<const Derived>(std::move(made)));
  const Derived& kept = *ledger.derived.back();
  return Term{relation, &kept.fact, &kept};
}

Result<Term> reach_of(Ledger& ledger, const Vocabulary& vocabulary, std::string_view places) {
  const auto named = words_of(places, ',');
  Derived made;
  if (named.size() == 2) {
    made.first = TRY(find_term(ledger, vocabulary, named[0]));
    made.second = TRY(find_term(ledger, vocabulary, named[1]));
  }
  for (const Term* term : {&made.first, &made.second}) {
    if (term->fact == nullptr || term->fact->type != FactType::place)
      return wrong(fmt::format("`reach({})` is not of two places", places),
                   "write reach(hukou_place, transfer.workplace)");
  }
  made.fact.id = "reach";
  made.fact.type = FactType::code;
  made.fact.code_table = "place_reach";
  if (vocabulary.code_table(made.fact) == nullptr)
    return wrong("there is no code table place_reach", "add it to the vocabulary");
  const std::size_t relation = made.second.relation;
  return keep(ledger, std::move(made), relation);
}

Result<Term> months_of(Ledger& ledger, std::string_view name) {
  const std::size_t relation = find_relation(ledger, name);
  if (relation == 0 || ledger.relations[relation].by_way_of != nullptr)
    return wrong(fmt::format("`months({})` names no relation", name), "declare it: `related: …`");
  const PeriodFacts period = period_of(*ledger.relations[relation].entity);
  if (period.first == nullptr || period.first->type != FactType::day)
    return wrong(fmt::format("{} has no period in days", name), "name a relation that has one");
  Derived made;
  made.kind = Derived::Kind::months;
  made.fact.id = "months";
  made.fact.type = FactType::count;
  made.first = Term{relation, period.first};
  made.second = Term{relation, period.last};
  return keep(ledger, std::move(made), relation);
}

Result<Term> list_of(Ledger& ledger, const Vocabulary& vocabulary, std::string_view path) {
  const auto names = words_of(path, '.');
  const std::size_t relation = names.size() == 2 ? find_relation(ledger, names[0]) : 0;
  const Fact* fact =
      relation == 0 ? nullptr : ledger.relations[relation].entity->find_fact(names[1]);
  if (fact == nullptr || fact->type != FactType::code || fact->mask != Mask::none ||
      ledger.relations[relation].reference != nullptr ||
      vocabulary.code_table(*fact) == nullptr)
    return wrong(fmt::format("`list({})` names no code of a relation", path),
                 "write list(NAME.FACT); the fact has a code table and is not masked");
  Derived made;
  made.kind = Derived::Kind::list;
  made.fact.id = fact->id;
  made.fact.code_table = fact->code_table;
  made.first = Term{relation, fact};
  return keep(ledger, std::move(made), relation);
}

// reach(…), months(…), list(…); empty where the path is none of them.
Result<std::optional<Term>> derived_term(Ledger& ledger, const Vocabulary& vocabulary,
                                         std::string_view path) {
  if (const auto places = inside(path, "reach")) {
    const Term term = TRY(reach_of(ledger, vocabulary, *places));
    return std::optional(term);
  }
  if (const auto name = inside(path, "months")) {
    const Term term = TRY(months_of(ledger, *name));
    return std::optional(term);
  }
  if (const auto listed = inside(path, "list")) {
    const Term term = TRY(list_of(ledger, vocabulary, *listed));
    return std::optional(term);
  }
  return std::optional<Term>();
}

Result<Condition> read_condition(Ledger& ledger, const Vocabulary& vocabulary, std::size_t relation,
                                 std::string_view text) {
  Condition condition;
  condition.term.relation = relation;
  if (text == "in force") {
    const PeriodFacts period = period_of(*ledger.relations[relation].entity);
    if (period.first == nullptr && period.last == nullptr) {
      return wrong("`in force` of an entity without a period", "drop it");
    }
    condition.test = Test::in_force;
    return condition;
  }
  const auto bracket = std::min(text.find('('), text.size());
  const auto blank = std::min(text.find(' '), text.size());
  const auto closed = bracket < blank ? text.find(')', bracket) : text.npos;
  const auto space = closed == text.npos ? blank : closed + 1;
  const std::string_view path = text.substr(0, space);
  const std::string_view rest = trimmed(text.substr(space));
  if (relation == 0) {
    condition.term = TRY(find_term(ledger, vocabulary, path));
  } else {
    condition.term.fact = ledger.relations[relation].entity->find_fact(path);
    if (condition.term.fact == nullptr) {
      return wrong(fmt::format("{} has no fact {}", ledger.relations[relation].entity->id, path),
                   "name a fact by its id");
    }
  }
  for (const TestWord& each : test_words) {
    const std::string_view word = each.word;
    if (!rest.starts_with(word) || (rest.size() > word.size() && rest[word.size()] != ' ')) {
      continue;
    }
    condition.test = each.test;
    const std::string_view values = trimmed(rest.substr(word.size()));
    if (each.test == Test::within || each.test == Test::older) {
      const auto unit = values.find(" months");
      condition.values = {std::string(values.substr(0, unit))};
      if (unit == values.npos || !is_number(condition.values[0])) {
        return wrong("within how many months?", "write `graduated_on within 24 months`");
      }
    } else if (each.test == Test::aged) {
      const auto to = values.find(" to ");
      if (to == values.npos) return wrong("no ages", "write `birth_date aged 16 to 59`");
      condition.values = {std::string(values.substr(0, to)), std::string(values.substr(to + 4))};
      for (const auto& age : condition.values) {
        if (!is_number(age)) return wrong("no ages", "write `birth_date aged 16 to 59`");
      }
    } else {
      for (const std::string& value : words_of(values, ',')) {
        condition.values.push_back(TRY(canonical_value(vocabulary, condition.term.fact, value)));
      }
    }
    TRY(check_test(condition.term.fact, condition.test));
    return condition;
  }
  return wrong(fmt::format("`{}` is no condition", text),
               "write e.g. `in force`, `kind is A, B`, `wage at least 2000`, `end_date is empty`");
}

}  // namespace

Error wrong(std::string what, std::string fix) {
  return Error{ErrorCode::invalid_input, std::move(what), {}, std::move(fix)};
}

const Entity& entity_of(const Ledger& ledger, const Term& term) {
  return *ledger.relations[term.relation].entity;
}

PeriodFacts period_of(const Entity& entity) {
  if (entity.is_record()) {
    if (entity.period_from.empty()) return {};
    return {entity.find_fact(entity.period_from), entity.find_fact(entity.period_until)};
  }
  if (const Fact* months = entity.find_fact("first_month")) {
    return {months, entity.find_fact("last_month")};
  }
  if (const Fact* days = entity.find_fact("start_date")) {
    return {days, entity.find_fact("end_date")};
  }
  return {entity.find_fact("period_from"), entity.find_fact("period_until")};
}

Result<Term> find_term(Ledger& ledger, const Vocabulary& vocabulary, std::string_view path) {
  if (auto worked_out = TRY(derived_term(ledger, vocabulary, path))) return *worked_out;
  if (path.starts_with("count(") && path.ends_with(")")) {
    const std::size_t relation = find_relation(ledger, path.substr(6, path.size() - 7));
    if (relation != 0 && ledger.relations[relation].reference == nullptr) {
      return Term{relation, nullptr};
    }
    return wrong(fmt::format("`{}` counts no relation", path), "declare it: `related: NAME = …`");
  }
  const std::vector<std::string> names = words_of(path, '.');
  if (names.empty()) return wrong("an empty path", "name a fact");
  std::size_t at = 0, relation = 0;
  if (const std::size_t named = find_relation(ledger, names[0]);
      named != 0 && ledger.relations[named].reference == nullptr) {
    if (ledger.relations[named].by_way_of != nullptr) {
      return wrong(fmt::format("{} is by way of another entity", names[0]), "count it");
    }
    relation = named;
    at = 1;
  }
  for (; at < names.size(); ++at) {
    const Entity& entity = *ledger.relations[relation].entity;
    const Fact* fact = entity.find_fact(names[at]);
    if (fact == nullptr) {
      return wrong(fmt::format("{} has no fact {}", entity.id, names[at]),
                   "name a fact by its id, or declare a relation of that name");
    }
    if (at + 1 == names.size()) {
      const bool bank = fact->id == "bank" && entity.id == "person";
      const bool account = fact->format == TextFormat::account || bank;
      if (fact->type == FactType::ratio || (account && fact->core)) {
        return wrong("a ledger shows no ratios and no accounts", "leave the column out");
      }
      return Term{relation, fact};
    }
    if (fact->type != FactType::reference) {
      return wrong(fmt::format("{} refers to nothing", fact->id), "end the path here");
    }
    relation = TRY(follow(ledger, vocabulary, relation, *fact));
  }
  return wrong(fmt::format("`{}` names no fact", path), "end with a fact");
}

Result<std::vector<Condition>> read_conditions(Ledger& ledger, const Vocabulary& vocabulary,
                                               std::size_t relation, std::string_view text) {
  std::vector<Condition> conditions;
  for (const std::string& each : words_of(text, ';')) {
    conditions.push_back(TRY(read_condition(ledger, vocabulary, relation, each)));
  }
  return conditions;
}

Status add_relation(Ledger& ledger, const Vocabulary& vocabulary, std::string_view text) {
  const auto equals = text.find('=');
  if (equals == text.npos) return wrong("a relation without `=`", "write `job = employment`");
  Relation relation;
  relation.name = trimmed(text.substr(0, equals));
  std::string_view of = trimmed(text.substr(equals + 1));
  const auto where = of.find(" where ");
  const std::string_view conditions = where == of.npos ? "" : of.substr(where + 7);
  of = trimmed(of.substr(0, where));
  const Entity& base = ledger.entity();
  // A pack's own fact may have the name: in this ledger the relation is meant.
  const Fact* fact = base.find_fact(relation.name);
  if (relation.name.empty() || (fact != nullptr && fact->core) ||
      find_relation(ledger, relation.name) != 0) {
    return wrong(fmt::format("the name {} is taken", relation.name), "choose another");
  }
  const auto way = of.find('>');
  if (way == of.npos) {
    relation.entity = TRY(known_entity(vocabulary, of));
    const Joint joint = TRY(joint_of(*relation.entity, base));
    relation.owner = joint.owner;
    relation.subject = joint.subject;
  } else {
    relation.by_way_of = TRY(known_entity(vocabulary, trimmed(of.substr(0, way))));
    relation.entity = TRY(known_entity(vocabulary, trimmed(of.substr(way + 1))));
    const Joint near = TRY(joint_of(*relation.by_way_of, base));
    const Joint far = TRY(joint_of(*relation.entity, *relation.by_way_of));
    relation.way_owner = near.owner;
    relation.subject = near.subject;
    relation.owner = far.owner;
    relation.way_subject = far.subject;
  }
  ledger.relations.push_back(std::move(relation));
  const std::size_t at = ledger.relations.size() - 1;
  ledger.relations[at].where = TRY(read_conditions(ledger, vocabulary, at, conditions));
  return Done{};
}

namespace {

// Shown masked to whoever reads the ledger: asking for its values one by one would show them. Names
// and birth dates are shown, since they tell people apart.
bool is_hidden(const Fact* fact) {
  return fact != nullptr && fact->mask != Mask::none && fact->mask != Mask::name &&
         fact->mask != Mask::birth_date;
}

}  // namespace

Result<Condition> condition_on(const Vocabulary& vocabulary, const Column& column,
                               std::string_view test, const std::vector<std::string>& values) {
  std::string word(test);
  std::replace(word.begin(), word.end(), '_', ' ');
  for (const TestWord& each : test_words) {
    const std::string_view known = each.word;
    const bool named = word == known || (known.starts_with("is ") && word == known.substr(3));
    if (!named || each.test == Test::aged || each.test == Test::within ||
        each.test == Test::older) {
      continue;
    }
    Condition condition{column.term, each.test};
    TRY(check_test(column.term.fact, each.test));
    if (is_hidden(column.term.fact) && each.test != Test::empty && each.test != Test::given) {
      return wrong("这一列是遮盖的，只能按有没有值筛选", "换成“为空”或“不为空”");
    }
    for (const std::string& value : values) {
      condition.values.push_back(TRY(canonical_value(vocabulary, column.term.fact, value)));
    }
    const bool needs = each.test != Test::empty && each.test != Test::given &&
                       each.test != Test::not_passed && each.test != Test::this_year;
    if (needs == condition.values.empty()) {
      return wrong("筛选条件缺少取值，或多了取值", "填写取值");
    }
    return condition;
  }
  return wrong("没有这种筛选条件", "换一种条件");
}

}  // namespace leye::ledgers
