#include "policy/settle/settle.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "policy/settle/queues.hpp"
#include "policy/settle/shares.hpp"

namespace leye::policy {
namespace {

// Measures that exclude each other, directly or through a third one, are put in one order. Its
// choice rule is that of the first exclusion that names one of them.
struct Place {
  std::size_t family = 0;    // measures of different families never meet
  std::size_t position = 0;  // in the order of the exclusions' texts
  std::size_t wish = 0;      // smaller is wished for more
  bool by_day = false;
};

class Families {
 public:
  Families(const Plan& plan, std::span<const std::string> wishes) {
    for (const auto& exclusion : plan.exclusions) unite(exclusion);
    for (const auto& exclusion : plan.exclusions) {
      if (exclusion.choice != ExclusionChoice::applicant) continue;
      for (const auto& measure : exclusion.measures) {
        const auto wished = std::find(wishes.begin(), wishes.end(), measure);
        places_.at(measure).wish = static_cast<std::size_t>(wished - wishes.begin());
      }
    }
    for (const auto& measure : plan.measures) {
      const bool alone = !places_.contains(measure.name.id);
      auto& place = find(measure.name.id, wishes.size());
      // Claims that share a cap: the earlier first.
      if (alone) place.by_day = !measure.caps.empty() || measure.months_cap.has_value();
    }
    for (auto& [id, place] : places_) {
      if (place.wish == unset) place.wish = wishes.size();
    }
  }

  const Place& of(const std::string& measure) const { return places_.at(measure); }
  bool knows(const std::string& measure) const { return places_.contains(measure); }

 private:
  static constexpr std::size_t unset = SIZE_MAX;

  Place& find(const std::string& measure, std::size_t wish = unset) {
    const auto next = places_.size();
    return places_.try_emplace(measure, Place{next, next, wish, false}).first->second;
  }

  void unite(const Exclusion& exclusion) {
    if (exclusion.measures.empty()) return;
    const bool by_day = exclusion.choice == ExclusionChoice::first;
    std::vector<std::size_t> met;
    for (const auto& measure : exclusion.measures) {
      const bool is_new = !places_.contains(measure);
      auto& place = find(measure);
      if (is_new) place.by_day = by_day;
      met.push_back(place.family);
    }
    const auto oldest = *std::min_element(met.begin(), met.end());
    const bool oldest_by_day = std::find_if(places_.begin(), places_.end(), [&](const auto& entry) {
                                 return entry.second.position == oldest;
                               })->second.by_day;
    for (auto& [id, place] : places_) {
      if (std::find(met.begin(), met.end(), place.family) == met.end()) continue;
      place.family = oldest;
      place.by_day = oldest_by_day;
    }
  }

  std::map<std::string, Place> places_;
};

// What was given so far, by what it uses up.
struct Given {
  std::string measure;
  std::size_t index = 0;
  int times = 0;
};
// Of an exclusion or a measure: person, organisation, record and year, as far as they count.
using Slot = std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t, int>;

std::optional<Slot> slot_of(const Exclusion& exclusion, const Entitlement& wanted) {
  const bool of_person = exclusion.scope != ExclusionScope::organisation;
  const bool of_organisation = exclusion.scope != ExclusionScope::person;
  if ((of_person && wanted.person == 0) || (of_organisation && wanted.organisation == 0)) {
    return std::nullopt;
  }
  return Slot{exclusion.name.id, of_person ? wanted.person : 0,
              of_organisation ? wanted.organisation : 0, 0, 0};
}

std::optional<Slot> slot_of(const Limit& limit, const Entitlement& wanted) {
  const auto of = [&](LimitScope scope, std::int64_t key) {
    return limit.scope == scope ? key : 0;
  };
  const auto person = of(LimitScope::person, wanted.person);
  const auto organisation = of(LimitScope::organisation, wanted.organisation);
  const auto record = of(LimitScope::record, wanted.subject);
  if (person == 0 && organisation == 0 && record == 0) return std::nullopt;
  // What is settled together is granted together: one year, where that is the year that counts.
  const bool yearly = limit.period == LimitPeriod::year && !limit.by_grant;
  const int year = yearly ? wanted.event_on.civil().year : 0;
  return Slot{wanted.measure, person, organisation, record, year};
}

class Settlement {
 public:
  explicit Settlement(const Plan& plan) : plan_(plan) {}

  // Entitlements come in the order in which they have precedence. What they take is theirs only
  // after give().
  Settled place(const Entitlement& wanted, std::size_t index) const {
    const auto* measure = plan_.find_measure(wanted.measure);
    for (const auto& limit : measure->limits) {
      const auto slot = slot_of(limit, wanted);
      if (!slot || !used_.contains(*slot)) continue;
      const auto& given = used_.at(*slot);
      if (given.times >= limit.times) return {SettledState::limited, wanted.measure, given.index};
    }
    for (const auto& exclusion : plan_.exclusions) {
      if (!names(exclusion, wanted.measure)) continue;
      const auto slot = slot_of(exclusion, wanted);
      if (!slot || !taken_.contains(*slot)) continue;
      const auto& given = taken_.at(*slot);
      if (given.measure != wanted.measure) {
        return {SettledState::excluded, exclusion.name.id, given.index};
      }
    }
    return shares_.left_for(*measure, wanted, index);
  }

  void give(const Entitlement& wanted, const Settled& settled, std::size_t index) {
    const auto& measure = *plan_.find_measure(wanted.measure);
    const Given given{wanted.measure, index, 0};
    std::vector<Slot> counted;  // two limits may count in the same slot
    for (const auto& limit : measure.limits) {
      const auto slot = slot_of(limit, wanted);
      if (!slot || std::find(counted.begin(), counted.end(), *slot) != counted.end()) continue;
      ++used_.try_emplace(*slot, given).first->second.times;
      counted.push_back(*slot);
    }
    for (const auto& exclusion : plan_.exclusions) {
      if (!names(exclusion, wanted.measure)) continue;
      if (const auto slot = slot_of(exclusion, wanted)) taken_.try_emplace(*slot, given);
    }
    shares_.take(measure, wanted, settled, index);
  }

 private:
  static bool names(const Exclusion& exclusion, const std::string& measure) {
    const auto& all = exclusion.measures;
    return std::find(all.begin(), all.end(), measure) != all.end();
  }

  const Plan& plan_;
  std::map<Slot, Given> used_;   // by limits
  std::map<Slot, Given> taken_;  // by exclusions
  Shares shares_;
};

// All in order, without those whom a queue has refused; again until no queue refuses another one:
// who is refused may have what he was refused for.
class Rounds {
 public:
  Rounds(const Plan& plan, std::span<const Entitlement> wanted, std::vector<std::size_t> order,
         std::span<const Taken> taken)
      : plan_(plan), wanted_(wanted), order_(std::move(order)), queues_(plan, wanted, taken) {}

  std::vector<Settled> run() {
    do {
      settlement_.emplace(plan_);
      settled_.assign(wanted_.size(), {});
      for (const auto index : order_) {
        if (queues_.refuses(index))
          settled_[index] = {SettledState::queued, wanted_[index].measure, index};
        else
          place(index);
      }
    } while (queues_.refuse_more(settled_));
    // Who was granted before may have left the queue for something else.
    for (const auto index : queues_.refused()) {
      const auto found = settlement_->place(wanted_[index], index);
      if (!queues_.admits(index, found)) continue;
      settled_[index] = found;
      if (found.state == SettledState::granted) settlement_->give(wanted_[index], found, index);
    }
    queues_.number(settled_);
    return std::move(settled_);
  }

 private:
  void place(std::size_t index) {
    settled_[index] = settlement_->place(wanted_[index], index);
    if (settled_[index].state == SettledState::granted)
      settlement_->give(wanted_[index], settled_[index], index);
  }

  const Plan& plan_;
  std::span<const Entitlement> wanted_;
  std::vector<std::size_t> order_;
  Queues queues_;
  std::optional<Settlement> settlement_;
  std::vector<Settled> settled_;
};

}  // namespace

Entitlement entitlement(const Measure& measure, const Answer& answer, Day today,
                        std::int64_t subject, std::int64_t person, std::int64_t organisation) {
  return {measure.name.id,
          subject,
          person,
          organisation,
          answer.amount,
          answer.event_on.value_or(today),
          today,
          answer.competing,
          answer.months,
          answer.period_from,
          answer.period_until};
}

std::map<std::string, std::size_t> families_of(const Plan& plan) {
  const Families families(plan, {});
  std::map<std::string, std::size_t> family;
  for (const auto& measure : plan.measures)
    family[measure.name.id] = families.of(measure.name.id).family;
  return family;
}

std::vector<Settled> settle(const Plan& plan, std::span<const Entitlement> entitlements,
                            std::span<const std::string> wishes, std::span<const Taken> taken) {
  const Families families(plan, wishes);
  for (const auto& wanted : entitlements) CHECK(families.knows(wanted.measure));
  std::vector<std::size_t> order(entitlements.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Every field takes part, so that entitlements that tie are the same in all that matters.
  const auto rank = [&](const Entitlement& wanted) {
    const auto& place = families.of(wanted.measure);
    const auto day = wanted.event_on.number();
    return std::tuple(place.family, place.wish, place.by_day ? day : 0, -wanted.amount.fen(),
                      place.position, day, wanted.person, wanted.organisation, wanted.subject);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank(entitlements[a]) < rank(entitlements[b]);
  });
  return Rounds(plan, entitlements, std::move(order), taken).run();
}

}  // namespace leye::policy
