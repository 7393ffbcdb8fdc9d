# lanyard_enable_run(TEST... [OPTIONS KEY=VALUE...])
#
# Has CTest run the TESTs under Lanyard's shim. A test in which a handle was used on the wrong
# thread fails with exit code 66. What was seen is kept in lanyard-results/ of the build folder, and
# the test `lanyard-report`, which CTest runs behind them by itself, tells it with files and lines.
# OPTIONs are those of LANYARD_OPTIONS, such as policy=exclusive or suppressions=FILE. The TESTs
# must have been added in this folder, by add_test.
set(LANYARD_CMAKE_FOLDER ${CMAKE_CURRENT_LIST_DIR})

# The tests that CTest puts before and behind those under the shim; once in a project.
function(lanyard_add_report_tests results)
  get_property(done GLOBAL PROPERTY LANYARD_REPORT_TESTS)
  if(done)
    return()
  endif()
  set_property(GLOBAL PROPERTY LANYARD_REPORT_TESTS ON)
  foreach(step clear report)
    add_test(NAME lanyard-${step} COMMAND ${CMAKE_COMMAND} -DSTEP=${step} -DRESULTS=${results}
      -DLANYARD=${LANYARD_COMMAND} -P ${LANYARD_CMAKE_FOLDER}/LanyardResults.cmake)
  endforeach()
  set_tests_properties(lanyard-clear PROPERTIES FIXTURES_SETUP lanyard)
  set_tests_properties(lanyard-report PROPERTIES FIXTURES_CLEANUP lanyard)
endfunction()

function(lanyard_enable_run)
  cmake_parse_arguments(PARSE_ARGV 0 run "" "" "OPTIONS")
  set(results ${CMAKE_BINARY_DIR}/lanyard-results)
  if(NOT run_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lanyard_enable_run: no test is named")
  endif()
  lanyard_add_report_tests(${results})
  foreach(test IN LISTS run_UNPARSED_ARGUMENTS)
    if(NOT TEST ${test})
      message(FATAL_ERROR
        "lanyard_enable_run: add_test has made no test ${test} in ${CMAKE_CURRENT_SOURCE_DIR}")
    endif()
    string(MAKE_C_IDENTIFIER ${test} name)
    list(JOIN run_OPTIONS ":" options)
    string(JOIN ":" options ${options} log_path=${results}/${name})
    set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT_MODIFICATION
      LD_PRELOAD=path_list_prepend:${LANYARD_SHIM}
      LANYARD_OPTIONS=set:${options})
    set_property(TEST ${test} APPEND PROPERTY FIXTURES_REQUIRED lanyard)
  endforeach()
endfunction()
