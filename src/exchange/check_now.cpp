#include "exchange/check_now.hpp"

#include <algorithm>
#include <map>

#include "exchange/check_now.sql.hpp"
#include "exchange/contested.sql.hpp"

namespace leye::exchange {
namespace {

struct Said {
  std::string value, source;
};

struct Waiting {
  std::int64_t id = 0;
  std::string feed, fact, said, owner;
  Day due_on;
  bool open = false;
};

bool plain(const Fact& fact) {
  const bool told = fact.type == FactType::code || fact.type == FactType::day ||
                    fact.type == FactType::text || fact.type == FactType::boolean ||
                    fact.type == FactType::place;
  return told && fact.mask == Mask::none;
}

class Checking {
 public:
  Checking(store::Transaction& transaction, const Subject& subject)
      : transaction_(transaction), subject_(subject) {
    (subject.entity == "person" ? person_ : organisation_) = subject.id;
  }

  Status read(const Entity& entity, Day on, Instant now) {
    std::vector<std::string> facts, places;
    for (const Fact& fact : entity.facts) {
      if (!plain(fact)) continue;
      facts.push_back(fact.id);
      if (fact.type == FactType::place) places.push_back(fact.id);
    }
    for (const store::Row row :
         TRY(transaction_.query(sql::claims, person_, organisation_, on, now, facts, places)))
      if (row.get<bool>("stands"))
        standing_[row.get<std::string>("fact")] = {row.get<std::string>("value"),
                                                   row.get<std::string>("source")};
    for (const store::Row row :
         TRY(transaction_.query(sql::waiting_of, person_, organisation_)))
      waiting_.push_back({row.get<std::int64_t>("id"), row.get<std::string>("feed"),
                          row.get<std::string>("fact"),
                          row.get<std::optional<std::string>>("said_value").value_or(""),
                          row.get<std::string>("owner"), row.get<Day>("due_on"),
                          row.get<std::string>("state") == "open"});
    for (const store::Row row :
         TRY(transaction_.query(sql::named_by, organisation_.has_value(), subject_.id)))
      named_[row.get<std::string>("feed")] = {row.get<Day>("period"),
                                              row.get<Instant>("received_at")};
    return Done{};
  }

  CheckedFeed line_of(const Feed& feed, const Entity& entity) const {
    CheckedFeed line;
    line.feed = &feed;
    if (const auto found = named_.find(feed.id); found != named_.end()) {
      line.period = found->second.first;
      line.received_at = found->second.second;
    }
    line.open = std::count_if(waiting_.begin(), waiting_.end(),
                              [&](const Waiting& one) { return one.open && one.feed == feed.id; });
    if (feed.kind != subject_.entity) {
      line.facts.push_back(of_records(feed, line.period.has_value()));
      return line;
    }
    for (const std::string& id : feed.facts)
      if (const Fact* fact = entity.find_fact(id))
        line.facts.push_back(of_fact(feed, *fact, line.period.has_value()));
    return line;
  }

 private:
  const Waiting* waiting(const Feed& feed, const std::string& fact) const {
    const auto found = std::find_if(waiting_.rbegin(), waiting_.rend(), [&](const Waiting& one) {
      return one.feed == feed.id && (fact.empty() || one.fact == fact);
    });
    return found == waiting_.rend() ? nullptr : &*found;
  }

  static void take_over(CheckedFact& fact, const Waiting& one) {
    fact.theirs = one.said;
    fact.verdict = one.open ? "different" : "settled";
    if (!one.open) return;
    fact.task = one.id;
    fact.owner = one.owner;
    fact.due_on = one.due_on;
  }

  CheckedFact of_fact(const Feed& feed, const Fact& fact, bool named) const {
    CheckedFact line;
    line.fact = &fact;
    if (const auto ours = standing_.find(fact.id); ours != standing_.end()) {
      line.ours = ours->second.value;
      line.our_source = ours->second.source;
    }
    if (const Waiting* one = waiting(feed, fact.id)) {
      take_over(line, *one);
    } else if (!named) {
      line.verdict = "not_sent";
    } else if (!plain(fact) || line.ours.empty()) {
      line.verdict = "sealed";
    } else {
      // What a delivery says is either taken or held back; nothing is held back.
      line.theirs = line.ours;
      line.verdict = "same";
    }
    return line;
  }

  CheckedFact of_records(const Feed& feed, bool named) const {
    CheckedFact line;
    line.verdict = named ? "same" : "not_sent";
    if (const Waiting* one = waiting(feed, {}); one != nullptr && one->open) take_over(line, *one);
    return line;
  }

  store::Transaction& transaction_;
  const Subject& subject_;
  std::optional<std::int64_t> person_, organisation_;  // one of them
  std::map<std::string, Said> standing_;
  std::vector<Waiting> waiting_;
  std::map<std::string, std::pair<Day, Instant>> named_;
};

// Whether rows of that kind are about people, or about organisations.
bool about(const Vocabulary& vocabulary, const Feed& feed, const std::string& subject) {
  if (feed.kind == subject) return true;
  const Entity* entity = vocabulary.find_entity(feed.kind);
  return entity != nullptr && entity->find_reference(subject) != nullptr;
}

}  // namespace

Result<std::vector<CheckedFeed>> check_now(store::Transaction& transaction,
                                           const Vocabulary& vocabulary, const Catalogue& catalogue,
                                           const Subject& subject, Day on, Instant now) {
  const Entity& entity = *vocabulary.find_entity(subject.entity);
  Checking checking(transaction, subject);
  TRY(checking.read(entity, on, now));
  std::vector<CheckedFeed> grid;
  for (const Feed& feed : catalogue.feeds())
    if (about(vocabulary, feed, subject.entity)) grid.push_back(checking.line_of(feed, entity));
  return grid;
}

}  // namespace leye::exchange
