/*
 * The browser of the tests: starts Chromium once, gives each person a context of their own, and
 * looks at pages: axe-core finds nothing, the HTML is valid as sent, the console is silent, nothing
 * hangs over the edge. usage: node driver.js PART TOLD.json; PART is a file beside this one
 * (pages, stories, shots). Prints one line of JSON a point: {ok, name, seen}.
 */
"use strict";
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");
const { HtmlValidate, StaticConfigLoader } = require("html-validate");

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
/* The standard's own rules and those for everybody's access; matters of taste are left out. */
const validator = new HtmlValidate(new StaticConfigLoader({
	root: true,
	extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
	rules: { "no-implicit-button-type": "off", "require-sri": "off" },
}));

function point(ok, name, seen) {
	const words = seen === undefined ? "" : typeof seen === "string" ? seen : JSON.stringify(seen);
	process.stdout.write(JSON.stringify({ ok: Boolean(ok), name, seen: words }) + "\n");
	return Boolean(ok);
}

/* The kinds of elements that a page has, whatever the words in them. */
function shapeOf(text) {
	const tags = text.match(/<[a-z][^>]*>/g).map((tag) => tag.replace(/ (?!class)([\w-]+)="[^"]*"/g, " $1"));
	return [...new Set(tags)].sort().join("");
}

/* The faults of a page's HTML, as words. */
function htmlFaults(text) {
	const report = validator.validateStringSync(text);
	return report.results.flatMap((r) => r.messages.map((m) =>
		`html ${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
}

async function axeFaults(page) {
	await page.evaluate(AXE);
	const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
	return found.violations.map((v) => `axe ${v.id}: ${v.help}\n` + v.nodes.slice(0, 3).map((n) =>
		`    ${n.html.slice(0, 200)}\n    ${n.any.concat(n.all, n.none).map((c) => c.message)
			.join("; ").slice(0, 300)}`).join("\n"));
}

/* What stands further right than the window, unless it is in a box that scrolls by itself. */
async function overflow(page) {
	return page.evaluate(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width)
			return [];
		const wide = [...document.querySelectorAll("body *")].filter((e) =>
			e.getBoundingClientRect().right > width + 1);
		return [`wider than ${width}: ${document.documentElement.scrollWidth} ` +
			wide.slice(-3).map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`)];
	});
}

/* Words of the program's own that are of the other language; what people wrote stays as it is. */
async function foreign(page, words) {
	const found = await page.evaluate(() => {
		const all = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walk.nextNode())
			if (!walk.currentNode.parentElement.closest("[lang]:not(html), pre, code"))
				all.push(walk.currentNode.data.trim());
		for (const e of document.querySelectorAll("*"))
			for (const name of ["aria-label", "placeholder", "title", "data-label", "alt"])
				if (e.hasAttribute(name))
					all.push(e.getAttribute(name).trim());
		return all;
	});
	return [...new Set(found)].filter((t) => words.has(t)).map((t) => `of the other language: ${t}`);
}

/* One person's browser: a page that keeps what the console said and the HTML that came. */
class Person {
	constructor(context, page, words) {
		this.context = context;
		this.words = words;
		this.page = page;
		this.said = [];
		this.expected = 0;
		page.on("console", (m) => {
			if (m.type() === "error" || m.type() === "warning")
				this.said.push(`console: ${m.text()} ${m.location().url || ""}`);
		});
		page.on("pageerror", (e) => this.said.push(`script: ${e.message}`));
		page.on("response", (r) => {
			if (r.request().isNavigationRequest() && r.frame() === page.mainFrame() &&
			    (r.status() < 300 || r.status() >= 400))
				this.answer = r;
		});
	}

	/* Goes there; the status. */
	async go(where) {
		const answer = await this.page.goto(where);
		return answer.status();
	}

	/* The faults of the page as it stands: at these widths; axe at those of `axe`. */
	async look(widths = [390, 1280], axe = widths) {
		const faults = [];
		const status = this.answer.status();
		faults.push(...htmlFaults(await this.answer.text()));
		for (const width of widths) {
			await this.page.setViewportSize({ width, height: width < 800 ? 844 : 900 });
			faults.push(...(await overflow(this.page)));
			if (axe.includes(width))
				faults.push(...(await axeFaults(this.page)).map((f) => `at ${width} ${f}`));
		}
		faults.push(...(await foreign(this.page, this.words)));
		/* A browser says of each page of 400 or more that it is one. */
		faults.push(...this.said.filter((s) => status < 400 || !s.includes("Failed to load")));
		this.said = [];
		return [...new Set(faults)];
	}

	/* The HTML at an address, not shown. */
	async text(where) {
		return (await this.context.request.get(where)).text();
	}

	/* JSON by the same session. */
	async json(where) {
		const answer = await this.context.request.get(where);
		return answer.ok() ? answer.json() : null;
	}

	async close() {
		await this.context.close();
	}
}

class World {
	constructor(browser, told) {
		this.browser = browser;
		this.told = told;
		this.base = `http://127.0.0.1:${told.port}`;
		this.others = { zh: new Set(told.words.en), en: new Set(told.words.zh) };
	}

	/* A browser of its own; signed in as a role, where one is named. */
	async person(role, { script = true, lang = "zh", width = 1280 } = {}) {
		const context = await this.browser.newContext({
			baseURL: this.base,
			javaScriptEnabled: script,
			locale: lang === "zh" ? "zh-CN" : "en-GB",
			viewport: { width, height: 900 },
			reducedMotion: "reduce",
		});
		context.setDefaultTimeout(20000);
		const session = role ? this.told.sessions[role] : {};
		const cookies = Object.entries({ ...session, lang }).map(([name, value]) =>
			({ name, value, url: this.base }));
		await context.addCookies(cookies);
		return new Person(context, await context.newPage(), this.others[lang]);
	}
}

async function main(part, file) {
	const told = JSON.parse(fs.readFileSync(file, "utf8"));
	const browser = await chromium.launch({
		executablePath: told.chromium,
		args: process.getuid() === 0 ? ["--no-sandbox"] : [],
	});
	try {
		await require(path.join(__dirname, part + ".js")).run(new World(browser, told));
	} finally {
		await browser.close();
	}
}

module.exports = { point, htmlFaults, shapeOf };

main(process.argv[2], process.argv[3]).catch((e) => {
	point(false, "the driver", e.stack);
	process.exitCode = 1;
});
