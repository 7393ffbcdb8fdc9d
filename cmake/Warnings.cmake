# The warnings that our own code is built with. Linked as a target, so that code we
# only borrow (LLVM's headers) stays out of it.
add_library(lanyard_warnings INTERFACE)
target_compile_options(lanyard_warnings INTERFACE -Wall -Wextra -Werror)
