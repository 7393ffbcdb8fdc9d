# lanyard_add_lint(TARGET [ARGS OPTION...])
#
# Makes the target TARGET-lint, which runs `lanyard lint` on the whole compile database, reports
# what touches TARGET's sources, and fails on findings. The target `lanyard-lint` is all of them.
# OPTIONs are those of `lanyard lint`, such as --policy exclusive or --baseline FILE. TARGET itself
# is built first: its sources may include what other targets make.
function(lanyard_add_lint target)
  cmake_parse_arguments(PARSE_ARGV 1 lint "" "" "ARGS")
  if(lint_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lanyard_add_lint: unknown words: ${lint_UNPARSED_ARGUMENTS} (ARGS goes before options)")
  endif()
  if(NOT TARGET ${target})
    message(FATAL_ERROR "lanyard_add_lint: there is no target ${target}")
  endif()
  get_target_property(exports ${target} EXPORT_COMPILE_COMMANDS)
  if(NOT exports)
    message(FATAL_ERROR "lanyard_add_lint: ${target} is not in the compile database; "
      "set(CMAKE_EXPORT_COMPILE_COMMANDS ON) before the target is made")
  endif()
  get_target_property(sources ${target} SOURCES)
  get_target_property(folder ${target} SOURCE_DIR)
  set(paths)
  foreach(source IN LISTS sources)
    if(source MATCHES "\\.(c|cc|cpp|cxx|c\\+\\+|C)$")
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder})
      list(APPEND paths ${source})
    endif()
  endforeach()
  if(NOT paths)
    message(FATAL_ERROR "lanyard_add_lint: ${target} has no C or C++ source")
  endif()
  add_custom_target(${target}-lint
    COMMAND ${LANYARD_COMMAND} lint -p ${CMAKE_BINARY_DIR} ${lint_ARGS} ${paths}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "Looking for SQLite handles on the wrong thread in ${target}"
    USES_TERMINAL
    VERBATIM)
  add_dependencies(${target}-lint ${target})
  if(NOT TARGET lanyard-lint)
    add_custom_target(lanyard-lint)
  endif()
  add_dependencies(lanyard-lint ${target}-lint)
endfunction()
