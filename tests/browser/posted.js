/*
 * The table of what only a form leads to: pages that no address shows, and forms that were refused.
 * A route that takes forms at an address of its own has a row, or says that it shows no page.
 */
"use strict";
const crypto = require("crypto");
const { point } = require("./driver.js");
const { arrive } = require("./steps.js");

/* The number that an authenticator shows now for a secret in base32. */
function totp(secret) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const bits = [...secret.replace(/[^A-Z2-7]/g, "")].map((c) =>
		letters.indexOf(c).toString(2).padStart(5, "0")).join("");
	const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const time = Buffer.alloc(8);
	time.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
	const mac = crypto.createHmac("sha1", key).update(time).digest(), at = mac[19] & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}

/* Sends the form that goes to `action`, whatever the browser thinks of its fields. */
async function send(me, action, button = "button") {
	const form = me.page.locator(`main form[method=post][action="${action}"]`).first();
	await form.evaluate((f) => { f.noValidate = true; });
	await arrive(me, () => form.locator(button).first().click());
}

async function selection(me, tell) {
	await me.go("/findings?state=rectifying,returned");
	await me.page.locator("td.pick input").first().check();
	await arrive(me, () => me.page.locator(".bulk button").first().click());
	tell("a selection asks", await me.look());
	await send(me, "/findings/selection", ".primary");
	tell("a selection is refused", await me.look());
	point(await me.page.locator(".errors, .note.bad").count() > 0, "with what is missing", me.page.url());
}

async function invite(me, tell, world) {
	const where = "/people/" + encodeURIComponent(world.told.people.lead);
	await me.go(where);
	await send(me, where + "/invite");
	tell("a one-time code", await me.look());
	point(await me.page.locator(".secret code").count() === 1, "which is shown", me.page.url());
}

/* Enrolling, a wrong number, the recovery codes, and signing in by a number. */
async function enrol(me, tell, world) {
	await me.go("/account");
	await send(me, "/account/totp");
	tell("a secret for the authenticator", await me.look());
	const secret = await me.page.locator(".secret code").textContent();
	await me.page.locator("#f-code").fill("000000x");
	await send(me, "/account/totp/prove", ".primary");
	tell("a wrong number", await me.look());
	point(me.answer.status() >= 400, "is refused", me.answer.status());
	const again = await me.page.locator(".secret code").textContent();
	point(again === secret, "for the same secret", again);
	await me.page.locator("#f-code").fill(totp(again));
	await send(me, "/account/totp/prove", ".primary");
	tell("recovery codes", await me.look());
	point((await me.page.locator("main code, main pre").allTextContents()).join("").length > 20,
		"are shown", await me.page.locator("main").innerText());
	const fresh = await world.person(null);
	await fresh.go("/login");
	await fresh.page.locator("#f-name").fill(world.told.people.auditor);
	await fresh.page.locator("#f-password").fill(world.told.password);
	await send(fresh, "/login", ".primary");
	tell("asked for the number", await fresh.look());
	point(fresh.page.url().includes("/login/code"), "at its page", fresh.page.url());
	await fresh.page.locator("#f-code").fill("123");
	await send(fresh, "/login/code", ".primary");
	tell("a wrong number at the door", await fresh.look());
	point(fresh.answer.status() >= 400, "is refused there", fresh.answer.status());
	await fresh.close();
}

async function badPublish(me, tell) {
	await me.go("/notices");
	await arrive(me, () => me.page.locator("main tbody th a").first().click());
	const where = new URL(me.page.url()).pathname + "/publish";
	await me.page.evaluate((to) => {
		const token = document.querySelector("[name=_csrf]").value;
		const form = document.createElement("form");
		form.method = "post";
		form.action = to;
		form.innerHTML = `<input name="_csrf"><button id="go">x</button>`;
		form.firstChild.value = token;
		document.querySelector("main").append(form);
	}, where);
	await send(me, where, "#go");
	tell("publishing what is not approved", await me.look());
	point(me.answer.status() >= 400, "is refused", me.answer.status());
}

async function badSheet(me, tell) {
	await me.go("/registers/study");
	await send(me, "/registers/study/import");
	tell("a register's import without a file", await me.look());
	point(me.answer.status() >= 400, "is refused", me.answer.status());
}

/* By path: the role that sends it and how; null: it leads elsewhere and shows no page. */
const forms = {
	"/findings/selection": ["supervisor", selection],
	"/findings/views": null,
	"/findings/views/drop": null,
	"/notices/{code}/publish": ["publisher", badPublish],
	"/registers/{name}/import": ["clerk", badSheet],
	"/people/{code}/invite": ["admin", invite],
	"/people/{code}/end-sessions": null,
	"/people/{code}/totp-off": null,
	"/account/end": null,
	"/account/totp": ["auditor", enrol],
	"/account/totp/prove": null, /* with the row before */
	"/logout": null,
};

/* Forms sent with nothing in them. */
const empty = [
	["clerk", "/act/take-case"], ["admin", "/act/add-unit"], ["admin", "/act/add-person"],
	["admin", "/act/add-pack"], ["admin", "/act/set-setting"], ["supervisor", "/act/open-inspection"],
	["supervisor", "/orders"], ["clerk", "/import"], ["clerk", "/notices"], ["clerk", "/registers/study"],
	["clerk", "/password"], [null, "/login"],
];

function tell(name, faults) {
	point(!faults.length, name, faults.join("\n"));
}

async function run(world) {
	for (const route of world.told.routes)
		if (route.method === "POST" && !world.told.routes.some((r) => r.method === "GET" && r.path === route.path))
			point(route.path in forms, `posted.js has a row for ${route.path}`);
	for (const lang of ["zh", "en"]) {
		const said = (name, faults) => tell(`${name}, ${lang}`, faults);
		for (const [role, where] of empty) {
			const me = await world.person(role, { lang });
			await me.go(where);
			await send(me, where, ".primary");
			said(`${where} sent empty`, await me.look());
			point(me.answer.status() === 400, `${where} sent empty is refused, ${lang}`, me.answer.status());
			await me.close();
		}
		for (const [role, does] of Object.values(forms).filter((row) => row)) {
			if (does === enrol && lang === "en")
				continue; /* once on, it is on */
			const me = await world.person(role, { lang });
			await does(me, said, world).catch((e) => point(false, `posted by ${role}, ${lang}`, e.stack));
			await me.close();
		}
	}
}

module.exports = { run };
