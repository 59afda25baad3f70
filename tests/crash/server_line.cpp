// Every message of this program to the database is a point at which it may die: the functions of
// libpq that send one stand here in front of the library's own.
#include <dlfcn.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <string_view>

#include "funds/crash_point.hpp"

namespace {

template <class Function>
Function* of_library(const char* name) {
  void* found = ::dlsym(RTLD_NEXT, name);
  if (found == nullptr) std::abort();
  return reinterpret_cast<Function*>(found);
}

}  // namespace

extern "C" {

// After the message is sent: the server does what it says, and nobody hears the answer.
int PQsendQuery(PGconn* connection, const char* query) {
  static auto* const send = of_library<decltype(PQsendQuery)>("PQsendQuery");
  const int sent = send(connection, query);
  leye::funds::crash_point(std::string_view(query) == "commit" ? "commit" : "script");
  return sent;
}

int PQsendQueryPrepared(PGconn* connection, const char* name, int count, const char* const* values,
                        const int* lengths, const int* formats, int result_format) {
  static auto* const send = of_library<decltype(PQsendQueryPrepared)>("PQsendQueryPrepared");
  const int sent = send(connection, name, count, values, lengths, formats, result_format);
  leye::funds::crash_point("statement");
  return sent;
}

int PQputCopyData(PGconn* connection, const char* bytes, int length) {
  static auto* const put = of_library<decltype(PQputCopyData)>("PQputCopyData");
  const int done = put(connection, bytes, length);
  leye::funds::crash_point("chunk");
  return done;
}

int PQputCopyEnd(PGconn* connection, const char* error) {
  static auto* const end = of_library<decltype(PQputCopyEnd)>("PQputCopyEnd");
  const int done = end(connection, error);
  leye::funds::crash_point("copied");
  return done;
}

}  // extern "C"
