// RUN: %check %s
// A thread that uses a handle of its own server also calls back what it was given. The handle
// crosses where the thread is started, and is told there once, whoever gave it what to call.
#include <sqlite3.h>

#include <functional>
#include <memory>
#include <thread>

struct Command;

class Server {
 public:
  explicit Server(const char* path) { sqlite3_open(path, &db_); }
  void run(std::unique_ptr<Command> command);
  void reply(Command& command);
  sqlite3* connection() { return db_; }

 private:
  sqlite3* db_ = nullptr;
};

struct Command {
  explicit Command(Server& of) : server(of) {}
  virtual ~Command() = default;
  virtual void failed() {}
  Server& server;
  std::function<void()> done;
};

// Running a command can reply, and what failed is run again: a cycle of calls.
struct Again : Command {
  using Command::Command;
  void failed() override { server.run(std::make_unique<Again>(server)); }
};

void Server::run(std::unique_ptr<Command> command) {
  if (!command->done) {
    reply(*command);
    return;
  }
  std::thread([this, command = std::move(command)] {  // finding: sqlite-handle-shared: connection 'Server::db_' is used by another thread and by the one started here
    sqlite3_exec(db_, "select 1", nullptr, nullptr, nullptr);
    command->done();
    reply(*command);
  }).detach();
}

void Server::reply(Command& command) { command.failed(); }

void ask(Server& server) {
  auto command = std::make_unique<Again>(server);
  command->done = [] {};
  server.run(std::move(command));
}

void ask_again(Server& server) {
  auto command = std::make_unique<Again>(server);
  server.reply(*command);
  server.run(std::move(command));
}

// What is given is handed over by who gives it.
void later(sqlite3* db, const std::function<void(sqlite3*)>& work) {
  std::thread([=] { work(db); }).detach();
}

void give(Server& server) {
  later(server.connection(), [](sqlite3* db) {  // finding: sqlite-handle-transferred: connection 'Server::db_' is handed to the thread started here
    sqlite3_exec(db, "select 2", nullptr, nullptr, nullptr);
  });
}

// The thread's own connection is nobody else's.
void give_nothing(Server& server) {
  const char* path = sqlite3_db_filename(server.connection(), "main");
  later(nullptr, [path](sqlite3*) {
    sqlite3* own = nullptr;
    sqlite3_open(path, &own);
    sqlite3_exec(own, "select 3", nullptr, nullptr, nullptr);
    sqlite3_close(own);
  });
}
