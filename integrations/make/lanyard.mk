# For a Makefile: `include lanyard.mk`, then `make lanyard-lint`. Set before, where they differ:
#   LANYARD         the command                                  lanyard
#   LANYARD_BUILD   the folder of compile_commands.json          .
#   LANYARD_LINT    more options of `lanyard lint`               none
# `bear -- make` writes compile_commands.json as it builds.
LANYARD ?= lanyard
LANYARD_BUILD ?= .

.PHONY: lanyard-lint
lanyard-lint: $(LANYARD_BUILD)/compile_commands.json
	$(LANYARD) lint -p $(LANYARD_BUILD) $(LANYARD_LINT)
