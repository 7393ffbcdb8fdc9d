# The warnings that our own code is built with. Linked as a target, so that code we
# only borrow (LLVM's headers) stays out of it.
add_library(lanyard_warnings INTERFACE)
target_compile_options(lanyard_warnings INTERFACE -Wall -Wextra -Werror)
# libstdc++ 12's stable_sort calls what libstdc++ itself deprecates, and Clang blames its caller
# (llvm/llvm-project, issue 76515).
target_compile_options(lanyard_warnings INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>)
