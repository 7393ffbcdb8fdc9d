<?php
// PHP has one thread (Debian builds no other), so `wrong` loads the extension that has two; PDO
// cannot load one, and gets it as every connection does that is opened later.
function with_sqlite3(): int {
  $db = new SQLite3(':memory:');
  $db->exec('create table t(k integer primary key, v text)');
  $db->createFunction('twice', fn($x) => 2 * $x);
  $insert = $db->prepare('insert into t(v) values (:v)');
  for ($i = 0; $i < 100; ++$i) {
    $insert->bindValue(':v', "row $i");
    $insert->execute();
    $insert->reset();
  }
  return $db->querySingle("select sum(twice(k)) from t where v like 'row %'");
}

function with_pdo(): int {
  $db = new PDO('sqlite::memory:');
  $db->exec('create table t(k integer primary key, v text)');
  $db->sqliteCreateFunction('twice', fn($x) => 2 * $x);
  $db->beginTransaction();
  $insert = $db->prepare('insert into t(v) values (?)');
  for ($i = 0; $i < 100; ++$i) $insert->execute(["row $i"]);
  $db->commit();
  return $db->query("select sum(twice(k)) from t where v like 'row %'")->fetchColumn();
}

if ($argc == 1) {
  echo with_sqlite3(), "\n", with_pdo(), "\n";
} else {
  $db = new SQLite3(':memory:');
  $db->loadExtension($argv[1]);
  echo $db->querySingle('select used_by_another_thread()'), "\n";
  $pdo = new PDO('sqlite:' . $argv[2]);
  echo $pdo->query('select used_by_another_thread()')->fetchColumn(), "\n";
}
