# judge: build, test, install. `make help` lists the goals.
#
# One make builds one MODE, out of tree: release in build/, each other mode in build/MODE; goals that need several modes
# call make again. Sources are found by wildcard: a new .c in a layer's folder belongs to that layer.
#
# No compiler and no pkg-config is asked while this file is read, since `deps` may have to install them first: such
# values settle when the first recipe uses them, and every recipe that compiles comes after `deps`.

MODE   ?= release
BUILD  ?= build
PREFIX ?= /usr/local
O      := $(BUILD)$(if $(filter-out release,$(MODE)),/$(MODE))

# V=1 shows the commands, `make -s` nothing, and otherwise there is one short line for each.
Q   := $(if $(V),,@)
say  = @$(if $(V)$(findstring s,$(firstword -$(MAKEFLAGS))),:,printf '  %-6s %s\n' $(1) $(2))

# A -j on the command line wins over this one; a make below another is given its share by that one.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SECONDEXPANSION:
.SECONDARY:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

# ---- flags ----------------------------------------------------------------------------------------------------------

# `X = $(call settle,X,VALUE)`: VALUE is worked out at the first use of X, and once.
settle = $(eval $(1) := $(2))$($(1))

# Those of the options $(1) that the compiler at hand takes without a word.
try   = $(CC) -Werror -O2 -U_FORTIFY_SOURCE $(1) -include stdlib.h -x c -c /dev/null -o /dev/null
taken = $(foreach o,$(1),$(shell $(call try,$(o)) 2>/dev/null && echo '$(o)'))

FORTIFY   = $(or $(call taken,-D_FORTIFY_SOURCE=3),-D_FORTIFY_SOURCE=2)
PROTECT   = $(call taken,-fstack-protector-strong -fstack-clash-protection -fcf-protection)
HARDENING = $(call settle,HARDENING,$(PROTECT) -U_FORTIFY_SOURCE $(FORTIFY))
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

FLAGS_release = -g -O2 $(HARDENING)
FLAGS_debug   = -g3 -Og
FLAGS_asan    = -g -O1 $(SANITIZE)
FLAGS_cov     = -g -O0 --coverage
FLAGS_fuzz    = -g -O1 $(SANITIZE) -fsanitize=fuzzer-no-link
# Warnings are errors in these two only: the compiler of next year must be able to build a release.
FLAGS_strict  = $(FLAGS_release) -Werror
FLAGS_clang   = $(FLAGS_release) -Werror
# The keeper is static, which no sanitizer can be, and small, since it is what forks for each run.
FLAGS_keeper  = $(FLAGS_release) -ffunction-sections -fdata-sections $(filter -Werror,$(FLAGS_$(MODE)))

ifeq ($(filter FLAGS_$(MODE),$(.VARIABLES)),)
$(error MODE is one of release debug asan cov fuzz strict clang)
endif
ifneq ($(filter fuzz clang,$(MODE)),)
override CC := clang
else ifeq ($(origin CC),default)
CC := gcc
endif

PKG_CONFIG ?= pkg-config
MODULES    := libseccomp libcjson libpcre2-8 yaml-0.1 sqlite3 md4c libsodium zlib libzip
INCLUDES    = $(call settle,INCLUDES,$(shell $(PKG_CONFIG) --cflags $(MODULES)))
LIBS        = $(call settle,LIBS,$(shell $(PKG_CONFIG) --libs $(MODULES)) -lm)
CMOCKA      = $(call settle,CMOCKA,$(shell $(PKG_CONFIG) --libs cmocka))

BANNED   := -include sandbox/base/banned.h
WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
CPP       = -D_GNU_SOURCE -I. $(INCLUDES) $(PLACES) $(CPPFLAGS)
COMPILE   = $(CC) -std=gnu17 $(CPP) $(WARNINGS) -fPIE
LINK      = $(CC) $(FLAGS_$(MODE)) -pie -Wl,-z,relro,-z,now,--as-needed $(LDFLAGS)

# ---- layers ---------------------------------------------------------------------------------------------------------

# Lowest first. Each is the archive of its folder, and `with` says what a program of that layer is linked with, so that
# a test cannot lean on anything above. The mains are in archives too: the linker takes them like any other function.
LAYERS       := sandbox/base sandbox sandbox/keeper runners judge judge/store judge/cli
with.base    := base
with.sandbox := sandbox $(with.base)
with.keeper  := keeper $(with.sandbox)
with.runners := runners $(with.sandbox)
with.judge   := judge $(with.runners)
with.store   := store $(with.judge)
with.cli     := cli $(with.store)

archives = $(patsubst %,$(O)/lib%.a,$(with.$(1)))

# A layer may have rooms: folders of its own that are no layers. Each folder is a prerequisite of the archive: its time
# changes when a source is removed.
rooms.judge := judge/package judge/report judge/author
folders = $(1) $(rooms.$(notdir $(1)))
sources = $(wildcard $(addsuffix /*.c,$(call folders,$(1))))
define archive
$(O)/lib$(notdir $(1)).a: $(patsubst %.c,$(O)/obj/%.o,$(call sources,$(1))) $(call folders,$(1))
endef
$(foreach l,$(LAYERS) tests/support,$(eval $(call archive,$(l))))

$(O)/lib%.a:
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D) && rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# $(call compile,FLAGS,THE SOURCE): -MMD writes down which headers it read.
define compile
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(1) $(CFLAGS) -MMD -MP -MF $(@:.o=.d) -MT $@ -c -o $@ $(2)
endef

# $(call link,OBJECTS AND LIBRARIES)
define link
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(1) $(LIBS)
endef

$(O)/obj/%.o: %.c $(O)/flags | deps-build
	$(call compile,$(FLAGS_$(MODE)) $(BANNED),$<)

# What a box compiles at judging time gets the C library's headers there as they are.
$(O)/obj/runners/driver/%.o: runners/driver/%.c $(O)/flags | deps-build
	$(call compile,$(FLAGS_$(MODE)) -U_FORTIFY_SOURCE $(BANNED),$<)

# A stamp: it is new when a flag is another one than last time.
$(O)/flags: always | deps-build
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(COMPILE) $(FLAGS_$(MODE)) $(CFLAGS) $(LINK) $(LIBS)' >$@.new
	$(Q)if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

-include $(shell find $(O)/obj -name '*.d' 2>/dev/null)

# ---- programs -------------------------------------------------------------------------------------------------------

PROGRAMS := $(O)/judge $(O)/judge-keeper

$(O)/judge: $(call archives,cli)
	$(call link,$^)

# What the keeper takes from the layers: little, since every byte of it is trusted.
KEEPER_BASE   := err buf clock fs
KEEPER_SHARED := sandbox/wire.c sandbox/order.c $(wildcard sandbox/cgroup*.c)
KEEPER        := $(wildcard sandbox/keeper/*.c) $(KEEPER_BASE:%=sandbox/base/%.c) $(KEEPER_SHARED)

# Its mode must not depend on the umask: a box runs it under another user id, to see whether boxes work here.
$(O)/judge-keeper: $(KEEPER:%.c=$(O)/obj/keeper/%.o)
	$(call say,LINK,$@)
	$(Q)$(CC) $(FLAGS_keeper) -static-pie -Wl,-z,relro,-z,now,--gc-sections $(LDFLAGS) -o $@ $^
	$(Q)chmod 755 $@

$(O)/obj/keeper/%.o: %.c $(O)/flags | deps-build
	$(call compile,$(FLAGS_keeper) $(BANNED),$<)

# ---- what problems take from Unicode ----------------------------------------------------------------------------------

# Made of the data of Debian's unicode-data, in the version that is here, and never committed. It lies where packages are
# read, in the source tree.
UNICODE_DATA := /usr/share/unicode
REVERSE_TEXT := problems/reverse_text
BREAK_TABLE  := $(REVERSE_TEXT)/include/grapheme_break.h
BREAK_TESTS  := $(REVERSE_TEXT)/data/secret/unicode/01-break-test
EMOJI_TESTS  := $(REVERSE_TEXT)/data/secret/unicode/02-emoji
UNICODE      := $(BREAK_TABLE) $(foreach t,$(BREAK_TESTS) $(EMOJI_TESTS),$(t).in $(t).ans)

$(BREAK_TABLE): private FILES := auxiliary/GraphemeBreakProperty.txt emoji/emoji-data.txt DerivedCoreProperties.txt
$(BREAK_TESTS).%: private FILES := auxiliary/GraphemeBreakTest.txt
$(EMOJI_TESTS).%: private FILES := emoji/emoji-test.txt

$(BREAK_TABLE): $(REVERSE_TEXT)/unicode/table.awk
$(filter-out $(BREAK_TABLE),$(UNICODE)): $(REVERSE_TEXT)/unicode/tests.awk
$(UNICODE): | deps-build
	$(call say,AWK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)awk -v want=$(subst .,,$(suffix $@)) -f $< $(FILES:%=$(UNICODE_DATA)/%) >$@

# ---- test programs --------------------------------------------------------------------------------------------------

# $(call tests,PREFIX): tests/unit/test_buf … of tests/unit/test_buf.c
tests   = $(basename $(wildcard $(1)*.c))
UNIT   := $(call tests,tests/unit/test_)
POLICY := $(call tests,tests/policy/test_)
FUZZ   := $(call tests,tests/fuzz/fuzz_)
BENCH  := $(call tests,tests/bench/)
IN_VM  := $(call tests,tests/vm/)
in      = $(addprefix $(1)/,$(2))
# A sanitizer's own calls and memory would be counted among those that these tests make fail.
SANE   := $(filter-out tests/unit/test_keeper_%,$(UNIT))

# test_X belongs to the lowest layer that has a module X. What is named after no module stands in one of these lists, or
# is a test of the whole.
also.base    := fs_remove
also.sandbox := policy_arguments policy_network policy_kernel keeper_faults keeper_lost serve_attacks
also.sandbox += box_spec box_input box_prepare box_limits box_memory box_confinement
also.runners := object_damage execute_failures execute_forgery execute_served
also.runners += counting cost_runtime cost_heap cost_repeat complexity_corpus rejudge
also.judge   := check_twin pipeline_failures interactive
module   = $(patsubst fuzz_%,%,$(patsubst test_%,%,$(notdir $(1))))
home     = $(notdir $(firstword $(foreach l,$(LAYERS),$(if $(wildcard $(addsuffix /$(1).c,$(call folders,$(l)))),$(l)))))
listed   = $(strip $(foreach l,$(notdir $(LAYERS)),$(if $(filter $(1),$(also.$(l))),$(l))))
layer_of = $(or $(call listed,$(module)),$(call home,$(module)),cli)

# Tests find their data and the programs from any directory.
$(O)/obj/tests/%.o: private PLACES = -DJUDGE_SOURCE_DIR='"$(CURDIR)"' -DJUDGE_BUILD_DIR='"$(abspath $(O))"'

WITH_CMOCKA := $(UNIT) $(POLICY) $(BENCH) $(IN_VM)
$(addsuffix .o,$(call in,$(O)/obj,$(WITH_CMOCKA))): | deps-test
$(patsubst %.c,$(O)/obj/%.o,$(wildcard tests/support/*.c)): | deps-test
$(call in,$(O),$(WITH_CMOCKA)): $(O)/%: $(O)/obj/%.o $(O)/libsupport.a $$(call archives,$$(call layer_of,$$*))
	$(call link,$^ $(CMOCKA))

# With libFuzzer in MODE=fuzz, else with a main of our own that needs no clang: tests/fuzz/standalone.c.
FUZZ_MAIN := $(if $(filter fuzz,$(MODE)),,$(O)/obj/tests/fuzz/standalone.o)
$(call in,$(O),$(FUZZ)): $(O)/%: $(O)/obj/%.o $(FUZZ_MAIN) $(O)/libsupport.a $$(call archives,$$(call layer_of,$$*))
	$(call link,$^ $(if $(FUZZ_MAIN),,-fsanitize=fuzzer))

# ---- goals ----------------------------------------------------------------------------------------------------------

LINTS := $(wildcard tests/lint/test_*.sh tests/support/test_*.sh)
E2E   := $(wildcard tests/abuse/*.sh tests/e2e/*.sh)
VM    := tests/vm/vm.sh
QUICK  = $(shell grep -l '^\# tags:.*quick' $(E2E) /dev/null)
RUN    = JUDGE='$(abspath $(O)/judge)' tests/support/as-able tests/run

build: $(PROGRAMS) $(UNICODE) ## build/judge and what it needs to run; the default

programs: $(PROGRAMS) $(UNICODE) $(call in,$(O),$(UNIT) $(POLICY) $(FUZZ) $(IN_VM))

quick: programs ## lints, unit tests, policy tests, the short end-to-end tests: under 2 minutes
	@$(RUN) $(LINTS) $(call in,$(O),$(UNIT) $(POLICY)) $(QUICK)

# The virtual machine of test-vm too, where it is here or CI says that all is to be tried; else its test says that it was
# skipped.
test: programs ## every test, unit tests a second time under ASan and UBSan: about half an hour
	@$(MAKE) MODE=asan programs
	@$(if $(CI),$(MAKE) deps-vm || echo 'going on without the virtual machine' >&2)
	@$(RUN) $(LINTS) $(call in,$(O),$(UNIT) $(POLICY)) $(call in,$(O)/asan,$(SANE) $(FUZZ)) $(E2E) $(VM)

# The control groups of version 2, which a host without them, or with another program in charge of them, cannot show.
test-vm: programs deps-vm ## the tests of the sandbox in a small emulated machine with cgroup v2: under 4 minutes
	@$(RUN) $(VM)

# Again and again for what shows itself rarely; a test that can do more with JUDGE_SOAK set does.
SOAK_ROUNDS  ?= 20
SOAK_SECONDS ?= 600
soak: deps-fuzz ## hours: SOAK_ROUNDS times every test with larger samples, mutants of all problems, fuzz for SOAK_SECONDS each
	@export FUZZ_ROUNDS=1000000 JUDGE_TEST_SECONDS=3600; for round in $$(seq $(SOAK_ROUNDS)); do \
		JUDGE_SOAK=$$round FUZZ_SEED=$$round $(MAKE) test || exit; done
	@tests/support/as-able $(O)/judge mutate --quiet
	@$(MAKE) fuzz FUZZ_SECONDS=$(SOAK_SECONDS)

mutation: build ## see how strong the tests of all problems are: problems/MUTATION.md; half an hour
	@tests/support/as-able $(O)/judge mutate --markdown >problems/MUTATION.md.new || \
		{ cat problems/MUTATION.md.new; rm problems/MUTATION.md.new; exit 1; }
	@mv problems/MUTATION.md.new problems/MUTATION.md

C_FILES := $(shell find sandbox runners judge tests problems -name '*.[ch]')
check: deps-check ## format, lints, gcc and clang without a warning, clang-tidy, man page, tests under sanitizers
	clang-format --dry-run -Werror $(C_FILES)
	mandoc -T lint -W warning $(MANUALS)
	$(MAKE) MODE=strict programs headers driver
	$(MAKE) MODE=clang programs headers driver tidy
	$(MAKE) MODE=asan sanitized

sanitized: programs
	@$(RUN) $(LINTS) $(call in,$(O),$(UNIT) $(POLICY) $(FUZZ)) $(E2E)

# Each header alone, and without the force-included one, which would lend it headers that it forgot.
HEADERS := $(shell find sandbox runners judge tests/support -name '*.h' ! -path 'runners/driver/*')
headers: $(HEADERS:%.h=$(O)/obj/%.h.o)
$(O)/obj/%.h.o: %.h $(O)/flags | deps-build
	$(call compile,$(FLAGS_$(MODE)),-include $< -x c /dev/null)

# What a box compiles at judging time is held to the same warnings.
driver: $(patsubst %.c,$(O)/obj/%.o,$(wildcard runners/driver/*.c))

tidy: $(patsubst %.c,$(O)/tidy/%,$(foreach l,$(LAYERS),$(call sources,$(l))))
$(O)/tidy/%: %.c $(O)/obj/%.o .clang-tidy
	$(call say,TIDY,$<)
	$(Q)mkdir -p $(@D)
	$(Q)clang-tidy --quiet $< -- -std=gnu17 $(CPP) $(BANNED) $(WARNINGS) 2>$@.log || { cat $@.log; exit 1; }
	$(Q)touch $@

bench: $(PROGRAMS) $(call in,$(O),$(BENCH)) deps-bench ## measure, print figures and targets: about 5 minutes
	@for b in $(call in,$(O),$(BENCH)); do $$b || exit; done

FUZZ_SECONDS ?= 20
fuzz: deps-fuzz ## each parser of untrusted bytes under libFuzzer for FUZZ_SECONDS
	@$(MAKE) MODE=fuzz $(call in,$(BUILD)/fuzz,$(FUZZ))
	@tests/support/fuzz $(FUZZ_SECONDS) $(call in,$(BUILD)/fuzz,$(FUZZ))

LRU        := problems/lru_cache/submissions
DEMO_GOOD  ?= $(LRU)/accepted/hash_and_list.c
DEMO_WRONG ?= $(LRU)/wrong_answer/get_does_not_touch.c
DEMO_SLOW  ?= $(LRU)/time_limit_exceeded/list_scan.c
demo: build ## judge a good, a wrong and a too slow submission
	@tests/support/as-able tests/support/demo $(O)/judge $(DEMO_GOOD) $(DEMO_WRONG) $(DEMO_SLOW)

BIN     := $(DESTDIR)$(PREFIX)/bin
LIBEXEC := $(DESTDIR)$(PREFIX)/libexec/judge
SHARE   := $(DESTDIR)$(PREFIX)/share
IN_BASH := $(SHARE)/bash-completion/completions/judge
IN_ZSH  := $(SHARE)/zsh/site-functions/_judge
MANUALS := $(wildcard judge/cli/*.1)
install: build ## into PREFIX (/usr/local), below DESTDIR
	install -D -t "$(BIN)" $(O)/judge
	install -D -t "$(LIBEXEC)" $(O)/judge-keeper
	install -d "$(SHARE)/judge/problems" "$(SHARE)/judge/driver" "$(SHARE)/judge/templates"
	cp -R problems/. "$(SHARE)/judge/problems"
	cp -R runners/driver/. "$(SHARE)/judge/driver"
	cp -R web-static/templates/. "$(SHARE)/judge/templates"
	chmod -R u=rwX,go=rX "$(SHARE)/judge"
	install -D -m 644 -t "$(SHARE)/man/man1" $(MANUALS)
	install -D -m 644 -t "$(SHARE)/doc/judge" README.md
	install -D -m 644 /dev/null "$(IN_BASH)" && $(O)/judge completion bash >"$(IN_BASH)"
	install -D -m 644 /dev/null "$(IN_ZSH)" && $(O)/judge completion zsh >"$(IN_ZSH)"

uninstall: ## take out what install put in
	rm -f "$(BIN)/judge" "$(IN_BASH)" "$(IN_ZSH)" $(patsubst %,"$(SHARE)/man/man1/%",$(notdir $(MANUALS)))
	rm -rf "$(LIBEXEC)" "$(SHARE)/judge" "$(SHARE)/doc/judge"

format: deps-check ## rewrite the C files as clang-format wants them
	clang-format -i $(C_FILES)

deps: deps-build deps-test ## install the packages that building and testing need, if they are missing
deps-build: ; @tests/support/deps build $(if $(filter clang,$(CC)),fuzz)
deps-test: | deps-build ; @tests/support/deps test
deps-fuzz: ; @tests/support/deps build fuzz
deps-vm: ; @tests/support/deps vm && tests/vm/kernel $(BUILD)/vm/vmlinuz
deps-bench: | deps-test ; @tests/support/deps bench || echo 'going on without what boxes are compared with' >&2
deps-check: ; @tests/support/deps build test fuzz check

clean: ## remove build/, and what was made of Unicode's data
	rm -rf $(BUILD) $(UNICODE)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-10s %s\n", $$1, $$2 }' Makefile

always:
.PHONY: always build programs quick test test-vm soak mutation check sanitized headers driver tidy bench fuzz demo install uninstall
.PHONY: format deps deps-build deps-test deps-fuzz deps-vm deps-bench deps-check clean help
