#include "policy/meaning/grants_rule.hpp"

namespace leye::policy {
namespace {

class GrantBody {
 public:
  GrantBody(const Entity& grant, const Typed& item, const Vocabulary& vocabulary, Nodes& nodes)
      : grant_(grant), item_(item), vocabulary_(vocabulary), nodes_(nodes) {}

  Typed fact(std::string_view id) {
    const auto* found = grant_.find_fact(id);
    CHECK(found != nullptr);
    return nodes_.fact(vocabulary_, item_, static_cast<FactIndex>(found - grant_.facts.data()));
  }

  std::int32_t both(std::int32_t a, std::int32_t b) {
    return a < 0 ? b : nodes_.binary(Op::both, Type::boolean, a, b);
  }

  std::int32_t one_of(const Typed& measure, const std::vector<std::string>& ids) {
    std::int32_t any = -1;
    for (const auto& id : ids) {
      const auto equal = nodes_.binary(Op::equal, Type::boolean, measure.node, nodes_.text(id));
      any = any < 0 ? equal : nodes_.binary(Op::either, Type::boolean, any, equal);
    }
    return any;
  }

  // What was withdrawn or paid back frees its place.
  std::int32_t live() {
    const auto state = fact("state");
    std::int32_t any = -1;
    for (const auto* code : {"granted", "paid"}) {
      const auto index = state.codes->index(code);
      CHECK(index.has_value());
      const auto value = nodes_.constant(Type::code, {static_cast<std::int64_t>(*index), 1});
      const auto equal = nodes_.binary(Op::equal, Type::boolean, state.node, value);
      any = any < 0 ? equal : nodes_.binary(Op::either, Type::boolean, any, equal);
    }
    return any;
  }

 private:
  const Entity& grant_;
  const Typed& item_;
  const Vocabulary& vocabulary_;
  Nodes& nodes_;
};

}  // namespace

std::optional<LimitScope> grants_owner(const Typed& owner, const Vocabulary& vocabulary) {
  if (!owner.ok() || owner.type != Type::reference) return std::nullopt;
  const auto& id = vocabulary.entities()[static_cast<std::size_t>(owner.entity)].id;
  if (id == "person") return LimitScope::person;
  if (id == "organisation") return LimitScope::organisation;
  return std::nullopt;
}

std::optional<Typed> live_grants(Op op, const Typed& owner, const GrantFilter& filter,
                                 const Vocabulary& vocabulary, Nodes& nodes) {
  const auto* grant = vocabulary.find_entity("grant");
  const auto& owner_entity = vocabulary.entities()[static_cast<std::size_t>(owner.entity)];
  const auto* reference = grant == nullptr ? nullptr : grant->find_fact(owner_entity.id);
  if (reference == nullptr) return std::nullopt;
  const auto entity = static_cast<EntityIndex>(grant - vocabulary.entities().data());
  const auto aggregate =
      nodes.open(op, owner, entity, static_cast<FactIndex>(reference - grant->facts.data()));
  const auto item = nodes.item(aggregate);
  GrantBody body(*grant, item, vocabulary, nodes);
  auto condition = body.one_of(body.fact("measure"), filter.measures);
  condition = body.both(condition, body.live());
  if (filter.same_year_as >= 0) {
    const auto granted = nodes.unary(Op::year_of, Type::count, body.fact("granted_on").node);
    const auto year = nodes.unary(Op::year_of, Type::count, filter.same_year_as);
    condition = body.both(condition, nodes.binary(Op::equal, Type::boolean, granted, year));
  }
  if (filter.organisation.ok()) {
    const auto to = body.fact("organisation");
    condition = body.both(
        condition, nodes.binary(Op::equal, Type::boolean, to.node, filter.organisation.node));
  }
  if (filter.subject.ok()) {
    Node name;
    name.op = Op::row_name;
    name.type = Type::text;
    name.a = filter.subject.node;
    name.entity = filter.subject.entity;
    const auto called = nodes.add(name);
    condition = body.both(
        condition, nodes.binary(Op::equal, Type::boolean, body.fact("subject").node, called));
  }
  Typed value;
  if (filter.value) value = filter.value([&](std::string_view id) { return body.fact(id); });
  return nodes.close(aggregate, condition, value);
}

}  // namespace leye::policy
