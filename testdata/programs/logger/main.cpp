// A program whose threads log into a database that only the logger's thread touches.
// right: owner
#include <string>
#include <thread>
#include <vector>

#include "logger.h"

static void work(Logger& logger, int number) {
  logger.log(Level::info, "worker " + std::to_string(number) + " starts");
  for (int i = 0; i != 100; ++i) logger.log(Level::debug, "step " + std::to_string(i));
  logger.log(Level::error, "worker " + std::to_string(number) + " is done");
}

int main() {
  Logger logger("log.db");
  std::vector<std::thread> workers;
  for (int i = 0; i != 4; ++i) workers.emplace_back(work, std::ref(logger), i);
  for (std::thread& worker : workers) worker.join();
}
