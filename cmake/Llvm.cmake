# Finds one LLVM release and names what the checker links against.
#
# Debian keeps each release in a prefix of its own. The plugin must link no LLVM
# library, since clang-tidy brings its own copy into the process; only a program
# that stands alone links `lanyard_llvm`.
set(LANYARD_LLVM_PREFIX /usr/lib/llvm-${LANYARD_LLVM} CACHE PATH "Where that LLVM release is installed")
find_package(LLVM ${LANYARD_LLVM} REQUIRED CONFIG
  PATHS ${LANYARD_LLVM_PREFIX}/lib/cmake/llvm NO_DEFAULT_PATH)

add_library(lanyard_llvm_headers INTERFACE)
target_include_directories(lanyard_llvm_headers SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_definitions(lanyard_llvm_headers INTERFACE
  __STDC_CONSTANT_MACROS __STDC_LIMIT_MACROS __STDC_FORMAT_MACROS)

find_library(LANYARD_CLANG_CPP clang-cpp PATHS ${LANYARD_LLVM_PREFIX}/lib NO_DEFAULT_PATH REQUIRED)
find_library(LANYARD_LLVM_LIBRARY LLVM LLVM-${LANYARD_LLVM} PATHS ${LANYARD_LLVM_PREFIX}/lib NO_DEFAULT_PATH REQUIRED)
add_library(lanyard_llvm INTERFACE)
target_link_libraries(lanyard_llvm INTERFACE
  lanyard_llvm_headers ${LANYARD_CLANG_CPP} ${LANYARD_LLVM_LIBRARY})
