
// The form: what is typed is in the fields of the page, what is attached is in the
// memory of the page. Every text goes into the page as text, never as markup.
const byId = id => document.getElementById(id);
const form = JSON.parse(byId("form").textContent);
const WARN = 20e6, MOST = form.most; // bytes of all attached files together
const KEY = "assay-form/" + form.id; // the drafts of two forms never meet
const STATED = ["company", "name", "role", "reach", "date"];

const questions = form.questions.map((asked, n) => {
	const part = byId("q" + n);
	return { ...asked, part, words: byId(`q${n}-words`), marks: [...part.querySelectorAll(".choices input")] };
});
const documents = form.documents.map((asked, n) => {
	const part = byId("d" + n);
	return { ...asked, part, note: byId(`d${n}-note`), none: byId(`d${n}-none`), chooser: byId(`d${n}-files`), list: part.querySelector(".files"), files: [] };
});
const steps = [...document.querySelectorAll(".step")];

let unsaved = false; // something changed since the last save
let draftsWork = true;

const element = (name, text, more) => {
	const e = document.createElement(name);
	if (text !== undefined) e.textContent = text;
	return Object.assign(e, more);
};

const say = (text, alarm) => {
	byId("status").textContent = text;
	byId("status").className = alarm ? "alarm" : "";
	byId("hush").hidden = text === "";
};

const count = (n, one) => n === 1 ? `1 ${one}` : `${n} ${one}s`;
const megabytes = bytes => bytes < 1e5 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

// Answers, as fields and as data.

const choicesOf = q => q.marks.filter(mark => mark.checked).map(mark => mark.value);
const hiddenNow = () => new Set(questions.filter(q => q.part.hidden).map(q => q.item));

// lacks says what is missing in an answer, or nothing.
const lacks = q => {
	const words = q.words.value.trim() !== "";
	if (q.form === "in place") return !choicesOf(q).length ? "no answer" : words ? "" : "no explanation";
	return words || choicesOf(q).length ? "" : "no answer";
};
const lacksDocument = d => d.files.length || d.none.checked || d.note.value.trim() !== "" ? "" : "neither attached nor explained";

const size = () => documents.reduce((sum, d) => sum + d.files.reduce((part, file) => part + file.blob.size, 0), 0);

// written returns the texts and choices of the form.
const written = () => ({
	stated: Object.fromEntries(STATED.map(name => [name, byId(name).value])),
	answers: questions.filter(q => q.words.value !== "" || choicesOf(q).length)
		.map(q => ({ item: q.item, asked: q.asked, offered: q.offered, choices: choicesOf(q), words: q.words.value })),
	documents: documents.filter(d => d.note.value !== "" || d.none.checked || d.files.length)
		.map(d => ({ kind: d.kind, note: d.note.value, none: d.none.checked })),
});

// text takes a text of a file or of a draft, which anybody may have changed.
const text = value => typeof value === "string" ? value : "";
const list = value => Array.isArray(value) ? value : [];

// fill replaces everything in the form.
const fill = saved => {
	for (const name of STATED) byId(name).value = text(saved.stated?.[name]);
	for (const q of questions) {
		const answer = list(saved.answers).find(a => a?.item === q.item);
		q.words.value = text(answer?.words);
		for (const mark of q.marks) mark.checked = list(answer?.choices).includes(mark.value);
	}
	for (const d of documents) {
		const answer = list(saved.documents).find(a => a?.kind === d.kind);
		d.note.value = text(answer?.note);
		d.none.checked = answer?.none === true;
		d.files = [];
	}
};

const empty = () => {
	const { stated, answers, documents } = written();
	return !answers.length && !documents.length && STATED.every(name => stated[name] === "");
};

// Drafts: the texts, in the storage of this browser, until they are saved.

const keep = () => {
	clearTimeout(keep.timer);
	if (!unsaved) return;
	try {
		const files = documents.reduce((sum, d) => sum + d.files.length, 0);
		localStorage.setItem(KEY, JSON.stringify({ ...written(), files }));
		draftsWork = true;
	} catch {
		if (draftsWork) say("This browser keeps no texts. Choose “Save unfinished” before you close this page.", true);
		draftsWork = false;
	}
};

const forget = () => {
	clearTimeout(keep.timer);
	unsaved = false;
	try {
		localStorage.removeItem(KEY);
	} catch {
		// A browser that keeps nothing has nothing to remove.
	}
};

// restore brings the kept texts back. A browser may have filled in some fields by itself,
// which would undo that the texts were removed.
const restore = () => {
	let draft = null;
	try {
		draft = JSON.parse(localStorage.getItem(KEY));
	} catch {
		// A damaged draft, or a browser that keeps nothing: keep tells so.
	}
	if (draft === null || typeof draft !== "object") {
		fill({});
		return;
	}
	fill(draft);
	unsaved = true;
	say(draft.files > 0
		? `The texts that you typed are here again. The ${draft.files > 1 ? draft.files + " files" : "file"} that you had attached did not stay: attach again.`
		: "The texts that you typed are here again.");
};

const changed = () => {
	unsaved = true;
	clearTimeout(keep.timer);
	keep.timer = setTimeout(keep, 400);
	show();
};

// What the page shows.

// kept is an answer as the record would keep it, and "" for one that it would refuse.
const kept = q => {
	const given = { "some of": choicesOf(q), "in place": choicesOf(q)[0] ?? "", "yes or no": choicesOf(q)[0] ?? "", "one of": choicesOf(q)[0] ?? "" }[q.form] ?? q.words.value;
	return conditions.kept(q.form, given, q.offered, q.alone);
};

// decide shows the questions that the answers so far ask, and hides the others.
const decide = () => {
	const asked = conditions.asked(questions.map(q => ({ id: q.item, when: q.when, aside: q.aside })), Object.fromEntries(questions.map(q => [q.item, kept(q)])));
	for (const q of questions) q.part.hidden = !asked.has(q.item);
};

const show = () => {
	decide();
	const asked = questions.filter(q => !q.part.hidden);
	const left = [...asked.filter(lacks), ...documents.filter(lacksDocument)];
	const all = asked.length + documents.length;
	byId("progress").max = Math.max(1, all);
	byId("progress").value = all - left.length;
	byId("progress-text").textContent = `${all - left.length} of ${all} answered`;
	for (const step of steps) {
		const mark = document.querySelector(`[data-count="${step.id}"]`);
		if (!mark) continue;
		const parts = [...asked, ...documents].filter(part => step.contains(part.part));
		let total = parts.length, done = parts.filter(part => !left.includes(part)).length;
		if (step.id === "start") [total, done] = [STATED.length, STATED.filter(name => byId(name).value.trim() !== "").length];
		mark.textContent = `${done} of ${total}`;
		mark.classList.toggle("full", done === total);
		const none = step.querySelector(".none");
		if (none) none.hidden = total > 0;
	}
	for (const q of questions) {
		const undo = q.part.querySelector(".undo");
		if (undo) undo.hidden = !choicesOf(q).length;
	}
	for (const d of documents) showFiles(d);
	showMissing(asked);
	byId("size").textContent = sizeNote();
	byId("size").classList.toggle("alarm", size() > WARN);
};

const sizeNote = () => {
	const bytes = size();
	if (!bytes) return "No file is attached.";
	const note = `The attached files have ${megabytes(bytes)} together.`;
	return bytes > WARN ? note + " Many mail systems refuse more than 20 MB: ask how to send the file, or attach less." : note;
};

const showFiles = d => {
	if (d.shown === d.files) return;
	d.shown = d.files;
	d.list.hidden = !d.files.length;
	d.list.replaceChildren(...d.files.map(file => {
		const row = element("li");
		const remove = element("button", "Remove", { type: "button", className: "plain" });
		remove.setAttribute("aria-label", "Remove " + file.name);
		remove.addEventListener("click", () => {
			d.files = d.files.filter(other => other !== file);
			changed();
			say(`Removed ${file.name}.`);
			d.chooser.focus();
		});
		row.append(element("span", `${file.name} (${megabytes(file.blob.size)})`), remove);
		return row;
	}));
};

// showMissing lists what is missing, with links to the places.
const showMissing = asked => {
	if (!byId("finish").classList.contains("now")) return;
	const missing = STATED.filter(name => byId(name).value.trim() === "")
		.map(name => ["#" + name, document.querySelector(`label[for=${name}]`).textContent, "empty"]);
	asked.forEach(q => lacks(q) && missing.push(["#" + q.part.id, `${q.item} ${q.asked}`, lacks(q)]));
	documents.forEach(d => lacksDocument(d) && missing.push(["#" + d.part.id, `${d.kind} ${d.name}`, lacksDocument(d)]));
	const aside = questions.length - asked.length;
	byId("left").textContent = (aside ? `${count(aside, "question")} ${aside === 1 ? "does" : "do"} not apply after your other answers. ` : "") + (!missing.length ? "Nothing is missing."
		: `${count(missing.length, "thing")} ${missing.length === 1 ? "is" : "are"} missing, as listed below. You can save without, but we will ask again.`);
	const ul = element("ul");
	ul.append(...missing.map(([href, name, why]) => {
		const row = element("li");
		row.append(element("a", name, { href }), ` (${why})`);
		return row;
	}));
	byId("missing").replaceChildren(...missing.length ? [element("h2", "Missing"), ul] : []);
};

// go shows the step that holds the place after # in the address, and moves the focus
// there.
const go = focus => {
	const target = byId(decodeURIComponent(location.hash.slice(1)));
	const step = target?.closest(".step") ?? steps.find(s => s.classList.contains("now")) ?? steps[0];
	for (const s of steps) s.classList.toggle("now", s === step);
	for (const a of document.querySelectorAll("nav a")) {
		if (a.hash === "#" + step.id) a.setAttribute("aria-current", "step");
		else a.removeAttribute("aria-current");
	}
	show();
	step.querySelectorAll("textarea").forEach(grow);
	if (!focus) return;
	const place = target && target !== step && step.contains(target) ? target : step.querySelector("[tabindex]");
	const field = place.matches("fieldset") ? place.querySelector("input:not([hidden]), textarea") : place;
	if (place.matches("[tabindex]")) scrollTo(0, 0);
	else place.scrollIntoView({ block: "start" });
	field.focus({ preventScroll: true });
};

// grow makes a field as high as its text.
const grow = area => {
	area.style.height = "auto";
	if (area.scrollHeight > area.clientHeight) area.style.height = area.scrollHeight + 4 + "px";
};

// check points out an answer in another form than asked. It refuses nothing.
const check = q => {
	const odd = byId(q.words.id.replace("words", "odd"));
	if (!odd) return;
	const wrong = q.words.value.trim() !== "" && kept(q) === "";
	odd.textContent = wrong ? odd.dataset.says : "";
	if (wrong) q.words.setAttribute("aria-invalid", "true");
	else q.words.removeAttribute("aria-invalid");
};

// single keeps a choice that excludes the others, such as "none of these", alone.
const single = (q, chosen) => {
	if (!chosen.checked) return;
	const alone = mark => (q.alone ?? []).includes(mark.value);
	for (const mark of q.marks) {
		if (mark !== chosen && (alone(chosen) || alone(mark))) mark.checked = false;
	}
};
