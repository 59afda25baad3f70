// Expressions, continued: what another measure of the pack says of a row.
#include <fmt/format.h>

#include "policy/meaning/expressions.hpp"
#include "policy/meaning/node_copy.hpp"

namespace leye::policy {

std::optional<OtherMeasure> Expressions::other_measure(const Tree& path, const Tree& name) {
  const auto row = scope_.path(path);
  const auto* measure = outside_.measure ? outside_.measure(name) : nullptr;
  if (!row.ok() || measure == nullptr) return std::nullopt;
  reporter_.spell(name.at, measure->name.label, measure->name.id);
  if (row.type != Type::reference || row.entity != measure->subject) {
    reporter_.error(
        {"measure_misused", path.at,
         fmt::format("“{0}”不是措施“{1}”的对象 / '{0}' is no subject of the measure '{2}'",
                     path.text, measure->name.label, measure->name.id)});
    return std::nullopt;
  }
  MeasureCopy copy(nodes_, *measure, row.node);
  auto met = copy.copy(measure->conditions[0].node);
  const auto also = [&](std::int32_t low, std::int32_t high) {
    const auto in_force = nodes_.binary(Op::at_most, Type::boolean, low, high);
    met = nodes_.binary(Op::both, Type::boolean, in_force, met);
  };
  const auto event = copy.copy(measure->event_on);
  if (measure->valid_from >= 0) also(copy.copy(measure->valid_from), event);
  if (measure->valid_until >= 0) also(event, copy.copy(measure->valid_until));
  OtherMeasure out{measure->name, make(Type::boolean, met), {}};
  const auto zero = nodes_.constant(Type::money, {0, 1});
  const auto amount = measure->amount < 0 ? zero : copy.copy(measure->amount);
  out.amount = make(Type::money, nodes_.select(Type::money, met, amount, zero));
  return out;
}

}  // namespace leye::policy
