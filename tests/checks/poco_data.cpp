// RUN: %check --library poco %s
// A Poco::Data::Session is a connection, and its copies are the same one.
#include <Poco/Data/Session.h>

#include <thread>

int main() {
  Poco::Data::Session session("SQLite", "app.db");
  Poco::Data::Session copy = session;
  std::thread saver([copy]() mutable { copy.begin(); });  // finding: sqlite-handle-shared: connection 'session' is used by this thread and by the one started here
  session.commit();
  saver.join();
  std::thread own([] {
    Poco::Data::Session mine("SQLite", "app.db");
    mine.begin();
  });
  session.begin();
  own.join();
}
