/*
 * Stories of those who publish, audit and manage, and of bringing a file in; each with scripts and
 * without.
 */
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const zlib = require("zlib");
const { point, look, has, arrive, send, act, both, at, press, until } = require("./steps.js");
const { pages, things, sees } = require("./pages.js");

/* {name: bytes} of a zip. */
function unzip(bytes) {
	const files = {};
	let at = bytes.readUInt32LE(bytes.length - 22 + 16);
	for (let n = bytes.readUInt16LE(bytes.length - 22 + 10); n > 0; n--) {
		const name = bytes.readUInt16LE(at + 28), local = bytes.readUInt32LE(at + 42);
		const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const body = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
		files[bytes.subarray(at + 46, at + 46 + name).toString()] =
			bytes.readUInt16LE(at + 10) === 8 ? zlib.inflateRawSync(body) : body;
		at += 46 + name + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	return files;
}

/* Where the page is, without what was just done. */
function place(me) {
	return new URL(me.page.url()).pathname;
}

/* A notice from draft to zip: who wrote it neither reviews nor approves it. */
async function notice(world, script, say) {
	const [supervisor, clerk, lead, publisher] = await Promise.all(
		["supervisor", "clerk", "lead", "publisher"].map((role) => at(world, role, script)));
	await act(supervisor, "/act/open-inspection", { unit: world.told.unit, feedback: "2026-1-5" },
		say("an inspection to tell of"));
	const inspection = place(supervisor).split("/")[2];
	await act(supervisor, `/act/issue?target=${inspection}`, { category: "聚焦基层治理", title: "楼道灯不亮" },
		say("with a finding"));
	await clerk.go("/notices");
	await send(clerk, { inspection, wording: "public" });
	const where = place(clerk), code = where.split("/")[2];
	await has(clerk, "（一）聚焦基层治理", say("the draft has what the ledger holds, numbered"));
	await has(clerk, "1. 楼道灯不亮", say("and the finding"));
	await look(clerk, say("the draft"));
	const text = fs.readFileSync(world.told.notice, "utf8");
	await act(clerk, "/act/edit-notice?target=" + code, { body: text, contact: world.told.people.clerk },
		say("the text is written"));
	await has(clerk, "社区议事协调方面", say("and shown"));
	await act(clerk, "/act/submit-notice?target=" + code, {}, say("sent to review"));
	await clerk.go("/act/review-notice?target=" + code);
	point(await clerk.page.locator("main .note.bad").count() === 1, say("the author cannot review it"));
	await act(publisher, "/act/review-notice?target=" + code, { opinion: "不涉密" }, say("reviewed by another"));
	point(await publisher.page.locator(`form[action$="/publish"]`).count() === 0, say("not to be published yet"));
	await act(lead, "/act/approve-notice?target=" + code, { opinion: "同意公开" }, say("approved"));
	await publisher.go(where);
	await look(publisher, say("ready to publish"));
	await send(publisher, { until: "2099-1-1" });
	const job = publisher.page.url();
	point(await until(publisher, job, `a[href="${where}/folder"]`), say("it is published"),
		await publisher.page.locator("main").innerText());
	await has(publisher, "2099-01-01", say("until when is told"));
	await look(publisher, say("the published notice"));
	const answer = await publisher.context.request.get(where + "/folder");
	const files = unzip(await answer.body());
	const shown = await publisher.page.locator(".hashes code").allTextContents();
	const sum = (name) => crypto.createHash("sha256").update(files[name] || "").digest("hex");
	point(["notice.html", "notice.pdf", "notice.docx"].every((name, i) => sum(name) === shown[i]),
		say("the zip's files are those whose hashes the page shows"), [Object.keys(files), shown]);
	for (const me of [supervisor, clerk, lead, publisher])
		await me.close();
}

/* The forms of a page that change something, but for one's own sign-in and language. */
function actsIn(html) {
	const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
	const forms = (main.match(/<form method="post" action="[^"]*"/g) || [])
		.filter((f) => !/"\/(account|password|findings\/views)/.test(f));
	return forms.concat((main.match(/<a class="button[^>]*href="[^"]*\/act\/[^"]*"/g) || []));
}

/* An auditor reads everything and changes nothing. */
async function audit(world, script, say) {
	const me = await at(world, "auditor", script), t = await things(me);
	t.name = world.told.people.clerk;
	t.unit = world.told.unit;
	const all = world.told.routes.filter((r) => r.method === "GET" && pages[r.path] && sees(r, "auditor"))
		.flatMap((r) => pages[r.path](t)).filter((where) => !where.includes("/act/"));
	const acts = [];
	for (const where of all)
		acts.push(...actsIn(await me.text(where)).map((a) => `${where}: ${a}`));
	point(all.length > 30 && !acts.length, say(`none of ${all.length} pages has a button that acts`), acts.join("\n"));
	await me.go(`/findings/${t.code}/act/extend`);
	point(await me.page.locator("main .note.bad").count() === 1, say("a form by its address says why not"));
	await send(me, { due: "2030-1-1", reason: "试一试" });
	point(me.answer.status() === 403, say("and is refused"), me.answer.status());
	await look(me, say("refused"));
	await me.go("/log?verb=take-case");
	await look(me, say("the log"));
	const rows = await me.page.locator("main tbody tr").count();
	point(rows >= 1, say("the log by verb"), rows);
	await arrive(me, () => me.page.locator("main tbody th a").first().click());
	await look(me, say("an event"));
	const leaf = await me.page.locator(".record").first().textContent();
	const root = await me.page.locator("main dd code").allTextContents();
	const proof = await me.json(place(me) + "/proof");
	const line = JSON.stringify(proof);
	point(leaf.includes("take-case") && root.some((hash) => hash.length === 64 && line.includes(hash)),
		say("its line, and the proof as shown is the proof as downloaded"), line.slice(0, 300));
	await me.go("/log/head");
	await look(me, say("the head"));
	const head = await me.text("/log/head/file");
	const size = head.match(/\d+/);
	point(size && (await me.page.locator("main").innerText()).includes(size[0]), say("the head as shown is the file"),
		head.slice(0, 200));
	await me.close();
}

/* A unit, a person, their code, the first sign-in; roles, a pack, a setting, the self-audit. */
async function manage(world, script, say) {
	const me = await at(world, "admin", script), end = script ? "甲" : "乙";
	const unit = "云溪市档案馆" + end, name = "苏小满" + end, pack = "本市" + end;
	await act(me, "/act/add-unit", { name: unit, "short-name": "档案馆" + end }, say("a unit"));
	await has(me, unit, say("has its page"));
	await act(me, "/act/add-person", { name, roles: ["clerk"], unit }, say("a person"));
	const where = place(me);
	await press(me, "发一次性登录口令");
	await look(me, say("the code, once"));
	const code = (await me.page.locator(".secret code").textContent()).trim();
	const fresh = await world.person(null, { script });
	fresh.axe = script;
	await fresh.go("/login");
	await send(fresh, { name, password: code });
	await look(fresh, say("a password of one's own"));
	await send(fresh, { password: "甲" , again: "乙" });
	point(fresh.answer.status() === 400, say("a weak one is refused"), fresh.answer.status());
	await look(fresh, say("a weak one"));
	await send(fresh, { password: world.told.password, again: world.told.password });
	point(await fresh.page.locator(".whoami").textContent().then((t) => t.includes(name)), say("signed in"));
	point(!(await fresh.page.locator("nav.main").innerText()).includes("回头看"), say("as a clerk"));
	await act(me, "/act/set-roles?target=" + encodeURIComponent(name), { roles: ["clerk", "supervisor"] },
		say("another role"));
	await fresh.go("/");
	point((await fresh.page.locator("nav.main").innerText()).includes("回头看"), say("counts at once"));
	await me.go(where);
	await has(me, "督查人员", say("and is on the person's page"));
	await act(me, "/act/add-pack", { text: `[pack]\nname = ${pack}\nenglish = ours${end}\n` }, say("a pack"));
	await me.go("/packs/" + encodeURIComponent(pack));
	await has(me, pack, say("is shown"));
	await act(me, "/act/set-setting?name=password-length", { value: script ? "16" : "17" }, say("a setting"));
	point((await me.page.locator("main td strong").allTextContents()).includes(script ? "16" : "17"),
		say("is shown as set"));
	await me.go("/audit");
	await look(me, say("the self-audit"));
	const audited = await me.json("/audit.json");
	point(await me.page.locator("main tbody tr").count() === audited.found.length, say("shows what was found"),
		audited.total);
	await fresh.close();
	await me.close();
}

/* The preview of a file that was brought in. */
async function bring(me, name, text) {
	await me.go("/import");
	await arrive(me, async () => {
		await me.page.locator("[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
		await me.page.locator("main form .primary").first().click();
	});
	const where = place(me);
	await until(me, where, "#adopt");
	return where;
}

/* What is in the ledger when the draft was adopted. */
async function adopted(me, where) {
	await until(me, where, `a[href^="/findings?inspection="]`);
	await arrive(me, () => me.page.locator(`a[href^="/findings?inspection="]`).first().click());
	return me.page.locator("main tbody tr").count();
}

function adopt(me) {
	return arrive(me, () => me.page.locator("button[value=adopt]").click());
}

/* A notice with a day that is none: corrected, adopted. */
async function notices(world, script, say) {
	const me = await at(world, "supervisor", script), community = script ? "松湖" : "柏湖";
	const text = fs.readFileSync(world.told.notice, "utf8").replace(/桐湖/g, community)
		.replace("2025年3月至7月", "2025年13月5日");
	const where = await bring(me, community + ".txt", text);
	await look(me, say("a notice is previewed"));
	await has(me, "没有「2025年13月5日」这一天", say("with what is doubtful"));
	await adopt(me);
	point(me.answer.status() === 400, say("so it cannot be adopted"), me.answer.status());
	await look(me, say("not adopted"));
	await me.go(where);
	await arrive(me, () => me.page.locator(".doubts a").first().click());
	const there = me.page.url();
	if (place(me) === where)
		await arrive(me, () => me.page.locator(`.pair:has(${new URL(there).hash}) .go a`).first().click());
	await look(me, say("its line"));
	const area = me.page.locator("textarea", { hasText: "13月5日" }).first();
	await area.fill((await area.inputValue()).replace("2025年13月5日", "2025年3月至7月"));
	await arrive(me, () => me.page.locator("main form .primary").click());
	point(!(await me.page.locator(".doubt.error").count()), say("corrected, nothing is doubtful"));
	const wanted = (await me.json(where + ".json")).findings;
	await adopt(me);
	const rows = await adopted(me, where);
	point(wanted === 9 && rows === 9, say("adopted whole"), [wanted, rows]);
	await has(me, community, say("and there"));
	await me.close();
}

/* A sheet with one bad row: refused whole, told where; corrected and adopted. */
async function sheets(world, script, say) {
	const me = await at(world, "supervisor", script), round = script ? "第一轮" : "第二轮";
	const where = await bring(me, `台账${round}.csv`,
		"序号,批次,问题大类,问题表述,整改措施,责任人,完成时限,整改状态\n" +
		`1,2031年${round},党的建设,学习不经常,每月学习一次,李芳,2031-6-30,整改中\n` +
		`2,2031年${round},为民服务,路灯不亮,更换路灯,陈伟,2031年6月31日,整改中\n`);
	await look(me, say("a sheet is previewed"));
	await has(me, "G3", say("the cell is named"));
	const before = (await me.json("/findings.json?text=路灯不亮")).findings.length;
	await me.go(where);
	await me.page.locator("#f-unit").fill(world.told.unit);
	await adopt(me);
	point(me.answer.status() === 400, say("it is refused whole"), me.answer.status());
	await look(me, say("refused"));
	point((await me.json("/findings.json?text=路灯不亮")).findings.length === before, say("nothing came in"));
	await me.go(where + "/lines/3");
	await me.page.locator(`[name="cell-3.6"]`).fill("2031年6月30日");
	await look(me, say("the bad row"));
	await arrive(me, () => me.page.locator("main form .primary").click());
	point(!(await me.page.locator(".doubt.error").count()), say("the row is right now"));
	await me.page.locator("#f-unit").fill(world.told.unit);
	await adopt(me);
	const rows = await adopted(me, where);
	point(rows === 2, say("both rows are adopted"), rows);
	await me.close();
}

module.exports = [
	["publisher: a notice from draft to zip", both(notice)],
	["auditor: reads everything, changes nothing", both(audit)],
	["admin: a unit, a person, a pack, a setting", both(manage)],
	["import: a notice", both(notices)],
	["import: a sheet", both(sheets)],
];
