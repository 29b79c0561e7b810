/*
 * Pictures of the pages of pages.js: each address once, by the first role that sees it, at 390,
 * 1280 and 1920 pixels; the pages that differ by role, by each; some in English; what is printed,
 * as PDF.
 */
"use strict";
const path = require("path");
const { point } = require("./driver.js");
const { roles, plan } = require("./pages.js");

const WIDTHS = [390, 1280, 1920];
const ENGLISH = ["/", "/findings", "/statistics", "/manage"];
const BY_ROLE = /^\/(review|notices|import|findings|findings\/\d[^/?]+|)$/;
const PRINTED = /^\/(wall-chart|findings\/[^/]+|orders\/[^/]+|)$/;

function file(world, where, end) {
	const name = decodeURIComponent(where).replace(/[/?&= ]+/g, "_").replace(/^_/, "") || "overview";
	return path.join(world.told.folder, name.slice(0, 60) + end);
}

async function take(world, person, where, end) {
	await person.go(where);
	for (const width of WIDTHS) {
		await person.page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
		await person.page.screenshot({ path: file(world, where, `-${width}${end}.png`), fullPage: true });
	}
}

async function run(world) {
	const people = {}, taken = new Set();
	for (const role of roles)
		people[role] = await world.person(role);
	const todo = await plan(world, people);
	for (const role of ["supervisor", "admin", "auditor", "clerk"])
		for (const where of todo[role].filter((w) => !taken.has(w))) {
			taken.add(where);
			await take(world, people[role], where, "");
			if (PRINTED.test(where))
				await people[role].page.pdf({ path: file(world, where, ".pdf"), preferCSSPageSize: true });
		}
	for (const role of roles.filter((r) => r !== "supervisor"))
		for (const where of todo[role].filter((w) => BY_ROLE.test(w)))
			await take(world, people[role], where, "-" + role);
	const nobody = await world.person(null), english = await world.person("clerk", { lang: "en" });
	await take(world, nobody, "/login?return=/findings", "-nobody");
	for (const where of ENGLISH)
		await take(world, english, where, "-en");
	point(taken.size > 30, `${taken.size} pages`);
}

module.exports = { run };
