// One symbol in two versions: the hidden one answers programs that were linked long ago.
// The hidden one comes first in the symbol table's chains or last: both orders are here.
#define VERSIONS(symbol)               \
  int symbol##_old(void) { return 1; } \
  int symbol##_new(void) { return 2; } \
  __asm__(".symver " #symbol "_old, " #symbol "@V1\n.symver " #symbol "_new, " #symbol "@@V2");

VERSIONS(one)
VERSIONS(another)
VERSIONS(third)

int only_old_now(void) { return 1; }
__asm__(".symver only_old_now, only_old@V1");
