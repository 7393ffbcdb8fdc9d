"""Where Bazel has Lanyard from: the one that is installed.

    load("//third_party/lanyard:repository.bzl", "lanyard_repository")
    lanyard_repository(name = "lanyard", config = "//:.lanyard.yaml")
"""

_BUILD = """
package(default_visibility = ["//visibility:public"])
exports_files(["lanyard", "lanyard.bzl"])
{config}
"""

def _repository(repository):
    command = repository.attr.path or repository.which("lanyard")
    if not command:
        fail("lanyard is not on the PATH: install it, or give lanyard_repository its path")
    repository.symlink(command, "lanyard")
    repository.symlink(repository.path(repository.attr._rules), "lanyard.bzl")
    config = "alias(name = \"config\", actual = \"%s\")" % repository.attr.config if repository.attr.config else "filegroup(name = \"config\")"
    repository.file("BUILD.bazel", _BUILD.format(config = config))

lanyard_repository = repository_rule(
    implementation = _repository,
    local = True,
    attrs = {
        "config": attr.label(doc = "The project's .lanyard.yaml."),
        "path": attr.string(doc = "The command; without it, the one on the PATH."),
        "_rules": attr.label(default = "lanyard.bzl"),
    },
)
