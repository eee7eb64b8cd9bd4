#include "config.h"
#include "tui/commands.h"

#include "tui/cli/cmd_batch.h"
#include "tui/cli/cmd_completion.h"
#include "tui/cli/cmd_conflicts.h"
#include "tui/cli/cmd_device.h"
#include "tui/cli/cmd_device_enrol.h"
#include "tui/cli/cmd_device_list.h"
#include "tui/cli/cmd_device_revoke.h"
#include "tui/cli/cmd_followup.h"
#include "tui/cli/cmd_help.h"
#include "tui/cli/cmd_import.h"
#include "tui/cli/cmd_inspect.h"
#include "tui/cli/cmd_outbox.h"
#include "tui/cli/cmd_quarantine.h"
#include "tui/cli/cmd_register.h"
#include "tui/cli/cmd_report.h"
#include "tui/cli/cmd_session.h"
#include "tui/cli/cmd_settings.h"
#include "tui/cli/cmd_summary.h"
#include "tui/cli/cmd_telex.h"
#include "tui/cli/cmd_vault.h"
#include "tui/cmd_demo.h"
#include "tui/env/translate.h"

#define PERIOD (OPTS_KEYED | OPT(FROM) | OPT(TO))

/* A register: adding to it, listing it, showing one of it. */
#define REGISTER(register_name, add_operands, add_min, add_max, add_needs, add_takes, add_help, \
		 list_takes) \
	{ .name = register_name, .verb = "add", .operands = add_operands, .help = add_help, \
	  .min = add_min, .max = add_max, .json_input = true, .needs = add_needs, \
	  .takes = (add_takes) | OPT(JSON), .run = cmd_register_add }, \
	{ .name = register_name, .verb = "list", .help = N_("list them"), \
	  .takes = (list_takes) | OPT(JSON), .run = cmd_register_list }, \
	{ .name = register_name, .verb = "show", .operands = N_("CODE|ID"), \
	  .help = N_("show one with its history"), .min = 1, .max = 1, .takes = OPT(JSON), \
	  .run = cmd_register_show }

/* Named, so that it is refused as not being there yet. */
#define LATER(command_name, command_verb) { .name = command_name, .verb = command_verb }

static const struct command rows[] = {
	{ .name = "init", .operands = N_("--member NAME"),
	  .help = N_("make a new data file and its recovery code"),
	  .needs = OPT(LEVEL) | OPT(UNIT) | OPT(UNIT_NAME), .takes = OPT(CODES) | OPT(RECOVERY_FILE) | OPTS_KDF,
	  .run = cmd_init },
	{ .name = "settings", .help = N_("show the unit's codes, or name those it had before"),
	  .takes = OPT(CODES) | OPT(JSON), .run = cmd_settings },
	REGISTER("village", N_("CODE [NAME]"), 1, 2, 0, OPT(HOUSEHOLDS), N_("register villages"), 0),
	REGISTER("household", N_("VILLAGE/CODE"), 1, 1, 0,
		 OPT(KINDS) | OPT(HINT) | OPT(GUIDED_SINCE), N_("register households"), OPT(VILLAGE)),
	{ .name = "household", .verb = "same", .operands = N_("HOUSEHOLD HOUSEHOLD"),
	  .help = N_("the first is the second: entered twice, it counts once"), .min = 2, .max = 2,
	  .run = cmd_household_same },
	REGISTER("team", N_("CODE [NAME]"), 1, 2, 0, OPT(VILLAGES), N_("register teams"),
		 OPT(VILLAGE)),
	REGISTER("member", N_("NAME"), 1, 1, 0,
		 OPT(NAME) | OPT(ROLE) | OPT(TEAM) | OPT(NEW_PASSPHRASE_FILE) | OPTS_KDF,
		 N_("register members; with a new password they can unlock"), 0),
	{ .name = "member", .verb = "remove", .operands = N_("NAME"),
	  .help = N_("they can unlock no longer; the record stays"), .min = 1, .max = 1,
	  .run = cmd_member_remove },
	REGISTER("topic", NULL, 0, 0, 0, 0, N_("add topics of your own"), 0),
	REGISTER("campaign", N_("CODE [NAME]"), 1, 2, OPT(FROM) | OPT(TO) | OPT(TAG), OPT(TARGETS),
		 N_("register campaigns: a tag, its days and aims"), 0),
	REGISTER("target", N_("SET INDICATOR NUMBER"), 3, 3, 0, OPT(TEAM),
		 N_("set what an indicator is to reach, here or in a team"), 0),
	{ .name = "log", .help = N_("save sessions, JSON Lines on standard input"),
	  .takes = OPT(JSON), .run = cmd_log },
	{ .name = "status",
	  .help = N_("save households' digital status, JSON Lines on standard input"),
	  .takes = OPT(JSON), .run = cmd_status },
	{ .name = "list", .help = N_("list sessions"),
	  .takes = PERIOD | OPT(VILLAGE) | OPT(TOPIC) | OPT(HOUSEHOLD) | OPT(SEARCH) | OPT(VOIDED) |
		   OPT(JSON),
	  .run = cmd_list },
	{ .name = "show", .operands = N_("ID"), .help = N_("show one record with its history"),
	  .min = 1, .max = 1, .takes = OPT(JSON), .run = cmd_show },
	{ .name = "edit", .operands = N_("ID"),
	  .help = N_("change fields, a JSON object on standard input"), .min = 1, .max = 1,
	  .takes = OPT(JSON), .run = cmd_edit },
	{ .name = "void", .operands = N_("ID"), .help = N_("take out of the count"), .min = 1,
	  .max = 1, .run = cmd_void },
	{ .name = "undo", .help = N_("take your last change back"), .run = cmd_undo },
	{ .name = "followup", .verb = "list", .help = N_("list follow-ups"),
	  .takes = OPT(ALL) | OPT(JSON), .run = cmd_followup_list },
	{ .name = "followup", .verb = "done", .operands = N_("ID"),
	  .help = N_("a follow-up is done"), .min = 1, .max = 1, .run = cmd_followup_done },
	{ .name = "followup", .verb = "cancel", .operands = N_("ID"),
	  .help = N_("a follow-up is not needed any more"), .min = 1, .max = 1,
	  .run = cmd_followup_cancel },
	{ .name = "due", .help = N_("what is due, and whom to visit next"), .takes = OPT(JSON),
	  .run = cmd_due },
	{ .name = "summary", .help = N_("count a period; without one, this week"),
	  .takes = PERIOD | OPT(REPORT) | OPT(BY) | OPT(COLUMNS) | OPT(PROFILE) | OPT(FORMAT) |
		   OPT(OUTPUT) | OPT(FORCE) | OPT(CAMPAIGN),
	  .run = cmd_summary },
	{ .name = "report", .verb = "close", .operands = N_("KEY"),
	  .help = N_("close a period, so that silence is a zero"), .min = 1, .max = 1,
	  .takes = OPT(NIL) | OPT(TEXT) | OPT(SET) | OPT(TEAM), .run = cmd_report_close },
	{ .name = "report", .verb = "show", .operands = N_("KEY"),
	  .help = N_("show the closed reports of a period"), .min = 1, .max = 1,
	  .takes = OPT(TEAM) | OPT(JSON), .run = cmd_report_show },
	LATER("report", "send"),
	LATER("report", "return"),
	LATER("report", "approve"),
	LATER("report", "lock"),
	{ .name = "check", .help = N_("verify the whole data file"), .run = cmd_check },
	{ .name = "backup", .operands = N_("FILE"), .help = N_("back up, encrypted as it is"),
	  .min = 1, .max = 1, .paths = true, .run = cmd_backup },
	{ .name = "restore", .operands = N_("FILE"),
	  .help = N_("make a data file from a backup"), .min = 1, .max = 1, .paths = true,
	  .takes = OPT(CODE_FILE) | OPT(NEW_PASSPHRASE_FILE), .run = cmd_restore },
	{ .name = "passphrase", .help = N_("change your password"),
	  .takes = OPT(NEW_PASSPHRASE_FILE), .run = cmd_passphrase },
	{ .name = "recover", .help = N_("set a new password with the recovery code"),
	  .needs = OPT(CODE_FILE), .takes = OPT(NEW_PASSPHRASE_FILE), .run = cmd_recover },
	{ .name = "recovery-code", .verb = "new",
	  .help = N_("a new recovery code; the old one opens older backups only"),
	  .takes = OPT(RECOVERY_FILE), .run = cmd_recovery_code },
	{ .name = "demo", .operands = N_("[DIR]"),
	  .help = N_("a throw-away data file with invented data"), .max = 1, .no_vault = true,
	  .paths = true, .run = cmd_demo },
	{ .name = "telex", .help = N_("lines of typed keys in, Vietnamese text out"),
	  .no_vault = true, .takes = OPT(METHOD) | OPT(TONE), .run = cmd_telex },
	{ .name = "completion",
	  .help = N_("for the shell: what could come next on a command line"), .no_vault = true,
	  .run = cmd_completion },
	LATER("indicators", NULL),
	LATER("teams", NULL),
	{ .name = "batch", .help = N_("write all that waits to go out into a folder, a stick"),
	  .by_steps = true, .needs = OPT(OUTPUT), .takes = OPT(ARMOUR), .run = cmd_batch },
	{ .name = "import", .operands = N_("FILE|DIR…"),
	  .help = N_("take in what other laptops wrote, answers and replies"), .min = 1,
	  .max = ARGS_OPERANDS - 1, .paths = true, .takes = OPT(DRY_RUN) | OPT(ROOT), .run = cmd_import },
	{ .name = "import", .verb = "list", .help = N_("what came, and what became of it"),
	  .takes = OPT(JSON), .run = cmd_import_list },
	{ .name = "import", .verb = "undo", .operands = N_("N"),
	  .help = N_("take one import of that list back, as one thing"), .min = 1, .max = 1,
	  .run = cmd_import_undo },
	{ .name = "inspect", .operands = N_("FILE"),
	  .help = N_("what a file that was sent is, and whether it is whole"), .min = 1, .max = 1,
	  .paths = true, .takes = OPT(JSON), .run = cmd_inspect },
	LATER("sync", NULL),
	LATER("carrier", NULL),
	{ .name = "device", .verb = "show", .help = N_("this laptop's code, to be read out"),
	  .takes = OPT(JSON), .run = cmd_device_show },
	{ .name = "device", .verb = "request",
	  .help = N_("ask the commune, or the level above, to enrol this laptop"),
	  .needs = OPT(OUTPUT), .takes = OPT(TEAM), .run = cmd_device_request },
	{ .name = "device", .verb = "enrol", .operands = N_("REQUEST"),
	  .help = N_("enrol who asks, and write the answer"), .min = 1, .max = 1, .paths = true,
	  .needs = OPT(FINGERPRINT) | OPT(OUTPUT), .takes = OPT(TEAM) | OPT(CODES) | OPT(EXPIRES),
	  .run = cmd_device_enrol },
	{ .name = "device", .verb = "list", .help = N_("laptops and units that are enrolled"),
	  .takes = OPT(JSON), .run = cmd_device_list },
	{ .name = "device", .verb = "revoke", .operands = N_("DEVICE"),
	  .help = N_("take nothing more from a laptop or unit"), .min = 1, .max = 1,
	  .takes = OPT(KEEP), .run = cmd_device_revoke },
	{ .name = "identity", .verb = "export",
	  .help = N_("this desk's keys as a file for the tool age"), .needs = OPT(OUTPUT),
	  .run = cmd_identity_export },
	{ .name = "conflicts", .help = N_("what laptops changed without seeing each other"),
	  .takes = OPT(JSON), .run = cmd_conflicts },
	{ .name = "conflicts", .verb = "resolve", .operands = N_("ID FIELD NUMBER"),
	  .help = N_("take one of the values listed; the others stay in the history"), .min = 3,
	  .max = 3, .run = cmd_conflicts_resolve },
	{ .name = "quarantine", .help = N_("what is here and does not count, and why"),
	  .takes = OPT(JSON), .run = cmd_quarantine },
	{ .name = "outbox", .help = N_("what was sent, what has arrived where, what waits"),
	  .takes = OPT(JSON), .run = cmd_outbox },
	LATER("erase", NULL),
	LATER("retain", NULL),
	LATER("requests", NULL),
	LATER("consent", NULL),
	LATER("audit", NULL),
	LATER("compact", NULL),
	LATER("rekey", NULL),
	LATER("export", NULL),
	{ .name = "help", .operands = N_("[COMMAND|bat-dau]"),
	  .help = N_("this list, how a command is used, or the page for beginners"), .max = 2, .no_vault = true,
	  .takes = OPT(JSON), .run = cmd_help },
};

const struct command_table commands = { rows, sizeof rows / sizeof rows[0] };
