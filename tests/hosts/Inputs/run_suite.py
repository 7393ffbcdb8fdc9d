"""Runs CPython's own tests of sqlite3 and prints how each one ended, in order. Argument: the package
that holds them."""
import importlib
import pkgutil
import sys
import unittest


def ends_as(word):
    def note(self, test, *rest):
        getattr(unittest.TestResult, "add" + word)(self, test, *rest)
        self.end = word
    return note


class Ends(unittest.TestResult):
    def startTest(self, test):
        super().startTest(test)
        self.end = "ok"

    def stopTest(self, test):
        super().stopTest(test)
        print(test.id(), self.end, flush=True)

    def addSubTest(self, test, subtest, problem):
        super().addSubTest(test, subtest, problem)
        if problem is not None:
            print(subtest.id(), problem[0].__name__, flush=True)

    addError, addFailure, addSkip = ends_as("Error"), ends_as("Failure"), ends_as("Skip")
    addExpectedFailure = ends_as("ExpectedFailure")
    addUnexpectedSuccess = ends_as("UnexpectedSuccess")


package = importlib.import_module(sys.argv[1])
loader = unittest.TestLoader()
loader.testMethodPrefix = "test", "Check"  # the latter until 3.9
suite = unittest.TestSuite()
for module in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
    if module != "__main__":
        suite.addTests(loader.loadTestsFromName(f"{sys.argv[1]}.{module}"))
suite.run(Ends())
