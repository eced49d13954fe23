/** What a class believed before and after a lesson: counts, and nobody's own answer. Pure. */
import * as m from "messages";
import { cardSays, type PlayedCard } from "./card_words";
import { spelled } from "./numbers";
import type { Asking, QuestionId, ToldQuestion } from "./protocol_lesson";
import { beliefOf, QUESTIONS, TWINS } from "./questions";
import { capital, type Phrase, plain } from "./words";

type Counts = readonly number[];

/** How many of those who answered chose what is true; null: not asked. */
export interface Share {
  right: number;
  all: number;
}

export interface Belief {
  id: QuestionId;
  /** The true sentence. */
  says: Phrase;
  before: Share | null;
  after: Share | null;
}

/** Where fewer are right at the end, the class should talk about it again. */
const ENOUGH = 0.8;

/** In the order in which they were asked; what was asked twice before counts the first time, and at the end the last. */
export function beliefs(told: readonly ToldQuestion[]): Belief[] {
  const found = new Map<QuestionId, Belief>();
  for (const { form, question, counts, before } of told) {
    const id = form === "wrong" ? null : beliefOf(question);
    if (id === null) continue;
    const belief = found.get(id) ?? { id, says: TWINS[id].says, before: null, after: null };
    if (form === "guess") found.set(id, { ...belief, before: belief.before ?? share(counts, QUESTIONS[id].truth) });
    else {
      const known = belief.before ?? (before && share(before, QUESTIONS[id].truth));
      found.set(id, { ...belief, before: known, after: share(counts, TWINS[id].truth) });
    }
  }
  return [...found.values()];
}

/** Those of the questions at the end, which begin with what was asked last. */
export function beliefsTold({ results, since_ms }: Asking): Belief[] {
  const told = (results ?? []).map(({ question, counts, before = null }): ToldQuestion => {
    return { at_ms: since_ms, form: "ticket", question, counts, before };
  });
  const asked = told.filter(({ before }) => before !== null).reverse();
  return beliefs([...asked, ...told.filter(({ before }) => before === null)]);
}

function share(counts: Counts, truth: number): Share {
  return { right: counts[truth] ?? 0, all: counts.reduce((sum, count) => sum + count, 0) };
}

export function shareWords(share: Share | null): string {
  if (share === null) return m.belief_not_asked;
  return share.all === 0 ? m.belief_no_answers : m.belief_share({ right: share.right, all: share.all });
}

/** What the lesson changed, in one sentence; null while nothing can be compared. */
export function changed(found: readonly Belief[]): string | null {
  const both = found.filter(
    ({ before, after }) => before !== null && before.all > 0 && after !== null && after.all > 0,
  );
  if (both.length === 0) return null;
  const [was, now] = [percent(both.map(({ before }) => before)), percent(both.map(({ after }) => after))];
  if (now > was) return m.belief_more({ was, now });
  return now === was ? m.belief_same({ now }) : m.belief_fewer({ was, now });
}

function percent(shares: readonly (Share | null)[]): number {
  const [right, all] = shares.reduce(([r, a], share) => [r + (share?.right ?? 0), a + (share?.all ?? 0)], [0, 0]);
  return Math.round((100 * right) / Math.max(1, all));
}

/** "A barrier cannot see who died. Eight of 27 chose something else." */
export function talkAgain(found: readonly Belief[]): string[] {
  return found.flatMap(({ says, after }) => {
    if (after === null || after.all === 0 || after.right >= ENOUGH * after.all) return [];
    const number = capital(spelled(after.all - after.right));
    return [`${plain(says)} ${m.belief_talk_again({ number, all: after.all })}`];
  });
}

/** A line of the files: a belief, or a card; of a card `before` are those who found out before the remedy. */
export interface FileRow {
  id: string;
  says: string;
  before: Share | null;
  after: Share | null;
}

export function fileRows(found: readonly Belief[], cards: readonly PlayedCard[]): FileRow[] {
  const told = found.map(({ says, ...belief }) => ({ ...belief, says: plain(says) }));
  return [
    ...told,
    ...cards.map((card) => ({ id: `card.${card.card}`, says: cardSays(card), before: card.found, after: null })),
  ];
}

/** For a spreadsheet: with the signature that lets one read it as UTF-8. */
export function beliefsCsv(found: readonly FileRow[]): string {
  const cells = (share: Share | null) => [share?.right ?? "", share?.all ?? ""];
  const rows = found.map(({ id, says, before, after }) => [id, `"${says}"`, ...cells(before), ...cells(after)]);
  const head = ["question", "true_sentence", "before_true", "before_all", "after_true", "after_all"];
  return `\ufeff${[head, ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}

const WIDTH = 960;
const ROW = 92;
const BAR = { x: 132, width: 640, height: 22 };

/** The picture as a file of its own: black on white, whatever theme the page has. */
export function beliefsSvg(found: readonly Belief[], heading: string): string {
  const height = 84 + found.length * ROW;
  const sentence = changed(found);
  const parts = found.flatMap(({ says, before, after }, i) => {
    const y = 84 + i * ROW;
    return [
      text(24, y + 18, plain(says), 20, 700),
      ...bar("before", m.belief_before, before, y + 28),
      ...bar("after", m.belief_after, after, y + 54),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="Helvetica, Arial, sans-serif">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    text(24, 36, heading, 26, 700),
    ...(sentence === null ? [] : [text(24, 62, sentence, 16, 400)]),
    ...parts,
    "</svg>",
  ].join("");
}

function bar(when: "before" | "after", label: string, share: Share | null, y: number): string[] {
  const width = share === null || share.all === 0 ? 0 : (share.right / share.all) * BAR.width;
  const look = when === "after" ? 'fill="#1b2330"' : 'fill="#b9a36a" stroke="#6f5f2f"';
  return [
    text(24, y + 17, label, 16, 400),
    `<rect x="${BAR.x}" y="${y}" width="${BAR.width}" height="${BAR.height}" rx="11" fill="#eee6d2"/>`,
    ...(width === 0 ? [] : [`<rect x="${BAR.x}" y="${y}" width="${width}" height="${BAR.height}" rx="11" ${look}/>`]),
    text(BAR.x + BAR.width + 16, y + 17, shareWords(share), 16, 700),
  ];
}

function text(x: number, y: number, words: string, size: number, weight: number): string {
  const safe = words.split("&").join("&amp;").split("<").join("&lt;");
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="#1b2330">${safe}</text>`;
}
