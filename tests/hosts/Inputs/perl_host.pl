# DBI lends no handle to another interpreter thread, and dies where one is used there. DBD::SQLite's
# own methods do not ask DBI: `wrong` calls one as a function.
use strict;
use warnings;
use threads;
use DBI;

sub opened {
  return DBI->connect("dbi:SQLite:dbname=:memory:", "", "", {RaiseError => 1, PrintError => 0});
}

sub work {
  my ($db) = @_;
  $db->do("create table t(k integer primary key, v text)");
  $db->sqlite_create_function("twice", 1, sub { 2 * $_[0] });
  $db->begin_work;
  my $insert = $db->prepare("insert into t(v) values (?)");
  $insert->execute("row $_") for 1 .. 100;
  $db->commit;
  return ($db->selectrow_array("select sum(twice(k)) from t where v like 'row %'"))[0];
}

my $db = opened();
print work($db), "\n";
if (@ARGV) {
  my $thread = threads->create(sub { DBD::SQLite::db::sqlite_get_autocommit($db) });
  print $thread->join, "\n";
} else {
  print threads->create(sub { work(opened()) })->join, "\n";
  # DBI's own refusal never reaches SQLite; nor does the end of the thread's copy of the handle.
  print threads->create(sub { eval { $db->do("select 1") }; $@ =~ /owned by thread/ ? "refused" : "lent" })
      ->join, "\n";
}
$db->disconnect;
