# An interpreter keeps to its thread, and a database command to its interpreter: Tcl itself has no
# way to use one elsewhere. `wrong` loads the extension that has.
package require sqlite3
package require Thread

set script {
  package require sqlite3
  proc twice {x} {expr {2 * $x}}
  proc work {} {
    sqlite3 db :memory:
    db function twice twice
    db eval {create table t(k integer primary key, v text)}
    db transaction {
      for {set i 0} {$i < 100} {incr i} {
        set v "row $i"
        db eval {insert into t(v) values ($v)}
      }
    }
    set sum [db eval {select sum(twice(k)) from t where v like 'row %'}]
    db close
    return $sum
  }
}

if {[llength $argv]} {
  sqlite3 db :memory:
  db enable_load_extension 1
  db eval {select load_extension($argv)}
  puts [db eval {select used_by_another_thread()}]
} else {
  eval $script
  puts [work]
  set threads [list [thread::create] [thread::create] [thread::create]]
  foreach thread $threads {thread::send -async $thread "$script; work" answer($thread)}
  foreach thread $threads {
    while {![info exists answer($thread)]} {vwait answer($thread)}
    puts $answer($thread)
    thread::release -wait $thread
  }
}
