"""What a Python program does with sqlite3: inserts by ones and by many, transactions, look-ups,
scans, updates. Without randomness, so that two runs execute the same instructions.

    workload.py ROWS
"""
import sqlite3
import sys


def insert(connection, rows):
    with connection:
        connection.executemany("INSERT INTO item (name, price, stock) VALUES (?, ?, ?)",
                               ((f"item {i}", i * 0.25, i % 100) for i in range(rows)))
    for i in range(rows // 10):
        with connection:
            cursor = connection.execute("INSERT INTO sale (item, amount) VALUES (?, ?)",
                                        (i * 7919 % rows + 1, i % 5 + 1))
            connection.execute("UPDATE item SET stock = stock - 1 WHERE id = ?", (cursor.lastrowid,))


def look_up(connection, rows):
    total = 0
    for i in range(rows // 2):
        name, price, stock = connection.execute(
            "SELECT name, price, stock FROM item WHERE id = ?", (i * 7919 % rows + 1,)).fetchone()
        total += len(name) + int(price) + stock
    return total


def scan(connection):
    total = 0
    for _ in range(5):
        for _, name, price, stock in connection.execute("SELECT * FROM item ORDER BY name"):
            total += len(name) + int(price) + stock
    return total + sum(amount for amount, in connection.execute(
        "SELECT sum(amount) FROM sale JOIN item ON item.id = sale.item GROUP BY stock"))


def main():
    rows = int(sys.argv[1])
    connection = sqlite3.connect(":memory:")
    connection.executescript("CREATE TABLE item (id INTEGER PRIMARY KEY, name, price, stock);"
                             "CREATE TABLE sale (id INTEGER PRIMARY KEY, item, amount);"
                             "CREATE INDEX sale_item ON sale (item)")
    insert(connection, rows)
    print(look_up(connection, rows) + scan(connection))
    connection.close()


main()
