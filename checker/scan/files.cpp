#include "checker/scan/files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace lanyard::scan {
namespace {

constexpr std::string_view kMagic = "lanyard scan 1\n";

std::uint64_t checksum(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (; text.size() >= sizeof value; text.remove_prefix(sizeof value)) {
    std::uint64_t piece = 0;
    std::memcpy(&piece, text.data(), sizeof piece);
    value = (value ^ piece) * 0x9e3779b97f4a7c15U;
    value ^= value >> 29;
  }
  for (const unsigned char each : text) value = (value ^ each) * 0x100000001b3U;
  return value;
}

template <typename T>
void put(std::string& to, T value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put(std::string& to, const std::string& text) {
  put(to, static_cast<std::uint32_t>(text.size()));
  to += text;
}

void put(std::string& to, const Words& words) {
  put(to, static_cast<std::uint32_t>(words.size()));
  to.append(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Word));
}

/// Reads what put() wrote; what is cut short reads as zeros, and `good` tells.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool good = true;

  bool at_end() const { return text_.empty(); }

  template <typename T>
  T number() {
    T value = 0;
    if (take(sizeof value)) taken_.copy(reinterpret_cast<char*>(&value), sizeof value);
    return value;
  }

  std::string text() { return take(number<std::uint32_t>()) ? std::string(taken_) : std::string(); }

  Words words() {
    Words result;
    const std::size_t count = number<std::uint32_t>();
    if (!take(count * sizeof(Word)) || count == 0) return result;
    result.resize(count);
    std::memcpy(result.data(), taken_.data(), taken_.size());
    return result;
  }

 private:
  bool take(std::size_t size) {
    good &= size <= text_.size();
    if (!good) return false;
    taken_ = text_.substr(0, size);
    text_.remove_prefix(size);
    return true;
  }

  std::string_view text_, taken_;
};

enum Form : std::uint8_t { kQuoted = 1, kNext = 2 };

}  // namespace

std::string sealed(std::string_view text) {
  std::string result(kMagic);
  put(result, checksum(text));
  return result.append(text);
}

void Files::load(std::string_view stored) {
  if (stored.substr(0, kMagic.size()) != kMagic) return;
  stored.remove_prefix(kMagic.size());
  Reader reader(stored);
  const auto sum = reader.number<std::uint64_t>();
  if (!reader.good || checksum(stored.substr(sizeof sum)) != sum) return;
  while (reader.good && !reader.at_end()) {
    Known known;
    known.path = reader.text();
    for (std::uint64_t* each : {&known.stamp.size, &known.stamp.time, &known.stamp.inode})
      *each = reader.number<std::uint64_t>();
    known.text.is_opaque = reader.number<std::uint8_t>() != 0;
    for (auto left = reader.number<std::uint32_t>(); left != 0 && reader.good; --left) {
      Include include;
      include.name = reader.text();
      const auto form = reader.number<std::uint8_t>();
      include.quoted = (form & kQuoted) != 0;
      include.next = (form & kNext) != 0;
      known.text.includes.push_back(std::move(include));
    }
    known.text.names = reader.words();
    known.text.uses = reader.words();
    known.text.definitions = reader.words();
    if (reader.good) stored_.insert_or_assign(known.path, std::move(known));
  }
}

std::string Files::store() const {
  std::vector<const Known*> sorted;
  sorted.reserve(known_.size());
  for (const Known& each : known_) sorted.push_back(&each);
  std::sort(sorted.begin(), sorted.end(),
            [](const Known* a, const Known* b) { return a->path < b->path; });
  std::string text;
  for (const Known* each : sorted) {
    put(text, each->path);
    for (const std::uint64_t value : {each->stamp.size, each->stamp.time, each->stamp.inode})
      put(text, value);
    put(text, static_cast<std::uint8_t>(each->text.is_opaque));
    put(text, static_cast<std::uint32_t>(each->text.includes.size()));
    for (const Include& include : each->text.includes) {
      put(text, include.name);
      put(text,
          static_cast<std::uint8_t>((include.quoted ? kQuoted : 0) | (include.next ? kNext : 0)));
    }
    put(text, each->text.names);
    put(text, each->text.uses);
    put(text, each->text.definitions);
  }
  return sealed(text);
}

std::string Files::real(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = path.substr(0, slash + 1);
  const auto [known, is_new] = folders_.try_emplace(folder, folder);
  if (is_new) {
    std::error_code missing;
    const std::filesystem::path name = std::filesystem::canonical(folder, missing);
    if (!missing) known->second = (name / "").string();
  }
  return known->second + path.substr(slash + 1);
}

FileId Files::find(const std::string& path) {
  const auto known = by_path_.find(path);
  if (known != by_path_.end()) return known->second;
  const std::string own = real(path);
  const FileId file = own == path ? read(path) : find(own);
  by_path_.emplace(path, file);
  return file;
}

FileId Files::read(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return kNoFile;
  constexpr std::uint64_t kSecond = 1000000000;
  const Stamp stamp{static_cast<std::uint64_t>(status.st_size),
                    static_cast<std::uint64_t>(status.st_mtim.tv_sec) * kSecond +
                        static_cast<std::uint64_t>(status.st_mtim.tv_nsec),
                    static_cast<std::uint64_t>(status.st_ino)};
  const auto stored = stored_.find(path);
  if (stored != stored_.end() && stored->second.stamp == stamp) {
    known_.push_back(std::move(stored->second));
    stored_.erase(stored);
  } else {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open()) return kNoFile;
    known_.push_back({path, stamp, scan(text)});
    has_changed_ = true;
  }
  return static_cast<FileId>(known_.size() - 1);
}

}  // namespace lanyard::scan
