/**
 * The picture that a room paints together, strip by strip, step by step: what the mural's paintings lead to. Pure, but for
 * the speed of it a `Picture` is changed in place by `paint`.
 *
 * It has 128 x 72 cells in two layers of colours 0 to 15 (0 is clear); the front layer is seen where it is not clear, else
 * the back layer. In one step the front layer (a bus under balloons) moves five cells right and two up, the back layer
 * (clouds and hills) three left and one down. Both wrap from side to side; above and below there is nothing. So a cell's
 * next colour stands in another cell now, often in a neighbour's strip.
 *
 * A painting is a set of strips that are painted at once, each from the picture as it was before:
 *
 *     with the barrier     one painting a trip, of everybody's strip: step g of the picture is the start, moved g times
 *     without              one painting a press, of one strip, from whatever the neighbours hold at that moment
 *
 * `age` counts how often a cell was painted. A cell is wrong when its colour is not that of the true picture at the cell's
 * own age, so being behind alone is no error. A seam is torn from the moment that a strip reads a neighbour's edge of
 * another age.
 *
 * `tests/support/painting.py` is its twin: both fold the same recorded logs to the same picture.
 */
import START from "./mural_start.json";

export const WIDTH = 128;
export const HEIGHT = 72;
export const CELLS = WIDTH * HEIGHT;
export const N_STEPS = 12;
/** Cells to the right and down in one step. */
const FRONT_MOVES = [5, -2] as const;
const BACK_MOVES = [-3, 1] as const;
/** Each run begins with the back layer this many columns further, so that it has other clouds. */
const TURN = 29;
/** Strips are whole rows up to here. */
export const MOST_ROWS = 12;
/** Above this many workers there are twice as many rows, and so on. */
const MOST_IN_ROWS = 600;
const NOWHERE = -1;

/** A worker's part: columns `left` to `right` - 1, rows `top` to `bottom` - 1; `row` counts from the top. */
export interface Strip {
  left: number;
  top: number;
  right: number;
  bottom: number;
  row: number;
}

/** These strips at once, of a picture that is cut into `n`. */
export interface Painting {
  n: number;
  strips: readonly number[];
}

/** On the wire, a painting under the barrier: `n` when all n strips were painted, `[n, strips]` when not all were. */
export type Paint = number | [number, number[]];

/** Who painted which step, and needed the neighbour's edge of the step before, which was at `found`. */
export interface Tear {
  strip: number;
  step: number;
  neighbour: number;
  found: number;
}

export interface Picture {
  run: number;
  front: Uint8Array;
  back: Uint8Array;
  age: Uint8Array;
}

/** The parts of the picture for n workers, from the top, from left to right. Each cell is in exactly one. */
export function cut(n: number): Strip[] {
  const rows = n <= MOST_ROWS ? n : Math.min(n, MOST_ROWS * Math.ceil(n / MOST_IN_ROWS), HEIGHT);
  const parts: Strip[] = [];
  for (let row = 0; row < rows; row++) {
    const top = Math.floor((HEIGHT * row) / rows);
    const bottom = Math.floor((HEIGHT * (row + 1)) / rows);
    const here = Math.floor((n * (row + 1)) / rows) - Math.floor((n * row) / rows);
    for (let i = 0; i < here; i++) {
      const left = Math.floor((WIDTH * i) / here);
      parts.push({ left, top, right: Math.floor((WIDTH * (i + 1)) / here), bottom, row });
    }
  }
  return parts;
}

const known_parts = new Map<number, Strip[]>();
const known_owners = new Map<number, Int16Array>();

/** `cut`, remembered. */
export function parts(n: number): Strip[] {
  const known = known_parts.get(n) ?? cut(n);
  known_parts.set(n, known);
  return known;
}

/** Which of n strips each cell belongs to. */
export function owners(n: number): Int16Array {
  let owner = known_owners.get(n);
  if (!owner) {
    owner = new Int16Array(CELLS).fill(-1);
    known_owners.set(n, owner);
    for (const [i, strip] of parts(n).entries()) {
      for (let y = strip.top; y < strip.bottom; y++) owner.fill(i, y * WIDTH + strip.left, y * WIDTH + strip.right);
    }
  }
  return owner;
}

/** For each cell, the cell from which a layer's colour comes in so many steps. */
function sources([right, down]: readonly [number, number], times: number): Int16Array {
  const from = new Int16Array(CELLS).fill(NOWHERE);
  for (let y = 0; y < HEIGHT; y++) {
    const from_y = y - down * times;
    if (from_y < 0 || from_y >= HEIGHT) continue;
    for (let x = 0; x < WIDTH; x++) {
      from[y * WIDTH + x] = from_y * WIDTH + ((((x - right * times) % WIDTH) + WIDTH) % WIDTH);
    }
  }
  return from;
}

const FRONT_FROM = sources(FRONT_MOVES, 1);
const BACK_FROM = sources(BACK_MOVES, 1);

export function begin(run: number): Picture {
  const picture = { run, front: new Uint8Array(CELLS), back: new Uint8Array(CELLS), age: new Uint8Array(CELLS) };
  const turn = (TURN * run) % WIDTH;
  for (let y = 0; y < HEIGHT; y++) {
    const [front = "", back = ""] = [START.front[y], START.back[y]];
    for (let x = 0; x < WIDTH; x++) {
      picture.front[y * WIDTH + x] = digit(front, x);
      picture.back[y * WIDTH + x] = digit(back, (x - turn + WIDTH) % WIDTH);
    }
  }
  return picture;
}

function digit(row: string, x: number): number {
  return x < row.length ? Number.parseInt(row.charAt(x), 16) : 0;
}

/** The strips of this painting at once, each from the picture as it stands. */
export function paint(picture: Picture, { n, strips }: Painting): void {
  const { front, back, age } = picture;
  const all = parts(n);
  const cells: number[] = [];
  const colours: number[] = [];
  for (const number of strips) {
    const strip = all[number];
    if (!strip) continue;
    for (let y = strip.top; y < strip.bottom; y++) {
      for (let cell = y * WIDTH + strip.left; cell < y * WIDTH + strip.right; cell++) {
        cells.push(cell);
        colours.push(moved(front, FRONT_FROM, cell), moved(back, BACK_FROM, cell));
      }
    }
  }
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] as number;
    front[cell] = colours[2 * i] as number;
    back[cell] = colours[2 * i + 1] as number;
    age[cell] = (age[cell] as number) + 1;
  }
}

function moved(layer: Uint8Array, from: Int16Array, cell: number): number {
  const read = from[cell] as number;
  return read === NOWHERE ? 0 : (layer[read] as number);
}

/** The colours that are seen: of the front layer where it is not clear, else of the back layer. */
export function seen({ front, back }: Picture): Uint8Array {
  const cells = new Uint8Array(CELLS);
  for (let i = 0; i < CELLS; i++) cells[i] = front[i] || (back[i] as number);
  return cells;
}

const known_truths = new Map<string, Uint8Array>();

/** What is seen after so many steps when all strips are painted at once. In closed form. */
export function truth(run: number, step: number): Uint8Array {
  const key = `${run} ${step}`;
  let cells = known_truths.get(key);
  if (!cells) {
    const { front, back } = begin(run);
    const [front_from, back_from] = [sources(FRONT_MOVES, step), sources(BACK_MOVES, step)];
    cells = new Uint8Array(CELLS);
    for (let i = 0; i < CELLS; i++) cells[i] = moved(front, front_from, i) || moved(back, back_from, i);
    if (known_truths.size > 4 * N_STEPS) known_truths.clear();
    known_truths.set(key, cells);
  }
  return cells;
}

/** The cells that do not show the true picture of their own age. */
export function wrongCells(picture: Picture): number[] {
  const cells = seen(picture);
  const truths: Uint8Array[] = [];
  const wrong: number[] = [];
  for (let i = 0; i < CELLS; i++) {
    const age = picture.age[i] as number;
    truths[age] ??= truth(picture.run, age);
    if (cells[i] !== truths[age]?.[i]) wrong.push(i);
  }
  return wrong;
}

/** Of n strips, whose edges this one would read at another age than its own if it were painted now. */
export function tornBy({ age }: Picture, n: number, number: number): number[] {
  const owner = owners(n);
  const strip = parts(n)[number];
  const torn = new Set<number>();
  if (!strip) return [];
  for (let y = strip.top; y < strip.bottom; y++) {
    for (let cell = y * WIDTH + strip.left; cell < y * WIDTH + strip.right; cell++) {
      for (const from of [FRONT_FROM, BACK_FROM]) {
        const read = from[cell] as number;
        if (read !== NOWHERE && age[read] !== age[cell]) torn.add(owner[read] as number);
      }
    }
  }
  torn.delete(number);
  return [...torn].sort((a, b) => a - b);
}

/** Of n strips, whose edges this one reads. */
export function neighbours(n: number, number: number): number[] {
  const owner = owners(n);
  const strip = parts(n)[number];
  const read = new Set<number>();
  if (!strip) return [];
  for (let y = strip.top; y < strip.bottom; y++) {
    for (let cell = y * WIDTH + strip.left; cell < y * WIDTH + strip.right; cell++) {
      for (const from of [FRONT_FROM, BACK_FROM]) {
        const source = from[cell] as number;
        if (source !== NOWHERE) read.add(owner[source] as number);
      }
    }
  }
  read.delete(number);
  return [...read];
}

export function withBarrier(paints: readonly Paint[]): Painting[] {
  return paints.map((paint) =>
    typeof paint === "number" ? { n: paint, strips: [...Array(paint).keys()] } : { n: paint[0], strips: paint[1] },
  );
}
