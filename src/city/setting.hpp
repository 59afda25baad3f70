// The stage of the city: its counties and villages, the names people bear, the trades employers
// follow. Read from data/city/<code>/ and data/divisions/, so that another city is other data.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "city/draw.hpp"

namespace leye::city {

struct Village {
  std::int64_t code = 0;  // 12 digits
  bool urban = false;     // a residents' committee (社区, 居委会), not a village committee
};

struct County {
  std::int64_t code = 0;  // 12 digits
  std::string name;       // "西峰区"
  int urban_per_mille = 0;
  std::vector<Village> villages;
  Weights urban;  // over the villages: those of the towns
  Weights rural;

  const Village& pick(Draw& draw) const;
};

struct NameList {
  std::vector<std::string> texts;
  Weights weights;
  // A list of one takes nothing from the draw.
  const std::string& pick(Draw& draw) const {
    return texts.size() == 1 ? texts.front() : texts[weights.pick(draw)];
  }
};

struct Trade {
  std::string section;
  std::string industry;
  std::string word;
  std::string size_industry;  // a code of packs/china; empty: no size is told of it
};

// What employers of one such industry turn over, in 10 000 yuan a head and a year; and what they
// have, per mille of that.
struct TurnoverRange {
  std::string size_industry;
  int low = 0, high = 0;
  int assets_low = 0, assets_high = 0;
};

// A kind and size of employer, and how many of it there are.
struct EmployerClass {
  std::string kind;
  std::string size;  // of an enterprise; for an individual business: as_unit, owner_only
  int per_100000 = 0;
  int staff_weight = 0;
  std::string uscc_prefix;
  std::string suffix;
};

// What schools report of graduates; days count from the day of graduating.
struct Destinations {
  Day graduated_from;         // who graduated before is in no report
  int work_within = 0;        // work that began by then is the destination, else "waiting"
  int reported_after = 0;     // not before work_within
  int handed_over_after = 0;  // of those who wait; not before reported_after
};

struct Setting {
  std::int64_t code = 0;         // 621000
  std::string name;              // "庆阳市"
  std::filesystem::path folder;  // data/city/<code>
  std::vector<County> counties;
  Weights population;  // over the counties
  NameList surnames, rare_surnames, given_male, given_female, rare_given, company, social;
  NameList university, college, vocational_school;
  std::vector<Trade> trades;
  Weights enterprise_trades, individual_trades;
  std::vector<EmployerClass> employer_classes;
  std::vector<TurnoverRange> turnover;
  Destinations destinations;

  static Result<Setting> load(std::int64_t city_code = 621000);

  // Of a business by its industry; empty where the table of sizes does not apply.
  std::string size_industry_of(const std::string& kind, const std::string& industry) const;

  // Now and then with a character that old systems cannot write (䶮, 𬱖).
  std::string surname(Draw& draw) const;
  std::string given_name(Draw& draw, bool male) const;
};

}  // namespace leye::city
