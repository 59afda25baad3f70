#include "policy/differential/smallest.hpp"

#include "policy/batch/shrink.hpp"
#include "policy/differential/fewest.hpp"

namespace leye::policy::differential {
namespace {

class Smaller {
 public:
  explicit Smaller(const Disagreement& about)
      : about_(about), plan_(about.plan), batch_plan_(about.batch_plan) {
    const auto at = static_cast<std::size_t>(&about.measure - about.batch_plan.measures.data());
    plan_.measures = {about.plan.measures[at]};
    batch_plan_.measures = {about.measure};
    settings_ = about.settings;
    settings_.choices = {about.settings.choices[at]};
  }

  std::string run(const Facts& facts) {
    if (!differs(facts))
      return "both say the same of this measure alone: it depends on other measures or on the "
             "order\n";
    const auto left = fewest_rows(about_.vocabulary, about_.used, facts,
                                  [this](const Facts& fewer) { return differs(fewer); });
    if (&about_.plan != &about_.batch_plan) return to_text(plan_) + sizes(left);
    return batch::Shrinker(plan_, left, plan_.measures[0].subject, about_.today, settings_)
        .smallest();
  }

 private:
  bool differs(const Facts& facts) const {
    const auto subject = plan_.measures[0].subject;
    const batch::FactsColumns columns(facts);
    batch::BatchReader reader(batch_plan_, subject, columns, about_.today, settings_);
    Evaluator evaluator(plan_, plan_.measures[0], facts, about_.today, settings_.choices[0]);
    bool found = false;
    reader.run(0, static_cast<Row>(facts.size(subject)), [&](const batch::Block& block) {
      for (std::size_t i = 0; i < block.rows && !found; ++i)
        found = !same(block.measures[0].answer(i),
                             evaluator.evaluate(block.first + static_cast<Row>(i)));
    });
    return found;
  }

  std::string sizes(const Facts& facts) const {
    std::string text;
    for (std::size_t e = 0; e < about_.vocabulary.entities().size(); ++e) {
      const auto size = facts.size(static_cast<EntityIndex>(e));
      if (size > 0) text += fmt::format("{} {}\n", size, about_.vocabulary.entities()[e].id);
    }
    return text;
  }

  const Disagreement& about_;
  Plan plan_, batch_plan_;  // with the one measure
  batch::BatchSettings settings_;
};

}  // namespace

std::string smallest(const Disagreement& about, const Facts& facts) {
  return Smaller(about).run(facts);
}

}  // namespace leye::policy::differential
