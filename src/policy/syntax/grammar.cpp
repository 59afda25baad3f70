#include "policy/syntax/grammar.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/check.hpp"

namespace leye::policy {
namespace {

using F = Form;
using C = Category;

constexpr FormRow table[] = {
    {F::term, C::declaration, "术语 $named 对 $path", "term $named for $path"},
    {F::value_of, C::line, "$declaration", "$declaration"},
    {F::value_of, C::line, "$entry", "$entry"},
    {F::subsidy, C::declaration, "补贴 $named", "subsidy $named"},
    {F::grant, C::declaration, "补助 $named", "grant $named"},
    {F::refund, C::declaration, "返还 $named", "refund $named"},
    {F::reward, C::declaration, "奖励 $named", "reward $named"},
    {F::relief, C::declaration, "减免 $named", "relief $named"},
    {F::loan, C::declaration, "贷款 $named", "loan $named"},
    {F::service, C::declaration, "服务 $named", "service $named"},
    {F::qualification, C::declaration, "资格 $named", "qualification $named"},
    {F::appraisal, C::declaration, "评定 $named", "appraisal $named"},
    {F::category, C::declaration, "类别 $named 对 $path", "category $named for $path"},
    {F::formula, C::declaration, "公式 $named 对 $path", "formula $named for $path"},
    {F::extension, C::declaration, "延续 $name 自 $date 至 $date 据 $text",
     "extend $name from $date to $date by $text"},
    {F::target, C::declaration, "目标 $named", "target $named"},
    {F::indicator, C::declaration, "指标 $named", "indicator $named"},
    {F::warning, C::declaration, "预警 $named", "warning $named"},
    {F::duty, C::declaration, "职责 $named", "duty $named"},
    {F::project, C::declaration, "项目 $named", "project $named"},
    {F::roll, C::declaration, "台账 $named", "roll $named"},
    {F::parameter, C::declaration, "参数 $named", "parameter $named"},
    {F::exclusion, C::line, "不得重复 $named 范围 $scope 由 $choice",
     "not_together $named within $scope by $choice"},

    {F::indicator_text, C::entry, "指标 $text", "indicator $text"},
    {F::require_unset_least, C::entry, "要求 未定 以上", "require not_set at_least"},
    {F::require_unset_most, C::entry, "要求 未定 以下", "require not_set at_most"},
    {F::require_unset, C::entry, "要求 未定", "require not_set"},
    {F::require_indicator, C::entry, "要求 不低于 指标 $name",
     "require no_less_than indicator $name"},
    {F::require_indicator_most, C::entry, "要求 不高于 指标 $name",
     "require no_more_than indicator $name"},
    {F::require, C::entry, "要求 $range", "require $range"},
    {F::require_exact, C::entry, "要求 $quantity", "require $quantity"},
    {F::require_text, C::entry, "要求 $text", "require $text"},
    {F::period_year, C::entry, "期间 $number 年", "period $number"},
    {F::period_days, C::entry, "期间 $date 至 $date", "period $date to $date"},
    {F::responsible_unset, C::entry, "责任 未定", "duty_of not_set"},
    {F::responsible, C::entry, "责任 $values", "duty_of $values"},
    {F::assisting, C::entry, "配合 $values", "with $values"},
    {F::every_day, C::entry, "频次 每日", "every_day"},
    {F::every_week, C::entry, "频次 每周", "every_week"},
    {F::every_month, C::entry, "频次 每月", "every_month"},
    {F::every_quarter, C::entry, "频次 每季", "every_quarter"},
    {F::every_half_year, C::entry, "频次 每半年", "every_half_year"},
    {F::every_year, C::entry, "频次 每年", "every_year"},
    {F::split, C::entry, "分解", "split"},
    {F::warning_line, C::entry, "预警线", "warning_line"},
    {F::computed, C::entry, "计算 $text", "computed $text"},
    {F::data_source, C::entry, "数据来源 $text", "source $text"},
    {F::explained, C::entry, "说明 $text", "note $text"},
    {F::contents, C::entry, "内容 $text", "contents $text"},
    {F::counted, C::entry, "口径 $name", "counted $name"},
    {F::nature, C::entry, "属性 $name", "nature $name"},
    {F::aspired, C::entry, "力争", "aspired"},
    {F::base_figures, C::entry, "基期", "base"},
    {F::part_of, C::entry, "其中 $name", "part_of $name"},
    {F::see_also, C::entry, "参见 $values", "see $values"},

    {F::per, C::line, "每 $path", "per $path"},
    {F::per_year, C::line, "每 $path 每年 $sum", "per $path each_year $sum"},
    {F::pay, C::line, "付给 $path", "pay $path"},
    {F::about, C::line, "对象 $path", "about $path"},
    {F::fund, C::line, "资金 $named", "fund $named"},
    {F::in_force, C::line, "有效 $sum 自 $sum 至 $sum", "in_force $sum from $sum to $sum"},
    {F::in_force_until, C::line, "有效 $sum 至 $sum", "in_force $sum until $sum"},
    {F::in_force_from, C::line, "有效 $sum 自 $sum", "in_force $sum from $sum"},
    {F::option, C::line, "选项 $named 默认 $name", "option $named default $name"},
    {F::option_value, C::line, "取值 $named $text", "choice $named $text"},
    {F::let_is, C::line, "设 $named 为 $sum", "let $named be $sum"},
    {F::let_by_option, C::line, "设 $named 按 选项 $name", "let $named by option $name"},
    {F::case_is, C::line, "情形 $name 为 $sum", "case $name is $sum"},
    {F::exception, C::line, "例外 $name 为 $sum", "except $name is $sum"},
    {F::tiers, C::line, "档次 $named 按 $sum", "tiers $named by $sum"},
    {F::tiers_mode, C::line, "档次 $named 按 $sum $mode", "tiers $named by $sum $mode"},
    {F::tiers_two, C::line, "档次 $named 按 $sum 与 $sum", "tiers $named by $sum and $sum"},
    {F::tiers_two_mode, C::line, "档次 $named 按 $sum 与 $sum $mode",
     "tiers $named by $sum and $sum $mode"},
    {F::when, C::line, "条件", "when"},
    {F::amount, C::line, "标准 $sum", "amount $sum"},
    {F::amount_unset, C::line, "标准 未定", "amount not_set"},
    {F::cap, C::line, "至多 $sum", "not_above $sum"},
    {F::floor, C::line, "至少 $sum", "not_below $sum"},
    {F::rounding, C::line, "取整 到 $grain $rounding", "round to $grain $rounding"},
    {F::limit, C::line, "次数 每 $path $number 次", "limit $number times per $path"},
    {F::limit_year, C::line, "次数 每 $path 每年 $number 次",
     "limit $number times each_year per $path"},
    {F::limit_year_on, C::line, "次数 每 $path 每年 $number 次 按 $sum",
     "limit $number times each_year per $path by $sum"},
    {F::cap_all, C::line, "累计至多 $sum 每 $path", "not_above_in_all $sum per $path"},
    {F::cap_all_year, C::line, "累计至多 $sum 每 $path 每年",
     "not_above_in_all $sum each_year per $path"},
    {F::stage_rest, C::line, "拨付 其余 于 $sum", "pay rest on $sum"},
    {F::stage, C::line, "拨付 $post 于 $sum", "pay $post on $sum"},
    {F::quota, C::line, "总名额 $sum 由 $order", "quota $sum by $order"},
    {F::quota_year, C::line, "总名额 每年 $sum 由 $order", "quota $sum each_year by $order"},
    {F::budget, C::line, "总预算 $sum", "budget $sum"},
    {F::budget_year, C::line, "总预算 每年 $sum", "budget $sum each_year"},
    {F::by_month, C::line, "按月 自 $sum 至 $sum", "month_by_month from $sum to $sum"},
    {F::months_max, C::line, "最长 $sum 每 $path", "at_most $sum per $path"},
    {F::pro_rata, C::line, "按日折算", "pro_rata_by_days"},
    {F::whole_months, C::line, "整月", "whole_months"},

    {F::gives, C::line, "给出 $named 为 $sum", "gives $named be $sum"},
    {F::gives_text, C::line, "给出 $named 为 $text", "gives $named be $text"},
    {F::relation, C::line, "关系 $name $path", "relation $name $path"},
    {F::recognised_by, C::line, "认定 $name", "recognised_by $name"},
    {F::no_recognition, C::line, "无需认定", "no_recognition"},
    {F::evidence, C::line, "凭证 $text", "evidence $text"},
    {F::entry_when, C::line, "认定条件", "entry"},
    {F::exit_when, C::line, "退出条件", "exit"},
    {F::valid_for, C::line, "有效期 $quantity", "valid_for $quantity"},
    {F::result, C::line, "结果 $sum", "result $sum"},
    {F::points, C::line, "评分 $named", "points $named"},
    {F::counts_points, C::line, "计 $number 分 $text", "count $number points $text"},
    {F::deducts_points, C::line, "扣 $number 分 $text", "deduct $number points $text"},

    {F::let_count, C::line, "设 $named 为 计数 $path 名 $name",
     "let $named be count_of $path as $name"},
    {F::let_sum, C::line, "设 $named 为 合计 $path 名 $name",
     "let $named be sum_of $path as $name"},
    {F::let_earliest, C::line, "设 $named 为 最小 $path 名 $name",
     "let $named be least_of $path as $name"},
    {F::let_latest, C::line, "设 $named 为 最大 $path 名 $name",
     "let $named be greatest_of $path as $name"},
    {F::let_only, C::line, "设 $named 为 唯一 $path 名 $name",
     "let $named be the_only $path as $name"},
    {F::let_exists, C::line, "设 $named 为 存在 $path 名 $name",
     "let $named be existence_of $path as $name"},
    {F::let_mean, C::line, "设 $named 为 平均 $path 名 $name",
     "let $named be mean_of $path as $name"},
    {F::let_distinct, C::line, "设 $named 为 去重 $path 名 $name",
     "let $named be distinct_people_of $path as $name"},
    {F::let_covered, C::line, "设 $named 为 覆盖月数 $path 名 $name",
     "let $named be months_covered_by $path as $name"},
    {F::let_covered_to, C::line, "设 $named 为 覆盖月数 $path 名 $name 至 $sum",
     "let $named be months_covered_by $path as $name up_to $sum"},
    {F::let_longest, C::line, "设 $named 为 连续月数 $path 名 $name",
     "let $named be longest_run_of_months_in $path as $name"},
    {F::let_longest_to, C::line, "设 $named 为 连续月数 $path 名 $name 至 $sum",
     "let $named be longest_run_of_months_in $path as $name up_to $sum"},
    {F::let_last, C::line, "设 $named 为 最近连续月数 $path 名 $name",
     "let $named be last_run_of_months_in $path as $name"},
    {F::let_last_to, C::line, "设 $named 为 最近连续月数 $path 名 $name 至 $sum",
     "let $named be last_run_of_months_in $path as $name up_to $sum"},

    {F::all_of, C::line, "全部满足", "all_of"},
    {F::any_of, C::line, "任一满足", "any_of"},
    {F::none_of, C::line, "均不满足", "none_of"},
    {F::by_option, C::line, "按 选项 $name", "by option $name"},
    {F::case_of, C::line, "情形 $name", "case $name"},
    {F::exists, C::line, "存在 $path 名 $name", "exists $path as $name"},
    {F::exists_not, C::line, "不存在 $path 名 $name", "not_exists $path as $name"},

    {F::at_least, C::line, "$sum $post 以上", "$sum at_least $post"},
    {F::at_most, C::line, "$sum $post 以下", "$sum at_most $post"},
    {F::under, C::line, "$sum 不满 $post", "$sum under $post"},
    {F::more_than, C::line, "$sum 超过 $post", "$sum more_than $post"},
    {F::between, C::line, "$sum $post 以上 $post 以下", "$sum at_least $post at_most $post"},
    {F::between_open, C::line, "$sum $post 以上 不满 $post", "$sum at_least $post under $post"},
    {F::no_less, C::line, "$sum 不低于 $sum", "$sum no_less_than $sum"},
    {F::no_more, C::line, "$sum 不高于 $sum", "$sum no_more_than $sum"},
    {F::equals, C::line, "$sum 等于 $sum", "$sum equals $sum"},
    {F::is_none, C::line, "$sum 为 无", "$sum is none"},
    {F::is_not_none, C::line, "$sum 不为 无", "$sum is_not none"},
    {F::is, C::line, "$sum 为 $name", "$sum is $name"},
    {F::is_not, C::line, "$sum 不为 $name", "$sum is_not $name"},
    {F::in, C::line, "$sum 属于 $values", "$sum in $values"},
    {F::not_in, C::line, "$sum 不属于 $values", "$sum not_in $values"},
    {F::counts_as_on, C::line, "$path 是 $name 于 $post", "$path counts_as $name at $post"},
    {F::may_count_as, C::line, "$path 可认定 $name", "$path may_count_as $name"},
    {F::counts_as, C::line, "$path 是 $name", "$path counts_as $name"},
    {F::earlier, C::line, "$sum 早于 $sum", "$sum earlier_than $sum"},
    {F::later, C::line, "$sum 晚于 $sum", "$sum later_than $sum"},
    {F::not_earlier, C::line, "$sum 不早于 $sum", "$sum no_earlier_than $sum"},
    {F::not_later, C::line, "$sum 不晚于 $sum", "$sum no_later_than $sum"},
    {F::elapsed, C::line, "$post 至 $post 满 $post", "from $post to $post elapsed $post"},
    {F::within, C::line, "$post 至 $post $post 以内", "from $post to $post within $post"},
    {F::lasting, C::line, "$post 至 $post 期限 $post 以上", "from $post to $post lasting $post"},
    {F::same_year, C::line, "$post 同年 $post", "$post same_year_as $post"},
    {F::same_county, C::line, "$sum 同县 $sum", "$sum same_county_as $sum"},
    {F::same_city, C::line, "$sum 同市 $sum", "$sum same_city_as $sum"},
    {F::same_province, C::line, "$sum 同省 $sum", "$sum same_province_as $sum"},
    {F::qualifies, C::line, "$path 符合 $name", "$path qualifies_for $name"},
    {F::inside, C::line, "$sum 在 $sum", "$sum inside $sum"},
    {F::inside_not, C::line, "$sum 不在 $sum", "$sum not_inside $sum"},
    {F::begins_with, C::line, "$sum 开头 $text", "$sum begins_with $text"},
    {F::contains, C::line, "$sum 含 $text", "$sum contains $text"},
    {F::option_is, C::line, "选项 $name 为 $name", "option $name is $name"},
    {F::discretion, C::line, "裁量 $text 由 $name ( $name )",
     "discretion $text by $name ( $name )"},
    {F::bare, C::line, "$path", "$path"},
    {F::bare_not, C::line, "非 $path", "not $path"},
    {F::noted, C::line, "$line $text", "$line $text"},
    {F::cited, C::line, "$line 据 $sentences", "$line cites $sentences"},

    {F::plus, C::sum, "$sum 加 $product", "$sum plus $product"},
    {F::minus, C::sum, "$sum 减 $product", "$sum minus $product"},
    {F::value_of, C::sum, "$product", "$product"},
    {F::times, C::product, "$product 乘 $post", "$product multiplied_by $post"},
    {F::divided, C::product, "$product 除以 $post", "$product divided_by $post"},
    {F::quotient, C::product, "$product 整除 $post", "quotient_of $product by $post"},
    {F::remainder, C::product, "$product 余 $post", "remainder_of $product by $post"},
    {F::value_of, C::product, "$post", "$post"},
    {F::year_of, C::post, "$post 年份", "year_of $post"},
    {F::month_of, C::post, "$post 月份", "month_of $post"},
    {F::month_first, C::post, "$post 首日", "first_day_of $post"},
    {F::month_last, C::post, "$post 末日", "last_day_of $post"},
    {F::year_end, C::post, "$post 年末", "year_end_of $post"},
    {F::year_end_before, C::post, "$post 上年末", "year_end_before $post"},
    {F::age, C::post, "$post 周岁 于 $post", "full_years from $post at $post"},
    {F::months_from, C::post, "$post 至 $post 月数", "month_count from $post to $post"},
    {F::days_from, C::post, "$post 至 $post 天数", "day_count from $post to $post"},
    {F::whole_months_from, C::post, "$post 至 $post 整月数",
     "whole_month_count from $post to $post"},
    {F::days_after, C::post, "$post 后 $quantity", "$quantity after $post"},
    {F::days_before, C::post, "$post 前 $quantity", "$quantity before $post"},
    {F::months_after, C::post, "$post 后 $post 个月", "$post later_by $post months"},
    {F::months_before, C::post, "$post 前 $post 个月", "$post earlier_by $post months"},
    {F::amount_of, C::post, "$path 的 $name 金额", "amount_of $name of $path"},
    {F::at_day, C::post, "$name 于 $post", "$name at $post"},
    {F::at_day_in, C::post, "$name 于 $post 在 $post", "$name at $post in $post"},
    {F::this_place, C::post, "本地区", "this_place"},
    {F::share, C::post, "$post 占 $post", "$post as_share_of $post"},
    {F::later_of, C::post, "取晚 $post 与 $post", "later_of $post and $post"},
    {F::earlier_of, C::post, "取早 $post 与 $post", "earlier_of $post and $post"},
    {F::higher_of, C::post, "取高 $post 与 $post", "higher_of $post and $post"},
    {F::lower_of, C::post, "取低 $post 与 $post", "lower_of $post and $post"},
    {F::formula_of, C::post, "$path 的 $name", "$name of $path"},
    {F::application_day, C::post, "申请日期", "application_day"},
    {F::parenthesis, C::post, "( $sum )", "( $sum )"},
    {F::value_of, C::post, "$quantity", "$quantity"},
    {F::use, C::post, "$path", "$path"},

    {F::yuan, C::quantity, "$number 元", "$number yuan"},
    {F::wan_yuan, C::quantity, "$number 万元", "$number wan_yuan"},
    {F::yi_yuan, C::quantity, "$number 亿元", "$number yi_yuan"},
    {F::years, C::quantity, "$number 年", "$number years"},
    {F::months, C::quantity, "$number 个月", "$number months"},
    {F::days, C::quantity, "$number 天", "$number days"},
    {F::people, C::quantity, "$number 人", "$number people"},
    {F::wan_people, C::quantity, "$number 万人", "$number wan_people"},
    {F::person_times, C::quantity, "$number 人次", "$number person_times"},
    {F::wan_person_times, C::quantity, "$number 万人次", "$number wan_person_times"},
    {F::schools, C::quantity, "$number 所", "$number schools"},
    {F::years_of_age, C::quantity, "$number 岁", "$number years_old"},
    {F::households, C::quantity, "$number 户", "$number households"},
    {F::firms, C::quantity, "$number 家", "$number firms"},
    {F::events, C::quantity, "$number 场", "$number events"},
    {F::occasions, C::quantity, "$number 次", "$number times"},
    {F::items, C::quantity, "$number 个", "$number items"},
    {F::day_value, C::quantity, "$date", "$date"},
    {F::plain, C::quantity, "$number", "$number"},

    {F::named, C::named, "$name $text ( $name )", "$name $text ( $name )"},
    {F::named_short, C::named, "$name ( $name )", "$name ( $name )"},
    {F::named_bare, C::named, "$name", "$name"},
    {F::list_more, C::values, "$values , $name", "$values , $name"},
    {F::list, C::values, "$name", "$name"},
    {F::sentence_more, C::sentences, "$sentences , 句 $number", "$sentences , $number"},
    {F::sentence, C::sentences, "句 $number", "$number"},
    {F::sentence_more_elsewhere, C::sentences, "$sentences , $text 句 $number",
     "$sentences , $text $number"},
    {F::sentence_elsewhere, C::sentences, "$text 句 $number", "$text $number"},
    {F::unit_scope_person, C::scope, "同一人员", "one_person"},
    {F::unit_scope_organisation, C::scope, "同一单位", "one_organisation"},
    {F::unit_scope_pair, C::scope, "同一单位同一人员", "one_person_at_one_organisation"},
    {F::choice_highest, C::choice, "从高", "the_higher"},
    {F::choice_applicant, C::choice, "申请人选择", "applicant"},
    {F::choice_first, C::choice, "先享受者优先", "the_earlier"},
    {F::order_first, C::order, "先到", "first_come"},
    {F::order_rank, C::order, "评分 $sum", "rank $sum"},
    {F::grain_fen, C::grain, "分", "fen"},
    {F::grain_jiao, C::grain, "角", "jiao"},
    {F::grain_yuan, C::grain, "元", "yuan"},
    {F::grain_ten, C::grain, "十元", "ten_yuan"},
    {F::grain_hundred, C::grain, "百元", "hundred_yuan"},
    {F::round_half, C::rounding, "四舍五入", "half_up"},
    {F::round_down, C::rounding, "舍去", "down"},
    {F::round_up, C::rounding, "进一", "up"},
    {F::mode_highest, C::mode, "取高", "the_highest"},
    {F::mode_lowest, C::mode, "取低", "the_lowest"},
    {F::mode_sum, C::mode, "累加", "added_up"},
    {F::mode_marginal, C::mode, "累进", "marginal"},

    {F::range_both, C::range, "$post 以上 $post 以下", "at_least $post at_most $post"},
    {F::range_half, C::range, "$post 以上 不满 $post", "at_least $post under $post"},
    {F::range_upper, C::range, "超过 $post $post 以下", "more_than $post at_most $post"},
    {F::range_open, C::range, "超过 $post 不满 $post", "more_than $post under $post"},
    {F::range_at_least, C::range, "$post 以上", "at_least $post"},
    {F::range_at_most, C::range, "$post 以下", "at_most $post"},
    {F::range_under, C::range, "不满 $post", "under $post"},
    {F::range_more, C::range, "超过 $post", "more_than $post"},
    {F::range_otherwise, C::range, "其余", "otherwise"},
    {F::range_any, C::range, "不论", "any"},
    {F::range_list, C::range, "$values", "$values"},
    {F::cell_unset, C::cell, "未定", "not_set"},
    {F::cell_unset_money, C::cell, "未定 元", "not_set yuan"},
    {F::cell_unset_years, C::cell, "未定 年", "not_set years"},
    {F::cell_unset_months, C::cell, "未定 个月", "not_set months"},
    {F::cell_unset_people, C::cell, "未定 人", "not_set people"},
    {F::cell_unset_items, C::cell, "未定 个", "not_set items"},
    {F::cell_unset_share, C::cell, "未定 比例", "not_set share"},
    {F::cell_unset_date, C::cell, "未定 日期", "not_set date"},
    {F::cell_value, C::cell, "$sum", "$sum"},
};

// Other spellings that mean the same; fmt writes the first.
constexpr std::pair<std::string_view, std::string_view> synonyms[] = {
    {"不低于", "不少于"}, {"不高于", "不超过"}, {"不高于", "不多于"}, {"不满", "未满"},
    {"不满", "低于"},     {"不满", "少于"},     {"超过", "高于"},     {"超过", "多于"},
    {"个月", "月"},       {"天", "日"},         {"年", "周年"},       {"years", "year"},
    {"months", "month"},  {"days", "day"},      {"at least", ">="},   {"at most", "<="},
    {"under", "<"},       {"more than", ">"},   {"times", "time"},    {"under", "less than"},
    {"none", "nothing"},  {"以上", "及以上"},   {"以下", "及以下"},
};

// Words within a line that packs also use as names: 同县 may be the value of an option.
constexpr std::string_view free_between[] = {"同县", "同市", "同省", "先到",  "评分",
                                             "指标", "on",   "rest", "rank",  "indicator",
                                             "比例", "日期", "date", "share", "schools"};

constexpr std::string_view slot_names[] = {
    "line",  "declaration", "entry",    "sum",    "product", "post", "quantity", "values",
    "named", "name",        "path",     "number", "text",    "date", "scope",    "choice",
    "order", "grain",       "rounding", "mode",   "range",   "cell", "sentences"};

Item read_item(std::string_view word) {
  Item item;
  if (word.starts_with('$')) {
    const auto* slot = std::find(std::begin(slot_names), std::end(slot_names), word.substr(1));
    CHECK(slot != std::end(slot_names));
    item.slot = true;
    item.category = static_cast<Category>(slot - std::begin(slot_names));
    return item;
  }
  item.word = word;
  std::replace(item.word.begin(), item.word.end(), '_', ' ');
  return item;
}

std::vector<Item> read_pattern(std::string_view text) {
  std::vector<Item> items;
  while (!text.empty()) {
    const auto blank = std::min(text.find(' '), text.size());
    items.push_back(read_item(text.substr(0, blank)));
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return items;
}

// Slots of one category keep their order in both languages.
std::vector<std::size_t> match_slots(const std::vector<Item>& zh, const std::vector<Item>& en) {
  std::vector<Category> slots;
  for (const auto& item : zh) {
    if (item.slot) slots.push_back(item.category);
  }
  std::vector<std::size_t> places;
  for (const auto& item : en) {
    if (!item.slot) continue;
    std::size_t place = 0;
    while (place < slots.size() &&
           (slots[place] != item.category || std::count(places.begin(), places.end(), place) > 0))
      ++place;
    CHECK(place < slots.size());
    places.push_back(place);
  }
  CHECK(places.size() == slots.size());
  return places;
}

struct Compiled {
  std::array<std::vector<Pattern>, static_cast<std::size_t>(C::category_count)> by_category;
  std::map<std::string, std::string, std::less<>> words;
  std::set<std::string, std::less<>> reserved;  // everywhere
  std::set<std::string, std::less<>> opening;   // of lines: reserved there
  std::size_t phrase_words_max = 1;

  Compiled() {
    for (const auto& row : forms()) {
      Pattern compiled{row.form, row.category,    read_pattern(row.zh), read_pattern(row.en),
                       {},       row.zh == row.en};
      compiled.en_slots = match_slots(compiled.zh, compiled.en);
      for (const auto* items : {&compiled.zh, &compiled.en})
        for (const auto& item : *items) learn(item, row.category, &item == items->data());
      by_category[static_cast<std::size_t>(row.category)].push_back(std::move(compiled));
    }
    for (const auto& [canonical, other] : synonyms) words.emplace(other, canonical);
  }

  void learn(const Item& item, Category category, bool first) {
    if (item.slot || item.word.size() == 1) return;
    words.emplace(item.word, item.word);
    const bool free = category == C::declaration || category == C::entry;
    const bool between = std::find(std::begin(free_between), std::end(free_between), item.word) !=
                         std::end(free_between);
    if (between) return;
    if (!first || (!free && category != C::line)) reserved.insert(item.word);
    if (first && category == C::line) opening.insert(item.word);
    const auto blanks = std::count(item.word.begin(), item.word.end(), ' ');
    phrase_words_max = std::max(phrase_words_max, static_cast<std::size_t>(blanks) + 1);
  }
};

const Compiled& compiled() {
  static const Compiled all;
  return all;
}

}  // namespace

std::span<const FormRow> forms() { return table; }

const FormRow& row_of(Form form) {
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const FormRow& row) { return row.form == form; });
  CHECK(found != std::end(table));
  return *found;
}

const std::vector<Pattern>& patterns(Category category) {
  return compiled().by_category[static_cast<std::size_t>(category)];
}

const Pattern& pattern(Form form) {
  const auto& row = row_of(form);
  for (const auto& candidate : patterns(row.category)) {
    if (candidate.form == form) return candidate;
  }
  CHECK(false);
  return patterns(row.category).front();
}

std::string_view canonical_word(std::string_view spelling) {
  const auto found = compiled().words.find(spelling);
  return found == compiled().words.end() ? std::string_view{} : std::string_view(found->second);
}

bool is_free(std::string_view word, bool at_beginning) {
  if (word.find(' ') != word.npos || compiled().reserved.contains(word)) return false;
  return !at_beginning || !compiled().opening.contains(word);
}

std::size_t phrase_words_max() { return compiled().phrase_words_max; }

}  // namespace leye::policy
