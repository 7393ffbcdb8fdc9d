/* A program of which `lanyard lint` and `lanyard run` each know a part; see docs/joined.md.
 *
 *     joined [late]
 */
#include "joined.h"

int main(int argc, char **argv) {
  (void)argv;
  confirmed();
  exercised();
  if (argc > 1) unexercised();
  piped();
  outside();
  return 0;
}
