# The Debian package: `cpack -G DEB` in the build folder.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lanyard)
set(CPACK_PACKAGE_CONTACT "The Lanyard authors <lanyard@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Finds SQLite handles that are used on the wrong thread: in the sources of C
and C++ programs, across files, and in programs that run, without a rebuild,
Python's among them. Says which thread made the handle, where, and who took it.")
# The libraries of the command; the plugins get theirs from the clang-tidy that loads them.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Clang's own headers, which lint parses with, and what lint runs its steps with.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libclang-common-${LANYARD_LLVM}-dev, ninja-build")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "clang-tidy-19 | clang-tidy-14 | clang-tidy-22, cmake")
include(CPack)
