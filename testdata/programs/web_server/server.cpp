#include "server.h"

#include <unistd.h>

#include <utility>

Server::Server(int threads) : pool_(threads) {
  admin_.execute("CREATE TABLE IF NOT EXISTS page(path TEXT PRIMARY KEY, text TEXT)");
}

void Server::accept(Request request) {
  pool_.post([this, request = std::move(request)] { answer(request); });
}

void Server::answer(const Request& request) {
  // mutant share-connection.1: write Database& database = admin_;
  Database& database = thread_database();
  if (!request.body.empty()) {
    const std::string sql = "UPDATE page SET text = ?1";
    // mutant share-connection.2: write admin_.single(sql, request.body);
    database.single(sql, request.body);
  }
  const std::string text = page(database, request.path);
  ::write(request.connection, text.data(), text.size());
  ++served_;
  // mutant share-connection.3: add if (served_ % 100 == 0) checkpoint();
}

std::string Server::page(Database& database, const std::string& path) {
  // mutant share-connection.4: write return admin_.single("SELECT text FROM page", path);
  return database.single("SELECT text FROM page WHERE path = ?1", path);
}

void Server::checkpoint() {
  // mutant into-thread: write pool_.post([this] { admin_.execute("PRAGMA wal_checkpoint"); });
  admin_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}
