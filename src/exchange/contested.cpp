#include "exchange/contested.hpp"

#include <algorithm>

#include "exchange/contested.sql.hpp"

namespace leye::exchange {
namespace {

constexpr const char* window = "window";

class Gathering {
 public:
  Gathering(store::Transaction& transaction, const Vocabulary& vocabulary,
            const Catalogue& catalogue, const Subject& subject)
      : transaction_(transaction),
        vocabulary_(vocabulary),
        catalogue_(catalogue),
        entity_(subject.entity) {
    (subject.entity == "person" ? person_ : organisation_) = subject.id;
  }

  Status read_versions(Day on, Instant now) {
    const Entity* entity = vocabulary_.find_entity(entity_);
    std::vector<std::string> facts, places;
    for (const Fact& fact : entity->facts) {
      const bool plain = fact.type == FactType::code || fact.type == FactType::day ||
                         fact.type == FactType::text || fact.type == FactType::boolean ||
                         fact.type == FactType::place;
      if (!plain || fact.mask != Mask::none) continue;
      facts.push_back(fact.id);
      if (fact.type == FactType::place) places.push_back(fact.id);
    }
    for (const store::Row row :
         TRY(transaction_.query(sql::claims, person_, organisation_, on, now, facts, places))) {
      Claim claim = claim_of(row.get<std::string>("value"), row.get<std::string>("source"));
      claim.valid_from = row.get<std::optional<Day>>("valid_from");
      claim.learnt_at = row.get<Instant>("known_from");
      Contested& fact = at(entity_, row.get<std::string>("fact"));
      if (row.get<bool>("stands"))
        fact.standing = std::move(claim);
      else
        fact.others.push_back({std::move(claim), false, {}, {}, {}, {}, {}});
    }
    return Done{};
  }

  Status read_held(Instant now) {
    for (const store::Row row :
         TRY(transaction_.query(sql::held, person_, organisation_, now))) {
      const Feed* feed = catalogue_.find(row.get<std::string>("feed"));
      OtherClaim other;
      const auto entity = row.get<std::string>("entity"), fact_id = row.get<std::string>("fact");
      other.claim.value = value_of(row, entity, fact_id, "said");
      other.claim.source = row.get<std::string>("file_name");
      other.claim.who = feed == nullptr ? std::string(window) : feed->department;
      other.claim.valid_from = row.get<Day>("period");
      other.claim.learnt_at = row.get<Instant>("received_at");
      other.held = true;
      other.task = row.get<std::int64_t>("id");
      other.owner = row.get<std::string>("owner");
      other.state = row.get<std::string>("state");
      other.note = row.get<std::string>("note");
      other.due_on = row.get<Day>("due_on");
      Contested& fact = at(entity, fact_id);
      if (fact.standing.source.empty())
        fact.standing =
            claim_of(value_of(row, entity, fact_id, "known"), row.get<std::string>("known_source"));
      fact.others.push_back(std::move(other));
    }
    return Done{};
  }

  std::vector<Contested> take() {
    std::vector<Contested> found;
    for (Contested& fact : facts_) {
      std::erase_if(fact.others, [&](const OtherClaim& other) {
        return other.claim.value == fact.standing.value ||
               (!other.held && other.claim.who == fact.standing.who);
      });
      if (fact.others.empty() || fact.standing.source.empty()) continue;
      std::stable_sort(fact.others.begin(), fact.others.end(), [](const auto& a, const auto& b) {
        return a.claim.learnt_at > b.claim.learnt_at;
      });
      fact.order = catalogue_.order_of(fact.entity, fact.fact);
      fact.because = because(fact);
      found.push_back(std::move(fact));
    }
    return found;
  }

 private:
  // Places by their labels.
  std::string value_of(const store::Row& row, const std::string& entity, const std::string& fact,
                       const std::string& column) const {
    const Entity* known = vocabulary_.find_entity(entity);
    const Fact* told = known == nullptr ? nullptr : known->find_fact(fact);
    const auto place = row.get<std::optional<std::string>>((column + "_place").c_str());
    if (place && told != nullptr && told->type == FactType::place) return *place;
    return row.get<std::optional<std::string>>((column + "_value").c_str()).value_or("");
  }

  Claim claim_of(std::string value, const std::string& source) const {
    return {std::move(value), source, catalogue_.who_said(source), {}, {}};
  }

  Contested& at(const std::string& entity, const std::string& fact) {
    for (Contested& one : facts_)
      if (one.entity == entity && one.fact == fact) return one;
    facts_.push_back({entity, fact, {}, {}, {}, {}});
    return facts_.back();
  }

  static std::string because(const Contested& fact) {
    const auto rank = [&](const std::string& who) {
      return std::find(fact.order.begin(), fact.order.end(), who) - fact.order.begin();
    };
    const auto own = rank(fact.standing.who);
    const bool before_all =
        std::all_of(fact.others.begin(), fact.others.end(),
                    [&](const OtherClaim& other) { return own < rank(other.claim.who); });
    if (before_all) return "rank";
    const bool looked = std::any_of(fact.others.begin(), fact.others.end(), [](const auto& other) {
      return other.state == "register_right";
    });
    return looked ? "settled" : "later";
  }

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
  const Catalogue& catalogue_;
  const std::string& entity_;
  std::optional<std::int64_t> person_, organisation_;  // one of them
  std::vector<Contested> facts_;
};

}  // namespace

bool Contested::open() const {
  return std::any_of(others.begin(), others.end(),
                     [](const OtherClaim& other) { return other.state == "open"; });
}

Result<std::vector<Contested>> contested(store::Transaction& transaction,
                                         const Vocabulary& vocabulary, const Catalogue& catalogue,
                                         const Subject& subject, Day on, Instant now) {
  Gathering gathering(transaction, vocabulary, catalogue, subject);
  TRY(gathering.read_versions(on, now));
  TRY(gathering.read_held(now));
  return gathering.take();
}

}  // namespace leye::exchange
