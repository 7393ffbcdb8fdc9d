// A desktop application: the main thread has one connection, each search opens its own.
// right: owner
#include "window.h"

int main() {
  Loop main;
  Window window(main);
  main.post([&window] { window.entered("call the dentist"); });
  main.post([&window] { window.typed("dentist"); });
  main.post([&window] { window.closed(); });
  main.run();
}
