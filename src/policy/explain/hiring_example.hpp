// For tests: a measure of the size of a real one, and a hire that it pays for.
#pragma once

#include "policy/explain/plan_builder.hpp"

namespace leye::policy {

class HiringExample {
 public:
  HiringExample() : facts(test_vocabulary()), build(facts, "employment") {
    facts.close(facts.entity("unemployment_registration"));
    facts.close(facts.entity("grant"));
    using enum ConditionKind;
    const auto hire = build.subject();
    const auto start = build.fact(hire, "start_date");
    build.in_force(start, "2023-01-01", "2023-12-31");
    const auto person = build.fact(hire, "person");
    const auto employer = build.fact(hire, "employer");
    build.root(
        {build.group(any, {graduate(person, start),
                           build.group(all, {registered(person, start), young(person, start)})}),
         one_year(hire, start), build.leaf(build.fact(employer, "insured_as_unit"), "单位参保"),
         build.group(none, {service_agreement(hire),
                            build.leaf(build.fact(employer, "joint_sanction"), "失信惩戒")}),
         never_paid(person)});
    pay(employer);
    build.measure().person = ReferencePath{{fact("employment", "person")}, "employment.person"};
    build.measure().organisation =
        ReferencePath{{fact("employment", "employer")}, "employment.employer"};
  }

  FactIndex fact(const char* entity, const char* id) const {
    return facts.fact(facts.entity(entity), id);
  }
  void set(const char* entity, Row row, const char* id, const char* spelling) {
    const auto e = facts.entity(entity);
    CHECK(facts.set_spelling(e, row, facts.fact(e, id), spelling).ok());
  }

  // Eligible for 1,000 yuan until something is changed.
  Row hire() {
    const auto employment = facts.entity("employment");
    const auto person = facts.add(facts.entity("person"), 1);
    const auto employer = facts.add(facts.entity("organisation"), 2);
    const auto row = facts.add(employment, 3);
    facts.set_reference(employment, row, facts.fact(employment, "person"), person);
    facts.set_reference(employment, row, facts.fact(employment, "employer"), employer);
    set("person", person, "birth_date", "2000-01-01");
    set("employment", row, "start_date", "2023-11-01");
    set("employment", row, "contract_end", "2024-10-31");
    set("employment", row, "contract_kind", "fixed_term");
    set("organisation", employer, "insured_as_unit", "是");
    set("organisation", employer, "joint_sanction", "否");
    set("organisation", employer, "size_class", "中型");
    facts.set_source(employment, row, "就业登记, 2023-11-03");
    return row;
  }
  Row registration(Row person, const char* from, const char* until) {
    const auto entity = facts.entity("unemployment_registration");
    const auto row = facts.add(entity, 4);
    facts.set_reference(entity, row, facts.fact(entity, "person"), person);
    set("unemployment_registration", row, "start_date", from);
    set("unemployment_registration", row, "end_date", until);
    return row;
  }
  Row graduation(Row person, const char* day) {
    const auto entity = facts.entity("education_record");
    const auto row = facts.add(entity, 5);
    facts.set_reference(entity, row, facts.fact(entity, "person"), person);
    set("education_record", row, "graduated_on", day);
    return row;
  }

  Facts facts;
  PlanBuilder build;

 private:
  using Index = PlanBuilder::Index;
  using Part = PlanBuilder::Part;

  Index truth(Op op, Index a, Index b) { return build.of(op, Type::boolean, a, b); }
  Index months_later(Index day, std::int64_t months) {
    return build.of(Op::add_months, Type::day, day, build.count(months));
  }
  Index graduate(Index person, Index start) {
    const auto within = [&](Index record) -> Part {
      const auto day = build.fact(record, "graduated_on");
      return {truth(Op::both, truth(Op::at_most, day, start),
                    truth(Op::at_most, start, months_later(day, 24)))};
    };
    return build.leaf(
        build.aggregate(Op::exists, Type::boolean, person, "education_record", "person", within),
        "毕业 2 年以内");
  }
  Index registered(Index person, Index start) {
    const auto covers = [&](Index record) -> Part {
      const auto until = build.fact(record, "end_date");
      const auto open = truth(Op::is_none, until, -1);
      return {truth(Op::both, truth(Op::at_most, build.fact(record, "start_date"), start),
                    truth(Op::either, open, truth(Op::at_most, start, until)))};
    };
    return build.leaf(build.aggregate(Op::exists, Type::boolean, person,
                                      "unemployment_registration", "person", covers),
                      "登记失业");
  }
  Index young(Index person, Index start) {
    const auto age = build.of(Op::full_years, Type::count, build.fact(person, "birth_date"), start);
    return build.leaf(truth(Op::both, truth(Op::at_most, build.count(16), age),
                            truth(Op::at_most, age, build.count(24))),
                      "周岁 16 以上 24 以下");
  }
  Index one_year(Index hire, Index start) {
    const auto end = build.fact(hire, "contract_end");
    const auto after = build.of(Op::add, Type::day, end, build.count(1));
    return build.leaf(truth(Op::at_most, months_later(start, 12), after), "合同期限 1 年以上");
  }
  Index service_agreement(Index hire) {
    return build.leaf(truth(Op::equal, build.fact(hire, "contract_kind"),
                            build.code("contract_kind", "service_agreement")),
                      "合同类型 是 劳务协议");
  }
  Index never_paid(Index person) {
    const auto live = build.aggregate(Op::count, Type::count, person, "grant", "person",
                                      [](Index) { return Part{}; });
    return build.leaf(truth(Op::less, live, build.count(1)), "每人一次", true);
  }
  void pay(Index employer) {
    const auto large =
        truth(Op::equal, build.fact(employer, "size_class"), build.code("size_class", "大型"));
    build.pay(build.of(Op::select, Type::money, large, build.yuan(500), build.yuan(1000)));
  }
};

}  // namespace leye::policy
