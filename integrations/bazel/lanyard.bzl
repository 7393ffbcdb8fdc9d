"""Lanyard in Bazel: facts of each C and C++ source as actions of the build, and a test that links them.

    load("@lanyard//:lanyard.bzl", "lanyard_lint_test")

    lanyard_lint_test(
        name = "service_lint",
        targets = [":service"],
    )

The facts of a source are one action each, made by an aspect that walks `deps` and declares every
file that the action reads: they are cached, sandboxed and run elsewhere like a compilation. What
links them is the test, which fails on findings.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME", "C_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

LanyardFacts = provider(
    doc = "The facts of a target and of what it depends on.",
    fields = {"files": "depset of fact files"},
)

_C = ["c"]
_CPP = ["cc", "cpp", "cxx", "c++", "C"]

# What GCC alone understands, of the flags that Bazel's own toolchain gives it.
_GCC_ONLY = ["-fno-canonical-system-headers", "-Wunused-but-set-parameter"]

def _flags(ctx, toolchain, compilation, is_cpp):
    """The compiler's arguments for a source of this target, without its name and output."""
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features + ["module_maps"],
    )
    copts = ctx.fragments.cpp.copts + (ctx.fragments.cpp.cxxopts if is_cpp else ctx.fragments.cpp.conlyopts)
    own = []
    for word in getattr(ctx.rule.attr, "copts", []):
        own += ctx.tokenize(ctx.expand_make_variables("copts", word, {}))
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = copts + own,
        include_directories = compilation.includes,
        quote_include_directories = compilation.quote_includes,
        system_include_directories = compilation.system_includes,
        framework_include_directories = compilation.framework_includes,
        preprocessor_defines = depset(transitive = [compilation.defines, compilation.local_defines]),
    )
    line = cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME if is_cpp else C_COMPILE_ACTION_NAME,
        variables = variables,
    )
    return [word for word in line if word not in _GCC_ONLY]

def _facts(ctx, target, toolchain, source):
    compilation = target[CcInfo].compilation_context
    facts = ctx.actions.declare_file("%s.lanyard/%s.facts" % (ctx.label.name, source.short_path.replace("../", "")))
    is_cpp = source.extension in _CPP
    arguments = ctx.actions.args()
    arguments.add("facts")
    arguments.add("--root", ".")
    arguments.add("-o", facts)
    arguments.add_all(ctx.files._config, before_each = "--config")
    arguments.add(source)
    arguments.add("--")
    arguments.add("c++" if is_cpp else "cc")
    arguments.add_all(_flags(ctx, toolchain, compilation, is_cpp))
    ctx.actions.run(
        executable = ctx.executable._lanyard,
        arguments = [arguments],
        inputs = depset(
            [source] + ctx.files._config,
            transitive = [compilation.headers, toolchain.all_files],
        ),
        outputs = [facts],
        mnemonic = "LanyardFacts",
        progress_message = "Looking at SQLite handles in " + source.short_path,
    )
    return facts

def _aspect(target, ctx):
    below = [dep[LanyardFacts].files for dep in getattr(ctx.rule.attr, "deps", []) if LanyardFacts in dep]
    own = []
    if CcInfo in target and hasattr(ctx.rule.files, "srcs"):
        toolchain = find_cpp_toolchain(ctx)
        own = [
            _facts(ctx, target, toolchain, source)
            for source in ctx.rule.files.srcs
            if source.extension in _C + _CPP
        ]
    files = depset(own, transitive = below)
    return [LanyardFacts(files = files), OutputGroupInfo(lanyard = files)]

lanyard_aspect = aspect(
    doc = "Facts of a target: bazel build --aspects=@lanyard//:lanyard.bzl%lanyard_aspect --output_groups=lanyard",
    implementation = _aspect,
    attr_aspects = ["deps"],
    attrs = {
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_config": attr.label(default = "@lanyard//:config", allow_files = True),
        "_lanyard": attr.label(default = "@lanyard//:lanyard", executable = True, cfg = "exec", allow_single_file = True),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    incompatible_use_toolchain_transition = True,
)

def _lint_test(ctx):
    facts = depset(transitive = [target[LanyardFacts].files for target in ctx.attr.targets])
    fact_list = ctx.actions.declare_file(ctx.label.name + ".facts.list")
    lines = ctx.actions.args()
    lines.set_param_file_format("multiline")
    lines.add_all(facts, map_each = _runfile)
    ctx.actions.write(fact_list, lines)
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    words = [ctx.executable._lanyard.short_path, "link"] + ctx.attr.options + ["@" + fact_list.short_path]
    ctx.actions.write(
        script,
        "#!/bin/sh\nexec " + " ".join(["'%s'" % word.replace("'", "'\\''") for word in words]) + "\n",
        is_executable = True,
    )
    return [DefaultInfo(
        executable = script,
        runfiles = ctx.runfiles(files = [fact_list, ctx.executable._lanyard], transitive_files = facts),
    )]

def _runfile(file):
    return file.short_path

lanyard_lint_test = rule(
    doc = "Fails when `lanyard link` finds something in the targets, and what they depend on.",
    implementation = _lint_test,
    test = True,
    attrs = {
        "options": attr.string_list(doc = "Options of `lanyard link`, such as --policy=exclusive."),
        "targets": attr.label_list(aspects = [lanyard_aspect], providers = [CcInfo], mandatory = True),
        "_lanyard": attr.label(default = "@lanyard//:lanyard", executable = True, cfg = "target", allow_single_file = True),
    },
)
