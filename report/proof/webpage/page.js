
"use strict";

// The page shows what the program answers. Every text of a report or of a file goes
// into the page as text, never as markup.
(() => {
	const form = document.getElementById("choose");
	const chooser = document.getElementById("files");
	const status = document.getElementById("status");
	const list = document.getElementById("papers");
	const most = {{.MostBytes}}; // the program refuses larger files too, but it would have to hold them

	const say = text => { status.textContent = text; };

	const stopped = "The verifier has stopped. Load this page again.";
	const old = "The verifier cannot start in this browser. Use Chrome or Edge 97, Firefox 113 or Safari 16.4, or a later one.";

	// fail leaves no answer on the page: the program that gave it is gone.
	const fail = text => {
		form.hidden = true;
		list.replaceChildren();
		status.className = "alarm";
		say(text);
	};

	const start = async () => {
		const data = document.getElementById("program");
		const packed = Uint8Array.from(atob(data.textContent), c => c.charCodeAt(0));
		data.remove();
		const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
		const go = new Go();
		const program = await WebAssembly.instantiate(await new Response(stream).arrayBuffer(), go.importObject);
		go.run(program.instance).then(() => fail(stopped));
		const about = JSON.parse(assay.about());
		document.getElementById("about").textContent = `, engine ${about.engine}, renderer ${about.renderer}`;
	};

	const element = (name, text, className) => {
		const e = document.createElement(name);
		if (text !== undefined) e.textContent = text;
		if (className) e.className = className;
		return e;
	};

	const points = texts => {
		const ul = element("ul");
		ul.append(...texts.map(text => element("li", text)));
		return ul;
	};

	const table = rows => {
		const dl = element("dl");
		for (const [name, text] of rows) dl.append(element("dt", name), element("dd", text));
		return dl;
	};

	const kinds = { good: "✓ ", open: "? ", bad: "✗ " };

	const show = papers => {
		list.replaceChildren(...papers.map((paper, n) => {
			const article = element("article", undefined, "paper " + paper.kind);
			const head = element("h2", paper.file);
			head.id = "paper-" + n;
			head.tabIndex = -1;
			article.setAttribute("aria-labelledby", head.id);
			const answer = element("p", undefined, "answer");
			const mark = element("span", kinds[paper.kind]);
			mark.setAttribute("aria-hidden", "true");
			answer.append(mark, element("span", paper.answer));
			article.append(head, answer);
			if (paper.problems.length) article.append(points(paper.problems));
			if (paper.fields.length) article.append(table(paper.fields));
			if (paper.notes.length) article.append(points(paper.notes.map(note => "note: " + note)));
			article.append(...paper.keys.map(key => ask(n, key)));
			return article;
		}));
	};

	// ask returns the form for the fingerprint of one key. It does not show the
	// fingerprint: a person who can copy it here has not got it in another way.
	const ask = (paper, key) => {
		const form = element("form", undefined, "key");
		const label = element("label", key.asks);
		const input = element("input");
		const refusal = element("p", "", "alarm");
		label.htmlFor = input.id = `key-${paper}-${key.id}`;
		refusal.id = input.id + "-refusal";
		refusal.setAttribute("role", "alert");
		input.setAttribute("aria-describedby", refusal.id);
		input.setAttribute("autocapitalize", "off");
		Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 200, required: true });
		form.append(element("h3", key.claims), element("p", key.says), label, input, refusal, element("button", "Confirm this key"));
		form.addEventListener("submit", event => {
			event.preventDefault();
			queue(async () => {
				say("Verifying again …");
				await painted();
				const answer = JSON.parse(assay.confirm(paper, key.id, input.value));
				if (answer.refusal) {
					say("");
					refusal.textContent = answer.refusal;
					input.setAttribute("aria-invalid", "true");
					input.focus();
					return;
				}
				show(answer.papers);
				tell(answer.papers);
				document.getElementById("paper-" + paper).focus();
			});
		});
		return form;
	};

	// tell says which answers are new. Those of earlier files may change too: a file
	// beside them can show that somebody wrote two journals.
	let told = [];
	const tell = papers => {
		const news = papers.filter((paper, n) => paper.answer !== told[n]);
		told = papers.map(paper => paper.answer);
		say(news.map(paper => `${paper.file}: ${paper.answer}`).join("; ") || "Confirmed.");
	};

	// painted waits until the browser shows the page as it is. The program keeps the
	// browser busy while it works.
	const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));

	// queue does one thing after the other.
	let last = Promise.resolve();
	const queue = work => {
		last = last.then(work).catch(error => {
			console.error(error);
			fail(stopped);
		});
	};

	// verify answers for one file. A folder cannot be read.
	const verify = async file => {
		if (file.size > most) return assay.refuse(file.name, file.size);
		let bytes;
		try {
			bytes = new Uint8Array(await file.arrayBuffer());
		} catch {
			return assay.unread(file.name);
		}
		return assay.lay(file.name, bytes);
	};

	const lay = files => files.forEach((file, n) => queue(async () => {
		say(files.length > 1 ? `Verifying file ${n + 1} of ${files.length} …` : "Verifying …");
		await painted();
		const papers = JSON.parse(await verify(file));
		show(papers);
		tell(papers);
	}));

	chooser.addEventListener("change", () => {
		lay([...chooser.files]);
		chooser.value = "";
	});
	document.addEventListener("dragover", event => {
		event.preventDefault();
		form.classList.add("over");
	});
	document.addEventListener("dragleave", () => form.classList.remove("over"));
	document.addEventListener("drop", event => {
		event.preventDefault();
		form.classList.remove("over");
		lay([...event.dataTransfer.files]);
	});

	say("Starting …");
	queue(() => start().then(() => say("Ready."), error => {
		console.error(error);
		fail(old);
	}));
})();
