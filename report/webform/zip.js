
// zip writes and reads ZIP files, so that the form needs no library. It writes what
// every program reads: entries in plain bytes, names in UTF-8, no ZIP64. It also reads
// compressed entries, because people pack a saved file again.
const zip = (() => {
	const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
	const UTF8 = 0x0800, LARGEST = 0xffffffff, MOST_ENTRIES = 2000;

	const table = Uint32Array.from({ length: 256 }, (_, n) => {
		for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
		return n;
	});

	const checksum = async blob => {
		let sum = 0xffffffff;
		const reader = blob.stream().getReader();
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			for (const byte of part.value) sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
		}
		return (sum ^ 0xffffffff) >>> 0;
	};

	// record packs numbers as [bytes, value] pairs, the lowest byte first.
	const record = pairs => {
		const view = new DataView(new ArrayBuffer(pairs.reduce((sum, [bytes]) => sum + bytes, 0)));
		let at = 0;
		for (const [bytes, value] of pairs) {
			if (bytes === 2) view.setUint16(at, value, true);
			else view.setUint32(at, value, true);
			at += bytes;
		}
		return view.buffer;
	};

	// write packs entries of {path, blob} in their order.
	const write = async (entries, when) => {
		const time = when.getHours() << 11 | when.getMinutes() << 5 | when.getSeconds() >> 1;
		const day = Math.max(0, when.getFullYear() - 1980) << 9 | when.getMonth() + 1 << 5 | when.getDate();
		const parts = [], index = [];
		let offset = 0, indexed = 0;
		for (const { path, blob } of entries) {
			const name = new TextEncoder().encode(path);
			const common = [[2, 20], [2, UTF8], [2, 0], [2, time], [2, day], [4, await checksum(blob)], [4, blob.size], [4, blob.size], [2, name.length], [2, 0]];
			parts.push(record([[4, LOCAL], ...common]), name, blob);
			index.push(record([[4, CENTRAL], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), name);
			offset += 30 + name.length + blob.size;
			indexed += 46 + name.length;
			if (offset > LARGEST) throw new Error("The files are too large for one ZIP file.");
		}
		const end = record([[4, END], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, indexed], [4, offset], [2, 0]]);
		return new Blob([...parts, ...index, end], { type: "application/zip" });
	};

	const viewOf = async blob => new DataView(await blob.arrayBuffer());

	const notWhole = () => new Error("This is not a whole ZIP file.");

	// read returns a map from the path of an entry to a function that unpacks it into
	// memory. The entries may have at most this many bytes together.
	const read = async (file, most) => {
		const tail = await viewOf(file.slice(Math.max(0, file.size - 65557)));
		let end = tail.byteLength - 22;
		while (end >= 0 && tail.getUint32(end, true) !== END) end--;
		if (end < 0) throw notWhole();
		const count = tail.getUint16(end + 10, true), size = tail.getUint32(end + 12, true), start = tail.getUint32(end + 16, true);
		if (count > MOST_ENTRIES) throw new Error("The ZIP file has too many entries.");
		if (start + size > file.size) throw notWhole();
		const index = await viewOf(file.slice(start, start + size));
		const entries = new Map();
		let at = 0, total = 0;
		for (let n = 0; n < count; n++) {
			if (at + 46 > index.byteLength || index.getUint32(at, true) !== CENTRAL) throw notWhole();
			const name = index.getUint16(at + 28, true);
			const entry = {
				flags: index.getUint16(at + 8, true), method: index.getUint16(at + 10, true), sum: index.getUint32(at + 16, true),
				packed: index.getUint32(at + 20, true), size: index.getUint32(at + 24, true), offset: index.getUint32(at + 42, true),
			};
			if (at + 46 + name > index.byteLength) throw notWhole();
			const path = new TextDecoder().decode(new Uint8Array(index.buffer, at + 46, name));
			total += entry.size;
			if (total > most) throw new Error("The files in this ZIP file are too large.");
			entries.set(path, () => unpack(file, entry));
			at += 46 + name + index.getUint16(at + 30, true) + index.getUint16(at + 32, true);
		}
		return entries;
	};

	const unpack = async (file, entry) => {
		if (entry.flags & 1) throw new Error("The ZIP file is encrypted.");
		const head = await viewOf(file.slice(entry.offset, entry.offset + 30));
		if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) throw notWhole();
		const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
		const packed = file.slice(start, start + entry.packed);
		let blob;
		if (entry.method === 0) blob = new Blob([await packed.arrayBuffer()]);
		else if (entry.method === 8) blob = await inflate(packed, entry.size);
		else throw new Error("The ZIP file is packed in a way that this form does not know.");
		if (blob.size !== entry.size || await checksum(blob) !== entry.sum) throw new Error("The ZIP file is damaged.");
		return blob;
	};

	// inflate stops at the size that the index states, so that a small file cannot fill
	// the memory.
	const inflate = async (packed, size) => {
		const parts = [];
		let unpacked = 0;
		const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			unpacked += part.value.length;
			if (unpacked > size) {
				await reader.cancel();
				throw new Error("The ZIP file is damaged.");
			}
			parts.push(part.value);
		}
		return new Blob(parts);
	};

	return { write, read };
})();
