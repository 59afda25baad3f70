#include "trial/tables.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "policy/facts/spelling.hpp"

namespace leye::trial {
namespace {

using policy::Language;

class Words {
 public:
  explicit Words(Language language) : chinese_(language == Language::zh) {}
  std::string operator()(const char* zh, const char* en) const { return chinese_ ? zh : en; }
  const std::string& of(const std::string& zh, const std::string& en) const {
    return chinese_ || en.empty() ? zh : en;
  }

 private:
  bool chinese_;
};

std::string number(std::int64_t value) { return std::to_string(value); }

std::string change(Money before, Money after) {
  return to_text(Money::fen(after.fen() - before.fen()));
}

Table totals(const Report& report, const Words& say) {
  Table table{"totals",
              say("合计", "Totals"),
              {{say("项目", "Item")},
               {say("现行", "Now"), true},
               {say("草案", "Draft"), true},
               {say("差", "Change"), true}},
              {}};
  table.rows.push_back({say("金额（元）", "Amount (yuan)"), to_text(report.before),
                        to_text(report.after), change(report.before, report.after)});
  Sum before, after;
  for (const auto& each : report.measures) {
    before.granted += each.before.granted;
    after.granted += each.after.granted;
    before.undetermined += each.before.undetermined;
    after.undetermined += each.after.undetermined;
  }
  const auto add = [&](std::string label, std::int64_t now, std::int64_t then) {
    table.rows.push_back({std::move(label), number(now), number(then), number(then - now)});
  };
  add(say("可享受（人次）", "Entitlements"), before.granted, after.granted);
  add(say("待核（人次）", "Undetermined"), before.undetermined, after.undetermined);
  const auto only = [&](std::string label, std::int64_t value) {
    table.rows.push_back({std::move(label), "", "", number(value)});
  };
  only(say("得到更多的人", "People who gain"), report.people_gain);
  only(say("得到更少的人", "People who lose"), report.people_lose);
  only(say("涉及更多的单位", "Employers who gain"), report.employers_gain);
  only(say("涉及更少的单位", "Employers who lose"), report.employers_lose);
  return table;
}

bool says_something(const MeasureChange& measure) {
  const auto any = [](const Sum& sum) {
    return sum.granted != 0 || sum.refused != 0 || sum.undetermined != 0;
  };
  return any(measure.before) || any(measure.after);
}

Table measures(const Report& report, const Words& say) {
  Table table{"measures",
              say("按措施", "By measure"),
              {{say("措施", "Measure")},
               {say("规则有变", "Rule changed")},
               {say("资金", "Fund")},
               {say("现行人次", "Now")},
               {say("草案人次", "Draft")},
               {say("现行金额（元）", "Amount now (yuan)")},
               {say("草案金额（元）", "Amount, draft (yuan)")},
               {say("差额（元）", "Change (yuan)")},
               {say("新增", "Gained")},
               {say("不再", "Lost")},
               {say("增加", "More")},
               {say("减少", "Less")},
               {say("现行未选中", "Not chosen now")},
               {say("草案未选中", "Not chosen, draft")},
               {say("现行待核", "Undetermined now")},
               {say("草案待核", "Undetermined, draft")}},
              {}};
  for (std::size_t i = 3; i < table.columns.size(); ++i) table.columns[i].number = true;
  for (const auto& each : report.measures) {
    if (!says_something(each)) continue;
    const bool changed =
        std::find(report.changed.begin(), report.changed.end(), each.id) != report.changed.end();
    table.rows.push_back({say.of(each.label, each.label_en),
                          changed ? say("是", "yes") : std::string(), each.fund_label,
                          number(each.before.granted), number(each.after.granted),
                          to_text(each.before.amount), to_text(each.after.amount),
                          change(each.before.amount, each.after.amount), number(each.gained),
                          number(each.lost), number(each.more), number(each.less),
                          number(each.before.refused), number(each.after.refused),
                          number(each.before.undetermined), number(each.after.undetermined)});
  }
  return table;
}

Table costs(const Report& report, const Labels& labels, const Words& say) {
  Table table{"costs",
              say("按资金、月份、县区", "By fund, month and county"),
              {{say("资金", "Fund")},
               {say("月份", "Month")},
               {say("县区", "County")},
               {say("现行（元）", "Now (yuan)"), true},
               {say("草案（元）", "Draft (yuan)"), true},
               {say("差额（元）", "Change (yuan)"), true}},
              {}};
  for (const auto& each : report.costs)
    table.rows.push_back({each.fund_label.empty() ? each.fund : each.fund_label,
                          month_label(each.month, labels.language),
                          county_label(each.county, labels), to_text(each.before),
                          to_text(each.after), change(each.before, each.after)});
  return table;
}

Table groups(const Report& report, const Labels& labels, const Words& say) {
  Table table{"groups",
              say("按人群和单位", "By group"),
              {{say("分组", "Grouping")},
               {say("组别", "Group")},
               {say("得到更多", "Gain"), true},
               {say("得到更少", "Lose"), true},
               {say("差额（元）", "Change (yuan)"), true}},
              {}};
  for (const auto& each : report.groups)
    table.rows.push_back({label_of(each.dimension, labels.language), label_of(each, labels),
                          number(each.gain), number(each.lose), to_text(each.change)});
  return table;
}

Table cases(const Report& report, const Words& say) {
  Table table{"cases",
              say("结论会变的未决案件", "Undecided cases whose answer changes"),
              {{say("措施", "Measure"), false},
               {say("对象编号", "Subject"), false},
               {say("现行（元）", "Now (yuan)"), true},
               {say("草案（元）", "Draft (yuan)"), true}},
              {}};
  const auto said = [&](bool granted, Money amount) {
    return granted ? to_text(amount) : say("不给", "none");
  };
  for (const auto& each : report.cases)
    table.rows.push_back({say.of(each.label, each.label_en), number(each.subject),
                          said(each.had, each.before), said(each.has, each.after)});
  return table;
}

}  // namespace

std::string label_of(Dimension dimension, Language language) {
  const Words say(language);
  switch (dimension) {
    case Dimension::age: return say("年龄", "Age");
    case Dimension::hukou: return say("户口性质", "Hukou");
    case Dimension::category: return say("类别", "Category");
    case Dimension::size: return say("单位规模", "Size of employer");
  }
  return {};
}

std::string label_of(const GroupChange& group, const Labels& labels) {
  const Words say(labels.language);
  switch (group.dimension) {
    case Dimension::age:
      return group.code.empty() ? say("不详", "not known")
                                : group.code + say(" 周岁", " years old");
    case Dimension::category: {
      if (group.code.empty()) return say("没有认定", "not recognised");
      const auto* category = labels.plan.find_measure(group.code);
      return category == nullptr ? group.code
                                 : say.of(category->name.label, category->name.label_en);
    }
    default: break;
  }
  if (group.code.empty()) return say("不详", "not known");
  const bool of_size = group.dimension == Dimension::size;
  const auto* table = labels.vocabulary.find_code_table(of_size ? "size_class" : "hukou_kind");
  for (const auto& code : table->codes())
    if (code.code == group.code) return say.of(code.zh, code.en);
  return group.code;
}

std::string county_label(std::int64_t county, const Labels& labels) {
  const auto found = labels.counties.find(county);
  if (found != labels.counties.end() && !found->second.empty()) return found->second;
  return county == 0 ? Words(labels.language)("管辖不明", "not known") : std::to_string(county);
}

std::string month_label(std::int32_t month, Language language) {
  return month < 0 ? Words(language)("月份不明", "not known") : policy::write_month(month);
}

std::vector<Table> tables_of(const Report& report, const Labels& labels) {
  const Words say(labels.language);
  return {totals(report, say), measures(report, say), costs(report, labels, say),
          groups(report, labels, say), cases(report, say)};
}

}  // namespace leye::trial
