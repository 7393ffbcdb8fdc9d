// A translation unit that does not parse.
#include "no_such_header.h"

int broken(void) { return 0; }
