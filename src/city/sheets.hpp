// A city as the sheets bureaux send each other: one CSV file for each register, Chinese headings
// and labels, so that imports can be tried with whole registers.
//
//   SheetWriter sheets =
//       TRY(SheetWriter::open(folder, setting, vocabulary, {intake::Encoding::gb18030, 50}));
//   TRY(make_city(setting, plan, {&sheets})); TRY(sheets.finish());
//
// Files: persons.csv, organisations.csv, employments.csv, unemployment_registrations.csv,
// education_records.csv, graduate_destinations.csv, insurance_spells.csv, organisation_years.csv,
// organisation_months.csv, households.csv. Import people and organisations first. With `bad_every`
// n every n-th row has one mistake; bad_rows.csv lists them by file, row (as a spreadsheet counts),
// heading and what is wrong.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "city/rows.hpp"
#include "city/setting.hpp"
#include "intake/csv_writer.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::city {

struct SheetOptions {
  intake::Encoding encoding = intake::Encoding::utf8;
  int bad_every = 0;  // 0: no mistakes
};

class SheetWriter final : public Receiver {
 public:
  static Result<SheetWriter> open(const std::filesystem::path& folder, const Setting& setting,
                                  const Vocabulary& vocabulary,
                                  const SheetOptions& options);

  Status organisations(const std::vector<Organisation>& all) override;
  Status household(const Household& household) override;
  Status organisation_years(const std::vector<OrganisationYear>& all) override;
  Status organisation_months(const std::vector<OrganisationMonth>& all) override;
  Status organisation_grants(const std::vector<EarlierGrant>& all) override;

  Status finish();  // unavailable: the files could not be written
  std::int64_t bad_rows() const { return bad_rows_; }

 private:
  // One cell: the fact's English id and its text.
  using Cells = std::vector<std::pair<const char*, std::string>>;
  struct File {
    std::string name;
    const Entity* entity = nullptr;
    std::ofstream out;
    std::unique_ptr<intake::CsvWriter> writer;
    std::int64_t rows = 0;
  };

  SheetWriter(std::filesystem::path folder, const Setting& setting, const Vocabulary& vocabulary,
              SheetOptions options)
      : folder_(std::move(folder)),
        vocabulary_(&vocabulary),
        options_(options),
        destinations_(setting.destinations) {}
  // Facts that the vocabulary does not have are left out: a pack adds some.
  Status write(const char* entity, Cells cells);
  Result<File*> file_of(const char* entity, const Cells& cells);
  void spoil(const File& file, Cells& cells);
  std::string label(const char* code_table, const Code& code) const;
  Status person(const PersonFile& person);
  Status spells(const PersonFile& person);
  Status destinations(const PersonFile& person);

  std::filesystem::path folder_;
  const Vocabulary* vocabulary_;
  SheetOptions options_;
  Destinations destinations_;
  std::map<std::string, std::unique_ptr<File>> files_;
  std::vector<std::string> credit_codes_;  // by organisation id − 1
  std::vector<std::vector<std::string>> mistakes_;
  std::int64_t bad_rows_ = 0;
};

}  // namespace leye::city
