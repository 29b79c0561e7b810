/*
 * The table of stories: whole pieces of work as people do them, with scripts and without. Fields are
 * found by their labels and buttons by their words, as a reader finds them; each page on the way is
 * looked at.
 */
"use strict";

const { point, look, has, arrive, push, send, act, both, at } = require("./steps.js");
const office = require("./stories_office.js");

/* From an inspection opened to a finding reopened, one person a role. */
async function life(world, script, say) {
	const who = {};
	for (const role of ["supervisor", "clerk", "lead"])
		who[role] = await at(world, role, script);
	const { supervisor, clerk, lead } = who, photo = world.told.photo;
	await act(supervisor, "/act/open-inspection", { unit: world.told.unit, feedback: "2026-1-5", kind: "专项检查" },
		say("an inspection is opened"));
	const inspection = new URL(supervisor.page.url()).pathname.split("/")[2];
	await arrive(supervisor, () => supervisor.page.getByRole("link", { name: "反馈问题" }).click());
	await send(supervisor, { category: "聚焦基层治理", title: "三号楼楼道灯长期不亮", class: "staged",
		standard: "六盏灯全部修复，夜间可用", due: "2027年3月1日" });
	const code = inspection + "-001", finding = "/findings/" + code;
	await has(supervisor, code, say("a finding is issued"));

	await act(clerk, finding + "/act/claim", { owner: world.told.people.clerk, leader: world.told.people.lead },
		say("claimed"));
	await act(clerk, finding + "/act/add-measure", { text: "更换六盏楼道灯", owner: world.told.people.clerk,
		due: "2027-2-1" }, say("a measure"));
	await act(clerk, finding + "/act/plan", { text: "两周内更换，逐户告知" }, say("a plan"));
	await act(lead, finding + "/act/approve", { opinion: "同意，抓紧办" }, say("approved"));

	await clerk.go(finding + "/measures/1");
	await look(clerk, say("the measure"));
	await send(clerk, { text: "六盏灯已全部更换", progress: "done" }, photo);
	await has(clerk, "六盏灯已全部更换", say("a report with a photo"));
	await clerk.go(finding);
	point(await clerk.page.locator(".evidence img").count() === 1, say("the photo is seen"));
	await look(clerk, say("the finding"));
	await act(clerk, finding + "/act/apply", { text: "已完成，申请销号" }, say("applied"));

	await supervisor.go("/review");
	await has(supervisor, code, say("it waits for review"));
	await supervisor.go("/review/" + code);
	await look(supervisor, say("the review"));
	await send(supervisor, { choice: "return", text: "缺少夜间照片" });
	await clerk.go(finding);
	await has(clerk, "缺少夜间照片", say("returned with a reason"));
	await clerk.go(finding + "/measures/1");
	await send(clerk, { text: "补充夜间照片", progress: "done" }, photo);
	await act(clerk, finding + "/act/apply", { text: "已补充，再次申请销号" }, say("applied again"));
	await supervisor.go("/review/" + code);
	await send(supervisor, { choice: "verify", text: "现场查看，符合标准" });
	await supervisor.go(finding);
	await has(supervisor, "已完成整改", say("verified"));

	await act(supervisor, finding + "/act/look-back", { outcome: "rebounded", opinion: "又有两盏不亮",
		due: "2027-6-1" }, say("looked back: rebounded, opened again"));
	await has(supervisor, "又有两盏不亮", say("and it is told"));
	for (const me of Object.values(who))
		await me.close();
}

/* Two tabs: the second is told who changed what, and keeps what was typed. */
async function conflict(world) {
	const clerk = await world.person("clerk"), lead = await world.person("lead");
	const rows = (await clerk.json("/findings.json?state=rectifying,returned")).findings;
	const where = `/findings/${rows[0].code}/act/assign`;
	await clerk.go(where);
	await lead.go(where);
	await send(lead, { owner: world.told.people.lead });
	await send(clerk, { owner: "李二" });
	point(clerk.answer.status() === 409, "conflict: the second to send is told", clerk.answer.status());
	await has(clerk, world.told.people.lead, "conflict: by whom it was changed");
	point(await clerk.page.locator("[name=owner]").inputValue() === "李二", "conflict: the form comes back filled");
	const focused = await clerk.page.evaluate(() => document.activeElement.className);
	point(focused === "errors", "conflict: the summary has the focus", focused);
	await look(clerk, "conflict");
	await lead.close();
	await clerk.close();
}

async function signIn(me, world, role) {
	await me.page.getByLabel("姓名").fill(world.told.people[role]);
	await me.page.getByLabel("密码", { exact: false }).fill(world.told.password);
	await push(me);
}

/* A session ends in mid-form, of a report with a file too: nothing that was typed is lost. */
async function ended(world) {
	for (const script of [true, false]) {
		const me = await world.person(null, { script }), of = script ? "" : ", without scripts";
		await me.go("/login");
		await signIn(me, world, "clerk");
		const rows = (await me.json("/findings.json?state=rectifying,returned")).findings;
		const where = `/findings/${rows[0].code}/measures/1`;
		await me.go(where);
		await me.context.clearCookies({ name: "huiyin" });
		await send(me, { text: "写了很久的进展" + of, progress: "under-way" }, world.told.photo);
		point(me.answer.status() === 401, "the session ended in mid-report" + of, me.answer.status());
		await look(me, "the session ended" + of);
		await signIn(me, world, "clerk");
		await has(me, "写了很久的进展", "after signing in it is there" + of);
		await look(me, "what was typed" + of);
		await push(me);
		await has(me, "写了很久的进展" + of, "and is sent" + of);
		await me.close();
	}
}

/* The language is switched where one is, and stays. */
async function languages(world) {
	const me = await world.person("clerk");
	await me.go("/findings?due=overdue");
	await arrive(me, () => me.page.locator("header a[lang=en]").click());
	point(me.page.url().endsWith("/findings?due=overdue"), "the switch of language stays on the page", me.page.url());
	point(await me.page.locator("html").getAttribute("lang") === "en", "and the page is English");
	await arrive(me, () => me.page.locator("nav.main a").nth(3).click());
	point(await me.page.locator("html").getAttribute("lang") === "en", "so is the next");
	await me.close();
}

/* Tab until the focus is on what `selector` names; false after too many. */
async function tabTo(me, selector, most = 80) {
	for (let i = 0; i < most; i++) {
		await me.page.keyboard.press("Tab");
		if (await me.page.evaluate((s) => document.activeElement.matches(s), selector)) {
			const seen = await me.page.evaluate(() => {
				const style = getComputedStyle(document.activeElement);
				return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
			});
			return seen;
		}
	}
	return false;
}

/* Login, ledger, finding, report: by Tab, Enter and letters alone. */
async function keyboard(world) {
	const me = await world.person(null), keys = me.page.keyboard;
	await me.go("/login?return=/findings?state=rectifying");
	point(await tabTo(me, ".skip"), "keys: the first stop leads past the head");
	point(await tabTo(me, "#f-name"), "keys: to the name");
	await keys.type(world.told.people.clerk);
	await keys.press("Tab");
	await keys.type(world.told.password);
	await arrive(me, () => keys.press("Enter"));
	point(await tabTo(me, ".ledger th a"), "keys: to the first finding");
	await arrive(me, () => keys.press("Enter"));
	point(await tabTo(me, ".measures a"), "keys: to its first measure");
	await arrive(me, () => keys.press("Enter"));
	point(await tabTo(me, "#f-text"), "keys: to the report");
	await keys.type("Reported by keys alone");
	point(await tabTo(me, "main form .primary"), "keys: to the button");
	await arrive(me, () => keys.press("Enter"));
	await has(me, "Reported by keys alone", "keys: the report is there");
	await me.close();
}

/* What people may type: markup, signs that turn the direction of writing, a word without end. */
const odd = [`"'<>&</textarea><script>alert(1)</script>{{code}}`, "\u202eabc\u2066חכמה\u2069 末", "字".repeat(2000),
	"w".repeat(2000)];

async function oddWords(world) {
	const clerk = await world.person("clerk"), supervisor = await world.person("supervisor");
	for (const [i, text] of odd.entries()) {
		await clerk.go("/act/take-case");
		await send(clerk, { channel: "visit", text: `${i} ${text}`, place: text.slice(0, 60), unit: world.told.unit });
		const shown = await clerk.page.locator("main p.text").first().textContent();
		point(shown === `${i} ${text}`, `odd words ${i}: shown as typed`, shown.slice(0, 300));
		await look(clerk, `odd words ${i}`);
		await clerk.go("/cases");
		await look(clerk, `odd words ${i} in the list`);
		await clerk.go("/search?words=" + encodeURIComponent(text.slice(0, 60)));
		await look(clerk, `odd words ${i} searched for`);
		await clerk.go("/findings?text=" + encodeURIComponent(text.slice(0, 60)) + "&owner=" +
			encodeURIComponent(text.slice(0, 60)));
		await look(clerk, `odd words ${i} as a filter`);
	}
	const long = "长词".repeat(5000);
	await supervisor.go("/orders");
	await send(supervisor, { findings: "2001-01-001", text: long, level: "order" });
	point(await supervisor.page.locator("[name=text]").inputValue() === long,
		"10,000 characters in a form that was refused come back");
	await look(supervisor, "10,000 characters");
	await supervisor.close();
	await clerk.close();
}

const stories = [
	["a finding's life", both(life)],
	["two at once", conflict],
	["a session that ends", ended],
	["two languages", languages],
	["keys alone", keyboard],
	["odd words", oddWords],
	...office,
];

/* HUIYIN_STORY=WORD tells those alone whose names have the word. */
async function run(world) {
	const only = process.env.HUIYIN_STORY || "";
	for (const [name, story] of stories.filter(([name]) => name.includes(only)))
		await story(world).catch((e) => point(false, name, e.stack));
}

module.exports = { run };
