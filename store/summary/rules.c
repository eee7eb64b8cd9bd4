#include "config.h"
#include "store/summary/rules.h"

#include <string.h>

const struct rule summary_rules[] = {
	{"ky", RULE_PERIOD, NULL, 0, 0},
	{"don_vi", RULE_UNIT_NAME, NULL, 0, 0},
	{"so_to", RULE_TEAMS, NULL, 0, 0},
	{"so_tv", RULE_MEMBERS, NULL, 0, 0},
	{"tong_ho", RULE_HOUSEHOLDS, NULL, 0, 0},
	{"ho_tham", RULE_VISITED, NULL, 0, 0},
	{"ho_lan_dau", RULE_FIRST, NULL, 0, 0},
	{"ho_luy_ke", RULE_YEAR_TO_DATE, NULL, 0, 0},
	{"so_luot", RULE_SESSIONS, NULL, 0, 0},
	{"so_khong", RULE_ATTEMPTS, NULL, 0, 0},
	{"so_nguoi", RULE_PEOPLE, NULL, 0, 0},
	{"so_nu", RULE_FEMALE, NULL, 0, 0},
	{"so_60", RULE_OVER60, NULL, 0, 0},
	{"so_buoi", RULE_GATHERINGS, NULL, 0, 0},
	{"nguoi_buoi", RULE_GATHERED, NULL, 0, 0},
	{"gio_hd", RULE_HOURS, NULL, 0, 0},
	{"kq_vneid1", RULE_RESULT, "VNEID1", 0, 0},
	{"kq_vneid2", RULE_RESULT, "VNEID2", 0, 0},
	{"kq_dvc_tk", RULE_RESULT, "DVCTK", 0, 0},
	{"kq_dvc_hs", RULE_RESULT, "DVCNOP,DVCHT", 0, 0},
	{"kq_dvc_tt", RULE_RESULT, "DVCTT", 0, 0},
	{"kq_cks", RULE_RESULT, "CKS", 0, 0},
	{"kq_nh", RULE_RESULT, "TTNH", 0, 0},
	{"kq_vi", RULE_RESULT, "TTVI,TTMM", 0, 0},
	{"kq_gd", RULE_RESULT, "TTQR,TTHD,TTHDVT,TTHDN", 0, 0},
	{"kq_hoadon", RULE_BILLS, "TTHD,TTHDVT,TTHDN", 0, 0},
	{"kq_lh", RULE_RESULT, "TTLH", 0, 0},
	{"kq_qr", RULE_RESULT, "TMQR", 0, 0},
	{"kq_sskdt", RULE_RESULT, "YTSK", 0, 0},
	{"kq_vssid", RULE_RESULT, "VSSID", 0, 0},
	{"kq_kcbtx", RULE_TOPIC_PEOPLE, "YTTX", 0, 0},
	{"kq_tmdt", RULE_RESULT, "TMBAN", 0, 0},
	{"kq_sp", RULE_RESULT, "TMSP,TMOCOP", 0, 0},
	{"kq_appdp", RULE_RESULT, "APPDP", 0, 0},
	{"kq_atm", RULE_GROUP_PEOPLE, "an_toan", 0, 0},
	{"ln_dvc", RULE_GROUP_PEOPLE, "dich_vu_cong", 0, 0},
	{"ln_mua", RULE_TOPIC_PEOPLE, "TMMUA", 0, 0},
	{"ln_tt", RULE_GROUP_PEOPLE, "thanh_toan", 0, 0},
	{"ln_dp", RULE_GROUP_PEOPLE, "dia_phuong", 0, 0},
	{"kq_luadao", RULE_RESULT, "ATBC", 0, 0},
	{"tt_smart", RULE_STATUS_HAVING, NULL, STATUS_SMARTPHONES, 0},
	{"tt_cq", RULE_STATUS_HAVING, NULL, STATUS_FIBRE, 0},
	{"tt_dd", RULE_STATUS_SUM, NULL, STATUS_EID, 0},
	{"tt_dvc", RULE_STATUS_SUM, NULL, STATUS_DVC, 0},
	{"tt_tk", RULE_STATUS_SUM, NULL, STATUS_BANK, 0},
	{"tt_cks", RULE_STATUS_SUM, NULL, STATUS_SIGNATURE, 0},
	{"tt_sk", RULE_STATUS_SUM, NULL, STATUS_HEALTH_RECORD, 0},
	{"tt_lon", RULE_STATUS_SUM, NULL, STATUS_ADULTS, 0},
	{"tt_15", RULE_STATUS_SUM, NULL, STATUS_AGE15PLUS, 0},
	{"tl_ho", RULE_COVERAGE, NULL, 0, 0},
	{"tl_dd", RULE_STATUS_RATE, NULL, STATUS_EID, STATUS_ADULTS},
	{"tl_dvc", RULE_STATUS_RATE, NULL, STATUS_DVC, STATUS_ADULTS},
	{"tl_tk", RULE_STATUS_RATE, NULL, STATUS_BANK, STATUS_AGE15PLUS},
	{"hen", RULE_OPEN, NULL, 0, 0},
	{"qua_han", RULE_OVERDUE, NULL, 0, 0},
	{"kho_khan", RULE_DIFFICULTIES, NULL, 0, 0},
	{"nguyen_nhan", RULE_NARRATIVE, NULL, 0, 0},
	{"kien_nghi", RULE_NARRATIVE, NULL, 0, 0},
	{"ke_hoach", RULE_NARRATIVE, NULL, 0, 0},
	{"cach_lam", RULE_NARRATIVE, NULL, 0, 0},
	{"nguoi_lap", RULE_PREPARED_BY, NULL, 0, 0},
	{"ngay_lap", RULE_PREPARED_ON, NULL, 0, 0},
	{"ghi_chu", RULE_NARRATIVE, NULL, 0, 0},
	{"tt_dd2", RULE_STATUS_SUM, NULL, STATUS_EID2, 0},
	{"tl_dd2", RULE_STATUS_RATE, NULL, STATUS_EID2, STATUS_ADULTS},
	{"tt_as", RULE_STATUS_SUM, NULL, STATUS_WELFARE, 0},
	{"tl_as", RULE_STATUS_RATE, NULL, STATUS_WELFARE, STATUS_ADULTS},
	{"tt_tk18", RULE_STATUS_SUM, NULL, STATUS_BANK18, 0},
	{"tl_tk18", RULE_STATUS_RATE, NULL, STATUS_BANK18, STATUS_ADULTS},
	{"tt_phocap", RULE_STATUS_SUM, NULL, STATUS_LITERATE, 0},
	{"tl_phocap", RULE_STATUS_RATE, NULL, STATUS_LITERATE, STATUS_ADULTS},
	{"tt_kdtm", RULE_STATUS_SUM, NULL, STATUS_CASHLESS, 0},
	{"tl_kdtm", RULE_STATUS_RATE, NULL, STATUS_CASHLESS, STATUS_ADULTS},
	{"tt_app", RULE_STATUS_SUM, NULL, STATUS_APP, 0},
	{"tl_app", RULE_STATUS_RATE, NULL, STATUS_APP, STATUS_RESIDENTS},
	{"tt_2g", RULE_STATUS_SUM, NULL, STATUS_PHONE2G, 0},
	{"tl_hkd", RULE_STATUS_SHARE, NULL, STATUS_BUSINESS_EPAY, 0},
	{"tl_cks", RULE_STATUS_RATE, NULL, STATUS_SIGNATURE, STATUS_ADULTS},
	{"tl_sk", RULE_STATUS_RATE, NULL, STATUS_HEALTH_RECORD, STATUS_RESIDENTS},
	{"tl_smart", RULE_STATUS_SHARE, NULL, STATUS_SMARTPHONES, 0},
	{"tl_cq", RULE_STATUS_SHARE, NULL, STATUS_FIBRE, 0},
	{"kq_phocap", RULE_RESULT, "BDHV", 0, 0},
	{"kq_as", RULE_RESULT, "DVCAS", 0, 0},
	{"kq_2g", RULE_RESULT, "HT2G", 0, 0},
	{"kq_ddai", RULE_RESULT, "DDAI", 0, 0},
	{"kq_kns", RULE_GROUP_PEOPLE, "ky_nang", 0, 0},
	{"so_tin", RULE_TYPED_SUM, NULL, 0, 0},
	{"tl_hstt", RULE_TYPED_LAST, NULL, 0, 0},
	{"tl_sohoa", RULE_TYPED_LAST, NULL, 0, 0},
};
const size_t summary_rule_count = sizeof summary_rules / sizeof summary_rules[0];

static bool has_slot(const struct rule *rule)
{
	return rule->kind == RULE_RESULT || rule->kind == RULE_TOPIC_PEOPLE ||
	       rule->kind == RULE_GROUP_PEOPLE;
}

int rule_slot(const struct rule *rule)
{
	int slot = 0;

	if (!has_slot(rule))
		return -1;
	for (const struct rule *r = summary_rules; r < rule; r++)
		slot += has_slot(r);
	return slot;
}

/* Whether `code` is one of the codes of a list with commas between. */
static bool list_has(const char *list, const char *code)
{
	size_t len = strlen(code);

	for (const char *p = list; p; p = strchr(p, ',')) {
		p += *p == ',';
		if (!strncmp(p, code, len) && (p[len] == ',' || !p[len]))
			return true;
	}
	return false;
}

struct rule_topic rule_of_topic(const char *code, const char *group)
{
	struct rule_topic topic = {0};
	uint32_t bit = 1;

	for (size_t i = 0; i < summary_rule_count; i++) {
		const struct rule *rule = &summary_rules[i];

		if (rule->kind == RULE_RESULT && list_has(rule->topics, code))
			topic.results |= bit;
		else if (rule->kind == RULE_TOPIC_PEOPLE && list_has(rule->topics, code))
			topic.people |= bit;
		else if (rule->kind == RULE_GROUP_PEOPLE && !strcmp(rule->topics, group))
			topic.people |= bit;
		else if (rule->kind == RULE_BILLS && list_has(rule->topics, code))
			topic.bills = true;
		if (has_slot(rule))
			bit <<= 1;
	}
	return topic;
}
