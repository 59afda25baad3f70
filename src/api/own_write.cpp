#include "api/own_write.hpp"

namespace leye::api {

Result<http::Response> own_write(
    Call& call, std::chrono::minutes time_limit,
    const std::function<Result<http::Response>(store::Transaction&)>& work) {
  auto* connection = TRY(call.connection());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  scope.time_limit = time_limit;
  auto transaction = TRY(store::Transaction::begin(*connection, scope));
  auto response = TRY(work(transaction));
  TRY(call.keep(transaction, response));
  TRY(transaction.commit());
  return response;
}

}  // namespace leye::api
