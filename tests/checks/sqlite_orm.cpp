// RUN: %check --library sqlite_orm --std c++17 %s
// sqlite_orm's storage is a connection, whatever tables it is made for.
#include <sqlite_orm/sqlite_orm.h>

#include <thread>

struct User {
  int id;
};

int main() {
  auto storage = sqlite_orm::make_storage("app.db", User());
  std::thread saver([&storage] { storage.insert(User()); });  // finding: sqlite-handle-shared: connection 'storage' is used by this thread and by the one started here
  storage.insert(User());
  saver.join();
  std::thread own([] {
    auto mine = sqlite_orm::make_storage("app.db", User());
    mine.insert(User());
  });
  storage.insert(User());
  own.join();
}
