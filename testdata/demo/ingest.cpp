#include "ingest.h"

namespace station {

Ingest::Ingest(const std::string& path) : database_(path) {
  database_.execute("CREATE TABLE IF NOT EXISTS reading (celsius REAL)");
  thread_ = std::thread(&Ingest::run, this);  // finding: sqlite-handle-shared
}

Ingest::~Ingest() { thread_.join(); }

long long Ingest::size() { return database_.count("reading"); }

void Ingest::run() {
  for (int i = 0; i < 100; ++i)
    database_.execute("INSERT INTO reading VALUES (21.5)");  // violation: cross-thread-use
}

}  // namespace station
