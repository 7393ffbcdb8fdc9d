// A program that fetches documents on several threads through one cache.
// right: exclusive
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "cache.h"

static std::string fetch(const std::string& address) { return "<html>" + address + "</html>"; }

static void crawl(Cache& cache, int first) {
  for (int i = first; i < first + 100; ++i) {
    const std::string address = "http://example.com/" + std::to_string(i % 50);
    std::string page;
    if (!cache.find(address, page)) cache.store(address, fetch(address));
  }
}

int main() {
  Cache cache("cache.db");
  std::vector<std::thread> crawlers;
  for (int i = 0; i != 4; ++i) crawlers.emplace_back(crawl, std::ref(cache), i * 25);
  std::printf("%lld documents so far\n", static_cast<long long>(cache.size()));
  for (std::thread& crawler : crawlers) crawler.join();
}
