# Ruby's sqlite3 has no check of threads at all: threads that keep to their own databases, or one
# that uses the main thread's. Methods, since a block would share the variables around it.
require "sqlite3"

def opened = SQLite3::Database.new(":memory:")

def work(db)
  db.execute("create table t(k integer primary key, v text)")
  db.create_function("twice", 1) { |context, x| context.result = 2 * x }
  db.transaction { 100.times { |i| db.execute("insert into t(v) values (?)", ["row #{i}"]) } }
  db.get_first_value("select sum(twice(k)) from t where v like 'row %'")
end

def own
  db = opened
  sum = work(db)
  db.close
  sum
end

def wrong
  db = opened
  thread = Thread.new { work(db) }
  thread.name = "other"
  sum = thread.value
  db.close
  sum
end

puts ARGV == ["wrong"] ? wrong : 4.times.map { Thread.new { own } }.map(&:value)
