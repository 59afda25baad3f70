#include "policy/meaning/staleness.hpp"

#include <fmt/format.h>

namespace leye::policy {
namespace {

class Latest {
 public:
  explicit Latest(const Measure& measure) : measure_(measure) {
    if (measure.valid_until >= 0 && node(measure.valid_until).op == Op::constant) {
      end_ = day_of(node(measure.valid_until).constant);
    }
  }

  // What is not said exactly in the rule is read at the latest on its last day.
  std::optional<Day> day(std::int32_t index) const {
    if (!end_) return end_;
    const auto& asked = node(index);
    if (asked.op == Op::constant) return day_of(asked.constant);
    const auto last = asked.op == Op::year_end ? year(asked.a) : std::nullopt;
    const auto year_end = Day::from_civil(last.value_or(0), 12, 31);
    return year_end.ok() ? year_end.value() : end_;
  }

 private:
  const Node& node(std::int32_t index) const {
    return measure_.nodes[static_cast<std::size_t>(index)];
  }
  static Day day_of(const Fraction& number) {
    return Day::from_number(static_cast<std::int32_t>(number.top));
  }

  std::optional<int> year(std::int32_t index) const {
    const auto& asked = node(index);
    if (asked.op == Op::year_of) {
      const auto last = day(asked.a);
      return last ? std::optional(last->civil().year) : std::nullopt;
    }
    const bool moved = asked.op == Op::add || asked.op == Op::subtract;
    if (!moved || node(asked.b).op != Op::constant) return std::nullopt;
    const auto last = year(asked.a);
    const auto by = static_cast<int>(node(asked.b).constant.top);
    return last ? std::optional(asked.op == Op::add ? *last + by : *last - by) : std::nullopt;
  }

  const Measure& measure_;
  std::optional<Day> end_;
};

// The rows that hold on the day: one, or one for each area.
std::vector<const ParameterValue*> rows_on(const Parameter& parameter, Day day) {
  std::vector<const ParameterValue*> rows;
  for (const auto& each : parameter.values) {
    if (day < each.from) continue;
    const bool same_area = !rows.empty() && rows.back()->place == each.place;
    if (same_area) rows.pop_back();
    rows.push_back(&each);
  }
  std::erase_if(rows, [&](const auto* row) { return row->until && *row->until < day; });
  return rows;
}

// The row that was verified before the day and is not the document's own; null if there is none.
const ParameterValue* stale_row(const Parameter& parameter, Day day, std::string_view document) {
  for (const auto* row : rows_on(parameter, day)) {
    const bool own = !document.empty() && row->source.starts_with(document);
    if (row->verified_on && *row->verified_on < day && !own) return row;
  }
  return nullptr;
}

}  // namespace

void warn_of_stale(const Measure& measure, const Plan& plan, std::string_view document,
                   std::span<const ParameterReading> readings, Reporter& reporter) {
  const Latest latest(measure);
  const auto& here = reporter.document();
  const auto clause = reporter.clause();
  for (const auto& reading : readings) {
    const auto& parameter = plan.parameters[static_cast<std::size_t>(reading.parameter)];
    const auto day = latest.day(reading.day);
    const auto* row = day ? stale_row(parameter, *day, document) : nullptr;
    if (row == nullptr) continue;
    reporter.enter(*reading.document);
    reporter.at_clause(reading.clause);
    reporter.warning(
        {"stale_parameter", reading.at,
         fmt::format("参数“{0}”核对到 {2}, 这里用到 {3} / '{1}' was verified on {2} and is read "
                     "up to {3}",
                     parameter.name.label, parameter.name.id, to_text(*row->verified_on),
                     to_text(*day)),
         "对照依据再核对一次, 把参数表的 核对 改为核对那天 / check the source again and write that "
         "day under `verified`"});
  }
  reporter.enter(here);
  reporter.at_clause(clause);
}

}  // namespace leye::policy
