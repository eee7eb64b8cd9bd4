#include "config.h"
#include "tui/demo/words.h"

#include <stdio.h>
#include <string.h>

enum { TEXTS = 8 };

/* Texts to choose from, for a key. */
struct choice {
	const char *key;
	const char *texts[TEXTS]; /* the rest NULL */
};

static int count_texts(const struct choice *choice)
{
	int n = 0;

	while (n < TEXTS && choice->texts[n])
		n++;
	return n;
}

static const char *pick(struct draw *d, const struct choice *choice)
{
	return choice->texts[draw_below(d, count_texts(choice))];
}

/* The choice of that key; the last one stands for every other key. */
static const struct choice *choice_of(const struct choice *choices, int n, const char *key)
{
	int i = 0;

	while (i < n - 1 && strcmp(choices[i].key, key))
		i++;
	return &choices[i];
}

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

/* ---- landmarks ---- */

void words_hint(struct draw *d, char out[WORDS_HINT_SIZE])
{
	static const char *const where[] = {
		"cạnh", "đối diện", "sau", "gần", "trước", "chéo", "kế bên",
	};
	static const char *const what[] = {
		"nhà văn hóa", "trạm y tế", "trường mầm non", "chợ ấp", "đình làng",
		"cây xăng", "lò gạch cũ", "ao sen", "trạm bơm", "sân bóng chuyền",
		"tiệm tạp hóa", "cầu gỗ", "cây đa", "quầy thuốc", "miếu nhỏ",
		"vườn sầu riêng", "bến ghe", "xưởng mộc", "tiệm sửa xe", "giếng cũ",
		"cổng chào", "vựa tiêu", "trụ loa phát thanh", "đường ray cũ",
	};
	static const char *const look[] = {
		"cổng sắt xanh", "hàng rào dâm bụt", "mái ngói đỏ", "có giàn hoa giấy",
		"cổng gỗ", "có hồ cá", "tường vôi vàng", "có hàng cau",
	};
	int a = draw_below(d, COUNT(where)), b = draw_below(d, COUNT(what));
	int c = draw_below(d, COUNT(look)), number = draw_between(d, 1, 64);

	switch (draw_below(d, 10)) {
	case 0:
		snprintf(out, WORDS_HINT_SIZE, "số %d, %s %s", number, where[a], what[b]);
		break;
	case 1:
		snprintf(out, WORDS_HINT_SIZE, "hẻm %d, %s", number % 9 + 1, look[c]);
		break;
	case 2:
	case 3:
		snprintf(out, WORDS_HINT_SIZE, "%s, gần %s", look[c], what[b]);
		break;
	case 4:
		snprintf(out, WORDS_HINT_SIZE, "cuối ngõ %d", number % 12 + 1);
		break;
	default:
		snprintf(out, WORDS_HINT_SIZE, "%s %s", where[a], what[b]);
	}
}

/* ---- notes ---- */

static const struct choice occasions[] = {
	[WORDS_CLASS] = { "", {
		"Lớp đông hơn dự kiến, phải mượn thêm ghế của trường.",
		"Chia ba nhóm nhỏ, mỗi nhóm một người kèm.",
		"Có máy chiếu nên ai cũng làm theo được từng bước.",
		"Phần hỏi đáp kéo dài, bà con hỏi nhiều về cuộc gọi lừa đảo.",
		"Nhiều bác đem theo cháu, các cháu chỉ lại cho ông bà.",
	} },
	[WORDS_MEETING] = { "", {
		"Lồng ghép trong buổi họp ấp, phát hết tờ rơi mang theo.",
		"Nhắc bà con cảnh giác cuộc gọi giả danh ngân hàng, điện lực.",
		"Bà con đề nghị mở thêm buổi tối cho người đi làm xa.",
		"Chiếu đoạn phim ngắn về lừa đảo trực tuyến, cả hội trường im phăng phắc.",
	} },
	[WORDS_EVENT] = { "", {
		"Ngày hội chuyển đổi số: bốn bàn hướng dẫn, có quầy dùng thử VietQR.",
		"Ngày 10/10: sân nhà văn hóa kín chỗ, cờ phướn rợp cổng, học sinh biểu diễn.",
	} },
	[WORDS_MARKET] = { "", {
		"Tiểu thương bận tay, tranh thủ làm lúc vắng khách.",
		"Dán mã QR trước sạp, khách trả thử được ngay.",
		"Chỉ cách bật loa báo tiền về để khỏi phải mở máy kiểm tra.",
	} },
	[WORDS_DISTANCE] = { "", {
		"Gọi hướng dẫn từng bước, bật loa ngoài cùng làm.",
		"Gửi ảnh chụp màn hình có khoanh đỏ từng bước.",
		"Nhắn lại đường dẫn chính thức, dặn đừng bấm liên kết lạ.",
	} },
	[WORDS_VISIT] = { "", {
		"Làm xong tại chỗ, gia chủ tự thao tác lại được một lần.",
		"Cứ nghĩ khó lắm, làm một lần rồi thấy dễ.",
		"Chị chủ nhà làm được rồi chỉ lại cho mẹ chồng.",
		"Bác trai ghi từng bước vào sổ tay để khỏi quên.",
		"Máy đầy bộ nhớ, phải xóa bớt ảnh mới cài được.",
		"Con gái đi làm xa gọi video về cùng nghe.",
		"Đã dặn không đọc mã OTP cho bất kỳ ai.",
		"Gia đình muốn được báo lịch lớp tập huấn tháng tới.",
	} },
};

const char *words_on(struct draw *d, enum words_occasion occasion)
{
	return pick(d, &occasions[occasion]);
}

static const struct choice done[] = {
	{ "VNEID1", { "Đăng ký xong mức 1, nhắc mang thẻ căn cước lên xã làm mức 2." } },
	{ "VNEID2", {
		"Kích hoạt xong, đã thử mở giấy tờ trên máy.",
		"Quét khuôn mặt đến lần thứ ba mới được vì phòng thiếu sáng.",
	} },
	{ "VNEIDGT", { "Đã đưa được thẻ BHYT và giấy phép lái xe vào máy." } },
	{ "VNEIDQ", {
		"Đổi được mật khẩu, tự đăng nhập lại hai lần.",
		"Chỉ thêm cách khóa tài khoản khi mất máy.",
	} },
	{ "DVCAS", { "Liên kết xong, tiền hỗ trợ sau này sẽ về thẳng tài khoản." } },
	{ "CKS", { "Nhận được chữ ký số, ký thử một tờ khai." } },
	{ "DVCTK", { "Đăng nhập bằng VNeID, không phải nhớ thêm mật khẩu nữa." } },
	{ "DVCNOP", {
		"Nộp xong, chụp lại mã hồ sơ để tra cứu.",
		"Chuẩn bị sẵn ảnh chụp giấy tờ nên nộp rất nhanh.",
	} },
	{ "DVCTRA", { "Hồ sơ đang chờ ký, tự xem được trên máy." } },
	{ "DVCTT", { "Thử trả lệ phí trên cổng, biên lai về ngay." } },
	{ "DVCHT", { "Đăng ký tạm trú xong, hẹn ba ngày có kết quả." } },
	{ "PAKN", { "Gửi phản ánh về bóng đèn đường bị cháy, có ảnh kèm." } },
	{ "ETAX", { "Xem được số thuế kỳ này, nộp ngay trên máy." } },
	{ "TTNH", { "Mở xong, tuần sau ra phòng giao dịch nhận thẻ." } },
	{ "TTNHD", { "Đã chỉ cách đặt hạn mức chuyển tiền mỗi ngày." } },
	{ "TTQR", {
		"Quét thử mã VietQR ở quán tạp hóa đầu ngõ.",
		"Chuyển thử mười nghìn đồng rồi chuyển trả lại, ai nấy đều vui.",
	} },
	{ "TTHD", { "Trả thử hóa đơn tháng này, biên nhận về máy ngay." } },
	{ "TTLH", { "Đăng ký xong, tháng tới nhận qua thẻ, khỏi ra bưu điện." } },
	{ "TTSTH", { "Đưa thẻ căn cước sát máy, thử mấy bận mới đọc được chip." } },
	{ "TMMUA", { "So giá, xem đánh giá rồi mới đặt; dặn xem hàng trước khi trả tiền." } },
	{ "TMBAN", { "Cùng xem kỹ bảng phí của sàn trước khi mở." } },
	{ "TMSP", { "Chụp lại ảnh sản phẩm ngoài nắng cho rõ, đăng được ngay." } },
	{ "TMQR", { "In mã QR, ép nhựa treo trước quầy." } },
	{ "TMLIVE", { "Phát trực tiếp thử mười phút, bán được mấy ký bưởi." } },
	{ "HDDT", { "Xuất thử hai hóa đơn từ máy tính tiền." } },
	{ "ATLD", {
		"Nhận ra tin nhắn giả danh công an, tuần trước cũng nhận được một tin.",
		"Kể lại ba chiêu lừa hay gặp, nhớ nhất là 'việc nhẹ lương cao'.",
	} },
	{ "ATMK", { "Bật xác thực hai bước, đổi mật khẩu dễ đoán." } },
	{ "ATUD", { "Gỡ hai ứng dụng lạ đòi quyền đọc tin nhắn." } },
	{ "ATBC", { "Giữ lại tin nhắn làm bằng, hướng dẫn trình báo Công an xã." } },
	{ "YTSK", { "Mở được sổ sức khỏe điện tử trên VNeID." } },
	{ "YTDK", { "Đặt được lịch, khỏi phải đi sớm lấy số." } },
	{ "YTBHYT", { "Xem được thẻ trên máy, không cần mang thẻ giấy." } },
	{ "VSSID", { "Cài xong, xem thử quá trình đóng." } },
	{ "GDHT", { "Tự tìm được bài giảng, hẹn học mỗi tối một bài." } },
	{ "GDLL", { "Đóng học phí trên mạng, biên lai gửi về Zalo." } },
	{ "NNSO", { "Xem được giá nông sản và lịch xả nước trên máy." } },
	{ "APPDP", { "Cài xong, gửi thử một phản ánh về rác ven đường." } },
	{ "ZALO", { "Đã vào nhóm Zalo của ấp, tự gửi được ảnh." } },
	{ "KNDT", {
		"Chỉ cách tăng cỡ chữ, chỉnh âm lượng, tắt thông báo quảng cáo.",
		"Chuyển được ảnh kỷ niệm từ máy cũ sang máy mới.",
	} },
	{ "KNLL", { "Tập gọi video và gửi ảnh, rất hào hứng." } },
	{ "KNAI", { "Hỏi trợ lý ảo cách ủ phân, ai cũng ngạc nhiên." } },
	{ "HTSIM", { "Tra đúng tên thuê bao rồi, không phải làm lại." } },
	{ "BDHV", { "Làm bài trên VNeID, được xác nhận ngay." } },
	{ "DDAI", { "Khai xong thửa đất, không phải chụp lại sổ." } },
	{ "HT2G", { "Bỏ máy 2G, lắp SIM sang máy mới, nghe gọi tốt." } },
	{ "HTTB", { "Xem giúp mấy mẫu máy vừa tiền, dặn mua nơi có bảo hành." } },
};

const char *words_done(struct draw *d, const struct topic *topic)
{
	for (int i = 0; i < COUNT(done); i++)
		if (!strcmp(done[i].key, topic->code))
			return pick(d, &done[i]);
	return NULL;
}

static const struct choice stuck[] = {
	{ "khong_dt", { "Chỉ có điện thoại bàn phím, chờ con gửi máy về." } },
	{ "dt_cu", { "Máy đời cũ, không cài được bản mới." } },
	{ "khong_mang", { "Sóng chập chờn, tải mãi không xong." } },
	{ "khong_sim", { "SIM đứng tên người khác, phải ra nhà mạng chuyển tên trước." } },
	{ "khong_cccd", { "Thẻ căn cước đang làm lại, nhận thẻ rồi mới làm tiếp được." } },
	{ "chua_muc2", { "Chưa có mức độ 2 nên cổng không cho đăng nhập." } },
	{ "quen_mk", { "Quên mật khẩu, đã xin cấp lại, đang chờ tin nhắn." } },
	{ "loi_he_thong", { "Hệ thống báo lỗi liên tục, để hôm khác thử lại." } },
	{ "can_ho_tro", { "Gõ phím còn chậm, cần kèm riêng thêm một buổi." } },
	{ "giao_tiep", { "Trao đổi qua lại còn khó, lần sau nhờ người nhà ngồi cùng." } },
	{ "so_lua_dao", { "Sợ bị lừa mất tiền nên chưa muốn liên kết ngân hàng." } },
	{ "chi_phi", { "Ngại khoản phí hằng tháng, muốn hỏi kỹ đã." } },
	{ "khong_thoi_gian", { "Đang vào vụ, bận đến khuya." } },
	{ "", { "Chưa xong, để lần sau làm tiếp." } },
};

const char *words_stuck(const char *blocker)
{
	return choice_of(stuck, COUNT(stuck), blocker)->texts[0];
}

static const struct choice attempts[] = {
	{ "vang", {
		"Khóa cổng, hàng xóm bảo đi rẫy đến tối mới về.",
		"Cả nhà đi ăn cưới.",
		"Gọi cửa không ai thưa, để lại tờ hướng dẫn.",
		"Nhà vắng hẳn, chắc lên thành phố thăm con.",
	} },
	{ "hen_lai", {
		"Đang dở bữa cơm, xin hẹn tối khác.",
		"Nhà có khách, hẹn cuối tuần.",
		"Chủ nhà sắp đi ca đêm, hẹn hôm nghỉ.",
	} },
	{ "", {
		"Thấy chưa cần, cảm ơn và không tiếp.",
		"Ngại người lạ vào nhà, để lại tờ hướng dẫn rồi về.",
	} },
};

const char *words_attempt(struct draw *d, const char *attempt)
{
	return pick(d, choice_of(attempts, COUNT(attempts), attempt));
}

/* ---- weekly reports ---- */

static const struct choice fields[] = {
	{ "kho_khan", {
		"Buổi tối nhiều hộ đi vắng, phải đi lại hai, ba lần.",
		"Sóng 4G khu cuối ấp yếu vào giờ cao điểm.",
		"Ứng dụng bảo trì đúng tối thứ bảy nên nhiều việc dở dang.",
		"Nhiều điện thoại cũ không cài được bản mới.",
		"Người cao tuổi hay quên mật khẩu, phải làm lại từ đầu.",
		"Mưa lớn, đường vào xóm trong ngập, bỏ một buổi.",
	} },
	{ "kien_nghi", {
		"Đề nghị nhà mạng nâng chất lượng sóng khu cuối Ấp Nam.",
		"Đề nghị xã cấp thêm tờ hướng dẫn in chữ lớn.",
		"Đề nghị Công an xã mở một buổi lưu động thu nhận căn cước tại ấp.",
		"Đề nghị ngân hàng cử người cùng dự buổi sáng thứ bảy.",
		"Đề nghị hỗ trợ tiền xăng cho thành viên đi xóm xa.",
	} },
	{ "ke_hoach", {
		"Đến lại các hộ đã hẹn; mở bàn hướng dẫn sáng thứ bảy.",
		"Tập trung các hộ chưa đến lần nào ở Ấp Nam.",
		"Tiếp tục kích hoạt VNeID mức 2 cho người cao tuổi.",
		"Rà lại việc quá hạn, gọi điện trước khi đến.",
		"Tuần tới sẽ chuẩn bị lớp tập huấn tháng, mượn máy chiếu của trường.",
	} },
	{ "", {
		"Mỗi học sinh kèm một người lớn tuổi trong nhà.",
		"Treo mã QR quét thử ngay cửa nhà văn hóa.",
		"Đi theo cặp, một người làm mẫu, một người ghi sổ.",
		"Phụ nữ trong ấp lập nhóm Zalo, nhắc nhau trả tiền điện đúng hạn.",
	} },
};

const char *words_report(const char *field, int turn)
{
	const struct choice *choice = choice_of(fields, COUNT(fields), field);

	return choice->texts[turn % count_texts(choice)];
}
