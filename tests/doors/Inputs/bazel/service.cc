#include <thread>

#include "store.h"

int main() {
  Store store;
  std::thread worker([&] { store.put(); });
  store.put();
  worker.join();
}
