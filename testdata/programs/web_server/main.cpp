// A web server that answers requests on a pool of threads, each with its own connection.
// right: owner
#include <cstdio>

#include "server.h"

int main() {
  Server server(8);
  for (int i = 0; i != 1000; ++i) {
    Request request;
    request.connection = 1;
    request.path = "/page/" + std::to_string(i % 7);
    if (i % 10 == 0) request.body = "text " + std::to_string(i);
    server.accept(std::move(request));
  }
  server.checkpoint();
  std::printf("%d served\n", server.served());
}
