# Which lines of our own code the tests reach: `./dev coverage` builds so, with Clang, and prints it.
#
# Counters are kept in the file itself (%c), one for each binary (%m): a process that is killed, or
# leaves by _exit as the shim does, has written them, and a forked child adds to its parent's.
option(LANYARD_COVERAGE "Count which lines run (Clang)" OFF)
if(LANYARD_COVERAGE AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  message(FATAL_ERROR "LANYARD_COVERAGE needs Clang: configure with -DCMAKE_CXX_COMPILER=clang++-19")
endif()

# lanyard_covered(TARGET...): counts the lines of these.
function(lanyard_covered)
  if(NOT LANYARD_COVERAGE)
    return()
  endif()
  foreach(target ${ARGN})
    target_compile_options(${target} PRIVATE
      -fprofile-instr-generate=${CMAKE_BINARY_DIR}/profiles/%m%c.profraw -fcoverage-mapping
      "SHELL:-mllvm -runtime-counter-relocation")
  endforeach()
endfunction()
if(LANYARD_COVERAGE)
  add_link_options(-fprofile-instr-generate)
endif()
