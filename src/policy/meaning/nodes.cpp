#include "policy/meaning/nodes.hpp"

#include <algorithm>

namespace leye::policy {

std::int32_t Nodes::add(Node node) {
  // The same value is made once. A finished body may not be looked into from outside.
  auto& nodes = measure_.nodes;
  if (nodes.size() > nodes_max) return 0;
  for (std::size_t i = 0; i < nodes.size();) {
    const bool aggregate = nodes[i].body_end > 0;
    if (!aggregate && nodes[i] == node) return static_cast<std::int32_t>(i);
    const bool open =
        std::find(open_.begin(), open_.end(), static_cast<std::int32_t>(i)) != open_.end();
    i = aggregate && !open ? static_cast<std::size_t>(nodes[i].body_end) : i + 1;
  }
  if (nodes.size() <= nodes_max) nodes.push_back(node);
  return static_cast<std::int32_t>(nodes.size() - 1);
}

std::int32_t Nodes::constant(Type type, Fraction value) {
  Node node;
  node.op = Op::constant;
  node.type = type;
  node.constant = value;
  return add(node);
}

std::int32_t Nodes::text_symbol(const std::string& value) {
  auto& texts = measure_.texts;
  const auto found = std::find(texts.begin(), texts.end(), value);
  const auto place = found - texts.begin();
  if (found == texts.end()) texts.push_back(value);
  return static_cast<std::int32_t>(place);
}

std::int32_t Nodes::judgement_symbol(const Judgement& judgement) {
  auto& known = measure_.judgements;
  const auto same = [&](const Judgement& each) { return each.id == judgement.id; };
  const auto found = std::find_if(known.begin(), known.end(), same);
  const auto place = found - known.begin();
  if (found == known.end()) known.push_back(judgement);
  return static_cast<std::int32_t>(place);
}

std::int32_t Nodes::text(const std::string& value) {
  Node node;
  node.op = Op::constant;
  node.type = Type::text;
  node.symbol = text_symbol(value);
  return add(node);
}

std::int32_t Nodes::binary(Op op, Type type, std::int32_t a, std::int32_t b) {
  Node node;
  node.op = op;
  node.type = type;
  node.a = a;
  node.b = b;
  return add(node);
}

std::int32_t Nodes::unary(Op op, Type type, std::int32_t a) { return binary(op, type, a, -1); }

std::int32_t Nodes::rounded(Op way, Type type, std::int32_t a, Fraction unit) {
  Node node;
  node.op = way;
  node.type = type;
  node.a = a;
  node.constant = unit;
  return add(node);
}

std::int32_t Nodes::select(Type type, std::int32_t condition, std::int32_t yes, std::int32_t no) {
  Node node;
  node.op = Op::select;
  node.type = type;
  node.a = condition;
  node.b = yes;
  node.c = no;
  return add(node);
}

Typed Nodes::fact(const Vocabulary& vocabulary, const Typed& base, FactIndex fact) {
  const auto& entity = vocabulary.entities()[static_cast<std::size_t>(base.entity)];
  const auto& declared = entity.facts[static_cast<std::size_t>(fact)];
  Typed out;
  out.type = type_of(declared.type);
  if (declared.type == FactType::code) out.codes = vocabulary.code_table(declared);
  if (declared.type == FactType::reference) {
    const auto* target = vocabulary.find_entity(declared.refers_to);
    out.entity = static_cast<EntityIndex>(target - vocabulary.entities().data());
  }
  Node node;
  node.op = Op::fact;
  node.type = out.type;
  node.a = base.node;
  node.symbol = fact;
  node.entity = base.entity;
  out.node = add(node);
  return out;
}

std::int32_t Nodes::open(Op op, const Typed& base, EntityIndex entity, FactIndex reference) {
  Node node;
  node.op = op;
  node.a = base.node;
  node.entity = entity;
  node.symbol = reference;
  measure_.nodes.push_back(node);
  const auto index = static_cast<std::int32_t>(measure_.nodes.size() - 1);
  measure_.nodes.back().body_end = index + 1;
  open_.push_back(index);
  return index;
}

Typed Nodes::item(std::int32_t aggregate) {
  Node node;
  node.op = Op::item;
  node.type = Type::reference;
  node.symbol = aggregate;
  node.entity = measure_.nodes[static_cast<std::size_t>(aggregate)].entity;
  Typed out;
  out.type = Type::reference;
  out.entity = node.entity;
  out.node = add(node);
  return out;
}

Typed Nodes::close(std::int32_t aggregate, std::int32_t filter, const Typed& value) {
  CHECK(!open_.empty() && open_.back() == aggregate);
  open_.pop_back();
  auto& node = measure_.nodes[static_cast<std::size_t>(aggregate)];
  node.body_end = static_cast<std::int32_t>(measure_.nodes.size());
  node.b = filter;
  node.c = value.node;
  Typed out;
  out.node = aggregate;
  switch (node.op) {
    case Op::exists: out.type = Type::boolean; break;
    case Op::count:
    case Op::distinct:
    case Op::months_covered:
    case Op::longest_run:
    case Op::last_run: out.type = Type::count; break;
    case Op::only:
      out.type = Type::reference;
      out.entity = node.entity;
      break;
    default: out = value; out.node = aggregate;
  }
  node.type = out.type;
  return out;
}

bool same_kind(const Typed& a, const Typed& b) {
  const auto plain = [](Type type) { return type == Type::count || type == Type::ratio; };
  if (plain(a.type) && plain(b.type)) return true;
  return a.type == b.type && a.unit == b.unit && a.entity == b.entity && a.codes == b.codes;
}

Type type_of(FactType type) {
  switch (type) {
    case FactType::boolean: return Type::boolean;
    case FactType::count: return Type::count;
    case FactType::ratio: return Type::ratio;
    case FactType::money: return Type::money;
    case FactType::day: return Type::day;
    case FactType::month: return Type::month;
    case FactType::text: return Type::text;
    case FactType::code: return Type::code;
    case FactType::place: return Type::place;
    case FactType::reference: return Type::reference;
  }
  return Type::text;
}

}  // namespace leye::policy
