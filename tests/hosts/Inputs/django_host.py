"""A Django project in one file: models, migrations' work by the schema editor, the ORM in a pool of
threads. Django keeps a connection a thread. It sets check_same_thread off by itself, for a guard
of its own that inc_thread_sharing() lifts: from then on nobody says a word.
"""
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import django
from django.conf import settings
from django.db import connection, connections, models, transaction

folder = tempfile.TemporaryDirectory()
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3",
                           "NAME": os.path.join(folder.name, "app.db"),
                           "OPTIONS": {"timeout": 60}}},
    USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField")
django.setup()


class Author(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "app"


class Book(models.Model):
    title = models.CharField(max_length=100)
    author = models.ForeignKey(Author, models.CASCADE)

    class Meta:
        app_label = "app"


def write(number):
    with transaction.atomic():
        author = Author.objects.create(name=f"author {number}")
        Book.objects.bulk_create(Book(title=f"book {i}", author=author) for i in range(10))
    return Book.objects.filter(author__name=f"author {number}").count()


def own(number):
    try:
        return write(number)
    finally:
        connections.close_all()


def wrong(number):
    # The main thread's connection in every thread.
    mine = connections["default"]
    connections["default"] = shared
    try:
        return write(number)
    finally:
        connections["default"] = mine


with connection.schema_editor() as editor:
    editor.create_model(Author)
    editor.create_model(Book)
shared = connections["default"]
if sys.argv[1:] == ["wrong"]:
    shared.inc_thread_sharing()
    with ThreadPoolExecutor(1, "pool") as pool:
        print(list(pool.map(wrong, range(3))))
else:
    with ThreadPoolExecutor(4, "pool") as pool:
        print(list(pool.map(own, range(8))))
print(Book.objects.count(), Author.objects.count())
connection.close()
folder.cleanup()
