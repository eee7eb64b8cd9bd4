#!/bin/sh
# What this machine lacks for the other tests is said here, so that nobody
# takes a run without them for a whole one. HAVE lists what configure found.
echo 1..4
n=0
tool_report() { # NAME PACKAGE WHAT
	n=$((n + 1))
	case " $HAVE " in
	*" $1 "*) echo "ok $n - $1" ;;
	*) echo "ok $n - $3 # SKIP $2 is not installed" ;;
	esac
}
tool_report cmocka libcmocka-dev 'tests in C'
tool_report python3 python3 'tests of the whole program'
tool_report vterm libvterm-dev 'tests of the screen'
tool_report tmux tmux 'the screen in another terminal'
