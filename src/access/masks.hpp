// What a masked value shows.
//
// The vocabulary says which fact is masked and how (words below); whoever may see more asks for
// one value with a reason, and that is recorded. Lists and public notices are always masked.
#pragma once

#include <string>
#include <string_view>

namespace leye::access {

// id_number: first 6 and last 2 ("000000**********28"); phone: first 3 and last 2;
// account: last 4; name: the first character ("张**"); birth_date: the year; health and anything
// else: "******".
std::string mask(std::string_view kind, std::string_view value);

}  // namespace leye::access
