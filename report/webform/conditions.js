"use strict";

// Which questions of a form are asked, as the engine would decide it from the same
// answers. questionnaire/tree.go describes the trees.
const conditions = (() => {
  // A number that the engine has as whole is a BigInt here: 64 bits, as there.
  const whole = (n) => BigInt.asIntN(64, n);
  const bothWhole = (a, b) => typeof a === "bigint" && typeof b === "bigint";

  // The engine compares texts by their code points, and JavaScript by their UTF-16.
  function order(a, b) {
    const one = [...a], two = [...b];
    for (let n = 0; n < one.length && n < two.length; n++) {
      const apart = one[n].codePointAt(0) - two[n].codePointAt(0);
      if (apart) return apart;
    }
    return one.length - two.length;
  }

  const comparison = {
    "==": (a, b) => a === b, "!=": (a, b) => a !== b, "<": (a, b) => a < b,
    "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  };

  function compare(operator, a, b) {
    if (typeof a === "string") return comparison[operator](order(a, b), 0);
    if (typeof a !== typeof b) [a, b] = [Number(a), Number(b)]; // a whole number and another
    return comparison[operator](a, b);
  }

  // White space at the ends of an answer, as the record drops it.
  const space = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  const ends = new RegExp(`^${space}|${space}$`, "g");

  const parts = (text) => [...new Set(text.split(/[,; ]+/).filter((part) => part !== ""))];

  const arithmetic = {
    "+": (a, b) => typeof a === "string" ? a + b : bothWhole(a, b) ? whole(a + b) : Number(a) + Number(b),
    "-": (a, b) => bothWhole(a, b) ? whole(a - b) : Number(a) - Number(b),
    "*": (a, b) => bothWhole(a, b) ? whole(a * b) : Number(a) * Number(b),
    "/": (a, b) => Number(a) / Number(b),
  };

  // value computes a tree. known(id) is the kept answer of an item, or "".
  function value(tree, known, entry) {
    if (tree === "#") return entry;
    if (typeof tree === "number") return BigInt(tree);
    if (!Array.isArray(tree)) return tree;
    const [operator, ...rest] = tree;
    const at = (n) => value(rest[n], known, entry);
    const kept = () => known(rest[0]) || (rest[1] ?? "");
    const each = (holds) => at(0)[holds]((one) => value(rest[1], known, one));
    switch (operator) {
    case "open": return known(rest[0]) === "" ? rest[1] : at(2);
    case "answered": return known(rest[0]) !== "";
    case "word": case "text": return kept();
    case "number": return BigInt(kept());
    case "truth": return kept() === "yes";
    case "items": return parts(kept());
    case "say": return rest[0];
    case "real": return Number(rest[0]);
    case "list": return rest.map((_, n) => at(n));
    case "!": return !at(0);
    case "&&": return at(0) && at(1);
    case "||": return at(0) || at(1);
    case "if": return at(0) ? at(1) : at(2);
    case "neg": { const n = at(0); return typeof n === "bigint" ? whole(-n) : -n; }
    case "in": { const one = at(0); return at(1).some((other) => compare("==", one, other)); }
    case "contains": return at(0).includes(at(1));
    case "startsWith": return at(0).startsWith(at(1));
    case "endsWith": return at(0).endsWith(at(1));
    case "len": return BigInt([...at(0)].length);
    case "all": return each("every");
    case "any": return each("some");
    case "none": return !each("some");
    case "one": return each("filter").length === 1;
    case "filter": return each("filter");
    case "count": return BigInt(each("filter").length);
    case "min": return rest.map((_, n) => at(n)).reduce((a, b) => compare("<", b, a) ? b : a);
    case "max": return rest.map((_, n) => at(n)).reduce((a, b) => compare(">", b, a) ? b : a);
    }
    if (comparison[operator]) return compare(operator, at(0), at(1));
    if (arithmetic[operator]) return arithmetic[operator](at(0), at(1));
    throw new Error("unknown operator " + operator);
  }

  // asked returns the ids of the questions that are asked. questions is a list of
  // {id, when, aside}: when lists the trees that must all be true, and aside is the
  // tree that sets the question aside. answers gives the kept answer of an id. An
  // answer to a question that is not asked counts as none, because it is not sent.
  function asked(questions, answers) {
    const by = new Map(questions.map((q) => [q.id, q])), known = new Map();
    const text = (id) => by.has(id) && is(id) ? answers[id] ?? "" : "";
    // A tree that fails asks the question: nobody is asked too little.
    const holds = (tree, fallback) => {
      try {
        return value(tree, text);
      } catch {
        return fallback;
      }
    };
    function is(id) {
      if (!known.has(id)) {
        known.set(id, true); // a question that decides about itself is asked
        const { when, aside } = by.get(id);
        known.set(id, (when ?? []).every((tree) => holds(tree, true)) && !holds(aside ?? false, false));
      }
      return known.get(id);
    }
    return new Set(questions.filter((q) => is(q.id)).map((q) => q.id));
  }

  const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

  function isDay(text) {
    const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!found) return false;
    const [year, month, day] = found.slice(1).map(Number);
    const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return day >= 1 && day <= (days[month - 1] ?? 0) + (leap ? 1 : 0);
  }

  // kept returns the kept form of an answer, as the record has it, and "" for none or
  // one that the record would refuse. form is the form of the question ("in place",
  // "yes or no", "one of", "some of", "number", "date", "countries" or "words"),
  // choices lists the values of its choices, and given is a text, or a list of values
  // for "some of". "alone" lists the values that exclude every other.
  function kept(form, given, choices = [], alone = []) {
    if (form === "some of") {
      const all = [...new Set(given)].filter((one) => choices.includes(one)).sort((a, b) => order(a, b));
      return all.length > 1 && all.some((one) => alone.includes(one)) ? "" : all.join(", ");
    }
    const text = given.replace(ends, "");
    switch (form) {
    case "in place": return { yes: "met", no: "unmet" }[text] ?? "";
    case "yes or no": return text === "yes" || text === "no" ? text : "";
    case "one of": return choices.includes(text) ? text : "";
    case "date": return isDay(text) ? text : "";
    case "countries": {
      // One letter for one letter: some capitals of JavaScript are two.
      const capital = (letter) => letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter;
      const codes = parts([...text].map(capital).join(""));
      return codes.every((code) => /^[A-Z]{2}$/.test(code)) ? codes.sort().join(", ") : "";
    }
    case "number": {
      const grouped = /^\d{1,3}([,_ \u00a0\u2009\u202f]\d{3})+$/.test(text);
      const digits = grouped ? text.replace(/[,_ \u00a0\u2009\u202f]/g, "") : text;
      if (!/^[+-]?\d+$/.test(digits)) return "";
      const number = digits.startsWith("-") ? -BigInt(digits.slice(1)) : BigInt(digits.replace("+", ""));
      return number >= 0n && number < 2n ** 63n ? String(number) : "";
    }
    }
    return text;
  }

  return { asked, kept, value };
})();
