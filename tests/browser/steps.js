/*
 * The steps that stories are told in: what a reader does on a page, and what they see there. Fields
 * are found by their names, buttons by what they are; each page on the way is looked at.
 */
"use strict";

const { point } = require("./driver.js");

/* Looks at the page; with the story's name and what the page is. */
async function look(me, name) {
	const faults = await me.look([390, 1280], me.axe ? [1280] : []);
	point(!faults.length, `${name}: ${new URL(me.page.url()).pathname}`, faults.join("\n"));
}

async function has(me, text, name) {
	const body = await me.page.locator("main").innerText();
	return point(body.includes(text), name, `no “${text}” at ${me.page.url()} in:\n${body.slice(0, 1500)}`);
}

/* Does what leads to another page, and waits until that is there. */
async function arrive(me, does) {
	const there = me.page.waitForNavigation();
	await does();
	await there;
}

function push(me) {
	return arrive(me, () => me.page.locator("main form .primary").click());
}

/* A day as a field that picks days takes it. */
function iso(day) {
	const [y, m, d] = day.match(/\d+/g);
	return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
}

/* Fills fields of the page's form by their names and sends it. */
async function send(me, fields, files) {
	for (const [name, value] of Object.entries(fields)) {
		const field = me.page.locator(`main form [name="${name}"]`);
		const kind = await field.first().evaluate((e) => e.tagName + (e.type || ""));
		if (kind.startsWith("SELECT"))
			await field.selectOption(value);
		else if (kind.endsWith("checkbox"))
			for (const box of await field.all())
				await box.setChecked(value.includes(await box.getAttribute("value")));
		else if (kind.endsWith("radio"))
			await me.page.locator(`main form [name="${name}"][value="${value}"]`).check();
		else
			await field.fill(kind.endsWith("date") ? iso(value) : value);
	}
	if (files)
		await me.page.locator("main form [type=file]").setInputFiles(files);
	await push(me);
}

/* An action's form: opened by its address, filled, sent, and done. */
async function act(me, where, fields, name) {
	await me.go(where);
	await look(me, name);
	await send(me, fields);
	const done = me.answer.status() === 200 && !(await me.page.locator(".errors").count());
	point(done, name, done ? "" : await me.page.locator("main").innerText());
	return done;
}

/* A story with scripts and without: (world, script, say), `say` giving each point its name. */
function both(tell) {
	return async (world) => {
		for (const script of [true, false])
			await tell(world, script, (text) => `${text}, ${script ? "with" : "without"} scripts`);
	};
}

/* Somebody at the desk, for a story with scripts or without. */
async function at(world, role, script) {
	const me = await world.person(role, { script, width: role === "clerk" ? 390 : 1280 });
	me.axe = script;
	return me;
}

/* Presses the button that says so, and waits for what comes. */
function press(me, words) {
	return arrive(me, () => me.page.locator("main").getByRole("button", { name: words }).first().click());
}

/* Goes there until the page has it; false after long. */
async function until(me, where, selector, seconds = 60) {
	for (let i = 0; i < seconds * 2; i++) {
		await me.go(where);
		if (await me.page.locator(selector).count())
			return true;
		await me.page.waitForTimeout(500);
	}
	return false;
}

module.exports = { point, look, has, arrive, push, send, act, both, at, press, until };
