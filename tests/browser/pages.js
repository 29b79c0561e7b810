/*
 * The table of pages: for each route of the program's own table, the addresses at which it is
 * looked at. A route without a row here is a fault: whoever adds a page adds its row. Each is
 * asked for by every role that may see it; what looks like none before is shown at all widths.
 */
"use strict";
const { point, htmlFaults, shapeOf } = require("./driver.js");

const BARE = 32; /* a route that is no page: see web.h */

/* What the addresses are made of: codes that this person sees. */
async function things(person) {
	const find = async (query) => ((await person.json("/findings.json?" + query)) || {}).findings || [];
	const all = await find("sort=changed");
	const some = async (state) => ((await find("state=" + state))[0] || all[0]).code;
	const orders = ((await person.json("/orders.json?state=all")) || {}).orders || [];
	const cases = ((await person.json("/cases.json")) || {}).rows || [];
	const notices = ((await person.json("/notices.json")) || {}).rows || [];
	const records = ((await person.json("/registers/study.json")) || {}).rows || [];
	const rules = ((await person.json("/regulations.json")) || {}).rows || [];
	return {
		code: await some("rectifying"),
		applied: await some("applied"),
		closed: await some("closed"),
		issued: await some("issued"),
		order: orders[0] && orders[0].code,
		case: cases[0] && cases[0].code,
		notice: notices[0] && notices[0].code,
		record: records[0] && records[0].code,
		regulation: rules[0] && rules[0].code,
	};
}

/* A notice brought in: the address of its draft, once it is read. */
async function upload(person, notice) {
	await person.go("/import");
	await person.page.locator("[type=file]").setInputFiles(notice);
	const there = person.page.waitForURL(/import\/./);
	await person.page.locator("main form .primary").first().click();
	await there;
	const draft = new URL(person.page.url()).pathname;
	for (let i = 0; i < 100; i++) {
		const tree = await person.json(draft + ".json");
		if (tree && tree.state === "open")
			break;
		await person.page.waitForTimeout(300);
	}
	return draft;
}

const on = (start, code) => code ? [start + encodeURIComponent(code)] : [];

const pages = {
	"/": () => ["/"],
	"/findings": () => ["/findings", "/findings?text=楼道&due=overdue", "/findings?unit=没有这个单位",
		"/findings?category=x&column=owner&column=light&column=category&column=closed"],
	"/findings/{code}": (t) => [...on("/findings/", t.code), ...on("/findings/", t.closed)],
	"/findings/{code}/act/{verb}": (t) => [`/findings/${t.code}/act/report`,
		`/findings/${t.issued}/act/claim`, `/findings/${t.code}/act/extend`],
	"/findings/{code}/measures/{measure}": (t) => [`/findings/${t.code}/measures/1`],
	"/search": () => ["/search", "/search?words=楼道", "/search?words=没有这样的词语&order=rank"],
	"/statistics": () => ["/statistics", "/statistics?by=month"],
	"/wall-chart": () => ["/wall-chart"],
	"/wall": () => ["/wall"],
	"/review": () => ["/review"],
	"/review/{code}": (t) => on("/review/", t.applied),
	"/orders": () => ["/orders", "/orders?state=settled"],
	"/orders/{code}": (t) => on("/orders/", t.order),
	"/look-back": () => ["/look-back", "/look-back?size=5&seed=42&method=risk"],
	"/act/{verb}": () => ["/act/take-case", "/act/add-unit"],
	"/inspections/{code}": (t) => [`/inspections/${t.code.slice(0, 7)}`],
	"/import": () => ["/import"],
	"/import/{draft}": (t) => t.draft ? [t.draft] : [],
	"/import/{draft}/lines/{line}": (t) => t.draft ? [t.draft + "/lines/1"] : [],
	"/notices": () => ["/notices"],
	"/notices/{code}": (t) => on("/notices/", t.notice),
	"/registers": () => ["/registers"],
	"/records": () => ["/records"],
	"/registers/{name}": () => ["/registers/study"],
	"/records/{code}": (t) => on("/records/", t.record),
	"/cases": () => ["/cases"],
	"/cases/{code}": (t) => on("/cases/", t.case),
	"/regulations": () => ["/regulations"],
	"/regulations/{code}": (t) => on("/regulations/", t.regulation),
	"/manage": () => ["/manage"],
	"/log": () => ["/log", "/log?verb=no-such-verb"],
	"/log/head": () => ["/log/head"],
	"/log/{seq}": () => ["/log/2"],
	"/units": () => ["/units"],
	"/units/{code}": (t) => on("/units/", t.unit),
	"/people": () => ["/people"],
	"/people/{code}": (t) => on("/people/", t.name),
	"/packs": () => ["/packs"],
	"/packs/{name}": () => ["/packs/default"],
	"/settings": () => ["/settings"],
	"/audit": () => ["/audit"],
	"/account": () => ["/account"],
	"/login": () => ["/login"],
	"/login/code": () => [],
	"/password": () => ["/password"],
	"/language": () => [],
	"/api": () => ["/api"],
};

/* Addresses at which something is amiss: what is said then is a page too. */
const amiss = ["/findings/2001-01-001", "/no-such-page", "/findings?sort=sideways", "/log/2",
	"/look-back?size=x", "/findings/x/act/x", "/wall-chart?due-from=tomorrow"];

const roles = ["clerk", "lead", "supervisor", "publisher", "auditor", "admin"];

function sees(route, role) {
	return route.right === "signed-in" || route.right === "public" ||
		route.right.split(" ").includes(role);
}

/* {role: [addresses]}: what each role is to look at. */
async function plan(world, people) {
	const found = {};
	for (const role of roles) {
		const t = await things(people[role]);
		t.name = world.told.people.clerk;
		t.unit = world.told.unit;
		t.draft = role === "clerk" || role === "supervisor"
			? await upload(people[role], world.told.notice) : null;
		found[role] = world.told.routes.filter((r) => r.method === "GET" && pages[r.path] &&
			sees(r, role)).flatMap((r) => pages[r.path](t));
	}
	return found;
}

/* The faults of a page: of its HTML, and shown where no page of its shape was yet. */
async function seen(person, where, shapes) {
	const text = await person.text(where), shape = shapeOf(text);
	if (shapes.has(shape))
		return htmlFaults(text);
	shapes.add(shape);
	await person.go(where);
	return person.look([390, 1280, 1920], [390, 1280]);
}

function tell(name, faults) {
	point(!faults.length, name, faults.join("\n"));
}

async function run(world) {
	for (const route of world.told.routes)
		if (route.method === "GET" && !(route.flags & BARE))
			point(pages[route.path], `pages.js has a row for ${route.path}`);
	const people = {};
	for (const role of roles)
		people[role] = await world.person(role);
	const todo = await plan(world, people);
	const shapes = new Set();
	await printed(people.supervisor, todo.supervisor);
	await isolated(people.supervisor);
	for (const role of roles) {
		for (const where of todo[role])
			tell(`${where} for ${role}`, await seen(people[role], where, shapes));
		await people[role].close();
	}
	await strangers(world);
	await english(world, todo);
}

/* A page goes to A4, upright, the chart for the wall to A3. */
async function printed(person, places) {
	const order = places.find((w) => /^\/orders\/./.test(w));
	for (const [where, width, height] of [["/", 595, 842], [order, 595, 842], ["/wall-chart", 1191, 842]]) {
		await person.go(where);
		const pdf = (await person.page.pdf({ preferCSSPageSize: true })).toString("latin1");
		const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) || [];
		point(Math.round(box[1]) === width && Math.round(box[2]) === height,
			`${where} is printed on its paper`, box[0]);
	}
}

/* A text that turns the writing's direction turns its own alone: what stands in a line with
 * others keeps to itself (a block does anyway). */
async function isolated(person) {
	await person.go("/findings");
	const loose = await person.page.evaluate(() => [...document.querySelectorAll("main *, header *")]
		.map((e) => [e.localName, getComputedStyle(e)])
		.filter(([, style]) => style.display === "inline" && !/isolate/.test(style.unicodeBidi))
		.map(([name]) => name));
	point(!loose.length, "what stands in a line keeps its direction to itself", loose.join(" "));
}

/* What is seen without signing in, and where something is amiss. */
async function strangers(world) {
	for (const lang of ["zh", "en"]) {
		const nobody = await world.person(null, { lang });
		for (const where of ["/login", "/login?return=/findings", "/findings"]) {
			await nobody.go(where);
			tell(`${where} for nobody, ${lang}`, await nobody.look());
		}
		await nobody.close();
		const clerk = await world.person("clerk", { lang });
		for (const where of amiss) {
			const status = await clerk.go(where);
			const faults = await clerk.look();
			tell(`${where} is refused with a page, ${lang}`,
				status >= 400 ? faults : [`status ${status}`, ...faults]);
		}
		await clerk.close();
	}
}

/* The pages of the role that sees most, in English: no Chinese word of the program's own is left. */
async function english(world, todo) {
	for (const role of ["supervisor", "admin", "auditor"]) {
		const person = await world.person(role, { lang: "en" });
		const others = role === "supervisor" ? [] : todo.supervisor;
		for (const where of todo[role].filter((w) => !others.includes(w))) {
			await person.go(where);
			tell(`${where} for ${role}, in English`, await person.look([390, 1280], [1280]));
		}
		await person.close();
	}
}

module.exports = { run, pages, things, sees, roles, plan };
