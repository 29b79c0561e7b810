/* Passwords: see password.h. */
#include "auth/password.h"

#include <argon2.h>
#include <stdlib.h>
#include <string.h>

#include "auth/inside.h"
#include "base/utf8.h"

enum { MEMORY_KIB = 19 * 1024, ROUNDS = 2, LANES = 1, SALT = 16, HASH = 32,
       PHC_MOST = 256, LEAST_LEFT = 4, RUN_LEAST = 3, CLASSES_LEAST = 3 };

/* `NAME=` and digits at the start of *s. */
static bool take_number(struct str *s, struct str name, int64_t max, int64_t *out)
{
	ptrdiff_t n = 0;
	if (!str_drop_head(s, name))
		return false;
	while (n < s->n && n < 10 && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	bool ok = str_int(str_cut(*s, 0, n), out) && *out >= 1 && *out <= max;
	*s = str_from(*s, n);
	return ok;
}

static bool is_base64(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
		      c == '+' || c == '/'))
			return false;
	}
	return s.n > 0;
}

bool phc_read(struct str s, struct phc *out)
{
	struct str salt;
	if (s.n > PHC_MOST || !str_drop_head(&s, S("$argon2id$v=19$")) ||
	    !take_number(&s, S("m="), 1 << 20, &out->memory) ||
	    !take_number(&s, S(",t="), 16, &out->time) ||
	    !take_number(&s, S(",p="), 16, &out->lanes) || !str_drop_head(&s, S("$")))
		return false;
	return str_split(&s, '$', &salt) && is_base64(salt) && is_base64(s);
}

static bool hash(char *out, const unsigned char *salt, struct str password)
{
	return argon2id_hash_encoded(ROUNDS, MEMORY_KIB, LANES, password.p ? password.p : "",
				     (size_t)password.n, salt, SALT, HASH, out,
				     PHC_MOST) == ARGON2_OK;
}

struct str password_hash(struct arena *a, struct str password)
{
	char out[PHC_MOST];
	unsigned char salt[SALT];
	secret_random(salt, sizeof(salt));
	if (!hash(out, salt, password))
		abort(); /* only memory can be missing */
	return str_copy(a, str_of(out));
}

bool password_fits(struct str phc, struct str password)
{
	char z[PHC_MOST + 1];
	static const unsigned char salt[SALT];
	struct phc p;
	if (!phc.p || !phc_read(phc, &p)) {
		hash(z, salt, password);
		return false;
	}
	memcpy(z, phc.p, (size_t)phc.n);
	z[phc.n] = 0;
	return argon2id_verify(z, password.p ? password.p : "", (size_t)password.n) == ARGON2_OK;
}

bool password_is_weak(struct str phc)
{
	struct phc p;
	return !phc_read(phc, &p) || p.memory < MEMORY_KIB || p.time < ROUNDS;
}

/* What stands in passwords that are guessed first: words, pinyin of the field and
 * of the keyboard's user. Folded: see fold(). */
static const char *const common[] = {
	"password", "passwd", "pass", "mima", "koulin", "login", "welcome", "admin", "root",
	"guest", "user", "test", "demo", "system", "manager", "master", "secret", "default",
	"letmein", "hello", "monkey", "dragon", "sunshine", "princess", "football", "love",
	"iloveyou", "woaini", "baobei", "zhongguo", "china", "beijing", "shanghai", "huanying",
	"nihao", "gongzuo", "danwei", "guanli", "guanliyuan", "bangong", "bangongshi", "zhengfu",
	"dangwei", "jiwei", "jijian", "shequ", "jiedao", "xuncha", "xunshi", "shenji", "ducha",
	"zhenggai", "taizhang", "tongbao", "huiyin", "ledger", "rectification", "server", "office",
	"qwerty", "asdf", "zxcv", "abc", "iop",
	"密码", "口令", "管理员", "管理", "整改", "台账", "回音", "巡察", "巡视", "审计", "督查",
	"办公室", "社区", "街道", "单位", "中国", "我爱你", "你好", "欢迎",
};

static const char *const keyboard[] = {
	"qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "!@#$%^&*()",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp",
};

/* Lower case, and signs that stand for letters as those. */
static void fold(char *to, struct str from)
{
	static const char sign[] = "0134578@$!", letter[] = "oieastbasi";
	for (ptrdiff_t i = 0; i < from.n; i++) {
		char c = from.p[i];
		const char *at = c ? strchr(sign, c) : NULL;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		to[i] = at ? letter[at - sign] : c;
	}
}

/* How far the run from `i` on goes whose characters differ by `step` each. */
static ptrdiff_t run(struct str s, ptrdiff_t i, int step)
{
	ptrdiff_t n = 1;
	while (i + n < s.n && s.p[i + n] - s.p[i + n - 1] == step && (s.p[i + n] & 0x80) == 0)
		n++;
	return n;
}

static ptrdiff_t keyboard_run(struct str s, ptrdiff_t i)
{
	ptrdiff_t most = 0;
	for (size_t k = 0; k < sizeof(keyboard) / sizeof(*keyboard); k++) {
		struct str row = str_of(keyboard[k]);
		for (ptrdiff_t at = 0; at < row.n; at++)
			for (int step = -1; step <= 1; step += 2) {
				ptrdiff_t n = 0;
				while (i + n < s.n && at + step * n >= 0 && at + step * n < row.n &&
				       s.p[i + n] == row.p[at + step * n])
					n++;
				most = n > most ? n : most;
			}
	}
	return most;
}

/* Bytes at `i` that anybody would guess: 0 where none. */
static ptrdiff_t obvious(struct str lower, struct str folded, ptrdiff_t i, struct str person)
{
	ptrdiff_t most = 0;
	for (int step = -1; step <= 1; step++)
		if (run(lower, i, step) > most)
			most = run(lower, i, step);
	if (keyboard_run(lower, i) > most)
		most = keyboard_run(lower, i);
	most = most < RUN_LEAST ? 0 : most;
	for (size_t k = 0; k < sizeof(common) / sizeof(*common); k++) {
		struct str word = str_of(common[k]);
		bool here = str_starts(str_from(folded, i), word) ||
			    str_starts(str_from(lower, i), word);
		most = here && word.n > most ? word.n : most;
	}
	if (person.n && str_starts(str_from(lower, i), person) && person.n > most)
		most = person.n;
	struct str year = str_cut(lower, i, i + 4);
	int64_t n;
	if (most < 4 && year.n == 4 && str_int(year, &n) && n >= 1900 && n < 2100)
		most = 4;
	return most;
}

int password_left(struct arena *a, struct str password, struct str person)
{
	char *lower = arena_new(a, char, password.n + 1),
	     *folded = arena_new(a, char, password.n + 1);
	int left = 0;
	for (ptrdiff_t i = 0; i < password.n; i++) {
		char c = password.p[i];
		lower[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	fold(folded, password);
	struct str low = { lower, password.n }, fol = { folded, password.n };
	for (ptrdiff_t i = 0; i < password.n;) {
		ptrdiff_t n = obvious(low, fol, i, person);
		struct str next = str_cut(low, i, i + 3);
		if (!n && str_find(str_cut(low, 0, i), next, 0) >= 0)
			n = next.n; /* it stood before */
		if (!n && (password.p[i] & 0xC0) != 0x80)
			left++;
		i += n ? n : 1;
	}
	return left;
}

static int classes(struct str s)
{
	bool lower = false, upper = false, digit = false, other = false;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c >= 'a' && c <= 'z')
			lower = true;
		else if (c >= 'A' && c <= 'Z')
			upper = true;
		else if (c >= '0' && c <= '9')
			digit = true;
		else
			other = true;
	}
	return lower + upper + digit + other;
}

static bool was_before(const struct settings *rules, struct str password, struct str old)
{
	struct str line;
	int64_t most = settings_int(rules, SETTING_PASSWORD_HISTORY);
	for (int64_t i = 0; i < most && str_split(&old, '\n', &line); i++)
		if (line.n && password_fits(line, password))
			return true;
	return false;
}

bool password_check(const struct settings *rules, struct str password, struct str person,
		    struct str old, struct err *e)
{
	struct arena a;
	int64_t least = settings_int(rules, SETTING_PASSWORD_LENGTH), length = 0;
	bool dengbao = str_eq(rules->value[SETTING_PASSWORD_POLICY], S("dengbao"));
	if (password.n > SECRET_MOST || utf8_check(password) >= 0)
		return err_set(e, ERR_BAD_INPUT, MSG_PASSWORD_LONG, NO_ARGS);
	for (ptrdiff_t i = 0; i < password.n; i++)
		length += (password.p[i] & 0xC0) != 0x80;
	if (length < least)
		return err_set(e, ERR_BAD_INPUT, MSG_PASSWORD_SHORT,
			       ARGS(rules->value[SETTING_PASSWORD_LENGTH]));
	arena_init(&a, 0);
	int left = password_left(&a, password, person);
	arena_free(&a);
	if (left < LEAST_LEFT)
		return err_set(e, ERR_BAD_INPUT, MSG_PASSWORD_COMMON, NO_ARGS);
	if (dengbao && classes(password) < CLASSES_LEAST)
		return err_set(e, ERR_BAD_INPUT, MSG_PASSWORD_PLAIN, NO_ARGS);
	return !dengbao || !was_before(rules, password, old) ||
	       err_set(e, ERR_BAD_INPUT, MSG_PASSWORD_BEFORE,
		       ARGS(rules->value[SETTING_PASSWORD_HISTORY]));
}
