#include "audit/opened.hpp"

#include "audit/opened.sql.hpp"

namespace leye::audit {

Result<std::vector<OpenedFile>> files_opened(store::Transaction& transaction,
                                             const OpenedBy& asked) {
  std::vector<OpenedFile> files;
  for (const store::Row row : TRY(transaction.query(sql::files_opened, asked.login, asked.from,
                                                    asked.until, asked.limit))) {
    OpenedFile one;
    one.object = row.get<std::string>("object");
    one.times = row.get<std::int64_t>("times");
    one.first = row.get<Instant>("first_at");
    one.last = row.get<Instant>("last_at");
    one.acts = row.get<std::vector<std::string>>("acts");
    one.addresses = row.get<std::vector<std::string>>("addresses");
    files.push_back(std::move(one));
  }
  return files;
}

Result<std::vector<TakenSheet>> sheets_taken(store::Transaction& transaction,
                                             const OpenedBy& asked) {
  std::vector<TakenSheet> sheets;
  for (const store::Row row : TRY(transaction.query(sql::sheets_taken, asked.login, asked.from,
                                                    asked.until, asked.limit))) {
    sheets.push_back({row.get<Instant>("at"), row.get<std::string>("act"),
                      row.get<std::string>("object"), row.get<std::string>("detail"),
                      row.get<std::string>("address")});
  }
  return sheets;
}

}  // namespace leye::audit
