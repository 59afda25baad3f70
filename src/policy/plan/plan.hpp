// The plan: a checked policy document as one small, printable value.
//
// Each measure is a straight line of typed nodes (each node names earlier ones), a tree of
// conditions over them, and a few marked nodes: the reference date, the amount. Nothing in it is
// text to be parsed again, nothing in it knows a city. explain/ runs it; `leye policy plan` prints
// it. Meaning of each operation: docs/semantics.md.
//
// Aggregates are the only loops: an aggregate node is followed by the nodes of its body, which run
// once for each row of the relation, and by nothing else that may name them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "policy/plan/declaration.hpp"
#include "policy/plan/path.hpp"
#include "policy/plan/value.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

// Positions in the vocabulary's lists: Vocabulary::entities()[entity].facts[fact].
using EntityIndex = std::int32_t;
using FactIndex = std::int32_t;

enum class Op : std::uint8_t {
  // sources
  constant,   // `constant`; a text: texts[symbol] of the measure
  unset,      // a number that the document leaves open: unknown until a pack sets it
  subject,    // the row that the measure is evaluated for
  item,       // in a body: the row that aggregate `symbol` (a node) looks at
  today,      // the day of evaluation: of the application, or of the screening
  fact,       // fact `symbol` of the row a, an entity `entity`
  parameter,  // dated parameter `symbol` on the day a, at the place b if it has areas
  option,     // the value chosen for option `symbol` of the measure
  judgement,  // what a person decided of judgement `symbol` of the measure, for the row a (always
              // the subject); unknown until then
  row_name,   // what a grant calls the row a, of `entity`, as its subject: the text
              // "employment:4711"
  // numbers and days
  add,       // also day + whole days, month + whole months
  subtract,  // also day - day in days, month - month in months
  multiply,
  divide,  // an exact fraction; unknown if b may be zero
  least,   // of a and b
  greatest,
  round_half,  // of a, to a whole multiple of `constant` (in fen), half away from zero
  round_down,  // towards minus infinity
  round_up,
  add_months,   // a ⊕ b months: the corresponding day or the last of the month
  full_months,  // from the day a to the day b: the greatest n with a ⊕ n ≤ b
  month_share,  // months from the day a to the day b, both included: of each calendar month touched
                // the share of its days; 0 if b is before a
  month_start,  // the first day of the month a
  year_of,
  year_start,  // 1 January of the year a (a count)
  year_end,    // 31 December of the year a (a count)
  month_of,
  full_years,  // from the day of birth a, on the day b
  area_of,     // of the place a, the area with its first `symbol` digits; unknown of a wider one
  span,        // only as value of months_covered and the like: the months a to b; all is cut at c
  // truth
  less,     // a < b
  at_most,  // a ≤ b
  equal,
  inside,       // the place a lies in the area b; unknown where a is only known as a wider area
  begins_with,  // the text a, with texts[symbol] of the measure
  contains,
  is_none,  // a is known not to exist
  is_known,
  both,    // Kleene and
  either,  // Kleene or
  negate,
  select,  // b if a, else c; the hull of both while a is unknown
  given,   // b; none if a is none: what a table says of a thing that does not exist
  // aggregates: entity `entity` related to the row a by its reference `symbol`
  exists,  // b: the filter, c: the value; each -1 if there is none
  count,
  sum,
  smallest,
  largest,
  only,            // the one row that passes the filter; unknown if none or several
  distinct,        // how many different values
  months_covered,  // of spans: how many months lie in one of them
  longest_run,     // the longest unbroken run of such months
  last_run,        // the unbroken run that ends in the month at which all is cut
};

struct Node {
  Op op = Op::constant;
  Type type = Type::boolean;
  std::int32_t a = -1;
  std::int32_t b = -1;
  std::int32_t c = -1;
  std::int32_t symbol = -1;
  EntityIndex entity = -1;    // of a `fact`, an aggregate, and of every reference
  std::int32_t body_end = 0;  // of an aggregate: its body is the nodes up to here, exclusive
  Fraction constant = {};

  friend bool operator==(const Node&, const Node&) = default;
};

enum class ConditionKind : std::uint8_t {
  leaf,  // one line of the document
  all,
  any,
  none,
  by_option,  // only the child that the option chooses counts
};

// A line of the rule, or a group of lines. Condition 0 is the root: all of them.
struct Condition {
  ConditionKind kind = ConditionKind::leaf;
  std::int32_t node = -1;                   // its truth
  std::vector<std::int32_t> children = {};  // of a group
  std::int32_t bit = -1;                    // of a leaf: its bit in the masks of an answer
  std::int32_t option = -1;                 // of by_option; child i is for value i
  std::int32_t found = -1;                  // of a comparison: the node that is looked at,
  std::int32_t limit = -1;                  // its limit,
  std::int32_t limit_high = -1;             // and the upper one of a range
  bool fixed = false;                       // nobody can mend it: an option, a limit, an exclusion
  std::string term = {};                    // of a group: the 术语 that it stands for
  std::string id = {};                      // "hiring_subsidy.c3": stable while the text stands
  std::string label_zh = {};                // the line as a clerk reads it
  std::string label_en = {};
  std::string clause = {};  // "二(二)8 句1"
  std::int32_t line = 0;    // in the pack's file
};

// A reading that the author chose where the document is open. `value` 0 is the first one listed.
struct OptionValue {
  Name name;
  std::string reading;  // one sentence
};
struct Option {
  Name name;
  std::vector<OptionValue> values;
  std::int32_t default_value = 0;
};

// 'Once', 'three a year': already among the conditions; kept so that grants can be guarded.
// Of a record: the measure's subject itself, a hiring or a certificate.
enum class LimitScope : std::uint8_t { person, organisation, record };
enum class LimitPeriod : std::uint8_t { life, year };
struct Limit {
  LimitScope scope = LimitScope::person;
  LimitPeriod period = LimitPeriod::life;
  std::int32_t times = 1;
  bool by_grant = false;  // of a year: the year of granting, not of the event
};

// At most so much in all, over the live grants of the scope: already in the amount, and among the
// conditions that something is left. Kept for claims that are settled together.
struct Cap {
  LimitScope scope = LimitScope::person;
  LimitPeriod period = LimitPeriod::life;
  std::int32_t left = -1;  // money that may still be granted, before this claim
};

// 最长 … 每 …: the months of a grant are those that are left. Kept for claims settled together.
enum class MonthCount : std::uint8_t { touched, whole, share };  // how months are counted
struct MonthsCap {
  LimitScope scope = LimitScope::person;
  std::int32_t left = -1;     // months that may still be granted, before this claim
  std::int32_t monthly = -1;  // money of one month
  std::int32_t rounded = -1;  // the node that rounds the money of all months
  MonthCount counting = MonthCount::touched;
};

// 拨付: a part of the amount that is due on a day of its own.
struct Stage {
  std::string label_zh;
  std::string label_en;
  std::int32_t day = -1;     // on which it is due
  std::int32_t part = -1;    // of the whole: money; all parts make the whole
  std::int32_t when = -1;    // whether its own conditions hold; -1: it has none
  std::int32_t amount = -1;  // the part, 0 while its conditions do not hold
  std::string clause;        // "二(三)4 句2"
};

// 总名额, 总预算: how many may have it, how much may be given, of all who are entitled. No
// condition of anybody: settle/ decides, in the order in which they stand in the queue.
struct Quota {
  std::int32_t limit = -1;  // a number of grants, or money
  bool money = false;
  LimitPeriod period = LimitPeriod::life;  // year: the calendar year of the reference date
  std::string clause;
};

// 给出: a named result beside the amount: a term, a share, a number of months, a level.
struct Output {
  Name name;
  std::int32_t node = -1;
  std::string unit;    // of a duration: "days" or "months"; else ""
  std::string codes;   // of a code: the id of its table; else ""
  std::string clause;  // "二(三)16 句3"
};

// 裁量: a condition that the document leaves to somebody's judgement. Its id means the same in all
// measures of a pack; a decision is kept for the subject under it.
struct Judgement {
  std::string id;    // "outstanding"
  std::string text;  // 工作表现突出
  std::string by;    // who decides: 县区人社局
  std::string clause;
};

// Of a category: who recognises its members, on what papers, and for how long.
struct Recognition {
  std::string by;        // 县区公共就业服务机构
  std::string evidence;  // 就业创业证、残疾人证
  std::optional<std::int32_t> valid_months;
};

// 关系: how a measure stands to one of a pack above.
enum class RelationKind : std::uint8_t { replaces, adds_to, continues_after };
struct MeasureRelation {
  RelationKind kind = RelationKind::replaces;
  std::string measure;  // "gansu-2022.hiring_subsidy"
};

// 延续: validity was renewed; already in `valid_until`.
struct Renewal {
  Day from;
  Day until;
  std::string by;  // the document that renews it
};

// From the subject by references: the facts to follow. Empty: the subject itself.
struct ReferencePath {
  std::vector<FactIndex> steps;
  std::string text;  // "employment.person"
};

struct Measure {
  Name name;            // id: hiring_subsidy
  std::string word;     // subsidy, grant, refund, reward, relief, loan, service, qualification, …
  std::string clause;   // "二(二)8"
  std::string summary;  // ours, of the sentences under the heading: one a line
  std::string heading;  // of the pack's section
  std::string fund;     // id of the fund; "" if nothing is paid from one
  std::string fund_label = {};  // its name, as the pack writes it
  EntityIndex subject = -1;
  std::vector<Node> nodes;
  std::vector<Condition> conditions;
  std::vector<Option> options;
  std::vector<Limit> limits;
  std::vector<Cap> caps;
  std::optional<MonthsCap> months_cap;
  std::vector<Stage> stages;  // in the order of their lines; the amount is their sum
  std::vector<Quota> quotas;
  std::int32_t rank = -1;  // 由 评分: the higher goes first; -1: who came first
  std::vector<Output> outputs;
  std::vector<Judgement> judgements;
  std::optional<Recognition> recognition;  // of a category that is recognised
  std::vector<MeasureRelation> relations;
  std::vector<Renewal> renewals;
  std::vector<std::string> texts;  // of text constants: by `symbol`
  std::int32_t leaf_count = 0;     // at most 64

  std::int32_t event_on = -1;    // the reference date of validity (a day)
  std::int32_t valid_from = -1;  // first and last day in force; -1: open
  std::int32_t valid_until = -1;
  std::int32_t amount = -1;  // money, rounded; of 按月 for all its months; of a loan its highest
                             // principal; -1: no money
  std::int32_t months = -1;  // 按月: how many it is paid for; may be a fraction
  std::int32_t period_from = -1;  // 按月: its first and last day
  std::int32_t period_until = -1;
  std::string amount_clause;     // the sentences it rests on; "": those of the measure
  bool by_year = false;          // 每年: the period of a grant is a calendar year
  std::int32_t grant_year = -1;  // of by_year: the year that a grant is for (a count)

  std::optional<ReferencePath> person;        // whom it is about
  std::optional<ReferencePath> organisation;  // which employer
  bool payee_is_person = false;               // else the organisation; who has it, if no money
  std::optional<Path> path;                   // how it is carried out
  std::int32_t line = 0;
  std::string file;
};

struct ParameterValue {
  std::int64_t place = 0;  // where it holds, 12 digits; 0: everywhere
  Day from;
  std::optional<Day> until = {};
  std::optional<Fraction> value = {};  // none: not set
  std::string source;
  std::optional<Day> verified_on = {};
};

struct Parameter {
  Name name;
  Type type = Type::ratio;
  std::vector<ParameterValue> values;  // by `place`, then by `from`, ascending
  bool by_area = false;                // read at a place: node b of a `parameter`
  std::string pack;                    // where it is declared
};

enum class ExclusionScope : std::uint8_t { person, organisation, pair };
enum class ExclusionChoice : std::uint8_t {
  highest,    // the highest amount; of equal ones the first in the list
  applicant,  // the applicant chooses; until then the highest is proposed
  first,      // whatever was granted first stays
};

// Measures that cannot be enjoyed together. Live grants of the others are already among the
// conditions of each; the choice among entitlements is made by settle/ and by the database.
struct Exclusion {
  Name name;
  std::vector<std::string> measures;  // ids, in the order of the text
  ExclusionScope scope = ExclusionScope::person;
  ExclusionChoice choice = ExclusionChoice::highest;
  std::string clause;
};

struct Plan {
  std::string id;  // of the pack: "qingyang-2023"
  std::string title;
  std::string document;    // its official number
  std::int64_t place = 0;  // where it holds: 地区 of the front matter, 12 digits; 0: everywhere
  std::string digest;      // sha256 of the pack's text and of what it imports
  std::vector<Measure> measures;
  std::vector<Parameter> parameters;
  std::vector<Exclusion> exclusions;
  std::vector<Declaration> declarations;

  const Measure* find_measure(std::string_view id_or_label) const;
};

// The values of a parameter at a place: those of the smallest area that has any and contains it.
// Of one that has no areas: all. Ascending by `from`.
std::span<const ParameterValue> values_at(const Parameter& parameter, std::int64_t place);

const char* name(Op op);
const char* name(ConditionKind kind);
const char* name(RelationKind kind);

// One line for each node and condition; the same plan gives the same text. With the vocabulary,
// entities and facts are called by their ids, which stay when others are added.
std::string to_text(const Plan& plan, const Vocabulary* vocabulary = nullptr);
std::string to_text(const Plan& plan, const Measure& measure,
                    const Vocabulary* vocabulary = nullptr);

}  // namespace leye::policy
