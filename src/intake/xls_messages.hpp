// What leye-xls sends, byte by byte: a tag, then what belongs to it. Numbers are 4 bytes, low byte
// first.
//
//   N length name                    the name of a sheet, one for each, if asked for the names
//   R row count (kind length text)…  a row with its cells, empty ones too
//   E length text                    cannot be read: why, for people
//   Z                                the end; without it, the file was cut off
#pragma once

namespace leye::intake::xls {

constexpr char name_tag = 'N';
constexpr char row_tag = 'R';
constexpr char error_tag = 'E';
constexpr char end_tag = 'Z';

constexpr int file_handle = 3;  // where leye-xls finds the workbook

}  // namespace leye::intake::xls
