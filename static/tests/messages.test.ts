import assert from "node:assert/strict";
import { test } from "node:test";
import { compile, parsed, problems } from "../messages.mjs";
import { html } from "../page_words.mjs";

type Message = (given: Record<string, unknown>) => unknown;

/** The compiled messages of a language, run. */
async function run(language: string, messages: Record<string, string>): Promise<Record<string, Message>> {
  const source = compile(language, parsed(messages, language));
  return (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as Record<string, Message>;
}

const ENGLISH = {
  seats: "{n, plural, =0 {no seat} one {# seat} other {# seats}}",
  place: "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}",
  stopped: "Inside <code>wait()</code>, {who, select, none {alone} other {with <name>{who}</name>}}",
  door: "{hosted, select, true {Raise your hand. } other {}}Wait.",
  list: "Waiting for <words>{names}</words>.",
};

test("compiled messages say what ICU says", async () => {
  const english = await run("en", ENGLISH);
  const say = (key: string, given: Record<string, unknown>) => english[key]?.(given);
  assert.deepEqual(
    [0, 1, 2].map((n) => say("seats", { n })),
    ["no seat", "1 seat", "2 seats"],
  );
  assert.deepEqual(
    [1, 2, 3, 11, 22].map((n) => say("place", { n })),
    ["1st", "2nd", "3rd", "11th", "22nd"],
  );
  assert.deepEqual(say("stopped", { who: "none" }), ["Inside ", { code: "wait()" }, ", ", "alone"]);
  assert.deepEqual(say("stopped", { who: "Ana" }), ["Inside ", { code: "wait()" }, ", ", "with ", { name: "Ana" }]);
  assert.deepEqual(
    [true, false].map((hosted) => say("door", { hosted })),
    ["Raise your hand. Wait.", "Wait."],
  );
  assert.deepEqual(say("list", { names: ["Ana", " and ", "Ben"] }), ["Waiting for ", "Ana", " and ", "Ben", "."]);
});

test("Arabic has six forms", async () => {
  const six = "{n, plural, zero {0} one {1} two {2} few {f} many {m} other {o}}";
  const arabic = await run("ar", { seats: six });
  assert.deepEqual(
    [0, 1, 2, 3, 11, 100].map((n) => arabic.seats?.({ n })),
    ["0", "1", "2", "f", "m", "o"],
  );
});

test("the check finds what a translation lacks", () => {
  const english = parsed(ENGLISH, "en");
  const wrong = (language: string, changes: Record<string, string | undefined>) => {
    const messages = Object.entries({ ...ENGLISH, ...changes }).filter(([, text]) => text !== undefined);
    return problems(language, parsed(Object.fromEntries(messages) as Record<string, string>, language), english);
  };
  assert.deepEqual(wrong("en", {}), []);
  assert.match(wrong("en", { list: undefined }).join(), /list is missing/);
  assert.match(wrong("en", { other: "more" }).join(), /other is not in en/);
  assert.match(wrong("en", { list: "Waiting." }).join(), /list: lacks names.*list: lacks <words>/);
  assert.match(wrong("en", { door: "{hosted, select, true {} other {}}{n}" }).join(), /door: n is not in English/);
  assert.match(wrong("ar", {}).join(), /seats: \{n\} has no form for "few"/);
  assert.match(wrong("de", { place: "{n, selectordinal, one {#} other {#}}" }).join(), /form "one" that never comes/);
  assert.match(wrong("de", { door: "" }).join(), /door is empty/);
  assert.match(wrong("de", {}).join(), /list is still English/);
  assert.doesNotMatch(wrong("de", { list: "Warten auf <words>{names}</words>." }).join(), /list is still English/);
  assert.throws(() => wrong("de", { list: "{names" }), /messages\/de\.json: list/);
});

test("what a template names is HTML with Python's placeholders", () => {
  const { all, bare, link } = parsed(
    {
      all: 'A <b>bold</b> <code>wait()</code>, <kbd>{key}</kbd>, <name>{who}</name>: "a" & b',
      bare: "1 '<' 2 '{n}'",
      link: "A <link>sheet</link>.",
    },
    "en",
  );
  assert.equal(html(all), "A <b>bold</b> <code>wait()</code>, <kbd>{key}</kbd>, <bdi>{who}</bdi>: &#34;a&#34; &amp; b");
  assert.equal(html(bare), "1 &lt; 2 &#123;n&#125;");
  assert.equal(html(link), 'A <a href="{link}">sheet</a>.');
});

test("messages with tags of templates are none of scripts", async () => {
  assert.deepEqual(Object.keys(await run("en", { key: "Press <kbd>T</kbd>", link: "<link>here</link>" })), [
    "LANGUAGE",
  ]);
});
