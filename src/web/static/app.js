/* What makes pages nicer where scripts run; everything works without. */
(function () {
	"use strict";

	/* The summary of errors is read first. */
	var summary = document.querySelector("[data-focus]");
	if (summary)
		summary.focus();

	/* The navigation of a narrow screen scrolls: where one is stands in sight. */
	var here = document.querySelector("nav.main [aria-current]");
	if (here) {
		var bar = here.parentNode.parentNode;
		bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
	}

	/* A form is sent once, however often its button is pressed. */
	document.addEventListener("submit", function (event) {
		var form = event.target;
		if (!form.hasAttribute("data-once"))
			return;
		if (form.hasAttribute("data-sent")) {
			event.preventDefault();
			return;
		}
		form.setAttribute("data-sent", "");
		changed = false;
		window.setTimeout(function () { form.removeAttribute("data-sent"); }, 5000);
	});

	/* Leaving a form that was typed in asks first. */
	var changed = false;
	document.addEventListener("input", function (event) {
		if (event.target.form && event.target.form.hasAttribute("data-once"))
			changed = true;
	});
	window.addEventListener("beforeunload", function (event) {
		if (changed)
			event.preventDefault();
	});

	/* A file dropped anywhere on its form is chosen. */
	Array.prototype.forEach.call(document.querySelectorAll("[data-drop]"), function (form) {
		form.addEventListener("dragover", function (event) {
			event.preventDefault();
		});
		form.addEventListener("drop", function (event) {
			event.preventDefault();
			if (event.dataTransfer.files.length === 1)
				form.querySelector("input[type=file]").files = event.dataTransfer.files;
		});
	});

	/* Days may be picked; a day typed in words stays as it is. */
	Array.prototype.forEach.call(document.querySelectorAll("input[data-date]"), function (input) {
		if (input.value === "" || /^\d{4}-\d{2}-\d{2}$/.test(input.value))
			input.type = "date";
	});

	/* Names of units and the like are suggested once somebody goes to the field. */
	document.addEventListener("focusin", function (event) {
		var input = event.target;
		if (!input.hasAttribute("data-suggest") || input.list.firstChild)
			return;
		var from = input.getAttribute("data-suggest").split(" ");
		window.fetch(from[0], { headers: { Accept: "application/json" } }).then(function (answer) {
			return answer.json();
		}).then(function (tree) {
			tree[from[1]].forEach(function (row) {
				var option = document.createElement("option");
				option.value = row[from[2]];
				option.label = row[from[3]] || "";
				input.list.appendChild(option);
			});
		}).catch(function () { /* then it is typed */ });
	});
}());
