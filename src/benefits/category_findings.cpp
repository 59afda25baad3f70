#include "benefits/category_findings.hpp"

namespace leye::benefits {
namespace {

bool of_person(const policy::Facts& facts, const policy::Measure& category) {
  return category.subject == facts.entity("person");
}

Day day_of(const policy::Value& value) { return Day::from_number(static_cast<int>(value.low.top)); }

bool is_none(const policy::Value& value) { return value.state == policy::State::none; }

}  // namespace

std::optional<Standing> standing_on(const policy::Facts& facts, policy::Row recognition, Day on) {
  const auto entity = facts.entity("recognition");
  const auto value = [&](const char* fact) {
    return facts.value(entity, recognition, facts.fact(entity, fact));
  };
  const auto begun = value("recognised_on");
  const auto until = value("valid_until");
  const auto ended = value("ended_on");
  if (begun.known() && day_of(begun) > on) return std::nullopt;
  if (until.known() && day_of(until) < on) return std::nullopt;
  if (ended.known() && day_of(ended) <= on) return std::nullopt;
  Standing standing;
  standing.certain =
      begun.known() && (until.known() || is_none(until)) && (ended.known() || is_none(ended));
  if (until.known()) standing.until = day_of(until);
  return standing;
}

CategoryFindings::CategoryFindings(const policy::Facts& facts, const policy::Measure& category,
                                   Day on)
    : facts_(facts),
      category_(category),
      on_(on),
      recognition_(facts.entity("recognition")),
      subject_(facts.fact(recognition_, of_person(facts, category) ? "person" : "organisation")) {}

void CategoryFindings::read_recognitions() {
  recognised_.clear();
  if (!category_.recognition) return;
  const std::int64_t id = facts_.find_text(category_.name.id);
  const auto category = facts_.fact(recognition_, "category");
  for (std::size_t at = 0; at < facts_.size(recognition_); ++at) {
    const auto row = static_cast<policy::Row>(at);
    const auto named = facts_.value(recognition_, row, category);
    const auto subject = facts_.value(recognition_, row, subject_);
    if (!named.known() || named.low.top != id || !subject.known()) continue;
    add(row, static_cast<policy::Row>(subject.low.top));
  }
}

void CategoryFindings::add(policy::Row recognition, policy::Row subject) {
  const auto found = standing_on(facts_, recognition, on_);
  if (!found) return;
  const Standing& standing = *found;
  const auto [known, fresh] = recognised_.try_emplace(subject, standing);
  if (fresh) return;
  Standing& longest = known->second;
  longest.certain = longest.certain || standing.certain;
  const bool longer = longest.until && (!standing.until || *standing.until > *longest.until);
  if (longer) longest.until = standing.until;
}

bool CategoryFindings::matters(policy::Row subject, policy::Outcome outcome) const {
  if (!category_.recognition) return false;
  return outcome == policy::Outcome::eligible || recognised_.contains(subject);
}

const char* CategoryFindings::kept(policy::Row subject, const policy::Answer& answer) const {
  if (!category_.recognition) return nullptr;
  const auto found = recognised_.find(subject);
  if (found == recognised_.end())
    return answer.outcome == policy::Outcome::eligible ? "eligible" : nullptr;
  if (!found->second.certain) return nullptr;
  if (should_leave(answer)) return "should_leave";
  const auto& until = found->second.until;
  return until && *until - on_ <= lapse_days ? "lapses_soon" : nullptr;
}

bool CategoryFindings::should_leave(const policy::Answer& answer) const {
  for (std::size_t at = 0; at < category_.outputs.size() && at < answer.outputs.size(); ++at) {
    if (category_.outputs[at].name.id != "exit") continue;
    const policy::Value& exit = answer.outputs[at];
    return exit.known() && exit.low.top != 0;
  }
  return false;
}

std::int64_t CategoryFindings::place(policy::Row subject) const {
  const char* fact = of_person(facts_, category_) ? "residence_place" : "registered_place";
  const auto place = facts_.value(category_.subject, subject, facts_.fact(category_.subject, fact));
  return place.known() ? place.low.top : 0;
}

}  // namespace leye::benefits
