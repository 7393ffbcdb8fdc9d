# Finds the LLVM releases that the checker is built against, and names what links with them.
#
# Debian keeps each release in a prefix of its own. LLVM's own CMake package would define the
# same targets for every release, so its llvm-config is asked instead. The plugins link no LLVM
# library, since clang-tidy brings its own copy into the process; only a program that stands
# alone links `lanyard_llvm`.

# lanyard_find_llvm(RELEASE): sets LANYARD_LLVM_<RELEASE>_PREFIX (cached) and _VERSION, and
# defines the target lanyard_llvm_headers_<RELEASE>.
function(lanyard_find_llvm release)
  set(variable LANYARD_LLVM_${release}_PREFIX)
  set(${variable} /usr/lib/llvm-${release} CACHE PATH "Where LLVM ${release} is installed")
  set(prefix ${${variable}})
  set(version)
  if(EXISTS ${prefix}/bin/llvm-config)
    execute_process(COMMAND ${prefix}/bin/llvm-config --version --includedir
      OUTPUT_VARIABLE answer OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(REPLACE "\n" ";" answer "${answer}")
    list(GET answer 0 version)
    list(GET answer 1 headers)
  endif()
  if(NOT version OR NOT EXISTS ${headers}/llvm/Config/llvm-config.h
     OR NOT EXISTS ${headers}/clang-tidy/ClangTidyCheck.h)
    message(FATAL_ERROR "LLVM ${release} is not in ${prefix}: install the packages "
      "llvm-${release}-dev and libclang-${release}-dev, name another place with "
      "-D${variable}=PLACE, or build for fewer releases with -DLANYARD_LLVMS=${LANYARD_LLVM}")
  endif()
  if(NOT version MATCHES "^${release}\\.")
    message(FATAL_ERROR "${prefix} holds LLVM ${version}, not ${release}: set ${variable}")
  endif()
  add_library(lanyard_llvm_headers_${release} INTERFACE)
  target_include_directories(lanyard_llvm_headers_${release} SYSTEM INTERFACE ${headers})
  target_compile_definitions(lanyard_llvm_headers_${release} INTERFACE
    __STDC_CONSTANT_MACROS __STDC_LIMIT_MACROS __STDC_FORMAT_MACROS)
  set(LANYARD_LLVM_${release}_VERSION ${version} PARENT_SCOPE)
endfunction()

if(NOT LANYARD_LLVM IN_LIST LANYARD_LLVMS)
  message(FATAL_ERROR "The command is built with LLVM ${LANYARD_LLVM}, which is none of "
    "LANYARD_LLVMS=${LANYARD_LLVMS}: set LANYARD_LLVM to one of these")
endif()
foreach(release ${LANYARD_LLVMS})
  lanyard_find_llvm(${release})
endforeach()

# The release of the command, in short.
set(LANYARD_LLVM_PREFIX ${LANYARD_LLVM_${LANYARD_LLVM}_PREFIX})
set(version ${LANYARD_LLVM_${LANYARD_LLVM}_VERSION})
string(REGEX MATCH "^[0-9]+\\.[0-9]+" minor ${version})
add_library(lanyard_llvm_headers ALIAS lanyard_llvm_headers_${LANYARD_LLVM})

# Debian ships the shared library of Clang under its versioned name alone.
find_library(LANYARD_CLANG_CPP REQUIRED
  NAMES libclang-cpp.so.${minor} libclang-cpp.so.${LANYARD_LLVM}
  PATHS ${LANYARD_LLVM_PREFIX}/lib NO_DEFAULT_PATH)
find_library(LANYARD_LLVM_LIBRARY REQUIRED
  NAMES libLLVM-${LANYARD_LLVM}.so libLLVM.so.${minor}
  PATHS ${LANYARD_LLVM_PREFIX}/lib NO_DEFAULT_PATH)
add_library(lanyard_llvm INTERFACE)
target_link_libraries(lanyard_llvm INTERFACE
  lanyard_llvm_headers ${LANYARD_CLANG_CPP} ${LANYARD_LLVM_LIBRARY})

# What Clang calls its resource directory: the headers that belong to the compiler (stddef.h,
# stdarg.h). A program that is not clang cannot find them by itself.
set(resources ${LANYARD_LLVM_PREFIX}/lib/clang/${LANYARD_LLVM})
if(LANYARD_LLVM LESS 16)
  set(resources ${LANYARD_LLVM_PREFIX}/lib/clang/${version})
endif()
set(LANYARD_CLANG_RESOURCE_DIR ${resources} CACHE PATH "Clang's resource directory")
target_compile_definitions(lanyard_llvm INTERFACE
  LANYARD_CLANG_RESOURCE_DIR="${LANYARD_CLANG_RESOURCE_DIR}")
