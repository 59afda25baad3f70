// A 128-bit whole number for products of two 64-bit ones; a compiler extension.
#pragma once

namespace leye {

__extension__ typedef __int128 Wide;

}  // namespace leye
