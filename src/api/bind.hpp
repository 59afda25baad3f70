// Handlers of structs as routes. For .cpp files only.
//
//   get<Me>("/api/v1/me", "我是谁", access::anyone, me)
//   post<SignIn, Me>(…)
//
// What differs from the usual is set on the route that comes back.
#pragma once

#include "api/call.hpp"
#include "api/contract.hpp"
#include "base/json_schema.hpp"

namespace leye::api {

template <class Out>
http::Response respond(const Out& out) {
  http::Response response;
  response.body = json::write(out);
  return response;
}

template <class Out>
Route get(std::string path, std::string summary, access::RoleSet roles,
          Result<Out> (*answer)(Call&)) {
  Route route;
  route.path = std::move(path);
  route.summary = std::move(summary);
  route.roles = roles;
  route.handler = [answer](Call& call) -> Result<http::Response> {
    return respond(TRY(answer(call)));
  };
  route.gives = [](json::Schemas& schemas) { return schemas.of<Out>(); };
  return route;
}

template <class Out>
Route post(std::string path, std::string summary, access::RoleSet roles,
           Result<Out> (*answer)(Call&)) {
  Route route = get<Out>(std::move(path), std::move(summary), roles, answer);
  route.method = http::Method::post;
  route.effect = Effect::changes;
  return route;
}

template <class In, class Out>
Route post(std::string path, std::string summary, access::RoleSet roles,
           Result<Out> (*answer)(Call&, const In&)) {
  Route route;
  route.method = http::Method::post;
  route.path = std::move(path);
  route.summary = std::move(summary);
  route.roles = roles;
  route.effect = Effect::changes;
  route.handler = [answer](Call& call) -> Result<http::Response> {
    json::Limits limits;
    limits.bytes_max = call.route.body_bytes_max;
    const In in = TRY(json::read<In>(call.request.body, limits));
    return respond(TRY(answer(call, in)));
  };
  route.takes = [](json::Schemas& schemas) { return schemas.of<In>(); };
  route.gives = [](json::Schemas& schemas) { return schemas.of<Out>(); };
  return route;
}

// "2023-08-01T09:30:00+08:00"
std::string to_text(Instant moment);

// A page of `items`, of `total` altogether.
template <class T>
Page<T> page_of(std::vector<T> items, std::int64_t total, const Call::Paging& paging) {
  Page<T> page;
  page.items = std::move(items);
  page.total = total;
  page.page = paging.page;
  page.size = paging.size;
  return page;
}

}  // namespace leye::api
