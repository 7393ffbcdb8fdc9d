# Finds one LLVM release and names what the checker links against.
#
# Debian keeps each release in a prefix of its own. The plugin must link no LLVM
# library, since clang-tidy brings its own copy into the process; only a program
# that stands alone links `lanyard_llvm`.
set(LANYARD_LLVM_PREFIX /usr/lib/llvm-${LANYARD_LLVM} CACHE PATH "Where that LLVM release is installed")
# No version is asked for: LLVM's own version file accepts only an exact major.minor.
find_package(LLVM REQUIRED CONFIG
  PATHS ${LANYARD_LLVM_PREFIX}/lib/cmake/llvm NO_DEFAULT_PATH)
if(NOT LLVM_VERSION_MAJOR EQUAL LANYARD_LLVM)
  message(FATAL_ERROR "${LANYARD_LLVM_PREFIX} holds LLVM ${LLVM_PACKAGE_VERSION}, not ${LANYARD_LLVM}: set LANYARD_LLVM_PREFIX")
endif()

add_library(lanyard_llvm_headers INTERFACE)
target_include_directories(lanyard_llvm_headers SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_definitions(lanyard_llvm_headers INTERFACE
  __STDC_CONSTANT_MACROS __STDC_LIMIT_MACROS __STDC_FORMAT_MACROS)

# Debian ships the shared library of Clang under its versioned name alone.
find_library(LANYARD_CLANG_CPP REQUIRED
  NAMES libclang-cpp.so.${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR} libclang-cpp.so.${LLVM_VERSION_MAJOR}
  PATHS ${LANYARD_LLVM_PREFIX}/lib NO_DEFAULT_PATH)
find_library(LANYARD_LLVM_LIBRARY REQUIRED
  NAMES libLLVM-${LLVM_VERSION_MAJOR}.so libLLVM.so.${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR}
  PATHS ${LANYARD_LLVM_PREFIX}/lib NO_DEFAULT_PATH)
add_library(lanyard_llvm INTERFACE)
target_link_libraries(lanyard_llvm INTERFACE
  lanyard_llvm_headers ${LANYARD_CLANG_CPP} ${LANYARD_LLVM_LIBRARY})

# A program that parses C++ needs the compiler's own headers (stddef.h and friends) of
# the release it is built from; it cannot find them relative to itself as clang does.
set(LANYARD_CLANG_RESOURCE_DIR ${LANYARD_LLVM_PREFIX}/lib/clang/${LLVM_VERSION_MAJOR})
if(LLVM_VERSION_MAJOR LESS 16)
  set(LANYARD_CLANG_RESOURCE_DIR ${LANYARD_LLVM_PREFIX}/lib/clang/${LLVM_PACKAGE_VERSION})
endif()
target_compile_definitions(lanyard_llvm_headers INTERFACE
  LANYARD_CLANG_RESOURCE_DIR="${LANYARD_CLANG_RESOURCE_DIR}")
