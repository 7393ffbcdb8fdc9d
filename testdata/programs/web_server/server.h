// Requests in, answers out: each is answered by a thread of the pool.
#pragma once

#include <atomic>
#include <string>

#include "database.h"
#include "pool.h"

struct Request {
  int connection = -1;
  std::string path;
  std::string body;
};

class Server {
 public:
  explicit Server(int threads);
  void accept(Request request);
  int served() const { return served_; }
  void checkpoint();

 private:
  void answer(const Request& request);
  std::string page(Database& database, const std::string& path);

  Database admin_{"site.db"};  // of the thread that made the server
  std::atomic<int> served_{0};
  Pool pool_;  // last: its threads end before the rest does
};
