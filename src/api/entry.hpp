// A new file made at the counter (新增人员、新增单位): who may be meant already, and making it.
#pragma once

#include "api/organisations.hpp"
#include "api/persons.hpp"
#include "api/records.hpp"

namespace leye::api {

// Somebody who is about to get a file.
struct LikelyAsked {
  std::string id_number;
  std::string name;
  std::optional<Day> birth_date;
  std::optional<Id> residence_place;
};
BOOST_DESCRIBE_STRUCT(LikelyAsked, (), (id_number, name, birth_date, residence_place))

struct LikelyPerson {
  PersonCard card;
  std::vector<Labelled> reasons;
  std::int32_t score = 0;
};
BOOST_DESCRIBE_STRUCT(LikelyPerson, (), (card, reasons, score))

struct LikelyPeople {
  std::string id_number;          // in its one spelling, masked
  std::optional<Day> birth_date;  // and sex: as the number says, if it does
  std::string sex;
  std::string sex_label;
  std::vector<LikelyPerson> items;
};
BOOST_DESCRIBE_STRUCT(LikelyPeople, (), (id_number, birth_date, sex, sex_label, items))

struct LikelyOrganisationAsked {
  std::string uscc;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(LikelyOrganisationAsked, (), (uscc, name))

struct LikelyOrganisation {
  OrganisationCard card;
  std::vector<Labelled> reasons;
  std::int32_t score = 0;
};
BOOST_DESCRIBE_STRUCT(LikelyOrganisation, (), (card, reasons, score))

struct LikelyOrganisations {
  std::string uscc;  // in its one spelling
  std::vector<LikelyOrganisation> items;
};
BOOST_DESCRIBE_STRUCT(LikelyOrganisations, (), (uscc, items))

// A file that is alike is about somebody else, and why.
struct ToldApart {
  Id id;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ToldApart, (), (id, reason))

struct EnterFile {
  std::vector<WrittenFact> facts;
  std::vector<ToldApart> others;  // everybody alike
};
BOOST_DESCRIBE_STRUCT(EnterFile, (), (facts, others))

struct FileEntered {
  Id id;
};
BOOST_DESCRIBE_STRUCT(FileEntered, (), (id))

}  // namespace leye::api
