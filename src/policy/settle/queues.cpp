#include "policy/settle/queues.hpp"

#include <algorithm>

namespace leye::policy {

Queues::Queues(const Plan& plan, std::span<const Entitlement> wanted, std::span<const Taken> taken)
    : plan_(plan), wanted_(wanted), taken_(taken) {
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (!measure_of(i).quotas.empty()) members_.push_back(i);
  std::sort(members_.begin(), members_.end(),
            [this](std::size_t a, std::size_t b) { return before(a, b); });
}

const Measure& Queues::measure_of(std::size_t index) const {
  const auto* measure = plan_.find_measure(wanted_[index].measure);
  CHECK(measure != nullptr);
  return *measure;
}

Queues::Key Queues::key_of(std::size_t index, std::size_t quota) const {
  const auto& measure = measure_of(index);
  const bool yearly = measure.quotas[quota].period == LimitPeriod::year;
  return {measure.name.id, quota, yearly ? wanted_[index].event_on.civil().year : 0};
}

// By measure; then the higher rank, one that is not known last; then who came first.
bool Queues::before(std::size_t a, std::size_t b) const {
  const auto& x = wanted_[a];
  const auto& y = wanted_[b];
  if (x.measure != y.measure) return &measure_of(a) < &measure_of(b);
  const auto& mine = x.competing.rank;
  const auto& other = y.competing.rank;
  if (mine.has_value() != other.has_value()) return mine.has_value();
  const int order = mine ? compare(*other, *mine) : 0;
  if (order != 0) return order < 0;
  const auto key = [](const Entitlement& it) {
    return std::tuple(it.applied_on, it.subject, it.event_on, it.person, it.organisation,
                      -it.amount.fen());
  };
  return key(x) < key(y);
}

bool Queues::refuses(std::size_t index) const {
  if (ends_.empty()) return false;
  const auto& quotas = measure_of(index).quotas;
  for (std::size_t quota = 0; quota < quotas.size(); ++quota) {
    const auto end = ends_.find(key_of(index, quota));
    if (end != ends_.end() && !before(index, end->second)) return true;
  }
  return false;
}

Queues::Use Queues::used_before(const Key& key, const Quota& quota) const {
  Use use;
  for (const auto& each : taken_) {
    const bool ours = each.measure == std::get<std::string>(key) &&
                      (quota.period == LimitPeriod::life || each.year == std::get<int>(key));
    if (!ours) continue;
    use.grants += each.grants;
    use.fen += each.amount.fen();
  }
  return use;
}

// A limit that is not known leaves room for nobody.
bool Queues::fits(std::size_t index, std::size_t quota, Money amount, const Use& use) const {
  const auto& limits = wanted_[index].competing.quotas;
  if (quota >= limits.size() || !limits[quota]) return false;
  const bool money = measure_of(index).quotas[quota].money;
  return compare({money ? use.fen + amount.fen() : use.grants + 1, 1}, *limits[quota]) <= 0;
}

bool Queues::refuse_more(const std::vector<Settled>& settled) {
  uses_.clear();
  bool more = false;
  std::map<Key, bool> ended;
  for (const auto index : members_) {
    if (settled[index].state != SettledState::granted) continue;
    const auto& quotas = measure_of(index).quotas;
    bool room = true;
    for (std::size_t quota = 0; quota < quotas.size(); ++quota) {
      const auto key = key_of(index, quota);
      const auto use = uses_.try_emplace(key, used_before(key, quotas[quota])).first;
      if (!ended[key] && fits(index, quota, settled[index].amount, use->second)) continue;
      room = false;
      if (ended[key]) continue;
      ended[key] = more = true;
      ends_[key] = index;  // it was granted, so it stands before the former end
    }
    for (std::size_t quota = 0; room && quota < quotas.size(); ++quota) {
      auto& use = uses_.at(key_of(index, quota));
      ++use.grants;
      use.fen += settled[index].amount.fen();
    }
  }
  return more;
}

std::vector<std::size_t> Queues::refused() const {
  std::vector<std::size_t> all;
  for (const auto index : members_)
    if (refuses(index)) all.push_back(index);
  return all;
}

bool Queues::admits(std::size_t index, const Settled& settled) {
  const auto& quotas = measure_of(index).quotas;
  const bool granted = settled.state == SettledState::granted;
  const auto amount = granted ? settled.amount : wanted_[index].amount;
  bool room = true;
  for (std::size_t quota = 0; quota < quotas.size(); ++quota) {
    const auto key = key_of(index, quota);
    const auto use = uses_.try_emplace(key, used_before(key, quotas[quota])).first;
    auto& closed = closed_[key];
    closed = closed || !fits(index, quota, amount, use->second);
    room = room && !closed;
  }
  for (std::size_t quota = 0; room && granted && quota < quotas.size(); ++quota) {
    auto& use = uses_.at(key_of(index, quota));
    ++use.grants;
    use.fen += settled.amount.fen();
  }
  return room;
}

void Queues::number(std::vector<Settled>& settled) const {
  std::map<std::pair<std::string, int>, std::int64_t> places;
  for (const auto index : members_) {
    const auto state = settled[index].state;
    if (state != SettledState::granted && state != SettledState::queued) continue;
    const auto& quotas = measure_of(index).quotas;
    const bool yearly = std::any_of(quotas.begin(), quotas.end(), [](const Quota& quota) {
      return quota.period == LimitPeriod::year;
    });
    const int year = yearly ? wanted_[index].event_on.civil().year : 0;
    settled[index].place = ++places[{wanted_[index].measure, year}];
  }
}

}  // namespace leye::policy
