# One library per folder of src/, and one test program from its *_test.cpp files.
#
#   leye_folder(registers USES base store vocabulary LINKS Boost::json)
#
# builds leye_registers from src/registers/*.cpp and, if there are any
# src/registers/*_test.cpp, the program registers_test. Each src/registers/x.sql becomes the header
# "registers/x.sql.hpp" (cmake/sql.awk).
function(leye_statements target folder)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.sql)
  foreach(file ${files})
    get_filename_component(stem ${file} NAME_WE)
    set(header ${CMAKE_BINARY_DIR}/generated/${folder}/${stem}.sql.hpp)
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/${folder})
    add_custom_command(
      OUTPUT ${header}
      COMMAND awk -v folder=${folder} -v file=${stem} -f ${CMAKE_SOURCE_DIR}/cmake/sql.awk ${file}
              > ${header}
      DEPENDS ${file} ${CMAKE_SOURCE_DIR}/cmake/sql.awk VERBATIM)
    target_sources(${target} PRIVATE ${header})
  endforeach()
  if(files)
    target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR}/generated)
  endif()
endfunction()

function(leye_folder folder)
  cmake_parse_arguments(ARG "" "" "USES;LINKS" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  add_library(leye_${name} STATIC ${sources})
  target_include_directories(leye_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  leye_statements(leye_${name} ${folder})
  foreach(used ${ARG_USES})
    string(REPLACE "/" "_" used_name ${used})
    target_link_libraries(leye_${name} PUBLIC leye_${used_name})
  endforeach()
  target_link_libraries(leye_${name} PUBLIC fmt::fmt ${ARG_LINKS})
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE leye_${name} GTest::gtest_main GTest::gmock)
    target_compile_definitions(${name}_test PRIVATE LEYE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name}_test COMMAND ${name}_test)
  endif()
endfunction()
