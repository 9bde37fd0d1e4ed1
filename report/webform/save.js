
// Saving, opening, and the events of the page.

// confirmed asks a question, and reports whether the person said yes.
const confirmed = (question, yes) => new Promise(done => {
	byId("ask-text").textContent = question;
	byId("ask-yes").textContent = yes;
	const end = answer => {
		byId("ask").close();
		done(answer);
	};
	byId("ask-yes").onclick = () => end(true);
	byId("ask-no").onclick = () => end(false);
	byId("ask").oncancel = () => done(false);
	byId("ask").showModal();
});

// safe is a name that every system takes for a file. The saved answers keep the name
// that the file had.
const safe = name => {
	const plain = name.normalize("NFC").replace(/[\p{C}<>:"/\\|?*]/gu, "_").replace(/[. ]+$/, "");
	const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? "";
	return [...plain.slice(0, plain.length - ending.length)].slice(0, 80).join("").replace(/[. ]+$/, "") + ending || "file";
};

// pack returns the ZIP file: the answers first, then the files.
const pack = async finished => {
	const now = new Date();
	const { stated, answers, documents: noted } = written();
	const hidden = hiddenNow();
	const files = [];
	for (const entry of noted) {
		const d = documents.find(one => one.kind === entry.kind);
		entry.files = d.files.map(file => {
			const path = `files/${String(files.length + 1).padStart(2, "0")}-${safe(file.name)}`;
			files.push({ path, blob: file.blob });
			return { name: file.name, path, size: file.blob.size };
		});
	}
	const reply = {
		format: "assay-reply/1", identity: form.identity, finished, saved: now.toISOString().replace(/\.\d+Z$/, "Z"), stated,
		answers: answers.filter(answer => !finished || !hidden.has(answer.item)), documents: noted,
	};
	// Half of a letter of UTF-16 has no form in UTF-8.
	const whole = (_, value) => typeof value === "string" ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value;
	const json = new Blob([JSON.stringify(reply, whole, 1) + "\n"]);
	return zip.write([{ path: "answers.json", blob: json }, ...files], now);
};

const save = async finished => {
	say("Saving …");
	let packed;
	try {
		packed = await pack(finished);
	} catch (problem) {
		say("Not saved. " + problem.message, true);
		return;
	}
	const name = finished ? `${form.file}-reply.zip` : `${form.file}-unfinished.zip`;
	const address = URL.createObjectURL(packed);
	element("a", "", { href: address, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
	forget();
	const large = packed.size > WARN ? " Many mail systems refuse files over 20 MB: ask how to send it." : "";
	say(`Saved ${name} (${megabytes(packed.size)}), and removed the texts from this browser. Look for the file in your downloads before you close this page. ` +
		(finished ? form.send : "Open it in this form to go on.") + large, packed.size > WARN);
};

// open reads a saved file, and replaces the form with it.
const open = async file => {
	const entries = await zip.read(file, MOST);
	const path = [...entries.keys()].filter(name => name === "answers.json" || name.endsWith("/answers.json")).sort((a, b) => a.length - b.length)[0];
	if (path === undefined) throw new Error("The file has no answers in it.");
	let saved;
	try {
		saved = JSON.parse(await (await entries.get(path)()).text());
	} catch {
		throw new Error("The answers in the file are damaged.");
	}
	if (saved?.format !== "assay-reply/1") throw new Error("The file has no answers to this form in it.");
	if (saved.identity !== form.identity) throw new Error("The file was saved from another form. Open it in the form that it was saved from.");
	const folder = path.slice(0, -"answers.json".length);
	const attached = new Map();
	for (const entry of list(saved.documents)) {
		for (const one of list(entry?.files)) {
			const unpack = entries.get(folder + text(one?.path));
			if (!unpack) throw new Error(`The file ${text(one?.name)} is missing in it.`);
			attached.set(entry.kind, [...attached.get(entry.kind) ?? [], { name: text(one.name), blob: await unpack() }]);
		}
	}
	fill(saved);
	for (const d of documents) d.files = attached.get(d.kind) ?? [];
};

// attach copies the chosen files into memory, so that a file that changes on the disk
// does not change the reply.
const attach = async (d, chosen) => {
	const names = [];
	for (const file of chosen) {
		if (size() + file.size > MOST) {
			say(`${file.name} is too large: the attached files may have ${megabytes(MOST)} together.`, true);
			return;
		}
		let blob;
		try {
			blob = new Blob([await file.arrayBuffer()]);
		} catch {
			say(`${file.name} cannot be read.`, true);
			return;
		}
		d.files = [...d.files, { name: file.name.replace(/[/\\]/g, "_"), blob }]; // no system takes it for a folder
		names.push(file.name);
		d.none.checked = false;
		changed();
	}
	if (names.length) say(`Attached ${names.join(", ")}. ${sizeNote()}`, size() > WARN);
};

byId("later").addEventListener("click", () => save(false));
byId("save").addEventListener("click", () => save(true));
byId("hush").addEventListener("click", () => {
	say("");
	steps.find(step => step.classList.contains("now")).querySelector("[tabindex]").focus({ preventScroll: true });
});
byId("clear").addEventListener("click", async () => {
	if (!await confirmed("Remove everything from this form and from this browser? Files that you saved stay where they are.", "Remove everything")) return;
	fill({});
	forget();
	show();
	say("The form is empty, and this browser keeps no text of it.");
});
byId("open").addEventListener("change", async event => {
	const file = event.target.files[0];
	event.target.value = "";
	if (!file) return;
	if (!empty() && !await confirmed(`Replace everything in this form with ${file.name}?`, "Replace")) return;
	say("Opening …");
	try {
		await open(file);
	} catch (problem) {
		say(`${file.name} was not opened. ${problem.message}`, true);
		return;
	}
	forget(); // the opened file has it all
	show();
	questions.forEach(check);
	say(`Opened ${file.name}: ${byId("progress-text").textContent}.`);
});
for (const d of documents) {
	d.chooser.addEventListener("change", async event => {
		const chosen = [...event.target.files];
		event.target.value = "";
		await attach(d, chosen);
	});
}
for (const q of questions) {
	q.part.querySelector(".undo")?.addEventListener("click", () => {
		q.marks.forEach(mark => { mark.checked = false; });
		q.marks[0].focus();
		changed();
	});
	q.words.addEventListener("change", () => check(q));
	q.marks.forEach(mark => mark.addEventListener("input", () => single(q, mark)));
}
byId("main").addEventListener("input", event => {
	if (event.target.type === "file") return;
	if (event.target.matches("textarea")) grow(event.target);
	changed();
});
addEventListener("hashchange", () => go(true));
document.addEventListener("click", event => {
	const link = event.target.closest?.("a[href^='#']");
	if (link && link.hash === location.hash) go(true); // the address does not change, so no event follows
});
addEventListener("visibilitychange", keep);
addEventListener("pagehide", keep);
addEventListener("beforeunload", event => {
	keep();
	if (unsaved) event.preventDefault();
});
addEventListener("storage", event => {
	if (event.key === KEY && event.newValue !== null) say("This form is open in another window too. Type in one of them only: each replaces the texts that the other keeps.", true);
});
addEventListener("beforeprint", () => document.querySelectorAll("textarea").forEach(grow));

const wide = matchMedia("(min-width: 60.01rem)");
const fold = () => { byId("parts").open = wide.matches; };
wide.addEventListener("change", fold);
fold();
restore();
questions.forEach(check);
go(location.hash.length > 1);
