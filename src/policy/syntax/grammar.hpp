// The grammar of policy lines: one table, two languages, read by the parser and by the printer.
//
// A form is one way to say something. Its two patterns have the same slots, so a line parsed in
// one language prints in the other without loss. In a pattern, `$x` is a slot (a category, below),
// a word with `_` is a phrase of several words, everything else is a word or a sign. Words that
// only begin lines (标准, monthly) are free for names within a line; those that only begin
// declarations and entries (目标, 贷款) everywhere. All others are reserved.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leye::policy {

enum class Form : std::uint16_t {
  // statements at the left margin
  term,
  subsidy,
  grant,
  refund,
  reward,
  relief,
  loan,
  service,
  qualification,
  appraisal,
  category,
  formula,
  parameter,
  exclusion,
  extension,
  // data, at the left margin
  target,
  indicator,
  warning,
  duty,
  project,
  roll,
  // entries of data
  indicator_text,
  require,
  require_exact,
  require_text,
  require_indicator,
  require_indicator_most,
  require_unset_least,
  require_unset_most,
  require_unset,
  period_year,
  period_days,
  responsible,
  responsible_unset,
  assisting,
  every_day,
  every_week,
  every_month,
  every_quarter,
  every_half_year,
  every_year,
  split,
  warning_line,
  computed,
  data_source,
  explained,
  contents,
  counted,
  nature,
  aspired,
  base_figures,
  part_of,
  see_also,
  // in a measure
  per,
  per_year,
  pay,
  about,
  fund,
  in_force,
  in_force_until,
  in_force_from,
  option,
  option_value,
  let_is,
  let_by_option,
  case_is,
  exception,
  tiers,
  tiers_two,
  tiers_mode,
  tiers_two_mode,
  when,
  amount,
  amount_unset,
  cap,
  floor,
  rounding,
  limit,
  limit_year,
  limit_year_on,
  cap_all,
  cap_all_year,
  stage,
  stage_rest,
  quota,
  quota_year,
  budget,
  budget_year,
  by_month,
  months_max,
  pro_rata,
  whole_months,
  gives,
  gives_text,
  relation,
  // of a category, and of a formula
  recognised_by,
  no_recognition,
  evidence,
  entry_when,
  exit_when,
  valid_for,
  result,
  // points
  points,
  counts_points,
  deducts_points,
  // aggregates: a name for one, with its filter in the lines below
  let_count,
  let_sum,
  let_earliest,
  let_latest,
  let_only,
  let_exists,
  let_mean,
  let_distinct,
  let_covered,
  let_covered_to,
  let_longest,
  let_longest_to,
  let_last,
  let_last_to,
  // groups of conditions
  all_of,
  any_of,
  none_of,
  by_option,
  case_of,
  exists,
  exists_not,
  // conditions
  at_least,
  at_most,
  under,
  more_than,
  between,
  between_open,
  no_less,
  no_more,
  equals,
  is,
  is_not,
  is_none,
  is_not_none,
  in,
  not_in,
  counts_as,
  counts_as_on,
  may_count_as,
  earlier,
  later,
  not_earlier,
  not_later,
  elapsed,
  within,
  lasting,
  same_year,
  same_county,
  same_city,
  same_province,
  qualifies,
  inside,
  inside_not,
  begins_with,
  contains,
  option_is,
  discretion,
  bare,
  bare_not,
  noted,  // any of them with its label at the end
  cited,  // with the sentences that it rests on
  // expressions
  plus,
  minus,
  times,
  divided,
  quotient,
  remainder,
  year_of,
  month_of,
  month_first,
  month_last,
  year_end,
  year_end_before,
  age,
  months_from,
  days_from,
  whole_months_from,
  days_after,
  days_before,
  months_after,
  months_before,
  at_day,
  at_day_in,
  this_place,
  amount_of,
  share,
  later_of,
  earlier_of,
  higher_of,
  lower_of,
  formula_of,
  application_day,
  parenthesis,
  use,
  value_of,
  // quantities
  yuan,
  wan_yuan,
  yi_yuan,
  years,
  months,
  days,
  people,
  wan_people,
  person_times,
  wan_person_times,
  schools,
  years_of_age,
  households,
  firms,
  events,
  occasions,
  items,
  plain,
  day_value,
  // names and lists
  named,
  named_short,
  named_bare,
  list,
  list_more,
  sentence,
  sentence_more,
  sentence_elsewhere,
  sentence_more_elsewhere,
  unit_scope_person,
  unit_scope_organisation,
  unit_scope_pair,
  choice_highest,
  choice_applicant,
  choice_first,
  order_first,
  order_rank,
  grain_fen,
  grain_jiao,
  grain_yuan,
  grain_ten,
  grain_hundred,
  round_half,
  round_down,
  round_up,
  mode_highest,
  mode_lowest,
  mode_sum,
  mode_marginal,
  // cells of tier tables
  range_at_least,
  range_at_most,
  range_under,
  range_more,
  range_both,
  range_half,
  range_upper,
  range_open,
  range_list,
  range_otherwise,
  range_any,
  cell_value,
  cell_unset,
  cell_unset_money,
  cell_unset_years,
  cell_unset_months,
  cell_unset_people,
  cell_unset_items,
  cell_unset_share,
  cell_unset_date,
  // leaves of the tree
  word,
  number,
  text,
  date,
  form_count
};

enum class Category : std::uint8_t {
  line,
  declaration,  // at the left margin
  entry,        // of a declaration that is data: its key and what it says
  sum,
  product,
  post,
  quantity,
  values,
  named,
  name,
  path,
  number,
  text,
  date,
  scope,
  choice,
  order,
  grain,
  rounding,
  mode,
  range,
  cell,
  sentences,
  category_count
};

struct FormRow {
  Form form;
  Category category;
  std::string_view zh;
  std::string_view en;
};

std::span<const FormRow> forms();
const FormRow& row_of(Form form);

// One place of a pattern.
struct Item {
  bool slot = false;
  Category category = Category::line;
  std::string word;  // "at least": phrases with blanks
};

struct Pattern {
  Form form;
  Category category;
  std::vector<Item> zh;
  std::vector<Item> en;
  std::vector<std::size_t> en_slots;  // the English pattern's slots by their place in Chinese
  bool same_in_both = false;
};

// Patterns in table order, by category.
const std::vector<Pattern>& patterns(Category category);
const Pattern& pattern(Form form);

// The canonical spelling of a word or phrase that some pattern uses ("月" → "个月"), else "".
std::string_view canonical_word(std::string_view spelling);
// Whether a word of the grammar may be a name: at the beginning of a line, or within one.
bool is_free(std::string_view word, bool at_beginning);
// The number of blanks-separated words in the longest phrase.
std::size_t phrase_words_max();

}  // namespace leye::policy
